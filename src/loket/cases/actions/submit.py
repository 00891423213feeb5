"""Hand in a draft: one transaction that makes a case, and makes it once.

Everything is read and judged first; then the parts of the case are inserted, then the number is
taken, and the head of the case is the last row before COMMIT: the lock on the number series is
held as short as can be.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from loket.cases.actions.again import hand_in_after
from loket.cases.actions.approving import who_agrees
from loket.cases.actions.belonging import followed_by
from loket.cases.actions.figures import count_move, handed_in_key, views_of
from loket.cases.actions.linking import tie
from loket.cases.actions.photos import merge_photos
from loket.cases.actions.reusing import refuse_no_longer_good
from loket.cases.actions.terms import approval_due, delivery_due, start_reminders, start_term
from loket.cases.actions.topics import topics_of
from loket.cases.models import Approval, Case, CaseFile, CaseLink, Task
from loket.cases.photos import FEWEST
from loket.cases.problems import SubmitRefusedError
from loket.cases.rules.tasks import TaskKind, waits_on, waits_until, weigh
from loket.catalogue.actions.drafts import close_draft, lock_draft
from loket.catalogue.actions.proofs import note_proofs
from loket.catalogue.models import Draft
from loket.catalogue.rules.period import days_of
from loket.catalogue.rules.state import SlotState
from loket.catalogue.rules.submitted import split_special, submitted_answers
from loket.catalogue.standing import Standing, standing_of
from loket.contacts.actions.messages import register_contact
from loket.core.acting import Acting
from loket.core.crash import crash_point
from loket.core.errors import RuleError
from loket.core.events import record
from loket.core.numbers import take_number
from loket.core.prepared import prepared
from loket.core.seal import seal
from loket.documents.photos import is_photo
from loket.people.employer import employment_of
from loket.people.models import Party, Person
from loket.routing.models import Queue

PRIORITIES = {"low": 0, "normal": 1, "high": 2, "urgent": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was judged: the draft and its form, where it goes, about whom, and who must agree."""

    standing: Standing
    queue: Queue
    subject: Party
    follows: Case | None
    approvers: dict[str, int]

    @property
    def draft(self) -> Draft:
        """The draft that is handed in."""
        return self.standing.draft


@transaction.atomic
def submit_case(draft: Draft, *, by: Acting) -> Case:
    """Make the case of a draft, or give back the one that it became already.

    Raises SubmitRefusedError with the problems when the answers are not complete.
    """
    try:
        draft = lock_draft(draft, by=by)
    except RuleError as refusal:
        if refusal.code != "submitted":
            raise
        return Case.objects.get(draft=draft)
    request = prepare(draft, by)
    case = blank_case(request, by)
    crash_point("submit.before_inserts")
    tasks = open_tasks(request, case, by)
    add_files(request, case, by)
    register_contact(by.channel, "in", case.requester, by=by)
    case.waits_on, case.waits_until = waits_on(tasks), waits_until(tasks)
    case.due_at = start_term(case, request.standing.spec, tasks, by=by)
    note_proofs(request.standing, by=by)
    close_draft(draft, by=by)
    flags = ",".join(request.standing.state.flags)
    record(
        "case.submitted",
        case,
        by=by,
        idem=f"submit:{draft.pk}",
        topics=topics_of(case, tasks),
        action="submit",
        status="open",
        **({"flags": flags} if flags else {}),
    )
    tie_to_earlier(request, case, by)
    count_move(frozenset(), views_of(case) | {handed_in_key(case.version_id)})
    crash_point("submit.before_number")
    case.number = take_number(request.standing.spec.case.number)
    case.save(force_insert=True)
    crash_point("submit.before_commit")
    return case


def prepare(draft: Draft, by: Acting) -> Request:
    """Judge the answers and find everything that the case will point to."""
    if draft.trial is not None:
        raise RuleError(_("Dit is een proef: er komt geen zaak van."), code="trial")
    standing = standing_of(draft, by=by)
    if not standing.ready:
        raise SubmitRefusedError(standing.state.problems)
    refuse_no_longer_good(standing)
    (queue,) = queues_named(standing.state.queue)
    (draft.owner,) = owners(draft.owner_id)
    own = draft.subject_id in (None, draft.owner_id)
    subject = draft.owner.party if own or draft.subject is None else draft.subject
    return Request(
        standing=standing,
        queue=queue,
        subject=subject,
        follows=followed_by(standing, subject),
        approvers=approvers_of(standing, subject, by),
    )


@prepared
def queues_named(slug: str) -> QuerySet[Queue]:
    """The queue with this name, with its calendar."""
    return Queue.objects.select_related("calendar").filter(slug=slug)


@prepared
def owners(person_id: int) -> QuerySet[Person]:
    """Who hands the draft in, as a party too."""
    return Person.objects.select_related("party").filter(pk=person_id)


def approvers_of(standing: Standing, subject: Party, by: Acting) -> dict[str, int]:
    """Who is asked to agree, by the approval of the form; never whoever asks."""
    asked = [one.approval for one in standing.state.approvals if one.possible]
    if not asked:
        return {}
    approver = who_agrees(subject.pk, standing.draft.owner_id, by)
    return {approval.id: approver for approval in asked} if approver is not None else {}


def take_key() -> int:
    """The primary key of the next case: its parts are inserted before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('cases_case', 'id'))")
        (key,) = cursor.fetchone() or (0,)
    return int(key)


def blank_case(request: Request, by: Acting) -> Case:
    """The head of the case, with its primary key taken but not yet inserted."""
    draft, spec = request.draft, request.standing.spec
    answers = submitted_answers(request.standing.state)
    plain, special = split_special(spec, answers)
    starts_on, ends_on = days_of(spec, plain) or (None, None)
    requester = draft.acting_for or draft.owner.party
    work = employment_of(requester.pk, by.today)
    return Case(
        pk=take_key(),
        organisation_id=by.organisation_id,
        draft=draft,
        version_id=draft.version_id,
        answers=plain,
        sealed=seal(special) if special else None,
        title=dict(spec.title),
        requester=requester,
        requester_unit=work.unit if work else None,
        subject=request.subject,
        submitted_by=draft.owner,
        language=draft.language,
        queue=request.queue,
        priority=PRIORITIES.get(spec.case.priority, 1),
        created_at=by.at,
        last_public_at=by.at,
        due_at=by.at,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def tie_to_earlier(request: Request, case: Case, by: Acting) -> None:
    """Link the case to the one that it names, and to the one that its draft went on from."""
    if request.follows is not None:
        tie(case, request.follows, CaseLink.Kind.FOLLOWS, by=by)
    hand_in_after(request.draft, case, by=by)


def open_tasks(request: Request, case: Case, by: Acting) -> list[Task]:
    """Lay out what must happen first: approvals to give and documents that follow."""
    approvers = request.approvers
    asks = [
        new_task(case, TaskKind.APPROVE, person_id, due_at=approval_due(case, by))
        for person_id in approvers.values()
    ]
    follow = [
        new_task(
            case,
            TaskKind.DELIVER,
            case.submitted_by_id,
            due_at=delivery_due(case, one.slot.may_follow, by),
            slot=one,
        )
        for one in request.standing.state.slots
        if one.later and one.required
    ]
    tasks = Task.objects.bulk_create(asks + follow)
    start_reminders(case, tasks, by)
    Approval.objects.bulk_create(
        Approval(task=task, spec_id=spec_id, approver_id=person_id, answers_rev=1)
        for task, (spec_id, person_id) in zip(tasks, approvers.items(), strict=False)
    )
    return tasks


def new_task(
    case: Case,
    kind: TaskKind,
    person_id: int,
    *,
    due_at: datetime,
    slot: SlotState | None = None,
) -> Task:
    """A task of the beginning, with the weight that its kind has."""
    party = Task.Party.MANAGER if kind is TaskKind.APPROVE else Task.Party.REQUESTER
    weight = weigh(kind, party)
    return Task(
        case=case,
        kind=kind,
        party=party,
        person_id=person_id,
        blocks=weight.blocks,
        pauses=weight.pauses,
        due_at=due_at,
        created_at=case.created_at,
        slot=slot.slot.id if slot else "",
        item=slot.item if slot else "",
    )


def several_photos(request: Request) -> bool:
    """Whether any document came as several photos."""
    photos = {link.file.key for link in request.standing.links if is_photo(link.file.type)}
    slots = request.standing.state.slots
    return any(sum(given.key in photos for given in one.files) >= FEWEST for one in slots)


def add_files(request: Request, case: Case, by: Acting) -> None:
    """Take the files of the draft along, each in the slot that it was given for."""
    links = {link.file.key: link for link in request.standing.links}
    CaseFile.objects.bulk_create(
        CaseFile(
            case=case,
            file_id=links[given.key].file_id,
            given_at=links[given.key].given_at,
            slot=one.slot.id,
            item=one.item,
            privacy=one.slot.privacy,
            added_by_id=by.person_id,
            added_at=by.at,
        )
        for one in request.standing.state.slots
        for given in one.files
    )
    if several_photos(request):
        merge_photos(case, by=by)
