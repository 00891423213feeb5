"""What a browser needs to show and hide the questions of one step at once, and nothing more."""

from collections.abc import Iterable, Iterator, Mapping

from loket.catalogue.rules.operands import Ref
from loket.catalogue.rules.spec import YES, Field, FormSpec, Slot
from loket.catalogue.rules.state import Context, State
from loket.catalogue.rules.values import ITEM, Json, view


def client_rules(spec: FormSpec, state: State, context: Context, step: str) -> dict[str, Json]:
    """Return the conditions of one step as JSON.

    `fields` and `slots` are those that can come, go or become required, and the questions that
    they look at, in the order of the form. `known` holds what they look at elsewhere: answers of
    other steps, computed values, answers that cannot be changed. No texts, no other answers.
    """
    own = [one for one in spec.fields.values() if one.step == step]
    slots = [one for one in spec.documents if one.step == step and one.when != YES]
    refs = {*_refs_of_fields(own), *_refs_of_slots(slots)}
    named = {ref.name for ref in refs if not ref.in_item}
    named |= {slot.per for slot in slots if slot.per}
    asked = {one.id for one in own}
    fixed = {one.field.id for one in state.fields.values() if one.locked or one.field.computed}
    return {
        "today": context.today.isoformat(),
        "language": context.language,
        "known": dict(_known(state, named - (asked - fixed))),
        "fields": [
            _field(one, {ref.name for ref in refs if ref.in_item})
            for one in own
            if one.id in named or _can_change(one)
        ],
        "slots": [{"name": slot.id, "show": slot.when.json(), **_per(slot)} for slot in slots],
    }


def _can_change(field: Field) -> bool:
    inside = any(_can_change(one) for one in field.fields)
    return inside or field.show_when != YES or any(field.required_when.refs())


def _refs_of_fields(fields: Iterable[Field]) -> Iterator[Ref]:
    for field in fields:
        yield from field.show_when.refs()
        yield from field.required_when.refs()
        yield from _refs_of_fields(field.fields)


def _refs_of_slots(slots: Iterable[Slot]) -> Iterator[Ref]:
    for slot in slots:
        yield from slot.when.refs()


def _known(state: State, names: Iterable[str]) -> Iterator[tuple[str, Json]]:
    for name in sorted(names):
        seen = state.fields.get(name)
        if seen is not None and seen.visible and seen.answered:
            yield name, _bare(seen.value)


def _bare(value: Json) -> Json:
    """Return what a predicate sees of an answer; of the items of a group only that they exist."""
    if isinstance(value, list):
        return [
            {ITEM: one[ITEM]} if isinstance(one, dict) and ITEM in one else view(one)
            for one in value
        ]
    return view(value)


def _field(field: Field, inside: set[str]) -> dict[str, Json]:
    found: dict[str, Json] = {"name": field.id, "type": field.type}
    if field.multiple:
        found["multiple"] = True
    if field.show_when != YES:
        found["show"] = field.show_when.json()
    if any(field.required_when.refs()):
        found["required"] = field.required_when.json()
    if field.type == "group":
        found["fields"] = [
            _field(one, inside) for one in field.fields if one.id in inside or _can_change(one)
        ]
    return found


def _per(slot: Slot) -> Mapping[str, Json]:
    return {"per": slot.per} if slot.per else {}
