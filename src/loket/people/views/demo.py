"""The chooser of demo persons: it exists only where settings.DEMO is on.

Each person has a host name of their own, so that several windows of one browser are several
people. On that host one press signs in; elsewhere the chooser leads there.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from loket.accounts.models import User
from loket.accounts.views import enter, safe_path
from loket.core.http import ActingRequest
from loket.core.middleware import host_of
from loket.core.models import Host, Organisation
from loket.core.page import said_in
from loket.core.tenancy import acting_in
from loket.people.models import Person


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody to be in the demo, and the address to be them at."""

    login: str
    name: str
    role: str
    url: str


@dataclass(frozen=True, slots=True)
class Desk:
    """An organisation of the demo with its people."""

    name: str
    url: str
    choices: list[Choice]


@never_cache
@require_safe
def demo_chooser(request: ActingRequest) -> HttpResponse:
    """Show who one can be; on the host of a person, that one only."""
    _only_in_the_demo()
    back = safe_path(request.GET.get("naar", ""))
    user = _user_of_host(request)
    choices = _choices(request, request.organisation, back)
    own = next((choice for choice in choices if user and choice.login == user.login), None)
    others = [choice for choice in choices if choice is not own]
    context = {"choices": others, "own": own, "back": back}
    return render(request, "people/demo_chooser.html", context)


@never_cache
@require_POST
def demo_sign_in(request: ActingRequest) -> HttpResponse:
    """Sign in as the person of this host."""
    _only_in_the_demo()
    user = _user_of_host(request)
    if user is None:
        raise Http404
    return enter(request, user, safe_path(request.POST.get("naar", "")))


def desks(request: HttpRequest) -> HttpResponse:
    """What a bare address shows in the demo: every desk, and everybody one can be there."""
    _only_in_the_demo()
    asked = request.GET.get("taal", "")
    language = asked if asked in dict(settings.LANGUAGES) else _understood(request)
    with translation.override(language):
        found = [
            _desk(request, organisation) for organisation in Organisation.objects.order_by("pk")
        ]
        return render(request, "people/desks.html", {"desks": found})


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404


def _user_of_host(request: HttpRequest) -> User | None:
    """The demo account that the first word of the host name names."""
    label = host_of(request).partition(".")[0]
    return User.objects.filter(is_demo=True, is_active=True, login=label).first()


def _desk(request: HttpRequest, organisation: Organisation) -> Desk:
    with acting_in(organisation.pk):
        return Desk(
            organisation.name,
            f"{_site(request, organisation)}/",
            _choices(request, organisation, "/"),
        )


def _choices(request: HttpRequest, organisation: Organisation, back: str) -> list[Choice]:
    language = (translation.get_language() or "nl").partition("-")[0]
    roles = organisation.settings.get("demo_roles", {})
    persons = Person.objects.filter(user__is_demo=True, user__is_active=True)
    found = []
    for person in persons.select_related("party", "user").order_by("pk"):
        login = person.user.login if person.user else ""
        site = _site(request, organisation, login)
        url = f"{site}{reverse(settings.DEMO_CHOOSER)}?{urlencode({'naar': back})}"
        role = said_in(roles.get(person.demo_role, ""), language)
        found.append(Choice(login, person.party.name, role, url))
    return found


def _site(request: HttpRequest, organisation: Organisation, login: str = "") -> str:
    """The address of an organisation, or of one person there."""
    host = Host.objects.filter(organisation=organisation).order_by("pk").first()
    name = ".".join(part for part in (login, host.host if host else "") if part)
    _name, colon, port = request.get_host().partition(":")
    return f"{request.scheme}://{name}{colon}{port}"


def _understood(request: HttpRequest) -> str:
    return translation.get_language_from_request(request)
