"""The profile: language, photo and addresses of the person who is signed in."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from loket.core.errors import RuleError
from loket.core.fieldview import ErrorView
from loket.core.language import languages_of, remember_language
from loket.people.actions import addresses, photos
from loket.people.actions.parties import change_language
from loket.people.doors import signed_in
from loket.people.middleware import PersonRequest
from loket.people.models import Address, Person
from loket.people.photos import NOT_KEPT, TOO_LARGE, TYPE, read_photo

DONE = {
    "taal": _("Wij schrijven u voortaan in deze taal."),
    "foto": _("Uw foto is veranderd."),
    "foto-weg": _("Uw foto is verwijderd."),
    "code": _("Wij hebben een code gemaild. Vul die code hieronder in."),
    "adres": _("Dit adres is nu van u. U kunt er berichten op krijgen."),
    "adres-weg": _("Het adres is verwijderd."),
    "berichten": _("Uw berichten gaan voortaan naar dit adres."),
}


@require_safe
@signed_in
def profile(request: PersonRequest) -> HttpResponse:
    """Show what a person can say about themselves."""
    return _page(request)


@require_POST
@signed_in
def language(request: PersonRequest) -> HttpResponse:
    """Speak another language to this person from now on."""
    chosen = request.POST.get("taal", "")
    answer = _do(
        request, partial(change_language, request.person, chosen, by=request.acting), "taal"
    )
    if answer.status_code == 302:
        remember_language(answer, chosen)
    return answer


@require_POST
@signed_in
def photo(request: PersonRequest) -> HttpResponse:
    """Take a new photo."""
    sent = request.FILES.get("foto")
    if sent is None:
        return _page(request, ErrorView("foto", str(_("Kies eerst een foto op uw toestel."))))
    if sent.file is None:  # thrown away while it came in
        too_large = getattr(getattr(sent, "problem", None), "code", "") == "too_large"
        return _page(request, ErrorView("foto", str(TOO_LARGE if too_large else NOT_KEPT)))
    change = partial(photos.change_photo, request.person, sent.file, by=request.acting)
    return _do(request, change, "foto", at="foto")


@require_POST
@signed_in
def photo_away(request: PersonRequest) -> HttpResponse:
    """Show the initials again."""
    remove = partial(photos.remove_photo, request.person, by=request.acting)
    return _do(request, remove, "foto-weg", at="foto")


@require_safe
@signed_in
def photo_of(request: PersonRequest, key: str) -> HttpResponse:
    """The photo of a person of the same organisation."""
    seen = Person.objects.visible_to(request.person)
    get_object_or_404(seen, avatar_key=key)
    try:
        body = read_photo(key)
    except FileNotFoundError as gone:
        raise Http404 from gone
    headers = {"Cache-Control": "private, max-age=86400, immutable"}
    return HttpResponse(body, content_type=TYPE, headers=headers)


@require_POST
@signed_in
def address_add(request: PersonRequest) -> HttpResponse:
    """Note an e-mail address and mail a code to it."""
    value = request.POST.get("adres", "")
    add = partial(addresses.add_email, request.person.party, value, by=request.acting)
    return _do(request, add, "code", at="adres")


@require_POST
@signed_in
def address_again(request: PersonRequest, key: str) -> HttpResponse:
    """Mail a new code to an address that is not proven yet."""
    address = _own_address(request, key)
    if address.verified_at:
        raise Http404
    ask = partial(addresses.ask_code, address, by=request.acting)
    return _do(request, ask, "code", at=f"adres-{key}")


@require_POST
@signed_in
def address_code(request: PersonRequest, key: str) -> HttpResponse:
    """Take the code that was mailed."""
    code = request.POST.get("adrescode", "")[:20]
    verify = partial(addresses.verify_address, _own_address(request, key), code, by=request.acting)
    return _do(request, verify, "adres", at=f"code-{key}")


@require_POST
@signed_in
def address_choose(request: PersonRequest, key: str) -> HttpResponse:
    """Send the notices to this address."""
    choose = partial(addresses.choose_notices, _own_address(request, key), by=request.acting)
    return _do(request, choose, "berichten", at=f"adres-{key}")


@require_POST
@signed_in
def address_away(request: PersonRequest, key: str) -> HttpResponse:
    """Forget an address."""
    remove = partial(addresses.remove_address, _own_address(request, key), by=request.acting)
    return _do(request, remove, "adres-weg", at=f"adres-{key}")


def _own_address(request: PersonRequest, key: str) -> Address:
    return get_object_or_404(Address.objects.visible_to(request.person), key=key)


def _do(
    request: PersonRequest, change: Callable[[], object], done: str, *, at: str = "taal"
) -> HttpResponse:
    """Make the change and say so; a rule that forbids it is said at the field `at`."""
    try:
        change()
    except RuleError as refusal:
        return _page(request, ErrorView(at, refusal.message))
    return redirect(f"{reverse('people:profile')}?gedaan={done}")


def _page(request: PersonRequest, error: ErrorView | None = None) -> HttpResponse:
    person = Person.objects.select_related("party").get(pk=request.person.pk)
    context = {
        "person": person,
        "addresses": person.party.addresses.filter(kind=Address.Kind.EMAIL).order_by("pk"),
        "languages": languages_of(request.organisation),
        "done": DONE.get(request.GET.get("gedaan", "")),
        "errors": [error] if error else [],
        "typed": request.POST.get("adres", ""),
    }
    return render(request, "people/profile.html", context, status=422 if error else 200)
