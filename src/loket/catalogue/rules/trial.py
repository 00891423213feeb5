"""Whom a trial pretends to be, and the case that a trial can be kept as."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from loket.catalogue.rules.formcases import BLANK, outcome_of
from loket.catalogue.rules.reading import Source, flag, mapping, word
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.state import State
from loket.catalogue.rules.values import LATER, Answers, Json


@dataclass(frozen=True, slots=True)
class Pretended:
    """A person who does not exist: what we know of them, whether they have a chief, and the day."""

    profile: Mapping[str, Json]
    chief: bool
    today: date | None

    @classmethod
    def read(cls, source: Source) -> "Pretended":
        """Read what is kept with a trial."""
        try:
            today = date.fromisoformat(word(source, "today"))
        except ValueError:
            today = None
        return cls(mapping(source.get("profile")), flag(source, "chief", True), today)

    def kept(self) -> dict[str, Json]:
        """What is kept with a trial."""
        day = {"today": self.today.isoformat()} if self.today else {}
        return {"profile": dict(self.profile), "chief": self.chief, **day}


def case_of_trial(
    spec: FormSpec, state: State, answers: Answers, person: Pretended, today: date
) -> dict[str, Any]:
    """Return the trial as a case that proves the form: its day, what went in, and what came out."""
    given = [
        f"{one.slot.id}.{one.item}" if one.item else one.slot.id
        for one in state.slots
        for _file in one.files
    ]
    inputs: dict[str, Any] = {
        "today": today.isoformat(),
        "answers": {name: one for name, one in answers.items() if name != LATER and one},
        "files": given,
        "later": answers.get(LATER),
        "profile": dict(person.profile),
        "no_chief": not person.chief,
    }
    outcome = outcome_of(state)
    usual = {**{part: type(one)() for part, one in BLANK.items()}, "queue": spec.case.queue}
    came = {part: one for part, one in outcome.items() if one != usual[part]}
    return {**{name: one for name, one in inputs.items() if one}, **came}
