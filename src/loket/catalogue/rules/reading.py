"""Taking values out of the JSON of a specification without trusting it."""

from collections.abc import Mapping

from loket.catalogue.rules.operands import Operand, parse_operand
from loket.catalogue.rules.predicates import Predicate, parse_predicate
from loket.catalogue.rules.values import Json, Text
from loket.core.durations import Duration

type Source = Mapping[str, Json]

LANGUAGES = ("nl", "fr", "de", "en")


def mapping(value: Json) -> Source:
    """Return the value when it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: Json) -> list[Source]:
    """Return the mappings of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def word(source: Source, key: str, fallback: str = "") -> str:
    """Return a text, or the fallback."""
    value = source.get(key)
    return value if isinstance(value, str) else fallback


def words(value: Json) -> tuple[str, ...]:
    """Return the texts of a list."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def one_of[T: str](source: Source, key: str, choices: tuple[T, ...]) -> T:
    """Return the choice that is given, else the first one."""
    value = source.get(key)
    return next((choice for choice in choices if choice == value), choices[0])


def flag(source: Source, key: str, fallback: bool = False) -> bool:
    """Return a yes or no."""
    value = source.get(key)
    return value if isinstance(value, bool) else fallback


def whole(source: Source, key: str, fallback: int) -> int:
    """Return a whole number."""
    value = source.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else fallback


def text(value: Json) -> Text:
    """Return the languages of a text; other keys beside them are left out."""
    source = mapping(value)
    return {one: word(source, one) for one in LANGUAGES if isinstance(source.get(one), str)}


def duration(value: Json) -> Duration | None:
    """Return a term."""
    try:
        return Duration.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


def predicate(source: Source, key: str, fallback: Predicate) -> Predicate:
    """Return a predicate."""
    return parse_predicate(source[key]) if key in source else fallback


def operand(source: Source, key: str) -> Operand | None:
    """Return a bound: a number, a day, or a relative day."""
    return parse_operand(source[key]) if source.get(key) is not None else None
