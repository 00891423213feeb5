"""What a batch does to each of its cases, and what takes that back: the actions on one case."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from loket.cases.actions.given import Given
from loket.cases.actions.handling import assign_case, close_case, send_message
from loket.cases.actions.planning import bring_back, day_code, put_off, set_priority, take_back
from loket.cases.models import Batch, BatchItem, Case
from loket.cases.problems import forbidden
from loket.cases.rules.meeting import seen_in
from loket.core.acting import Acting
from loket.people.models import Person

type Doing = Callable[[BatchItem, Case, Acting, Given], object]


def before_of(case: Case) -> dict[str, object]:
    """What stood in the case that a batch may change."""
    day = case.returns_on
    return {
        "assignee": case.assignee_id,
        "priority": case.priority,
        "returns_on": day.isoformat() if day else None,
    }


def assign(item: BatchItem, case: Case, by: Acting, given: Given) -> None:
    """Give it to the colleague."""
    if item.batch.colleague is None:
        raise forbidden("missing_colleague")
    seen = seen_in(item.seen)
    given = replace(given, was=seen.assignee if seen else None)
    assign_case(case, item.batch.colleague, by=by, given=given)


def prioritise(item: BatchItem, case: Case, by: Acting, given: Given) -> None:
    """Say how much it presses."""
    seen = seen_in(item.seen)
    given = replace(given, was=seen.priority if seen else None)
    set_priority(case, item.batch.priority or 0, by=by, given=given)


def postpone(item: BatchItem, case: Case, by: Acting, given: Given) -> None:
    """Let it come back later."""
    if item.batch.returns_on is None:
        raise forbidden("missing_date")
    seen = seen_in(item.seen)
    given = replace(given, was=seen.returns_on if seen else None)
    put_off(case, item.batch.returns_on, by=by, given=given)


def tell(item: BatchItem, case: Case, by: Acting, given: Given) -> None:
    """Send the text to its requester."""
    send_message(case, by=by, given=with_text(item, given))


def close(item: BatchItem, case: Case, by: Acting, given: Given) -> None:
    """Close it with the reason."""
    close_case(case, by=by, given=with_text(item, given))


def with_text(item: BatchItem, given: Given) -> Given:
    """The text for all, from somebody who read of this case what there was when it was chosen."""
    seen = seen_in(item.seen)
    return replace(given, text=item.batch.text, seen=seen.version if seen else None)


def give_back(item: BatchItem, case: Case, by: Acting, given: Given) -> None:
    """Back to whoever had it."""
    if case.assignee_id != item.batch.colleague_id:
        raise forbidden("changed_since")
    former = item.before.get("assignee")
    if former == case.assignee_id:
        return
    take_back(case, Person.objects.filter(pk=former).first(), by=by, given=given)


def reset_priority(item: BatchItem, case: Case, by: Acting, given: Given) -> None:
    """The priority that it had."""
    if case.priority != item.batch.priority:
        raise forbidden("changed_since")
    if item.before["priority"] != case.priority:  # a colleague had given it before
        set_priority(case, item.before["priority"], by=by, given=given)


def reset_day(item: BatchItem, case: Case, by: Acting, given: Given) -> None:
    """The day that it had, or in the list at once."""
    if case.returns_on != item.batch.returns_on:
        raise forbidden("changed_since")
    day = item.before.get("returns_on")
    if day == day_code(case.returns_on):
        return  # a colleague had chosen that day before
    if day is None or date.fromisoformat(day) <= by.today:
        bring_back(case, by=by, given=given)
    else:
        put_off(case, date.fromisoformat(day), by=by, given=given)


DOINGS: Mapping[Batch.Kind, Doing] = {
    Batch.Kind.ASSIGN: assign,
    Batch.Kind.PRIORITY: prioritise,
    Batch.Kind.PUT_OFF: postpone,
    Batch.Kind.MESSAGE: tell,
    Batch.Kind.CLOSE: close,
}
UNDOINGS: Mapping[Batch.Kind, Doing] = {
    Batch.Kind.ASSIGN: give_back,
    Batch.Kind.PRIORITY: reset_priority,
    Batch.Kind.PUT_OFF: reset_day,
}
"""What somebody read cannot be taken back."""
