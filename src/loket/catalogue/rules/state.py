"""The outcome of `evaluate`: what is shown, what counts, what is asked and what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from loket.catalogue.rules.computed import Tables
from loket.catalogue.rules.spec import Approval, Check, Field, Slot, Step
from loket.catalogue.rules.values import Json, Problem


@dataclass(frozen=True, slots=True)
class Context:
    """What `evaluate` and `clean` may know of the world; loaded beforehand, never fetched.

    `tables` holds the reference rows that occur in the answers (`sources.needed_rows` names
    them). `profile` holds the values of prefill sources that are known for the subject.
    `no_approver` names the approvals for which nobody can be asked, so that the fallback
    document takes its place. `proven` holds the addresses, in their one way of writing, of which
    we know that somebody reads them.
    """

    today: date
    language: str = "nl"
    region: str = "BE"
    tables: Tables | None = None
    profile: Mapping[str, Json] | None = None
    no_approver: frozenset[str] = frozenset()
    proven: frozenset[str] = frozenset()


BAD = frozenset({"refused", "infected", "failed"})  # states of a file that cannot be used


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that was given for a slot; `slot` is empty while it is not assigned."""

    key: str
    slot: str
    item: str = ""  # the lasting id of the item of the group
    name: str = ""
    size: int = 0
    state: str = "clean"  # uploaded, checking, clean, refused, infected, failed
    expired: bool = False  # it was used again, and is too old by now


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a prefilled answer came from, and what the person did with it."""

    source: str
    policy: str
    original: Json
    changed: bool = False
    reason: str = ""


class FieldState(NamedTuple):
    """One question as it stands now. A tuple, for there are many and they are made each time.

    `value` is what counts: the answer, the prefilled or the computed value; None when there
    is none or the question is hidden. `unread` is what the person typed and nobody could read.
    `proven` says of an address that a mailed code proved it.
    The stored answer of a hidden question is found with `paths.get_answer(answers, key)`.
    """

    field: Field
    path: str
    key: str
    item: str
    visible: bool
    value: Json = None
    answered: bool = False
    required: bool = False
    origin: Origin | None = None
    unread: Json = None
    proven: bool = False

    @property
    def locked(self) -> bool:
        """Say whether the person cannot change it."""
        return self.origin is not None and self.origin.policy == "locked"

    def as_required(self) -> "FieldState":
        """Return the same question, required."""
        return self._replace(required=True)

    def as_proven(self) -> "FieldState":
        """Return the same question, with an address that was proven."""
        return self._replace(proven=True)


@dataclass(frozen=True, slots=True)
class SlotState:
    """One document that is asked now, for one item of a group when it has `per`."""

    slot: Slot
    path: str
    key: str
    item: str
    required: bool
    files: tuple[GivenFile, ...] = ()
    later: bool = False  # the person said that it follows
    replaced: bool = False  # an approval in the portal takes its place

    @property
    def missing(self) -> bool:
        """Say whether it is required, not given and not promised for later."""
        return self.required and not self.later and self.usable < self.slot.min

    @property
    def usable(self) -> int:
        """Return how many of its files are good, or may still turn out to be."""
        return sum(one.state not in BAD for one in self.files)


@dataclass(frozen=True, slots=True)
class ApprovalState:
    """An approval that is needed; not possible when there is nobody to ask."""

    approval: Approval
    possible: bool


@dataclass(frozen=True, slots=True)
class CheckState:
    """A remark that holds now, with the reason that the person gave."""

    check: Check
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepState:
    """One step: whether it is shown, and how far the person is."""

    step: Step
    visible: bool
    problems: tuple[Problem, ...] = ()
    asked: int = 0  # required questions and documents
    done: int = 0  # of these, answered and given


@dataclass(frozen=True, slots=True)
class State:
    """The whole form as it stands now; equal inputs give equal states."""

    fields: Mapping[str, FieldState]  # by path, in the order of the form, hidden ones too
    steps: tuple[StepState, ...]
    slots: tuple[SlotState, ...]  # the documents that are asked now
    hidden_slots: tuple[SlotState, ...]  # those that an answer could still ask, to show at once
    approvals: tuple[ApprovalState, ...]
    checks: tuple[CheckState, ...]
    problems: tuple[Problem, ...]  # each one forbids submitting
    advice: tuple[Problem, ...]  # recommended and not answered: shown, never in the way
    queue: str = ""  # where the case will wait
    loose: tuple[GivenFile, ...] = ()  # files whose slot or item is not there now

    @property
    def ok(self) -> bool:
        """Say whether it may be submitted."""
        return not self.problems

    @property
    def stopped(self) -> bool:
        """Say whether a check ends the request here: this form is not for this person."""
        return any(one.check.level == "stop" for one in self.checks)

    @property
    def progress(self) -> int:
        """Return how much of what is asked is done, in percent."""
        asked = sum(one.asked for one in self.steps if one.visible)
        done = sum(one.done for one in self.steps if one.visible)
        return 100 * done // asked if asked else 100

    @property
    def missing(self) -> tuple[SlotState, ...]:
        """Return the documents that are still to be given."""
        return tuple(one for one in self.slots if one.missing)

    @property
    def following(self) -> tuple[SlotState, ...]:
        """Return the documents that follow later; `slot.may_follow` says within what term."""
        return tuple(one for one in self.slots if one.later)

    @property
    def flags(self) -> tuple[str, ...]:
        """Return the marks that the remarks put on the case."""
        return tuple(one.check.flag for one in self.checks if one.check.flag)

    def visible(self) -> Iterator[FieldState]:
        """Go through the questions that are shown."""
        return (one for one in self.fields.values() if one.visible)

    def step(self, step_id: str) -> StepState | None:
        """Return a step by its id."""
        return next((one for one in self.steps if one.step.id == step_id), None)
