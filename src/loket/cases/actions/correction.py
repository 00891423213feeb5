"""Correct a request that was sent back: a draft with the same answers, handed in again."""

from collections.abc import Collection

from django.db import transaction

from loket.cases.actions.belonging import renew_belonging
from loket.cases.actions.carry import carry_out, idem_of
from loket.cases.actions.changing import last_draft
from loket.cases.actions.given import Given
from loket.cases.actions.moving import follow_answers, other_queue
from loket.cases.actions.papers import deliver_document
from loket.cases.actions.photos import merge_photos
from loket.cases.actions.reusing import (
    for_place,
    note_copied,
    note_first_given,
    refuse_no_longer_good,
)
from loket.cases.actions.submit import approvers_of
from loket.cases.models import Approval, Case, CaseFile, Task
from loket.cases.problems import SubmitRefusedError, forbidden
from loket.cases.rules import state as law
from loket.cases.rules.changes import ASIDE
from loket.cases.rules.statuses import Status
from loket.cases.standing import answers_of, documents_of, places_of
from loket.catalogue.actions.drafts import Placed, draft_with, finish_draft, lock_draft
from loket.catalogue.actions.proofs import note_proofs
from loket.catalogue.models import Draft
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.period import days_of
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.state import State
from loket.catalogue.rules.submitted import split_special, submitted_answers
from loket.catalogue.rules.values import PROVENANCE, Json
from loket.catalogue.standing import Standing, context_for, standing_of
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.events import recorded_once
from loket.core.seal import seal


@transaction.atomic
def start_correction(case: Case, *, by: Acting) -> Draft:
    """Open the answers of a returned case as a draft; the one that is open is given back."""
    case = Case.objects.select_for_update(of=("self",)).select_related("draft").get(pk=case.pk)
    if case.status != Status.RETURNED or case.draft is None:
        raise forbidden("wrong_status")
    if case.correction is not None and case.correction.submitted_at is None:
        return case.correction
    last = last_draft(case, case.draft)
    case.correction = draft_with(last, answers_to_correct(case), places_to_correct(case), by=by)
    case.save(update_fields=["correction"])
    return case.correction


def answers_to_correct(case: Case) -> dict[str, Json]:
    """The answers of the case; what was filled in for the requester is filled in anew."""
    answers = answers_of(case)
    origins = answers.get(PROVENANCE)
    known = origins if isinstance(origins, dict) else {}
    as_found = {
        name
        for name, origin in known.items()
        if isinstance(origin, dict) and not origin.get("changed")
    }
    return {name: value for name, value in answers.items() if name not in as_found}


def places_to_correct(case: Case) -> list[Placed]:
    """The documents of the case; a refused one too, where no other has come in its place."""
    kept = places_of(case)
    held = {(slot, item) for slot, item, _file in kept}
    refused = CaseFile.objects.filter(case=case, state=CaseFile.State.REFUSED).exclude(slot="")
    rows = refused.exclude(via=CaseFile.FROM_US).order_by("pk")
    places = rows.values_list("slot", "item", "file_id")
    return kept + [one for one in places if one[:2] not in held]


def case_corrected_by(draft: Draft) -> Case | None:
    """The case that a draft corrects, or corrected before it was sent back once more."""
    current = Case.objects.filter(correction=draft).first()
    if current is not None or draft.submitted_at is None:
        return current
    own = Case.objects.filter(submitted_by=draft.owner_id, version__form=draft.version.form_id)
    earlier = own.filter(created_at__lt=draft.submitted_at).values_list("pk", flat=True)
    done = recorded_once(*(idem_of(pk, "correct", key_of(draft)) for pk in earlier))
    return Case.objects.get(pk=done.about_id) if done else None


def key_of(draft: Draft) -> str:
    """The key under which a correction is handed in once."""
    return f"correct-{draft.key}"[:36]


@transaction.atomic
def correct_case(draft: Draft, *, by: Acting) -> Case:
    """Hand the correction in: the case gets the new answers and goes back to its handler."""
    found = case_corrected_by(draft)
    if found is None:
        raise forbidden("wrong_status")
    case = Case.objects.select_for_update(of=("self",)).get(pk=found.pk)
    try:
        draft = lock_draft(draft, by=by)
    except RuleError as refusal:
        if refusal.code != "submitted":
            raise
        return case
    standing = standing_of(draft, by=by)
    if not standing.ready:
        raise SubmitRefusedError(standing.state.problems)
    refuse_no_longer_good(standing)
    asked_before = asked_by_case(case, standing, by)
    given_now(case, standing, by)
    given = correction_of(case, standing, asked_before, by)
    renew_answers(case, standing)
    renew_belonging(case, standing, by=by)
    done = carry_out(case.pk, "correct", by=by, given=given)
    note_proofs(standing, by=by)
    finish_draft(draft, by=by)
    return follow_answers(done, given, by=by).case


def correction_of(case: Case, standing: Standing, before: State, by: Acting) -> Given:
    """What is handed in: which task it ends, and what the new answers ask of people."""
    task = Task.objects.open().filter(case=case, kind=Task.Kind.CORRECT).first()
    approvers = approvers_of(standing, case.subject, by)
    return Given(
        task=task.pk if task else None,
        reask=frozenset(outdated_approvals(case, standing)),
        asks=asks_of(standing.state, before, approvers),
        approvers=approvers,
        key=key_of(standing.draft),
        queue=other_queue(case, before, standing.state),
    )


def asked_by_case(case: Case, standing: Standing, by: Acting) -> State:
    """What the form makes of the answers that the case has now.

    Without its documents: the draft does not hold those that came since, and what was put off is
    not put off anew.
    """
    answers = answers_of(case)
    context = context_for(standing.spec, answers, standing.sources, by)
    return evaluate(standing.spec, answers, (), context)


def asks_of(now: State, before: State, approvers: Collection[str]) -> law.Asks:
    """What the answers ask: documents, those newly put off, and whoever can agree."""
    put_off = {(one.slot.id, one.item) for one in before.slots if one.later}
    places = [(one.slot.id, one.item) for one in now.slots if one.later and one.required]
    return law.Asks(
        documents=frozenset((one.slot.id, one.item) for one in now.slots),
        follow=tuple(place for place in places if place not in put_off),
        approvals=tuple(
            law.Approval(one.approval.id, one.approval.before, one.approval.on_refuse)
            for one in now.approvals
            if one.approval.id in approvers
        ),
    )


def still_asked(case: Case, standing: Standing) -> dict[str, int]:
    """Who was asked to agree before; not where the document came that replaces it."""
    given = {one.slot.id for one in standing.state.slots if one.files}
    needed = {
        one.approval.id
        for one in standing.state.approvals
        if one.approval.fallback.removeprefix("document.") not in given
    }
    rows = Approval.objects.filter(task__case=case, spec_id__in=needed).order_by("pk")
    asked = rows.exclude(state=Approval.State.DROPPED)
    return dict(asked.values_list("spec_id", "approver_id"))


def outdated_approvals(case: Case, standing: Standing) -> list[str]:
    """The approvals that were given, or are asked, on answers which now read otherwise."""
    plain, _special = split_special(standing.spec, submitted_answers(standing.state))
    names = {name for name in plain.keys() | case.answers.keys() if not name.startswith(ASIDE)}
    changed = {name for name in names if plain.get(name) != case.answers.get(name)}
    stated = (Approval.State.APPROVED, Approval.State.ASKED)
    given = Approval.objects.filter(task__case=case, state__in=stated)
    return [row.spec_id for row in given if covers(standing.spec, row.spec_id, changed)]


def covers(spec: FormSpec, approval_id: str, changed: set[str]) -> bool:
    """Whether an approval must be asked again when these answers changed."""
    approval = spec.approval(approval_id)
    if approval is None or not changed:
        return False
    return not approval.covers or bool(changed.intersection(approval.covers))


def given_now(case: Case, standing: Standing, by: Acting) -> None:
    """Put the files of the correction on the case, and end the tasks that asked for them."""
    held = {row.file_id: (row.slot, row.item) for row in CaseFile.objects.filter(case=case)}
    files = {link.file.key: link.file for link in standing.links}
    kept: set[int] = set()
    copies: dict[int, int] = {}
    for one in standing.state.slots:
        place, fresh = (one.slot.id, one.item), []
        for file in (files[given.key] for given in one.files):
            if held.get(file.pk) == place:
                kept.add(file.pk)
                continue
            own = for_place(case, file, place, by)
            fresh.append(own.pk)
            copies |= {own.pk: file.pk} if own != file else {}
        if fresh:
            hand_over_files(case, *place, tuple(fresh), by)
            kept.update(fresh)
    there = documents_of(case).filter(
        state=CaseFile.State.GIVEN, added_at__lte=standing.draft.created_at
    )
    there.exclude(file_id__in=kept).update(state=CaseFile.State.REPLACED)
    note_copied(case, copies)
    note_first_given(case, standing.draft)
    merge_photos(case, by=by)


def hand_over_files(case: Case, slot: str, item: str, files: tuple[int, ...], by: Acting) -> None:
    """Give files for a slot: they end the task that asked for it, if there is one."""
    asks = (Task.Kind.DELIVER, Task.Kind.REPLACE)
    task = Task.objects.open().filter(case=case, kind__in=asks, slot=slot, item=item).first()
    given = Given(files=files, slot=slot, item=item, task=task.pk if task else None)
    if task is not None:
        deliver_document(case, by=by, given=given)
    else:
        carry_out(case.pk, "add_document", by=by, given=given)


def renew_answers(case: Case, standing: Standing) -> None:
    """Write the new answers on the case, as their next revision."""
    plain, special = split_special(standing.spec, submitted_answers(standing.state))
    case.answers = plain
    case.sealed = seal(special) if special else None
    case.answers_rev += 1
    case.starts_on, case.ends_on = days_of(standing.spec, plain) or (None, None)
    case.save(update_fields=["answers", "sealed", "answers_rev", "starts_on", "ends_on"])
