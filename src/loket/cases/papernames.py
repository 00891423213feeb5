"""What the documents of a case are called, those of a row of answers with that row."""

from collections.abc import Iterable, Iterator

from loket.cases.models import Case
from loket.catalogue.rownames import name_of_slot
from loket.catalogue.rules.paths import items_of
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.values import ITEM, Answers, say
from loket.core.seal import unseal


def name_of_paper(case: Case, spec: FormSpec, slot_id: str, item: str, language: str) -> str:
    """What a document of a case is called now, in the reader's language; nothing without a slot.

    The answers that name a row may be read by everybody who may see the case: of special ones
    only the number is told.
    """
    return name_among(spec, slot_id, item, answers_of(case), language)


def name_among(
    spec: FormSpec, slot_id: str, item: str, sides: Iterable[Answers], language: str
) -> str:
    """The same by the first of these answers that has the row."""
    slot = spec.slot(slot_id) if slot_id else None
    if slot is None:
        return ""
    if not (slot.per and item):
        return say(slot.label, language)
    found = (items_of(answers, slot.per) for answers in sides)
    rows = next((rows for rows in found if any(row[ITEM] == item for row in rows)), [])
    return name_of_slot(spec, slot, item, rows, language)


def answers_of(case: Case) -> Iterator[Answers]:
    """The answers, then those that are sealed: only when nothing else has the row."""
    yield case.answers
    if case.sealed:
        yield unseal(case.sealed)
