"""Keys of answers: `begindatum`, `kinderen.ab12.naam`; lasting, whatever happens to other items."""

from collections.abc import Iterator

from loket.catalogue.rules.spec import Field, FormSpec
from loket.catalogue.rules.values import ITEM, LATER, REASONS, Answers, Json


def items_of(answers: Answers, group: str) -> list[Answers]:
    """Return the items of a group in their order, each with a lasting id of its own.

    Answers from elsewhere may lack an id or repeat one; then the place in the list serves.
    """
    stored = answers.get(group)
    found = [one for one in stored if isinstance(one, dict)] if isinstance(stored, list) else []
    given = [one.get(ITEM) for one in found]
    return [
        one
        if isinstance(name, str) and name and name not in given[:index]
        else {**one, ITEM: f"_{index}"}
        for index, (name, one) in enumerate(zip(given, found, strict=True))
    ]


def find_field(spec: FormSpec, key: str) -> Field | None:
    """Return the field that a key names; None when the form has no such field."""
    parts = key.split(".")
    if len(parts) == len(("field",)):
        return spec.field(key)
    if len(parts) == len(("group", "item", "field")):
        return spec.field(f"{parts[0]}.{parts[2]}")
    return None


def answers_to(field: Field, answers: Answers) -> Iterator[Json]:
    """Go through every answer to this question: one, or one for each item of its group."""
    if not field.group:
        yield answers.get(field.id)
        return
    for item in items_of(answers, field.group):
        yield item.get(field.id)


def get_answer(answers: Answers, key: str) -> Json:
    """Return the stored answer under a key, readable or not, shown or not."""
    group, _, rest = key.partition(".")
    if not rest:
        return answers.get(key)
    item, _, name = rest.partition(".")
    return next((one.get(name) for one in items_of(answers, group) if one[ITEM] == item), None)


def set_answer(answers: Answers, key: str, value: Json) -> dict[str, Json]:
    """Return new answers with this value under the key.

    None is kept, for it says that the person emptied the answer and wants no prefilled one.
    An item that does not exist yet is added at the end of its group.
    """
    group, _, rest = key.partition(".")
    if not rest:
        return {**answers, key: value}
    item, _, name = rest.partition(".")
    items = items_of(answers, group)
    if all(one.get(ITEM) != item for one in items):
        items = [*items, {ITEM: item}]
    changed = [{**one, name: value} if one.get(ITEM) == item else one for one in items]
    return {**answers, group: changed}


def add_item(answers: Answers, group: str, item: str) -> dict[str, Json]:
    """Return new answers with one more, empty item in the group."""
    return {**answers, group: [*items_of(answers, group), {ITEM: item}]}


def remove_item(answers: Answers, group: str, item: str) -> dict[str, Json]:
    """Return new answers without this item; its files become loose."""
    return {**answers, group: [one for one in items_of(answers, group) if one.get(ITEM) != item]}


def set_reason(answers: Answers, key: str, reason: str) -> dict[str, Json]:
    """Return new answers with a reason for `check.<id>` or `field.<id>`; empty takes it away."""
    found = answers.get(REASONS)
    others = (
        {name: value for name, value in found.items() if name != key}
        if isinstance(found, dict)
        else {}
    )
    return {**answers, REASONS: {**others, key: reason} if reason else others}


def get_reason(answers: Answers, key: str) -> str:
    """Return the reason given for `check.<id>` or `field.<id>`."""
    found = answers.get(REASONS)
    reason = found.get(key) if isinstance(found, dict) else None
    return reason if isinstance(reason, str) else ""


def set_later(answers: Answers, key: str, *, later: bool) -> dict[str, Json]:
    """Return new answers in which the document of this slot follows later, or no longer."""
    others = [one for one in get_later(answers) if one != key]
    return {**answers, LATER: [*others, key] if later else others}


def get_later(answers: Answers) -> list[str]:
    """Return the keys of the slots whose document follows later."""
    found = answers.get(LATER)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
