"""One's drafts as pages list them: how far each is, what is missing, until when it is kept."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from loket.catalogue.actions.expiry import TAKEN_BACK_WITHIN
from loket.catalogue.models import Draft
from loket.catalogue.rules.values import say
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import Standing, standings_of
from loket.catalogue.texts import Teller
from loket.core.prepared import prepared
from loket.people.middleware import PersonRequest
from loket.people.models import Person
from loket.portal import places
from loket.portal.caselists import PAGE, Place
from loket.portal.draftpage import first_open_step


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft in the list."""

    key: str
    title: str
    name: str
    progress: int
    missing: str
    begun_at: datetime
    touched_at: datetime
    expires_at: datetime
    continue_url: str
    delete_url: str
    name_url: str


@dataclass(frozen=True, slots=True)
class ThrownRow:
    """A draft that was thrown away, and until when it can be taken back."""

    key: str
    title: str
    name: str
    until: datetime
    restore_url: str
    wipe_url: str


def page_of_drafts(
    request: PersonRequest, after: Place | None, size: int = PAGE
) -> tuple[list[DraftRow], Place | None]:
    """A page of the drafts of the person, and where the next one begins."""
    drafts = Draft.objects.open().visible_to(request.person).order_by("-touched_at", "-pk")
    if after is not None:
        behind = Q(touched_at__lt=after.at) | Q(touched_at=after.at, pk__lt=after.pk)
        drafts = drafts.filter(behind, touched_at__lte=after.at)
    found = list(drafts.select_related("version").defer("version__spec")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    rows = [row_of(one) for one in standings_of(found[:size], by=request.acting)]
    return rows, Place(last.touched_at, last.pk) if last else None


def thrown_rows(request: PersonRequest) -> list[ThrownRow]:
    """What the person threw away and can still take back, the last one first."""
    drafts = Draft.objects.thrown().visible_to(request.person).order_by("-thrown_at", "-pk")
    found = drafts.select_related("version").defer("version__spec")[:PAGE]
    return [thrown_row(one, request.acting.language) for one in found]


def thrown_row(draft: Draft, language: str) -> ThrownRow:
    """One draft that was thrown away."""
    return ThrownRow(
        key=draft.key,
        title=say(spec_of(draft.version).title, language),
        name=draft.name,
        until=(draft.thrown_at or draft.touched_at) + TAKEN_BACK_WITHIN,
        restore_url=places.draft_url("restore_draft", draft),
        wipe_url=places.draft_url("wipe_draft", draft),
    )


def rows_of(request: PersonRequest, most: int, form_id: int | None = None) -> list[DraftRow]:
    """The drafts of the person, each with how it stands; of one form only when it is named."""
    mine = open_drafts(request.person.pk, form_id, (most,))
    return [row_of(one) for one in standings_of(mine, by=request.acting)]


@prepared
def open_drafts(person_id: int, form_id: int | None, most: tuple[int]) -> QuerySet[Draft]:
    """The drafts of a person that were not handed in, the newest first; so many at most."""
    drafts = Draft.objects.open().visible_to(Person(pk=person_id)).order_by("-touched_at")
    if form_id is not None:
        drafts = drafts.filter(version__form=form_id)
    return drafts.select_related("version").defer("version__spec")[: most[0]]


def row_of(standing: Standing) -> DraftRow:
    """How one draft stands."""
    draft = standing.draft
    return DraftRow(
        key=draft.key,
        title=Teller.of(standing).say(standing.spec.title),
        name=draft.name,
        progress=standing.state.progress,
        missing=missing_words(standing),
        begun_at=draft.created_at,
        touched_at=draft.touched_at,
        expires_at=draft.expires_at,
        continue_url=_continue_url(standing),
        delete_url="" if draft.lasting else places.draft_url("delete_draft", draft),
        name_url=places.draft_url("rename_draft", draft),
    )


def _continue_url(standing: Standing) -> str:
    return places.step_url(standing.draft, first_open_step(standing))


def missing_words(standing: Standing) -> str:
    """How many documents are still to come."""
    n = len(standing.state.missing)
    if not n:
        return ""
    return ngettext("%(n)s document ontbreekt", "%(n)s documenten ontbreken", n) % {"n": n}
