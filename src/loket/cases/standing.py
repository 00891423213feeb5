"""How a case stands: all its answers, the documents in its slots, and what its form makes of them."""

from django.db.models import QuerySet

from loket.cases.models import Case, CaseFile
from loket.catalogue.actions.drafts import Placed
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.state import GivenFile, State
from loket.catalogue.rules.submitted import join_special
from loket.catalogue.rules.values import Json
from loket.catalogue.sources import Sources
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import context_for
from loket.core.acting import Acting
from loket.core.seal import unseal

KEPT = (CaseFile.State.GIVEN, CaseFile.State.CHECKED)


def answers_of(case: Case) -> dict[str, Json]:
    """All answers of a case, the sealed ones too."""
    return join_special(case.answers, unseal(case.sealed) if case.sealed else {})


def documents_of(case: Case) -> QuerySet[CaseFile]:
    """What was given for a slot of the form and not refused, the first one first."""
    rows = CaseFile.objects.filter(case=case, state__in=KEPT).exclude(slot="")
    return rows.exclude(via=CaseFile.FROM_US).order_by("pk")


def places_of(case: Case) -> list[Placed]:
    """The documents by slot, item and file, as a draft holds them."""
    return list(documents_of(case).values_list("slot", "item", "file_id"))


def files_of(case: Case) -> list[GivenFile]:
    """The documents as the form looks at them."""
    return [
        GivenFile(one.file.key, one.slot, one.item, one.file.name, one.file.size, one.file.state)
        for one in documents_of(case).select_related("file")
    ]


def state_of_case(case: Case, sources: Sources, by: Acting) -> State:
    """What the form makes of the request as it stands, today."""
    spec, answers = spec_of(case.version), answers_of(case)
    context = context_for(spec, answers, sources, by)
    return evaluate(spec, answers, files_of(case), context)
