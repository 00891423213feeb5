"""Cases that prove a form: one person with answers each, and what must come out of them.

They stand in the specification itself (`tests`), so they are published, compared and moved with it.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from loket.catalogue.rules.computed import Tables
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.proof import addresses_to_prove
from loket.catalogue.rules.reading import Source, flag, mapping, word, words
from loket.catalogue.rules.reasons import Reason
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.state import Context, GivenFile, State
from loket.catalogue.rules.values import LATER, Json

TESTS = "tests"
INPUTS = ("today", "answers", "files", "later", "profile", "no_chief")
"""What goes into a case; the rest is what comes out."""


@dataclass(frozen=True, slots=True)
class World:
    """What a case may know besides its own words: the rows of tables, and where it is."""

    tables: Tables
    region: str = "BE"


@dataclass(frozen=True, slots=True)
class FormCase:
    """One case: its name, the day on which it plays, and what it says. Its addresses are proven."""

    name: str
    today: date
    says: Source

    @property
    def answers(self) -> dict[str, Json]:
        """What the person answered, and which documents follow later."""
        return {**mapping(self.says.get("answers")), LATER: [*words(self.says.get("later"))]}

    @property
    def profile(self) -> Source:
        """What we know of the person."""
        return mapping(self.says.get("profile"))

    @property
    def files(self) -> list[GivenFile]:
        """The documents that the person gave: a slot, or a slot and the item of its group."""
        given = [(name, *name.partition(".")) for name in words(self.says.get("files"))]
        return [GivenFile(key=name, slot=slot, item=item) for name, slot, _dot, item in given]

    def state(
        self, spec: FormSpec, world: World, answers: Mapping[str, Json] | None = None
    ) -> State:
        """Say what the form makes of the answers, or of others by the same person."""
        no_chief = flag(self.says, "no_chief")
        context = Context(
            today=self.today,
            tables=world.tables,
            profile=self.profile,
            no_approver=frozenset(one.id for one in spec.approvals if no_chief),
            region=world.region,
            proven=frozenset(addresses_to_prove(spec, self.answers, self.profile)),
        )
        return evaluate(spec, self.answers if answers is None else answers, self.files, context)

    def expected(self, spec: FormSpec) -> dict[str, Any]:
        """What must come out; what the case does not name is empty."""
        empty = {part: type(found)() for part, found in BLANK.items()}
        said = {part: self.says[part] for part in BLANK if part in self.says}
        return {**empty, "queue": spec.case.queue, **said}


BLANK: Mapping[str, Any] = {
    "shows": [],
    "documents": [],
    "checks": [],
    "approvals": [],
    "computed": {},
    "problems": {},
    "queue": "",
}


def cases_of(source: Source) -> list[FormCase]:
    """Return the cases of a form, each on its own day or else on that of all of them.

    Without a day that can be read there is no case.
    """
    tests = mapping(source.get(TESTS))
    found = []
    for name, says in mapping(tests.get("cases")).items():
        day = word(mapping(says), "today") or word(tests, "today")
        with suppress(ValueError):
            found.append(FormCase(name, date.fromisoformat(day), mapping(says)))
    return found


def outcome_of(state: State) -> dict[str, Any]:
    """Say what came out, in the words of a case."""
    shown = list(state.visible())
    return {
        "shows": [one.path for one in shown],
        "documents": [one.key.removeprefix("document.") for one in state.slots],
        "checks": [one.check.id for one in state.checks],
        "approvals": [one.approval.id for one in state.approvals if one.possible],
        "computed": {one.path: one.value for one in shown if one.field.type == "computed"},
        "problems": {one.path: one.code for one in state.problems},
        "queue": state.queue,
    }


def case_reasons(source: Source, spec: FormSpec, world: World) -> Iterator[Reason]:
    """Name every part of every case that comes out otherwise than it says."""
    for case in cases_of(source):
        for fault in faults_of(case, spec, world):
            yield replace(fault, path=f"{TESTS}.cases.{case.name}.{fault.path}")


def faults_of(case: FormCase, spec: FormSpec, world: World) -> Iterator[Reason]:
    """Name every part of a case that comes out otherwise than it says; the path is the part."""
    unknown = set(mapping(case.says.get("answers"))) - set(spec.fields)
    for name in sorted(one for one in unknown if not one.startswith("_")):
        yield Reason("answers", "unknown_name", {"name": name})
    found = outcome_of(case.state(spec, world))
    for part, wanted in case.expected(spec).items():
        if found[part] != wanted:
            yield Reason(part, "case_differs", _difference(wanted, found[part]))


def _difference(wanted: Any, found: Any) -> dict[str, str]:  # noqa: ANN401  a list, a mapping or a word
    """Both sides without what they share; whole when they differ in order only."""
    left, right = _lines(wanted), _lines(found)
    only = [one for one in left if one not in right], [one for one in right if one not in left]
    sides = only if any(only) else (left, right)
    return {name: ", ".join(side) for name, side in zip(("wanted", "found"), sides, strict=True)}


def _lines(value: Any) -> list[str]:  # noqa: ANN401  a list, a mapping or a word
    if isinstance(value, Mapping):
        return [f"{name}: {one}" for name, one in value.items()]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
