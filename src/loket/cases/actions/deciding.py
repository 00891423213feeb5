"""Decide about the changes that a requester sent: take each one over, or say why not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from loket.cases.actions.belonging import renew_belonging
from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.changing import new_problems
from loket.cases.actions.correction import (
    asks_of,
    outdated_approvals,
    renew_answers,
    still_asked,
)
from loket.cases.actions.given import Given
from loket.cases.actions.moving import follow_answers, other_queue
from loket.cases.actions.photos import merge_photos
from loket.cases.actions.reusing import for_place, note_copied, note_first_given
from loket.cases.actions.situation import look_at
from loket.cases.actions.submit import approvers_of
from loket.cases.models import Case, CaseFile, Change, ChangeSet, Task
from loket.cases.problems import SubmitRefusedError, forbidden
from loket.cases.rules.changes import merged
from loket.cases.standing import answers_of, files_of, state_of_case
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.state import GivenFile
from loket.catalogue.rules.submitted import join_special
from loket.catalogue.rules.values import Json
from loket.catalogue.sources import HouseSources
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import Standing, context_for
from loket.core.acting import Acting
from loket.core.seal import unseal

RENEWED = (
    "slot",
    "item",
    "privacy",
    "state",
    "reason",
    "via",
    "added_by",
    "added_at",
    "checked_by",
    "checked_at",
)
"""What a document gets anew that was on the case before."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a change is taken over; `reason` says why not."""

    accepted: bool
    reason: str = ""


@transaction.atomic
def decide_changes(
    case: Case, verdicts: Mapping[int, Verdict], *, by: Acting, given: Given
) -> Done:
    """Take over what is accepted and say of the rest why not; the approvals are asked anew.

    `verdicts` holds one for each change, by its primary key; one about another change shows that
    its writer looked at a set that is over, and nothing is decided about this one. Raises SubmitRefusedError when the
    request would not be complete with only what is accepted.
    """
    case = look_at(case.pk).case
    made = case.open_change
    if made is None or made.state != ChangeSet.State.SENT:
        return carry_out(case.pk, "decide_changes", by=by, given=given)  # done before, or refused
    changes = list(made.changes.select_related("file").order_by("pk"))
    if verdicts.keys() - {one.pk for one in changes}:
        raise forbidden("changes_renewed")
    judge(changes, verdicts)
    accepted = [one for one in changes if one.state == Change.State.ACCEPTED]
    given = replace(given, task=task_of(case))
    if accepted:
        given = take_over(case, made, accepted, by, given)
    Change.objects.bulk_update(changes, ["state", "reason"])
    made.state, made.decided_at, made.decided_by_id = ChangeSet.State.DECIDED, by.at, by.person_id
    made.save(update_fields=["state", "decided_at", "decided_by"])
    Case.objects.filter(pk=case.pk).update(open_change=None)
    done = carry_out(case.pk, "decide_changes", by=by, given=given, changes=made.pk)
    return follow_answers(done, given, by=by)


def judge(changes: Sequence[Change], verdicts: Mapping[int, Verdict]) -> None:
    """Write the verdict on each change; every one needs it, and a no needs a reason, a yes none."""
    for one in changes:
        verdict = verdicts.get(one.pk)
        if verdict is None:
            raise forbidden("verdict_missing")
        if not verdict.accepted and not verdict.reason.strip():
            raise forbidden("verdict_reason")
        if verdict.accepted and verdict.reason.strip():
            raise forbidden("verdict_reason_with_yes")
        one.state = Change.State.ACCEPTED if verdict.accepted else Change.State.DECLINED
        one.reason = verdict.reason.strip()


def take_over(
    case: Case, made: ChangeSet, accepted: Collection[Change], by: Acting, given: Given
) -> Given:
    """Give the case the answers and documents that were accepted; return what that asks.

    Where nobody can agree any more it stays asked of whoever was asked, so that it is not forgotten.
    """
    asker = replace(by, person_id=case.submitted_by_id)  # who decides may be the chief
    sources = HouseSources(case.subject_id, asker)
    before = state_of_case(case, sources, by)
    names = [one.name for one in accepted if one.kind == Change.Kind.ANSWER]
    answers = merged(answers_of(case), after_of(made), names)
    standing = standing_with(case, made, answers, files_with(case, accepted), sources, by)
    problems = new_problems(standing, before)
    if problems:
        raise SubmitRefusedError(problems)
    approvers = still_asked(case, standing) | approvers_of(standing, case.subject, by)
    asks = asks_of(standing.state, before, approvers)
    brought = {(one.name, one.item) for one in accepted if one.kind == Change.Kind.ADDED}
    given = replace(
        given,
        asks=replace(asks, documents=asks.documents - brought),
        reask=frozenset(outdated_approvals(case, standing)),
        approvers=approvers,
        queue=other_queue(case, before, standing.state),
    )
    move_files(case, accepted, made, by)
    renew_answers(case, standing)
    renew_belonging(case, standing, by=by)
    return given


def standing_with(
    case: Case,
    made: ChangeSet,
    answers: Mapping[str, Json],
    files: Sequence[GivenFile],
    sources: HouseSources,
    by: Acting,
) -> Standing:
    """The request as it would stand with these answers and files."""
    spec = spec_of(case.version)
    context = context_for(spec, answers, sources, by)
    state = evaluate(spec, answers, files, context)
    return Standing(made.draft, spec, answers, {}, (), context, state, sources)


def after_of(made: ChangeSet) -> dict[str, Json]:
    """All answers as the requester wants them."""
    secret = unseal(made.sealed)["after"] if made.sealed else {}
    return join_special(made.after, secret)


def files_with(case: Case, accepted: Collection[Change]) -> list[GivenFile]:
    """The documents of the case with those that come and without those that go."""
    gone = {one.file.key for one in accepted if one.kind == Change.Kind.REMOVED and one.file}
    added = [
        GivenFile(one.file.key, one.name, one.item, one.file.name, one.file.size, one.file.state)
        for one in accepted
        if one.kind == Change.Kind.ADDED and one.file
    ]
    return [one for one in files_of(case) if one.key not in gone] + added


def move_files(case: Case, accepted: Collection[Change], made: ChangeSet, by: Acting) -> None:
    """Put what came on the case, once more when it was there before; what went stays readable."""
    gone = [one.file_id for one in accepted if one.kind == Change.Kind.REMOVED]
    CaseFile.objects.filter(case=case, file__in=gone).update(state=CaseFile.State.REPLACED)
    slots = {slot.id: slot for slot in spec_of(case.version).documents}
    came = [
        (one, one.file, for_place(case, one.file, (one.name, one.item), by))
        for one in accepted
        if one.kind == Change.Kind.ADDED and one.file is not None
    ]
    rows = [
        CaseFile(
            case=case,
            file=file,
            slot=one.name,
            item=one.item,
            privacy=slots[one.name].privacy,
            via="change",
            added_by_id=made.draft.owner_id,
            added_at=by.at,
        )
        for one, _given, file in came
    ]
    CaseFile.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case", "file"], update_fields=RENEWED
    )
    note_copied(case, {file.pk: given.pk for _one, given, file in came if file != given})
    note_first_given(case, made.draft)
    merge_photos(case, by=by)


def task_of(case: Case) -> int | None:
    """The open task to decide."""
    tasks = Task.objects.open().filter(case=case, kind=Task.Kind.DECIDE_CHANGES)
    return tasks.values_list("pk", flat=True).first()
