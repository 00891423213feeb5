"""What a page of a form sends, read as raw answers by key: the whole step, or one field."""

import json
from collections.abc import Iterator

from django.http import QueryDict

from loket.catalogue.actions.answers import Typed
from loket.catalogue.compound import PARTS
from loket.catalogue.display import display_day
from loket.catalogue.rules.paths import find_field, get_answer
from loket.catalogue.rules.spec import Field
from loket.catalogue.rules.state import FieldState
from loket.catalogue.rules.values import LATER, OTHER, REASONS, Json
from loket.catalogue.standing import Standing
from loket.core.signs import whole_number, without_nothing

TICKS = frozenset({"consent", "statement"})
LANGUAGE = "in-taal"
"""The field of a step, and of the address that saves one field, with the language of the page."""
OTHERS = "andere."
"""Before the path of a question whose other answer the page showed."""


def step_of(standing: Standing, step: str, post: QueryDict) -> Typed:
    """Everything that the page of a step sends; ticks that are not sent are not set."""
    other = dict(_others(standing, post))
    return Typed(
        dict(_answers(standing, step, post)),
        seen=whole_number(post.get("rev", "")),
        shown=other,
        window=post.get("venster", ""),
        settled=frozenset(other),
        language=language_of(post),
    )


def language_of(sent: QueryDict) -> str:
    """The language in which the page spoke: that of the person may be another one since."""
    return sent.get(LANGUAGE, "")[:2]


def _others(standing: Standing, post: QueryDict) -> Iterator[tuple[str, Json]]:
    """The other answers between which the person has just chosen."""
    for name in post:
        if name.startswith(OTHERS):
            yield _one(standing, name.removeprefix(OTHERS), post.getlist(name))


def _answers(standing: Standing, step: str, post: QueryDict) -> Iterator[tuple[str, Json]]:
    for one in standing.state.fields.values():
        if one.field.step == step and _takes(one, post) and _is_sent(one.field, one.key, post):
            yield one.key, raw_of(one.field, one.key, post)
    for reason in (name for name in post if name.startswith(f"{REASONS}.")):
        yield reason, post.get(reason, "")
    for path in post.getlist("vinkje"):  # an empty tick is not sent, so the page names its ticks
        yield f"{LATER}.{path.removeprefix('document.')}", f"{path}.later" in post


def words_of_gone_items(standing: Standing, post: QueryDict) -> dict[str, list[str]]:
    """What was typed in items of a group that another window took away, by the group."""
    fields = standing.state.fields.values()
    there = {(one.field.group, one.item) for one in fields}
    groups = {one.key for one in fields if one.field.type == "group"}
    words: dict[str, list[str]] = {}
    for name in post:
        group, _dot, rest = name.partition(".")
        item = rest.partition(".")[0]
        if group in groups and "." in rest and (group, item) not in there:
            typed = filter(None, map(str.strip, post.getlist(name)))
            words.setdefault(group, []).extend(map(as_people_write, typed))
    return {group: found for group, found in words.items() if found}


def as_people_write(typed: str) -> str:
    """What was typed; a day that the browser sent in signs as people write it."""
    try:
        return display_day(typed)
    except ValueError:  # looks like a day, and is none
        return typed


def _takes(one: FieldState, post: QueryDict) -> bool:
    """Whether it is a question, in an item that the page held."""
    if one.field.type == "group" or not one.field.takes_answer or one.locked:
        return False
    prefix = f"{one.field.group}.{one.item}."
    return not one.item or any(name.startswith(prefix) for name in post)


def _is_sent(field: Field, key: str, post: QueryDict) -> bool:
    """Ticks are always sent, set or not; other questions only when the page held them."""
    if field.type in TICKS or field.multiple:
        return True
    return key in post or any(name.startswith(f"{key}.") for name in post)


def raw_of(field: Field, key: str, post: QueryDict) -> Json:
    """The raw answer to one question."""
    if field.type in PARTS:
        return {name: post.get(f"{key}.{name}", "") for name, *_rest in PARTS[field.type](field)}
    if field.other:
        return {"choice": list(post.getlist(key)), OTHER: post.get(f"{key}.{OTHER}", "")}
    if field.multiple:
        return list(post.getlist(key))
    return post.get(key, "")


def field_of(standing: Standing, post: QueryDict, window: str) -> tuple[str, Typed]:
    """One field as the script saves it: its key, what is typed, and what stood there.

    What was kept on the device is still in the language of the page on which it was typed.
    """
    path = post.get("path", "")
    key, value = _one(standing, path, post.getlist("value"))
    _same, seen = _one(standing, path, post.getlist("seen"))
    settled = frozenset({key}) if "both" in post else frozenset[str]()
    language = language_of(post)
    return key, Typed({key: value}, None, {key: seen}, window, settled, language)


def _one(standing: Standing, path: str, values: list[str]) -> tuple[str, Json]:
    """The key that a path stands for, and its raw answer."""
    if path.startswith("document.") and path.endswith(".later"):
        place = path.removeprefix("document.").removesuffix(".later")
        return f"{LATER}.{place}", values[:1] == ["true"]
    field = find_field(standing.spec, path)
    if field is None:
        return _other_or_reason(standing, path, values)
    if field.type in PARTS:
        return path, _parsed(values)
    if field.other:
        return path, {"choice": list(values), OTHER: _written(standing, path)}
    if field.multiple:
        return path, list(values)
    return path, values[0] if values else ""


def _other_or_reason(standing: Standing, path: str, values: list[str]) -> tuple[str, Json]:
    key = path.removesuffix(f".{OTHER}")
    field = find_field(standing.spec, key) if key != path else None
    written = values[0] if values else ""
    if field is None or not field.other:
        return path, written
    return key, {"choice": _chosen(standing, key), OTHER: written}


def _chosen(standing: Standing, key: str) -> list[Json]:
    """The codes that are chosen now; what a person wrote at "other" stands for its code."""
    now = get_answer(standing.answers, key)
    values = now if isinstance(now, list) else [now]
    return [OTHER if isinstance(one, dict) else one for one in values if one is not None]


def _written(standing: Standing, key: str) -> str:
    now = get_answer(standing.answers, key)
    values = now if isinstance(now, list) else [now]
    return next((str(one.get(OTHER, "")) for one in values if isinstance(one, dict)), "")


def _parsed(values: list[str]) -> Json:
    try:
        found = json.loads(values[0]) if values and values[0] else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        without_nothing(str(name)): without_nothing(part)
        for name, part in found.items()
        if isinstance(part, str)
    }
