"""The tasks of a case: who must act, whether the case waits for it and whether the term stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol


class TaskKind(StrEnum):
    ANSWER = "answer"
    ACCEPT = "accept"
    CORRECT = "correct"
    DELIVER = "deliver"  # a document that may follow
    REPLACE = "replace"  # a document that was refused or infected
    APPROVE = "approve"
    READ = "read"
    CONFIRM_WITHDRAW = "confirm_withdraw"
    DECIDE_CHANGES = "decide_changes"
    CONSULT = "consult"  # a second opinion of a colleague


class Party(StrEnum):
    """On whom a task waits; a handler keeps no case waiting."""

    REQUESTER = "requester"
    MANAGER = "manager"
    PERSONNEL = "personnel"
    THIRD = "third"
    HANDLER = "handler"


@dataclass(frozen=True, slots=True)
class Weight:
    """What an open task of a kind does to its case."""

    blocks: bool
    pauses: bool


_BLOCKS_AND_PAUSES = Weight(blocks=True, pauses=True)
_BLOCKS = Weight(blocks=True, pauses=False)
_LIGHT = Weight(blocks=False, pauses=False)

_WEIGHTS = {
    TaskKind.ACCEPT: _BLOCKS_AND_PAUSES,
    TaskKind.CORRECT: _BLOCKS_AND_PAUSES,
    TaskKind.DELIVER: _BLOCKS_AND_PAUSES,
    TaskKind.REPLACE: _BLOCKS_AND_PAUSES,
    TaskKind.APPROVE: _BLOCKS,
    TaskKind.READ: _LIGHT,
    TaskKind.CONFIRM_WITHDRAW: _LIGHT,
    TaskKind.DECIDE_CHANGES: _LIGHT,
    TaskKind.CONSULT: _LIGHT,
}


def weigh(kind: str, party: str) -> Weight:
    """Say whether an open task keeps the case waiting and whether the term stands meanwhile.

    The term stands only while the requester must act: a chief or a personnel department that is
    slow does not give the service more time.
    """
    if kind == TaskKind.ANSWER:
        return _BLOCKS_AND_PAUSES if party == Party.REQUESTER else _BLOCKS
    return _WEIGHTS[TaskKind(kind)]


class Blocking(Protocol):
    """An open task as far as `waits_on` looks at it."""

    @property
    def party(self) -> str: ...

    @property
    def blocks(self) -> bool: ...


class Dated(Blocking, Protocol):
    """An open task with the date until which there is time for it."""

    @property
    def due_at(self) -> datetime | None: ...


def waits_on(open_tasks: Iterable[Blocking]) -> str:
    """Return who must act now: the parties of the blocking open tasks, sorted, with a comma."""
    return ",".join(sorted({str(task.party) for task in open_tasks if task.blocks}))


def waits_until(open_tasks: Iterable[Dated]) -> dict[str, str]:
    """Return until when each of them has (ISO 8601, UTC): the first date of their blocking tasks."""
    dated = [(str(one.party), one.due_at) for one in open_tasks if one.blocks and one.due_at]
    latest_first = sorted(dated, key=lambda pair: pair[1], reverse=True)
    return {party: due_at.astimezone(UTC).isoformat() for party, due_at in latest_first}
