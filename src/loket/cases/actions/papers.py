"""Documents of a case: given later, looked at, found valid or refused."""

from dataclasses import replace

from django.db import transaction

from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.given import Given
from loket.cases.actions.photos import merge_photos
from loket.cases.models import Case, CaseFile, Task
from loket.cases.problems import both, forbidden, stale
from loket.cases.rules.meeting import Meeting, meet
from loket.core.acting import Acting
from loket.documents.photos import is_photo


def deliver_document(case: Case, *, by: Acting, given: Given) -> Done:
    """Give a document that was asked for: the task ends."""
    return carry_out(case.pk, "deliver", by=by, given=given)


def add_document(case: Case, *, by: Acting, given: Given) -> Done:
    """Add a document that nobody asked for."""
    return carry_out(case.pk, "add_document", by=by, given=given)


@transaction.atomic
def check_document(
    case_file: CaseFile, *, by: Acting, given: Given, was: str | None = None
) -> Done:
    """Find a document valid; one that was refused needs no other in its place any more.

    Who wrote a reason as well is asked what they meant: it would be read by nobody.
    """
    if given.text.strip():
        raise forbidden("reason_with_yes")
    if stands_so(case_file, CaseFile.State.CHECKED, "", was):
        return Done(case_file.case, repeated=True)
    given = about(case_file, given)
    asked = Task.objects.open().filter(
        case=case_file.case_id, kind=Task.Kind.REPLACE, slot=case_file.slot, item=case_file.item
    )
    task = asked.first() if case_file.state == CaseFile.State.REFUSED else None
    action = "restore_document" if task else "check_document"
    given = replace(given, task=task.pk if task else None)
    done = carry_out(case_file.case_id, action, by=by, given=given, file=case_file.pk)
    if not done.repeated:
        judge_file(case_file, CaseFile.State.CHECKED, "", by, was)
    return done


@transaction.atomic
def refuse_document(
    case_file: CaseFile, *, by: Acting, given: Given, was: str | None = None
) -> Done:
    """Refuse a document with the reason; whoever gave it is asked for another one."""
    if stands_so(case_file, CaseFile.State.REFUSED, given.text.strip(), was):
        return Done(case_file.case, repeated=True)
    given = about(case_file, given)
    done = carry_out(case_file.case_id, "refuse_document", by=by, given=given, file=case_file.pk)
    if not done.repeated:
        judge_file(case_file, CaseFile.State.REFUSED, given.text.strip(), by, was)
    return done


def stands_so(case_file: CaseFile, wanted: CaseFile.State, reason: str, was: str | None) -> bool:
    """Whether the document was found so by somebody else already; found otherwise, says both."""
    Case.objects.select_for_update(of=("self",)).get(pk=case_file.case_id)
    case_file.refresh_from_db(fields=["state", "reason"])
    met = meet(was, case_file.state, wanted)
    refused = wanted == CaseFile.State.REFUSED
    if met is Meeting.SAME and refused and case_file.reason != reason:
        met = Meeting.BOTH
    if met is not Meeting.BOTH:
        return met is Meeting.SAME
    code = {CaseFile.State.CHECKED: "both_checked", CaseFile.State.REFUSED: "both_refused"}
    found = code.get(CaseFile.State(case_file.state), "both_replaced")
    raise both(found, reason=case_file.reason)


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


def judge_file(
    case_file: CaseFile, state: CaseFile.State, reason: str, by: Acting, was: str | None
) -> None:
    """Write down what was found, unless the document no longer stands as `was` says it did.

    Why it was refused before stays readable when it is found valid after all.
    """
    rows = CaseFile.objects.filter(pk=case_file.pk, state=was or case_file.state)
    why = reason or case_file.reason
    found = {"reason": why, "checked_by": by.person_id, "checked_at": by.at}
    if not rows.update(state=state, **found):
        raise stale()
    case_file.refresh_from_db()
    if is_photo(case_file.file.type):
        merge_photos(case_file.case, by=by)
