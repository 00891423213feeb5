"""Carry out one action of the table of transitions: lock, ask the law, change, record."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from loket.cases.actions.figures import count_move, views_of
from loket.cases.actions.given import Given
from loket.cases.actions.sameness import refuse_other
from loket.cases.actions.situation import Situation, look_at, roles_in, state_of
from loket.cases.actions.terms import keep_terms
from loket.cases.actions.topics import topics_of
from loket.cases.actions.words import FROM_US, say
from loket.cases.actions.writing import write_approvals, write_head, write_place, write_tasks
from loket.cases.models import Case, Task
from loket.cases.problems import SENTENCES, forbidden, stale
from loket.cases.rules.flow import decide
from loket.cases.rules.meeting import must_have_read
from loket.cases.rules.state import Act, Decision, Refusal
from loket.contacts.blocktexts import unfilled_sentence
from loket.contacts.models import Message
from loket.core.acting import Acting
from loket.core.crash import crash_point
from loket.core.errors import RuleError
from loket.core.events import Code, record, recorded_once
from loket.core.models import Event
from loket.documents.actions import delete_file
from loket.documents.letters import names_in
from loket.documents.models import StoredFile

LONGEST_TEXT = 20_000
"""Characters of a message, a reason or a solution."""
FROM_US_TOO = frozenset({"note", "refuse_document", "consult", "give_opinion"})
"""What the desk writes besides the messages in which the service speaks."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an action made: the case as it is now, and the message that went with it."""

    case: Case
    message: Message | None = None
    repeated: bool = False


@transaction.atomic
def carry_out(
    case_id: int, action: str, *, by: Acting, given: Given | None = None, **more: Code
) -> Done:
    """Do what the table says, or raise the RuleError that says why not.

    `more` goes into the event beside what every event of a case carries. The same `given.key`
    twice is done once; anything else under it is refused, so that nothing is lost unread.
    """
    given = given or Given()
    situation = look_at(case_id)
    case = situation.case
    idem = idem_of(case.pk, action, given.key) if given.key else ""
    if before_it := recorded_once(idem):
        refuse_other(before_it, case, given)
        let_go(given.files)
        return Done(case, repeated=True)
    unread = given.seen is not None and given.seen != case.version_lock
    if unread and must_have_read(action):
        raise stale()
    if len(given.text) > LONGEST_TEXT:
        raise RuleError(str(SENTENCES["too_long"]), code="too_long")
    refuse_braces(action, given.text)
    decision = decide(state_of(situation), act_of(situation, action, given, by))
    if isinstance(decision, Refusal):
        raise forbidden(decision.code)
    before = topics_of(case, situation.tasks)
    message, made = apply_decision(situation, decision, given, by)
    crash_point(f"case.{action}.before_event")
    record(
        decision.transition.event,
        case,
        by=by,
        visibility=visibility_of(decision),
        idem=idem,
        topics=before | topics_of(case, made),
        **event_data(decision, given, message),
        **more,
    )
    crash_point(f"case.{action}.before_commit")
    return Done(case, message)


def idem_of(case_id: int, action: str, key: str) -> str:
    """The key under which the event of an action is recorded once."""
    return f"case:{case_id}:{action}:{key}"


def let_go(files: Iterable[int]) -> None:
    """Throw away what came once more with the same click: the first time it was kept."""
    for file in StoredFile.objects.filter(pk__in=files):
        delete_file(file)


def refuse_braces(action: str, text: str) -> None:
    """Let nothing of a text block leave the desk that was not filled in."""
    names = names_in(text) if action in FROM_US or action in FROM_US_TOO else frozenset()
    if names:
        raise RuleError(unfilled_sentence(tuple(sorted(names))), code="unfilled")


def act_of(situation: Situation, action: str, given: Given, by: Acting) -> Act:
    """Say to the law who does what."""
    case = situation.case
    return Act(
        action=action,
        roles=roles_in(situation, by) | given.also,
        at=by.at,
        colleague=given.colleague,
        task=given.task,
        given=given.needs_met,
        party=given.asked.party if given.asked else "requester",
        slot=given.slot,
        item=given.item,
        reask=given.reask,
        asks=given.asks,
        own_gift=given.own_gift,
        own_request=by.person_id in (case.requester_id, case.subject_id, case.submitted_by_id),
    )


def apply_decision(
    situation: Situation, decision: Decision, given: Given, by: Acting
) -> tuple[Message | None, list[Task]]:
    """Write what follows from a decision: words, tasks, approvals, clocks, head, figures."""
    counted = views_of(situation.case)
    message = say(situation, decision.transition.action, given, by)
    write_approvals(situation, decision, given, by)
    write_place(situation, decision, given, by)
    made = write_tasks(situation, decision, given, message, by)
    due_at = keep_terms(situation, decision, by)
    write_head(situation, decision, given, due_at, by)
    count_move(counted, views_of(situation.case))
    return message, made


def visibility_of(decision: Decision) -> str:
    """Who sees the event on a timeline."""
    hidden = decision.transition.staff_only
    return Event.Visibility.INTERNAL if hidden else Event.Visibility.PUBLIC


def event_data(decision: Decision, given: Given, message: Message | None) -> dict[str, Code]:
    """What the event carries: the status it led to, and ids of what came with it."""
    came_along: dict[str, Code] = {
        "message": message.pk if message else None,
        "task": given.task,
        "colleague": given.colleague,
        "case": given.case,
        "party": str(given.asked.party) if given.asked else "",
        "outcome": str(decision.state.outcome),
        "slot": given.slot,
        "item": given.item,
        "priority": "" if given.priority is None else str(given.priority),
        "until": given.returns_on.isoformat() if given.returns_on else "",
        "batch": given.batch,
    }
    return {
        "action": decision.transition.action,
        "status": str(decision.state.status),
        **{name: value for name, value in came_along.items() if value},
    }
