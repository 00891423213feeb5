"""Answers to one version of a form, put into another one: what fits goes along, the rest is named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loket.catalogue.rules.paths import get_later, items_of
from loket.catalogue.rules.spec import Field, FormSpec
from loket.catalogue.rules.state import State
from loket.catalogue.rules.values import (
    ITEM,
    LATER,
    PROVENANCE,
    REASONS,
    Answers,
    Json,
    is_answered,
)


@dataclass(frozen=True, slots=True)
class Refit:
    """The answers that another version takes, and the names of those that it no longer has."""

    answers: dict[str, Json]
    left: tuple[str, ...]


def refit(old: FormSpec, new: FormSpec, answers: Answers) -> Refit:
    """Keep each answer to a question that is still there and still takes such an answer.

    What they are worth today, the form says when it looks at them: an option that went is asked
    anew. What we had filled in and the person left as it was, we fill in anew. Reasons and documents that were put off go along with what they belong to.
    """
    kept: dict[str, Json] = {}
    left: list[str] = []
    filled_in = _filled_in(answers)
    for name, field in old.fields.items():
        value = answers.get(name)
        if name not in answers or name in filled_in or not field.takes_answer:
            continue
        now = new.fields.get(name)
        if now is None or not same_kind(field, now):
            left += [name] if is_answered(value) else []
        elif field.type == "group":
            kept[name], gone = _items(field, now, value)
            left += gone
        else:
            kept[name] = value
    kept[REASONS] = dict(_reasons(new, kept, answers))
    kept[LATER] = [place for place in get_later(answers) if takes_slot(new, *_place(place))]
    return Refit(kept, tuple(left))


def uncounted(form: FormSpec, answers: Answers, after: State) -> Iterator[str]:
    """The keys of answers that count no more once they were put into another version.

    Their question is gone, hides behind another answer now, or we fill it in ourselves. What we
    filled in before and the person left as it was, was not theirs.
    """
    now = {one.key: one for one in after.visible()}
    found = answers.get(PROVENANCE)
    marks = found if isinstance(found, Mapping) else {}
    for key, value in _answered(form, answers):
        mark, seen = marks.get(key), now.get(key)
        if isinstance(mark, Mapping) and not mark.get("changed"):
            continue
        if seen is None or (seen.locked and seen.value != value):
            yield key


def _answered(form: FormSpec, answers: Answers) -> Iterator[tuple[str, Json]]:
    """Every answer, by its key."""
    for field in form.every_field():
        if not field.takes_answer or field.type == "group":
            continue
        if not field.group and is_answered(answers.get(field.id)):
            yield field.id, answers[field.id]
        for item in items_of(answers, field.group) if field.group else ():
            if is_answered(item.get(field.id)):
                yield f"{field.group}.{item[ITEM]}.{field.id}", item[field.id]


def is_compatible(old: FormSpec, new: FormSpec) -> bool:
    """Whether a draft of the one can go on as the other: what kept its name still asks the same."""
    same = (old.fields[name] for name in old.fields.keys() & new.fields.keys())
    return old.on_behalf == new.on_behalf and all(
        same_kind(field, new.fields[field.id]) for field in same if field.takes_answer
    )


def same_kind(old: Field, new: Field) -> bool:
    """Whether an answer to the one can be an answer to the other."""
    return (old.type, old.multiple) == (new.type, new.multiple) and new.takes_answer


def takes_slot(spec: FormSpec, slot_id: str, item: str) -> bool:
    """Whether the form still has this document, once or for each item as it was."""
    slot = spec.slot(slot_id)
    return slot is not None and bool(slot.per) == bool(item)


def _items(old: Field, new: Field, value: Json) -> tuple[list[Json], list[str]]:
    """The items of a group with the parts that are still asked, and the names of the others."""
    fields = {one.id: one for one in new.fields}
    fit = {one.id for one in old.fields if one.id in fields and same_kind(one, fields[one.id])}
    items = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    kept: list[Json] = [
        {key: part for key, part in item.items() if key == ITEM or key in fit} for item in items
    ]
    gone = [
        f"{old.id}.{one.id}"
        for one in old.fields
        if one.takes_answer
        and one.id not in fit
        and any(is_answered(item.get(one.id)) for item in items)
    ]
    return kept, gone


def _filled_in(answers: Answers) -> set[str]:
    """The answers that were prefilled and that nobody changed."""
    found = answers.get(PROVENANCE)
    marks = found.items() if isinstance(found, Mapping) else ()
    return {key for key, mark in marks if isinstance(mark, Mapping) and not mark.get("changed")}


def _reasons(spec: FormSpec, kept: Answers, answers: Answers) -> Iterator[tuple[str, Json]]:
    found = answers.get(REASONS)
    checks = {f"check.{one.id}" for one in spec.checks}
    for key, reason in (found if isinstance(found, Mapping) else {}).items():
        if key in checks or key.removeprefix("field.").partition(".")[0] in kept:
            yield key, reason


def _place(place: str) -> tuple[str, str]:
    slot, _dot, item = place.partition(".")
    return slot, item
