"""What already lies with us: documents of earlier requests that somebody may use again.

A document can be used again where the form says so (`reuse`), by whoever may open it on the case it
was given for, about the same person, where it is kept from other eyes as well as it was, and as long
as it is valid (`valid_for`, from the day on which it was handed in the first time).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from loket.cases.models import Case, CaseFile
from loket.catalogue.models import DraftFile
from loket.catalogue.rules.documents import keeps_as_well, valid_until
from loket.catalogue.rules.spec import Slot
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import Standing, subject_of
from loket.core.acting import Acting
from loket.documents.models import StoredFile
from loket.people.models import Person

MOST = 5
LOOKED_AT = 100
GOOD = (CaseFile.State.GIVEN, CaseFile.State.CHECKED)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A document that was handed in before, and until when it can be used again."""

    slot: str
    file: StoredFile
    number: str
    given_at: datetime
    until: date | None


def earlier_documents(
    standing: Standing, slots: Collection[Slot], *, by: Acting
) -> dict[str, list[Earlier]]:
    """What may be used again in these slots, by slot, the newest first."""
    wanted = {slot.id: slot for slot in slots if slot.reuse}
    if not wanted or by.person_id is None:
        return {}
    found: dict[str, list[Earlier]] = {}
    taken = {link.file_id for link in standing.links}
    for row in _rows(standing, wanted, by.person_id):
        one = _earlier(row, wanted[row.slot], by)
        if one is not None and row.file_id not in taken:
            taken.add(row.file_id)
            found.setdefault(row.slot, []).append(one)
    return {slot: some[:MOST] for slot, some in found.items()}


def _rows(standing: Standing, wanted: Collection[str], person_id: int) -> Iterator[CaseFile]:
    """The files of these slots in the person's own cases about the same subject.

    What was refused in any of them is left out of all.
    """
    cases = Case.objects.visible_to(Person(pk=person_id)).filter(
        Q(requester=person_id) | Q(subject=person_id) | Q(submitted_by=person_id),
        subject=subject_of(standing.draft),
    )
    rows = CaseFile.objects.filter(
        case__in=cases, slot__in=wanted, state__in=GOOD, file__state=StoredFile.State.CLEAN
    ).exclude(via=CaseFile.FROM_US)
    rows = rows.select_related("file", "case__version").defer("case__version__spec")
    found = list(rows.order_by("-pk")[:LOOKED_AT])
    bad = refused_among(found, subject_of(standing.draft))
    return iter([row for row in found if row not in bad])


def refused_among[Row: (CaseFile, DraftFile)](rows: Sequence[Row], subject_id: int) -> list[Row]:
    """Those that were refused for the same slot in a case about the same person, as copies too."""
    if not rows:
        return []
    refused = CaseFile.objects.filter(
        case__subject=subject_id,
        state=CaseFile.State.REFUSED,
        file__sha256__in=[row.file.sha256 for row in rows],
    )
    bad = {(slot, bytes(mark)) for slot, mark in refused.values_list("slot", "file__sha256")}
    return [row for row in rows if (row.slot, bytes(row.file.sha256)) in bad]


def _earlier(row: CaseFile, slot: Slot, by: Acting) -> Earlier | None:
    """This document, when the form that asked for it lets it be used again and it is valid."""
    asked = spec_of(row.case.version).slot(row.slot)
    if asked is None or not asked.reuse or not keeps_as_well(asked, slot):
        return None
    given = row.given_at or row.added_at
    until = valid_until(slot, given.astimezone(by.zone).date())
    if until is not None and until < by.today:
        return None
    return Earlier(row.slot, row.file, row.case.number, given, until)
