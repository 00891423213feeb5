"""What a document is called that is asked once for each row of a group: Geboorteakte, van Bob.

The form says by which answer a row is known: the one that the label or the hint of the document
names. A row without such an answer, or with the same as another, goes by its number: kind 2.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from loket.catalogue.display import display_value, item_label
from loket.catalogue.opened import is_special
from loket.catalogue.rules.spec import Field, FormSpec, Slot
from loket.catalogue.rules.state import FieldState, SlotState
from loket.catalogue.rules.values import ITEM, Json, say
from loket.catalogue.standing import Standing
from loket.catalogue.texts import EMPTY, NAMED, SENTENCE, Teller

type Row = Mapping[str, Json]

ONLY_NAMES = re.compile(r"(?:(\w+) )?\{\{ *\w+ *\}\}[.!]?")
"""A sentence that says whose the document is and no more: Van {{naam}}."""
LONGEST = 60


def name_of_slot(spec: FormSpec, slot: Slot, item: str, rows: Sequence[Row], language: str) -> str:
    """What a document is called, with the row that it is about; `rows` are those of its group.

    A row that is gone has no name any more.
    """
    label = say(slot.label, language)
    group = spec.groups.get(slot.per)
    place = next((n for n, row in enumerate(rows, 1) if item and row.get(ITEM) == item), 0)
    if group is None or not place:
        return label
    name = name_of_row(spec, group, slot, rows, place, language)
    if not name:
        label = NAMED.sub(EMPTY, label)
        return label if len(rows) == 1 else f"{label}, {number_of(group, place, language)}"
    if NAMED.search(label):
        return NAMED.sub(lambda _found: name, label)
    return f"{label}, {said_with(slot, language)}{name}"


def name_of_row(
    spec: FormSpec, group: Field, slot: Slot, rows: Sequence[Row], place: int, language: str
) -> str:
    """The answer by which this row is known, if no other row has the same."""
    named = naming_field(spec, group, slot, language)
    if named is None:
        return ""
    names = [shown(named, row, language) for row in rows]
    folded = [one.casefold() for one in names]
    name = names[place - 1]
    return name if folded.count(name.casefold()) == 1 else ""


def naming_field(spec: FormSpec, group: Field, slot: Slot, language: str) -> Field | None:
    """The answer that the texts of the document name.

    Never one of a special category: names stand where those answers may not be read. Nor one that
    only a table can put in words.
    """
    if is_special(spec, group.id):
        return None
    inside = {one.id: one for one in group.fields if not one.source and one.computed is None}
    named = NAMED.findall(f"{say(slot.label, language)} {say(slot.hint, language)}")
    return next((inside[one] for one in named if one in inside), None)


def shown(field: Field, row: Row, language: str) -> str:
    """An answer as a name: on one line, and not too long for one."""
    words = " ".join(display_value(field, row.get(field.id), {}, language).split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def said_with(slot: Slot, language: str) -> str:
    """The word before the name, as the hint has it: "van " of "Van {{naam}}."."""
    first, *_more = SENTENCE.split(say(slot.hint, language))
    found = ONLY_NAMES.fullmatch(first.strip())
    return f"{found[1].lower()} " if found and found[1] else ""


def number_of(group: Field, number: int, language: str) -> str:
    """The number of a row inside a sentence: kind 2; a German noun keeps its capital."""
    words = item_label(group, number, language)
    return words if language == "de" else words[:1].lower() + words[1:]


def rows_seen(fields: Iterable[FieldState], group: str) -> list[Row]:
    """The rows of a group as they are filled in now, without what is hidden."""
    rows: dict[str, dict[str, Json]] = {}
    for one in fields:
        if one.field.group == group and one.item:
            rows.setdefault(one.item, {ITEM: one.item})[one.field.id] = one.value
    return list(rows.values())


def title_of(standing: Standing, one: SlotState) -> str:
    """What a document of a draft is called, with the row that it is about."""
    teller = Teller.of(standing)
    if not one.item or NAMED.search(say(one.slot.label, teller.language)):
        return teller.say(one.slot.label, one.item)
    rows = rows_seen(teller.fields.values(), one.slot.per)
    return name_of_slot(standing.spec, one.slot, one.item, rows, teller.language)


def heading_of(standing: Standing, one: SlotState) -> str:
    """The same on its step, where the hint under it says the name; a number stands here too."""
    title = title_of(standing, one)
    plain = Teller.of(standing).say(one.slot.label, one.item)
    hint = Teller.of(standing).say(one.slot.hint, one.item)
    words = title.removeprefix(f"{plain}, ")
    return plain if words.casefold() in hint.casefold() else title
