"""Change a request after handing in: begin, send what changed, or let it be."""

from django.db import transaction

from loket.cases.actions.belonging import followed_by
from loket.cases.actions.carry import carry_out
from loket.cases.actions.given import Given
from loket.cases.actions.situation import look_at, roles_in, state_of
from loket.cases.models import Case, CaseFile, Change, ChangeSet
from loket.cases.problems import SubmitRefusedError, forbidden
from loket.cases.rules.changes import changed_names
from loket.cases.rules.flow import refusal
from loket.cases.rules.state import Act
from loket.catalogue.actions.drafts import Placed, draft_with, finish_draft, lock_draft
from loket.catalogue.actions.files import erase
from loket.catalogue.actions.proofs import note_proofs
from loket.catalogue.models import Draft
from loket.catalogue.opened import is_special
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.state import GivenFile, State
from loket.catalogue.rules.submitted import join_special, split_special, submitted_answers
from loket.catalogue.rules.values import Json, Problem
from loket.catalogue.sources import Sources
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import Standing, context_for, standing_of
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.seal import seal, unseal

KEPT = (CaseFile.State.GIVEN, CaseFile.State.CHECKED)


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
    draft = draft_with(last_draft(case, case.draft), answers_of(case), places_of(case), by=by)
    made = ChangeSet.objects.create(case=case, draft=draft, created_at=by.at)
    case.open_change = made
    case.save(update_fields=["open_change"])
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
    made = ChangeSet.objects.get(draft=draft)
    case = look_at(made.case_id).case
    try:
        draft = lock_draft(draft, by=by)
    except RuleError as problem:
        if problem.code != "submitted":
            raise
        return case
    standing = standing_of(draft, by=by)
    problems = new_problems(standing, state_of_case(case, standing.sources, by))
    if problems or standing.conflicts:
        raise SubmitRefusedError(problems)
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


def answers_of(case: Case) -> dict[str, Json]:
    """All answers of a case, the sealed ones too."""
    return join_special(case.answers, unseal(case.sealed) if case.sealed else {})


def places_of(case: Case) -> list[Placed]:
    """The documents of a case that stand in a slot of its form."""
    files = CaseFile.objects.filter(case=case, state__in=KEPT).exclude(slot="")
    rows = files.exclude(via=CaseFile.FROM_US).order_by("pk")
    return list(rows.values_list("slot", "item", "file_id"))


def files_of(case: Case) -> list[GivenFile]:
    """The same, as the form looks at them."""
    rows = CaseFile.objects.filter(case=case, state__in=KEPT).exclude(slot="")
    return [
        GivenFile(one.file.key, one.slot, one.item, one.file.name, one.file.size, one.file.state)
        for one in rows.exclude(via=CaseFile.FROM_US).select_related("file")
    ]


def state_of_case(case: Case, sources: Sources, by: Acting) -> State:
    """What the form makes of the request as it stands, today."""
    spec, answers = spec_of(case.version), answers_of(case)
    context = context_for(spec, answers, sources, by)
    return evaluate(spec, answers, files_of(case), context)


def new_problems(standing: Standing, before: State) -> tuple[Problem, ...]:
    """What is wrong now and was not before: a day that went by since is nobody's fault."""
    known = {(one.path, one.code) for one in before.problems}
    return tuple(one for one in standing.state.problems if (one.path, one.code) not in known)


def changes_in(made: ChangeSet, case: Case, standing: Standing) -> list[Change]:
    """Each answer that differs, each document that came, and each that went."""
    spec, after = standing.spec, submitted_answers(standing.state)
    names = changed_names(spec, answers_of(case), after)
    changes = [
        Change(
            change_set=made,
            kind=Change.Kind.ANSWER,
            name=name,
            special=is_special(spec, name),
        )
        for name in names
    ]
    now, before = places_in(standing), places_of(case)
    for kind, places in (
        (Change.Kind.ADDED, [one for one in now if one not in before]),
        (Change.Kind.REMOVED, [one for one in before if one not in now]),
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
