"""Documents of a case: given later, looked at, found valid or refused."""

from django.db import transaction

from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.given import Given
from loket.cases.models import Case, CaseFile
from loket.core.acting import Acting


def deliver_document(case: Case, *, by: Acting, given: Given) -> Done:
    """Give a document that was asked for: the task ends."""
    return carry_out(case.pk, "deliver", by=by, given=given)


def add_document(case: Case, *, by: Acting, given: Given) -> Done:
    """Add a document that nobody asked for."""
    return carry_out(case.pk, "add_document", by=by, given=given)


@transaction.atomic
def check_document(case_file: CaseFile, *, by: Acting, given: Given) -> Done:
    """Find a document valid."""
    given = about(case_file, given)
    done = carry_out(case_file.case_id, "check_document", by=by, given=given, file=case_file.pk)
    judge_file(case_file, CaseFile.State.CHECKED, "", by)
    return done


@transaction.atomic
def refuse_document(case_file: CaseFile, *, by: Acting, given: Given) -> Done:
    """Refuse a document with the reason; whoever gave it is asked for another one."""
    given = about(case_file, given)
    done = carry_out(case_file.case_id, "refuse_document", by=by, given=given, file=case_file.pk)
    judge_file(case_file, CaseFile.State.REFUSED, given.text.strip(), by)
    return done


def waive_document(case: Case, *, by: Acting, given: Given) -> Done:
    """Go on without a document that was asked for, with the reason."""
    return carry_out(case.pk, "waive_document", by=by, given=given)


def about(case_file: CaseFile, given: Given) -> Given:
    """The same, about the slot that this document stands in."""
    return Given(
        text=given.text,
        case_file=case_file.pk,
        slot=case_file.slot,
        item=case_file.item,
        seen=given.seen,
        key=given.key,
    )


def judge_file(case_file: CaseFile, state: CaseFile.State, reason: str, by: Acting) -> None:
    """Write down what was found."""
    case_file.state = state
    case_file.reason = reason
    case_file.checked_by_id = by.person_id
    case_file.checked_at = by.at
    case_file.save(update_fields=["state", "reason", "checked_by", "checked_at"])
