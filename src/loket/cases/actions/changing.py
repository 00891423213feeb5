"""Change a request after handing in: begin, send what changed, or let it be."""

from django.db import transaction

from loket.cases.actions.belonging import followed_by
from loket.cases.actions.carry import carry_out
from loket.cases.actions.given import Given
from loket.cases.actions.leaving import hold_changes
from loket.cases.actions.reusing import refuse_no_longer_good
from loket.cases.actions.situation import look_at, roles_in, state_of
from loket.cases.models import Case, Change, ChangeSet
from loket.cases.problems import SubmitRefusedError, forbidden
from loket.cases.rules.changes import changed_names
from loket.cases.rules.flow import refusal
from loket.cases.rules.state import Act
from loket.cases.standing import answers_of, places_of, state_of_case
from loket.catalogue.actions.drafts import (
    Placed,
    draft_with,
    finish_draft,
    lock_draft,
)
from loket.catalogue.actions.files import erase
from loket.catalogue.actions.proofs import note_proofs
from loket.catalogue.models import Draft
from loket.catalogue.opened import is_special
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.state import State
from loket.catalogue.rules.submitted import join_special, split_special, submitted_answers
from loket.catalogue.rules.values import Json, Problem
from loket.catalogue.standing import Standing, standing_of
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.seal import seal, unseal


@transaction.atomic
def start_changes(case: Case, *, by: Acting) -> Draft:
    """Open what was handed in as a draft, for whoever typed it; one that is open is given back."""
    situation = look_at(case.pk)
    case = situation.case
    if case.submitted_by_id != by.person_id:
        raise forbidden("not_your_role")
    if case.open_change is not None and case.open_change.state == ChangeSet.State.EDITING:
        return case.open_change.draft
    act = Act(action="amend", roles=roles_in(situation, by), at=by.at)
    code = "wrong_status" if case.draft is None else refusal(state_of(situation), act)
    if code or case.draft is None:
        raise forbidden(code or "wrong_status")
    places = places_of(case)
    draft = draft_with(last_draft(case, case.draft), answers_of(case), places, by=by)
    hold_changes(case, draft, places)
    return draft


def last_draft(case: Case, first: Draft) -> Draft:
    """The draft that was handed in last about this case."""
    decided = case.change_sets.filter(state=ChangeSet.State.DECIDED).order_by("-pk").first()
    if decided is not None:
        return decided.draft
    corrected = case.correction
    return corrected if corrected is not None and corrected.submitted_at else first


@transaction.atomic
def discard_changes(case: Case, *, by: Acting) -> None:
    """Throw away what was typed and not sent."""
    case = look_at(case.pk).case
    made = case.open_change
    if made is None or made.state != ChangeSet.State.EDITING:
        return
    draft = lock_draft(made.draft, by=by)
    case.open_change = None
    case.save(update_fields=["open_change"])
    made.delete()
    erase(draft)


@transaction.atomic
def send_changes(draft: Draft, *, by: Acting) -> Case:
    """Send what changed to the handler; nothing of the request changes before that is accepted."""
    begun = ChangeSet.objects.filter(draft=draft).first()
    if begun is None:
        raise forbidden("wrong_status")
    case = look_at(begun.case_id).case
    try:
        draft = lock_draft(draft, by=by)
    except RuleError as problem:
        if problem.code != "submitted":
            raise
        return case
    made = ChangeSet.objects.filter(pk=begun.pk).first()
    if made is None:  # the case closed while we waited for it
        raise forbidden("wrong_status")
    standing = standing_of(draft, by=by)
    problems = new_problems(standing, state_of_case(case, standing.sources, by))
    if problems or standing.conflicts:
        raise SubmitRefusedError(problems)
    refuse_no_longer_good(standing)
    followed_by(standing, case.subject)
    changes = changes_in(made, case, standing)
    if not changes:
        raise forbidden("no_changes")
    note_proofs(standing, by=by)
    keep_as_sent(made, case, standing, by)
    Change.objects.bulk_create(changes)
    done = carry_out(
        case.pk,
        "amend",
        by=by,
        given=Given(key=f"amend-{draft.key}"[:36]),
        changes=made.pk,
    )
    finish_draft(draft, by=by)
    return done.case


def new_problems(standing: Standing, before: State) -> tuple[Problem, ...]:
    """What is wrong now and was not before: a day that went by since is nobody's fault."""
    known = {(one.path, one.code) for one in before.problems}
    return tuple(one for one in standing.state.problems if (one.path, one.code) not in known)


def changes_in(made: ChangeSet, case: Case, standing: Standing) -> list[Change]:
    """Each answer that was changed, each document that was added, and each that was taken away.

    What changed on the case itself since it began is left alone.
    """
    spec, after = standing.spec, submitted_answers(standing.state)
    touched = changed_names(spec, begun_answers(made, case), after)
    names = [name for name in changed_names(spec, answers_of(case), after) if name in touched]
    changes = [
        Change(
            change_set=made,
            kind=Change.Kind.ANSWER,
            name=name,
            special=is_special(spec, name),
        )
        for name in names
    ]
    now, there = places_in(standing), places_of(case)
    begun = begun_places(made, there)
    for kind, places in (
        (Change.Kind.ADDED, [one for one in now if one not in begun and one not in there]),
        (Change.Kind.REMOVED, [one for one in begun if one not in now and one in there]),
    ):
        changes += [
            Change(
                change_set=made,
                kind=kind,
                name=slot,
                item=item,
                file_id=file,
                special=is_special_slot(spec, slot),
            )
            for slot, item, file in places
        ]
    return changes


def begun_answers(made: ChangeSet, case: Case) -> dict[str, Json]:
    """The answers with which a change began."""
    if made.places is None:
        return answers_of(case)
    return join_special(made.before, unseal(made.sealed)["before"] if made.sealed else {})


def begun_places(made: ChangeSet, there: list[Placed]) -> list[Placed]:
    """The documents with which a change began."""
    if made.places is None:
        return there
    return [(slot, item, file) for slot, item, file in made.places]


def places_in(standing: Standing) -> list[Placed]:
    """The documents of a draft that stand where the form asks for them."""
    ids = {link.file.key: link.file_id for link in standing.links}
    return [
        (one.slot.id, one.item, ids[given.key])
        for one in standing.state.slots
        for given in one.files
    ]


def is_special_slot(spec: FormSpec, slot_id: str) -> bool:
    """Whether only cleared handlers see the documents of this slot."""
    slot = spec.slot(slot_id)
    return slot is not None and slot.privacy == "special"


def keep_as_sent(made: ChangeSet, case: Case, standing: Standing, by: Acting) -> None:
    """Keep both sides of the difference as they are now."""
    plain, secret = split_special(standing.spec, submitted_answers(standing.state))
    made.before, made.after = case.answers, plain
    old = unseal(case.sealed) if case.sealed else {}
    made.sealed = seal({"before": old, "after": secret}) if old or secret else None
    made.state, made.sent_at = ChangeSet.State.SENT, by.at
    made.save(update_fields=["before", "after", "sealed", "state", "sent_at"])
