"""What one can ask for: themes, the forms of a theme, and the page on which a form begins."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from loket.accounts.rules import suffices
from loket.catalogue.actions.drafts import begin_draft, can_begin
from loket.catalogue.audience import may_use
from loket.catalogue.models import Service, Theme
from loket.catalogue.rules.predicates import Always
from loket.catalogue.rules.spec import FormSpec, Slot
from loket.catalogue.rules.values import say
from loket.catalogue.search import find_services
from loket.catalogue.specs import spec_of
from loket.catalogue.texts import without_names
from loket.core.errors import RuleError
from loket.core.fieldview import FieldView, Kind, OptionView
from loket.core.http import ActingRequest
from loket.core.page import said_in
from loket.core.partview import Link
from loket.people.doors import signed_in, step_up
from loket.people.employees import find_employees
from loket.people.middleware import PersonRequest, is_signed_in
from loket.people.models import Person
from loket.portal import places
from loket.portal.draftrows import DraftRow, rows_of
from loket.portal.shelves import by_title, meant_for, offered, on_shelves, theme_views, tile_of
from loket.portal.terms import term_of

LONGEST_NAME = 120
AUDIENCES = {
    "self": gettext_lazy("Iedereen, voor zichzelf"),
    "employer_hr": gettext_lazy("Personeelsdiensten"),
    "manager": gettext_lazy("Leidinggevenden"),
    "partner": gettext_lazy("Partners"),
}


@require_safe
def themes(request: ActingRequest) -> HttpResponseBase:
    """All themes with their forms."""
    context = {
        "themes": theme_views(request, meant_for(request, on_shelves()), most=100),
        "trail": [Link(_("Startpagina"), "/")],
    }
    return render(request, "portal/themes.html", context)


@require_safe
def theme(request: ActingRequest, slug: str) -> HttpResponseBase:
    """The forms of one theme, to search within too."""
    found = get_object_or_404(Theme, slug=slug)
    query = request.GET.get("q", "").strip()
    services = offered().filter(theme=found)
    listed = find_services(query, services) if query else by_title(request, services)
    context = {
        "theme": found,
        "title": said_in(found.texts["title"], request.acting.language),
        "intro": said_in(found.texts.get("intro", ""), request.acting.language),
        "query": query,
        "tiles": [tile_of(request, service) for service in meant_for(request, listed)],
        "trail": [Link(_("Startpagina"), "/"), Link(_("Aanvragen"), "/aanvragen/")],
    }
    return render(request, "portal/theme.html", context)


@require_safe
def form(request: ActingRequest, slug: str) -> HttpResponseBase:
    """Where a form begins: what it is for, what one needs, and the button to begin."""
    return form_page(request, service_at(slug))


@require_POST
@signed_in
def begin(request: PersonRequest, slug: str) -> HttpResponseBase:
    """Begin a draft, at the level of assurance that the form asks."""
    service = service_at(slug)
    weak = step_up(request, service.loa, back=places.form_url(service))
    if weak is not None:
        return weak
    about = people_with(request.POST.get("voor", "")).first()
    try:
        draft = begin_draft(
            service,
            by=request.acting,
            loa=request.loa,
            about=about,
            name=request.POST.get("naam", ""),
        )
    except RuleError as refusal:
        return form_page(request, service, refused=refusal)
    return redirect(places.step_url(draft, spec_of(draft.version).steps[0].id))


def service_at(slug: str) -> Service:
    """The service with this address, offered or not any more, with what its start page shows."""
    services = Service.objects.select_related("form__live_version", "theme", "queue")
    return get_object_or_404(services.defer("form__live_version__spec"), slug=slug)


def form_page(
    request: ActingRequest, service: Service, refused: RuleError | None = None
) -> HttpResponseBase:
    """The start page of a form; of one that ended, the page that says so."""
    context = form_context(request, service)
    if context["ended"]:
        return render(request, "portal/form.html", context, status=HTTPStatus.NOT_FOUND)
    if refused is None:
        return render(request, "portal/form.html", context)
    if refused.code != "no_subject":
        raise refused
    context["refused"] = refused.message
    return render(request, "portal/form.html", context, status=HTTPStatus.UNPROCESSABLE_CONTENT)


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """A document that a form may ask."""

    label: str
    hint: str
    always: bool
    may_follow: bool


def form_context(request: ActingRequest, service: Service) -> dict[str, Any]:
    """Everything on the page on which a form begins."""
    language = request.acting.language
    version = service.form.live_version
    spec = spec_of(version) if version else None
    context = {
        "ended": not can_begin(service, request.acting),
        "drafts": own_drafts(request, service),
        "drafts_url": places.drafts_url(),
        "service": service,
        "title": said_in(service.texts["title"], language),
        "intro": said_in(service.texts.get("intro", ""), language),
        "trail": [
            Link(_("Startpagina"), "/"),
            Link(said_in(service.theme.texts["title"], language), places.theme_url(service.theme)),
        ],
        "audience": [str(AUDIENCES[name]) for name in service.audience if name in AUDIENCES],
    }
    if spec is None:
        return context
    return context | {
        "papers": papers_of(spec, language),
        "steps": [say(step.title, language) for step in spec.steps],
        "agreements": [say(one.label, language) for one in spec.approvals],
        "term": term_of(spec, service.queue),
        "allowed": is_allowed(request, service),
        "choice": choice_of(request) if spec.on_behalf else None,
        "weak": is_signed_in(request) and not suffices(request.loa, service.loa),
    }


def papers_of(spec: FormSpec, language: str) -> list[PaperAsked]:
    """The documents that may be asked, those that always are first."""
    found = [
        PaperAsked(
            without_names(slot.label, language) or say(slot.label, language),
            without_names(slot.hint, language),
            _always(slot),
            may_follow=slot.may_follow is not None,
        )
        for slot in spec.documents
        if slot.required and not slot.replaced_by
    ]
    return sorted(found, key=lambda one: not one.always)


def _always(slot: Slot) -> bool:
    return not slot.per and slot.when == Always(True)


def is_allowed(request: ActingRequest, service: Service) -> bool:
    """Whether the form is meant for whoever looks at it; a visitor may find out by signing in."""
    if not is_signed_in(request):
        return True
    return may_use(service.audience, request.person.pk, request.acting.today)


def people_with(key: str) -> QuerySet[Person]:
    """The person with this key; whether they may be asked for, the action says."""
    return Person.objects.select_related("party").filter(party__key=key)


def choice_of(request: ActingRequest) -> dict[str, Any]:
    """The search for the employee whom a form is about, and who was found."""
    text = request.GET.get("wie", "").replace("\x00", "").strip()[:LONGEST_NAME]
    person = request.person.pk if is_signed_in(request) else 0
    found = find_employees(person, text, request.acting.today)
    options = tuple(
        OptionView(one.party.key, one.party.name, chosen=len(found) == 1) for one in found
    )
    return {
        "text": text,
        "field": FieldView(
            "voor", Kind.RADIO, _("Voor welke medewerker vraagt u dit?"), options=options
        ),
    }


def own_drafts(request: ActingRequest, service: Service) -> list[DraftRow]:
    """The drafts of this form that the person began before."""
    if not is_signed_in(request):
        return []
    return rows_of(request, most=5, form_id=service.form_id)
