"""What the service does with a case: take it, ask, answer, solve, close."""

from dataclasses import replace

from django.db import transaction

from loket.cases.absences import refuse_closed
from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.given import Asked, Given
from loket.cases.models import Case, Task
from loket.cases.problems import both, forbidden
from loket.cases.rules.meeting import Meeting, meet
from loket.contacts.actions.drafts import hand_over_message_drafts
from loket.core.acting import Acting
from loket.people.access import rights_of
from loket.people.employer import chiefs_of, personnel_of
from loket.people.models import Person


def claim_case(case: Case, *, by: Acting, given: Given | None = None) -> Done:
    """Take a case that nobody has."""
    return carry_out(case.pk, "claim", by=by, given=with_colleague(given, by.person_id))


def check_colleague(case: Case, colleague: Person | None, *, by: Acting) -> Person:
    """The colleague, when they handle this queue; of anybody else no more is said than that."""
    if colleague is None or not rights_of(colleague, by.today).has("handler", case.queue.team_id):
        raise forbidden("no_colleague")
    refuse_closed(colleague.pk)
    return colleague


@transaction.atomic
def assign_case(case: Case, colleague: Person, *, by: Acting, given: Given | None = None) -> Done:
    """Give a case to a colleague of the team, with what was half written about it."""
    check_colleague(case, colleague, by=by)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if colleague.pk in (case.requester_id, case.subject_id):
        raise forbidden("party_assigned")
    before = case.assignee_id
    match meet(given.was if given else None, before or 0, colleague.pk):
        case Meeting.SAME:
            return Done(case, repeated=True)
        case Meeting.BOTH:
            theirs = case.assignee.party.name if case.assignee else ""
            code = "both_assigned" if theirs else "both_released"
            raise both(code, theirs=theirs, yours=colleague.party.name)
    action = "assign" if before is None else "reassign"
    done = carry_out(case.pk, action, by=by, given=with_colleague(given, colleague.pk))
    if before is not None:
        hand_over_message_drafts(done.case, giver_id=before, receiver_id=colleague.pk, by=by)
    return done


def release_case(case: Case, *, by: Acting, given: Given | None = None) -> Done:
    """Put a case back in the queue."""
    return carry_out(case.pk, "release", by=by, given=given)


def start_case(case: Case, *, by: Acting, given: Given | None = None) -> Done:
    """Begin to work on a case."""
    return carry_out(case.pk, "start", by=by, given=given)


ASKABLE = ("requester", "personnel", "manager", "third")


def askable(case: Case, *, by: Acting) -> tuple[str, ...]:
    """Who can be asked something in this case: nobody whom we do not know."""
    unknown = {
        Task.Party.PERSONNEL: personnel_of(case.subject_id, by.today) is None,
        Task.Party.MANAGER: not chiefs_of(case.subject_id, by.today),
    }
    return tuple(party for party in ASKABLE if not unknown.get(Task.Party(party)))


def ask(case: Case, asked: Asked, *, by: Acting, given: Given) -> Done:
    """Ask somebody something; the case waits until it is answered."""
    return carry_out(case.pk, "ask", by=by, given=replace(given, asked=asked))


def whom_to_ask(case: Case, party: Task.Party, *, by: Acting, name: str = "") -> Asked:
    """Find who answers for this party: the requester, the chief, the personnel department.

    A third party is known by name only; the handler writes down what it answers.
    """
    match party:
        case Task.Party.PERSONNEL:
            unit = personnel_of(case.subject_id, by.today)
            if unit is None:
                raise forbidden("no_personnel")
            return Asked(party=party, unit_id=unit.pk)
        case Task.Party.MANAGER:
            chiefs = chiefs_of(case.subject_id, by.today)
            if not chiefs:
                raise forbidden("no_manager")
            return Asked(party=party, person_id=chiefs[0])
        case Task.Party.THIRD:
            if not name.strip():
                raise forbidden("missing_party")
            return Asked(party=party, person_id=by.person_id, name=name.strip()[:120])
        case _:
            return Asked(party=party, person_id=case.submitted_by_id)


def stop_waiting(case: Case, *, by: Acting, given: Given) -> Done:
    """Go on without the answer."""
    return carry_out(case.pk, "stop_waiting", by=by, given=given)


def send_message(case: Case, *, by: Acting, given: Given) -> Done:
    """Tell the requester something without asking anything."""
    return carry_out(case.pk, "send_message", by=by, given=given)


def return_for_correction(case: Case, *, by: Acting, given: Given) -> Done:
    """Send the request back to be corrected."""
    return carry_out(case.pk, "return_for_correction", by=by, given=given)


def propose_solution(case: Case, *, by: Acting, given: Given) -> Done:
    """Give the answer; the requester is asked to accept it where the form says so."""
    return carry_out(case.pk, solving_action(case), by=by, given=given)


def solving_action(case: Case) -> str:
    """Whether the answer is proposed or, where nobody is asked to accept it, ends the case."""
    acceptance = case.version.spec.get("after_submit", {}).get("acceptance", {})
    return "propose_solution" if acceptance.get("ask") else "complete"


def close_case(case: Case, *, by: Acting, given: Given) -> Done:
    """Close a case without a solution, with the reason."""
    return carry_out(case.pk, "close_incomplete", by=by, given=given)


def cancel_case(case: Case, *, by: Acting, given: Given) -> Done:
    """Close a case that should not have been made, with the reason."""
    return carry_out(case.pk, "cancel", by=by, given=given)


def with_colleague(given: Given | None, person_id: int | None) -> Given:
    """The same, with who gets the case."""
    return replace(given or Given(), colleague=person_id)
