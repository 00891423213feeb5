"""Where everything stands in the JSON of a form: its questions in their order, its predicates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from loket.catalogue.rules.reading import LANGUAGES, Source, mapping, mappings, word
from loket.catalogue.rules.values import Json


@dataclass(frozen=True, slots=True)
class Place:
    """One question: where it stands, as the how-many-th, and in which group."""

    path: str
    source: Source
    index: int
    group: str = ""
    inner: int = 0

    @property
    def id(self) -> str:
        """The name of the question."""
        return word(self.source, "id")

    @property
    def type(self) -> str:
        """The type of the question."""
        return word(self.source, "type")


@dataclass(frozen=True, slots=True)
class Reach:
    """What a predicate or operand may look at: questions before these, in this group."""

    before: int | None = None
    group: str = ""
    inner_before: int | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A predicate, or a list of operands, at its place."""

    path: str
    value: Json
    reach: Reach


@dataclass(frozen=True)
class Layout:
    """A whole form, laid out."""

    source: Source
    steps: list[Source] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "steps", mappings(self.source.get("steps")))

    @cached_property
    def places(self) -> list[Place]:
        """All questions in the order of the form; those of a group share its number."""
        found: list[Place] = []
        index = 0
        for number, step in enumerate(self.steps):
            for at, one in enumerate(mappings(step.get("fields"))):
                place = Place(f"steps[{number}].fields[{at}]", one, index)
                found += [place, *_inside(place)]
                index += 1
        return found

    @cached_property
    def names(self) -> Mapping[str, Place]:
        """The questions of the form by name, without those inside a group."""
        return {one.id: one for one in reversed(self.places) if not one.group}

    @cached_property
    def items(self) -> Mapping[str, Mapping[str, Place]]:
        """The questions inside each group, by name."""
        return {
            group: {one.id: one for one in self.places if one.group == group}
            for group in [one.id for one in self.places if one.type == "group"]
        }

    def parts(self, key: str) -> Iterator[tuple[str, Source]]:
        """Go through documents, approvals, checks or links with their places."""
        for number, one in enumerate(mappings(self.source.get(key))):
            yield f"{key}[{number}]", one

    def predicates(self) -> Iterator[Use]:
        """Go through all predicates of the form."""
        for number, step in enumerate(self.steps):
            first = sum(len(mappings(one.get("fields"))) for one in self.steps[:number])
            yield from _use(step, f"steps[{number}]", ("show_when",), Reach(before=first))
        for place in self.places:
            yield from _of_field(place)
        for path, slot in self.parts("documents"):
            reach = Reach(group=word(slot, "per"))
            yield from _use(slot, path, ("when", "required_when"), reach)
        for key in ("approvals", "checks"):
            for path, one in self.parts(key):
                yield from _use(one, path, ("when",), Reach())
        for path, route in self.routes():
            yield from _use(route, path, ("when",), Reach())

    def routes(self) -> Iterator[tuple[str, Source]]:
        """Go through the queues for some answers, with their places."""
        for number, one in enumerate(mappings(mapping(self.source.get("case")).get("routes"))):
            yield f"case.routes[{number}]", one

    def operands(self) -> Iterator[Use]:
        """Go through all values outside predicates that may name an answer or a day."""
        for place in self.places:
            free = Reach(group=place.group)
            yield from _use(place.source, place.path, ("min", "max"), free)
            for column, value in mapping(place.source.get("filter")).items():
                yield Use(f"{place.path}.filter.{column}", value, free)
            how = mapping(place.source.get("from"))
            yield from _use(how, f"{place.path}.from", HOW, _earlier(place))

    def texts(self) -> Iterator[tuple[str, Source]]:
        """Go through all texts that a person may see, each a mapping of languages."""
        yield from _texts({key: one for key, one in self.source.items() if key != "tests"}, "")


HOW = ("key", "sum", "count", "months_between")


def _inside(group: Place) -> list[Place]:
    if group.type != "group":
        return []
    return [
        Place(f"{group.path}.fields[{at}]", one, group.index, group.id, at)
        for at, one in enumerate(mappings(group.source.get("fields")))
    ]


def _earlier(place: Place) -> Reach:
    return Reach(place.index, place.group, place.inner if place.group else None)


def _of_field(place: Place) -> Iterator[Use]:
    source, path, free = place.source, place.path, Reach(group=place.group)
    yield from _use(source, path, ("show_when",), _earlier(place))
    yield from _use(source, path, ("required_when",), free)
    for at, rule in enumerate(mappings(source.get("validate"))):
        yield from _use(rule, f"{path}.validate[{at}]", ("rule",), free)
    how = mapping(source.get("from"))
    if "where" in how:
        counted = word(how, "count").lstrip("@/")
        yield Use(f"{path}.from.where", how["where"], Reach(place.index, group=counted))


def _use(source: Source, path: str, keys: tuple[str, ...], reach: Reach) -> Iterator[Use]:
    for key in keys:
        if key in source:
            yield Use(f"{path}.{key}", source[key], reach)


def _texts(value: Json, path: str) -> Iterator[tuple[str, Source]]:
    if isinstance(value, list):
        for at, one in enumerate(value):
            yield from _texts(one, f"{path}[{at}]")
    if not isinstance(value, dict):
        return
    if any(isinstance(value.get(language), str) for language in LANGUAGES):
        yield path, value
    for key, one in value.items():
        yield from _texts(one, f"{path}.{key}" if path else key)
