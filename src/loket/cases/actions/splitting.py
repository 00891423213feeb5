"""Make a new case of a part of one: its handler chooses what goes along, as copies."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db import transaction

from loket.cases.actions.carry import carry_out
from loket.cases.actions.changing import last_draft
from loket.cases.actions.figures import count_move, handed_in_key, views_of
from loket.cases.actions.given import Given
from loket.cases.actions.outstanding import ask_along
from loket.cases.actions.photos import merge_photos
from loket.cases.actions.situation import look_at
from loket.cases.actions.submit import take_key
from loket.cases.actions.terms import start_term
from loket.cases.actions.topics import topics_of
from loket.cases.models import Case, CaseFile, CaseLink, CaseMessage
from loket.cases.problems import forbidden
from loket.cases.rules.tasks import waits_on, waits_until
from loket.cases.standing import answers_of
from loket.catalogue.actions.drafts import Placed, close_draft, draft_with
from loket.catalogue.models import Draft
from loket.catalogue.specs import spec_of
from loket.contacts.actions.messages import Writing, write_message
from loket.contacts.models import Message
from loket.core.acting import Acting
from loket.core.crash import crash_point
from loket.core.events import record
from loket.core.models import Event
from loket.core.numbers import take_number
from loket.documents.actions import copy_file
from loket.documents.models import StoredFile


@dataclass(frozen=True, slots=True)
class Along:
    """What goes along: the answers or not, documents and messages of the case by their keys."""

    answers: bool = True
    files: Collection[int] = ()
    messages: Collection[int] = ()


@transaction.atomic
def split_case(case: Case, along: Along, *, by: Acting, given: Given) -> Case:
    """Split a new case off, of the same person and in the same queue, with a term of its own.

    The words say to the requester why. What was agreed is agreed: it is the same request. What
    nobody agreed to yet, or what was refused, is asked in the new case as well.
    """
    if not given.text.strip():
        raise forbidden("missing_split")
    situation = look_at(case.pk)
    old = situation.case
    new = blank_part(old, along, by)
    done = carry_out(old.pk, "split_off", by=by, given=replace(given, case=new.pk))
    if done.repeated:
        return split_before(old, given)
    spec = spec_of(old.version)
    new.draft = bring_files(old, new, along, by)
    bring_messages(old, new, along, by)
    CaseLink.objects.create(
        case=new, other=old, kind=CaseLink.Kind.SPLIT, made_by_id=by.person_id, made_at=by.at
    )
    tasks = ask_along(situation, new, answers=along.answers, by=by)
    new.waits_on, new.waits_until = waits_on(tasks), waits_until(tasks)
    new.due_at = start_term(new, spec, tasks, by=by)
    words = tell(new, Writing(body=given.text, from_us=True), by)
    record(
        "case.submitted",
        new,
        by=by,
        idem=f"split:{new.pk}",
        topics=topics_of(new, tasks),
        action="split",
        status="open",
        case=old.pk,
        message=words.pk,
    )
    count_move(frozenset(), views_of(new) | {handed_in_key(new.version_id)})
    new.number = take_number(spec.case.number)
    new.save(force_insert=True)
    crash_point("split.before_commit")
    return new


def split_before(old: Case, given: Given) -> Case:
    """The case that the same click split off before."""
    event = Event.objects.get(idem=f"case:{old.pk}:split_off:{given.key}")
    return Case.objects.get(pk=event.data["case"])


def blank_part(old: Case, along: Along, by: Acting) -> Case:
    """The head of the new case, with its primary key taken but not yet inserted."""
    return Case(
        pk=take_key(),
        organisation_id=by.organisation_id,
        version_id=old.version_id,
        answers=old.answers if along.answers else {},
        sealed=old.sealed if along.answers else None,
        title=old.title,
        requester=old.requester,
        requester_unit_id=old.requester_unit_id,
        subject=old.subject,
        submitted_by=old.submitted_by,
        language=old.language,
        queue=old.queue,
        priority=old.priority,
        created_at=by.at,
        last_public_at=by.at,
        due_at=by.at,
        starts_on=old.starts_on if along.answers else None,
        ends_on=old.ends_on if along.answers else None,
    )


def bring_files(old: Case, new: Case, along: Along, by: Acting) -> Draft | None:
    """Copy the chosen documents, and the draft: so the new case can be corrected and changed."""
    rows = CaseFile.objects.filter(case=old, pk__in=along.files).select_related("file")
    rows = rows.exclude(file__state__in=StoredFile.NOT_TAKEN)
    placed: list[Placed] = []
    copies = []
    for row in rows.order_by("pk"):
        copied = copy_file(row.file, by=by)
        copies.append(
            CaseFile(
                case=new,
                file=copied,
                slot=row.slot,
                item=row.item,
                privacy=row.privacy,
                state=row.state,
                reason=row.reason,
                checked_by_id=row.checked_by_id,
                checked_at=row.checked_at,
                via=row.via,
                added_by_id=row.added_by_id,
                added_at=by.at,
                given_at=row.given_at or row.added_at,
            )
        )
        placed += [(row.slot, row.item, copied.pk)] if row.slot else []
    CaseFile.objects.bulk_create(copies)
    merge_photos(new, by=by)
    if old.draft is None:
        return None
    answers = answers_of(old) if along.answers else {}
    draft = draft_with(last_draft(old, old.draft), answers, placed, by=by)
    close_draft(draft, by=by)
    return draft


def bring_messages(old: Case, new: Case, along: Along, by: Acting) -> None:
    """Copy the words of the chosen messages, each by who wrote it and at its own moment."""
    chosen = CaseMessage.objects.filter(case=old, pk__in=along.messages)
    for one in chosen.select_related("message").order_by("message"):
        said = one.message
        author = replace(by, person_id=said.author_id, at=said.sent_at, language=said.language)
        copied = tell(new, Writing(body=said.body, from_us=said.from_us), author, one.kind)
        record(
            "case.linked",
            new,
            by=author,
            topics=topics_of(new, ()),
            action="brought",
            case=old.pk,
            message=copied.pk,
        )


def tell(case: Case, writing: Writing, by: Acting, kind: str = "message") -> Message:
    """Write a message down in a case."""
    message, _new = write_message(case.requester, writing, by=by)
    CaseMessage.objects.create(case=case, message=message, kind=kind)
    return message
