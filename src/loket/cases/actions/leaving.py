"""What was being typed about a case when it ended stays with its writer, and comes back with it."""

from collections.abc import Sequence

from loket.cases.models import Case, CaseFile, ChangeSet, Continuation
from loket.cases.standing import documents_of
from loket.catalogue.actions.drafts import Placed, free_draft, hold_draft
from loket.catalogue.models import Draft
from loket.core.acting import Acting
from loket.core.seal import seal, unseal


def hold_changes(case: Case, draft: Draft, places: Sequence[Placed]) -> ChangeSet:
    """Let the case hold a draft in which its answers are changed, with these documents at first."""
    made = ChangeSet.objects.create(
        case=case,
        draft=draft,
        before=case.answers,
        sealed=seal({"before": unseal(case.sealed)}) if case.sealed else None,
        places=list(places),
        created_at=draft.created_at,
    )
    case.open_change = made
    case.save(update_fields=["open_change"])
    return made


def let_go_of_correction(case: Case, by: Acting) -> None:
    """A correction that was not handed in stays with whoever wrote it, to hand in anew."""
    if case.correction is not None and case.correction.submitted_at is None:
        leave_with_writer(case, case.correction, Continuation.Kind.CORRECTION, by)
        case.correction = None


def let_go_of_changes(case: Case, by: Acting) -> None:
    """Changes that nobody decided are no longer asked; half-typed ones stay with their writer.

    Nothing of the case holds that draft any more, so that it can be deleted like any other.
    """
    made = case.open_change
    if made is None:
        return
    case.open_change = None
    if made.state == ChangeSet.State.EDITING:
        case.save(update_fields=["open_change"])
        left = leave_with_writer(case, made.draft, Continuation.Kind.CHANGE, by)
        left.began = seal({"before": made.before, "secret": secret_of(made), "places": made.places})
        left.save(update_fields=["began"])
        made.delete()
        return
    made.state = ChangeSet.State.DROPPED
    made.save(update_fields=["state"])


def leave_with_writer(
    case: Case, draft: Draft, kind: Continuation.Kind, by: Acting
) -> Continuation:
    """Let a draft be one like any other, that knows of which case it and its documents were."""
    free_draft(draft, by=by)
    given = {
        row.file_id: row.given_at or row.added_at for row in CaseFile.objects.filter(case=case)
    }
    links = list(draft.files.filter(file__in=given, given_at=None))
    for link in links:
        link.given_at = given[link.file_id]
    draft.files.bulk_update(links, ["given_at"])
    return Continuation.objects.create(case=case, draft=draft, kind=kind, made_at=by.at)


def give_changes_back(case: Case) -> None:
    """Let a case that goes on after all hold the changes again that were being typed when it ended.

    Unless their writer sent or threw them away meanwhile, is sending them at this moment, or went
    on in another version of the form, which is no longer that of the case.
    """
    left = Continuation.objects.filter(case=case, kind=Continuation.Kind.CHANGE).order_by("-pk")
    open_ones = {"submitted_at": None, "thrown_at": None, "version": case.version_id}
    known = left.filter(**{f"draft__{name}": value for name, value in open_ones.items()}).first()
    if known is None or case.open_change is not None:
        return
    drafts = Draft.objects.select_for_update(skip_locked=True, of=("self",))
    draft = drafts.filter(pk=known.draft_id, **open_ones).first()
    if draft is None:
        return
    hold_draft(draft)
    of_case = CaseFile.objects.filter(case=case).values("file")
    draft.files.filter(file__in=of_case).update(given_at=None)
    hold_as_begun(case, draft, known)
    known.delete()


def hold_as_begun(case: Case, draft: Draft, known: Continuation) -> None:
    """Hold a draft with what it began with, so that nobody is said to change what others changed."""
    if known.began is None:  # it was left before that was kept
        begun = documents_of(case).filter(added_at__lte=draft.created_at)
        hold_changes(case, draft, list(begun.values_list("slot", "item", "file_id")))
        return
    began = unseal(known.began)
    made = hold_changes(case, draft, began["places"])
    made.before = began["before"]
    made.sealed = seal({"before": began["secret"]}) if began["secret"] else None
    made.save(update_fields=["before", "sealed"])


def secret_of(made: ChangeSet) -> object:
    """The special answers with which changes began."""
    return unseal(made.sealed)["before"] if made.sealed else {}
