"""A draft that goes on from a case: which one, what becomes of that, and what went along."""

from dataclasses import dataclass

from django.db.models import QuerySet

from loket.cases.actions.situation import Hats
from loket.cases.links import in_portal
from loket.cases.models import Continuation
from loket.cases.papers import label_of
from loket.cases.reading import find_case, read_case
from loket.catalogue.models import Draft
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.values import say
from loket.catalogue.specs import spec_of
from loket.core.prepared import prepared
from loket.people.middleware import PersonRequest


@dataclass(frozen=True, slots=True)
class GoesOn:
    """What the pages of such a draft say of the case.

    `fate` of the case when the draft is handed in: replaced, goes_on, or nothing when it is closed.
    """

    kind: str
    number: str
    url: str
    fate: str = ""
    left: tuple[str, ...] = ()


@prepared
def continuations_of(draft_id: int) -> QuerySet[Continuation]:
    """From which case a draft goes on."""
    rows = Continuation.objects.filter(draft=draft_id)
    return rows.select_related("case__version", "case__queue").defer("case__version__spec")


def going_on(request: PersonRequest, draft: Draft) -> GoesOn | None:
    """From which case a draft goes on, if it does and that case may be named."""
    known = None if draft.lasting else continuations_of.first(draft.pk)
    if known is None:
        return None
    sight = in_portal(request.person)
    seen = sight.cases([known.case_id]).get(known.case_id)
    if seen is None:
        return None
    again = known.kind != Continuation.Kind.QUESTION
    spec, language = spec_of(known.case.version), request.acting.language
    return GoesOn(
        known.kind,
        seen.number,
        sight.url(seen),
        fate_of(request, known) if again and known.case.closed_at is None else "",
        tuple(name_of(one, spec, language) for one in known.left),
    )


def fate_of(request: PersonRequest, known: Continuation) -> str:
    """What becomes of an open case when its request is handed in again."""
    hats = Hats(request.rights, request.units)
    case = find_case(request.person, known.case.number)
    reading = read_case(case, by=request.acting, hats=hats)
    return "replaced" if "renew" in reading.possible else "goes_on"


def name_of(name: str, spec: FormSpec, language: str) -> str:
    """The label of an answer or a document, as the form had it."""
    field = spec.field(name)
    return say(field.label, language) if field else label_of(spec, name, language)
