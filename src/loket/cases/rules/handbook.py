"""The status model as a page for people; `python -m loket.cases.rules.handbook` prints it."""

import sys
from collections.abc import Iterable

from loket.cases.rules.statuses import LIVE, Status
from loket.cases.rules.tasks import Party, TaskKind, weigh
from loket.cases.rules.transitions import TABLE
from loket.cases.rules.vocabulary import Transition

_INTRO = """# The status model of a case

This page is written by `python -m loket.cases.rules.handbook`; a test fails when it differs from
the table in `cases/rules`. Codes are fixed; the words on the screen belong to the organisation.

- The status says where the **handler** stands. The handler and the acceptance move it.
- **Who must act now** is not a status: it follows from the open tasks (`waits_on`).
- A case is `waiting` exactly while a question is open, `returned` exactly while a correction is
  open, and `awaiting_acceptance` exactly while the acceptance is open.
- The **term** stands still exactly while a task is open that stops it.
- A closed case has an outcome, and no open task and no running clock.

The main road is open, assigned, in progress, awaiting acceptance, closed. `waiting` and `returned`
are side roads: the case remembers in `resume_status` where it goes on. An `amend_until` or
`withdraw_until` of a form means: as long as the case stands *before* that status on the main road.
"""

_TRANSITIONS = """
## What can happen, and to whom it is told

*(stay)* leaves the status as it is; *(resume)* goes back to where the question was asked, once no
question is open; *(intake)* is assigned when somebody has the case, else open; *(taken)* is assigned,
or stays aside with what was asked; *(queue)* stays as it is with whoever works in the other queue
too, and is open there without.

| Action | From | To | Who | Needs | Only if not | Tasks: + opens, − closes | Clocks: + starts, − stops | Event | Tells |
|---|---|---|---|---|---|---|---|---|---|
"""

_TASKS = """
## Tasks

| Kind | Waits on | Case waits for it | Term stands still |
|---|---|---|---|
"""


def as_markdown() -> str:
    """Return the page."""
    rows = "".join(_row(transition) for transition in TABLE.values())
    return _INTRO + _TRANSITIONS + rows + _TASKS + "".join(_task_rows())


def _row(transition: Transition) -> str:
    event = f"{transition.event} (staff only)" if transition.staff_only else transition.event
    cells = (
        transition.action,
        _sources(transition.sources),
        _target(transition),
        _words(transition.who),
        _words(transition.needs),
        _words(transition.requires),
        _words((*_signed("+", transition.opens), *_closing(transition))),
        _words((*_signed("+", transition.starts), *_signed("−", transition.stops))),
        event,
        _words(transition.tells),
    )
    return f"| {' | '.join(cells)} |\n"


def _sources(sources: tuple[Status, ...]) -> str:
    if not sources:
        return "a draft"
    if set(sources) == set(Status):
        return "any"
    if set(sources) == LIVE:
        return "any that is not closed"
    return _words(sources)


def _target(transition: Transition) -> str:
    if isinstance(transition.target, Status):
        outcome = f" ({transition.outcome})" if transition.outcome else ""
        return f"{transition.target}{outcome}"
    return f"*({transition.target})*"


def _closing(transition: Transition) -> tuple[str, ...]:
    if set(transition.closes_all) == set(TaskKind):
        return ("− all",)
    every = tuple(f"− every {kind}" for kind in transition.closes_all)
    return _signed("−", transition.closes_task) + every


def _signed(sign: str, words: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{sign} {word}" for word in words)


def _words(words: Iterable[str]) -> str:
    return ", ".join(str(word) for word in words)


def _task_rows() -> list[str]:
    rows = []
    for kind in TaskKind:
        for party in _parties(kind):
            weight = weigh(kind, party)
            cells = (kind, party, _yes(weight.blocks), _yes(weight.pauses))
            rows.append(f"| {_cell(cells)} |\n")
    return rows


def _cell(cells: Iterable[str]) -> str:
    return " | ".join(str(cell) for cell in cells)


def _parties(kind: TaskKind) -> tuple[Party, ...]:
    match kind:
        case TaskKind.ANSWER:
            return (Party.REQUESTER, Party.PERSONNEL, Party.MANAGER, Party.THIRD)
        case TaskKind.APPROVE:
            return (Party.MANAGER,)
        case TaskKind.CONFIRM_WITHDRAW | TaskKind.DECIDE_CHANGES:
            return (Party.HANDLER,)
        case _:
            return (Party.REQUESTER,)


def _yes(true: bool) -> str:
    return "yes" if true else "no"


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
