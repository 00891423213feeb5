"""What cases do when something happened, to themselves or elsewhere."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import override

from loket.cases.actions.absences import move_waiting
from loket.cases.actions.clockwork import clock_struck
from loket.cases.actions.given import Given
from loket.cases.actions.papers import refuse_document
from loket.cases.models import Absence, Case, CaseFile
from loket.cases.recipients import Recipient, recipients_of
from loket.cases.rules.flow import UNDO_WINDOW
from loket.cases.tidings import params_for, said_for, url_for
from loket.contacts.actions.notices import Notice, notify_all, pace_for
from loket.contacts.rules.matrix import ALERTS, Pace, rows_for
from loket.core.acting import IMPORTED, Acting
from loket.core.errors import RuleError
from loket.core.events import acting_after
from loket.core.jobs import enqueue
from loket.core.models import Event, Organisation
from loket.core.prepared import prepared
from loket.documents.models import StoredFile
from loket.documents.problems import problem_of, sentence
from loket.routing.models import Queue

logger = logging.getLogger(__name__)

SECOND_LOOK = timedelta(minutes=1)
UNMAILED_CHANNELS = frozenset({IMPORTED})
"""What comes from elsewhere or from the past is shown, but nobody gets a mail about it."""
HISTORY = timedelta(days=4)
"""What comes from the past and happened so long ago is history, and no news to anybody."""


def strike(event_id: int) -> None:
    """A clock of a case or of its task has struck: late, reminded, or closed by itself."""
    event = Event.objects.get(pk=event_id)
    clock_struck(event, by=acting_after(event, "clock"))


def tell_people(event_id: int) -> None:
    """Tell everybody whom it concerns; a yes is told only once it can no longer be taken back."""
    (event,) = events_named(event_id)
    if event.kind == "case.accepted":
        at = event.occurred_at + UNDO_WINDOW
        enqueue("cases.reactions.tell_of_acceptance", at=at, event_id=event_id)
    else:
        _tell(event)


def tell_of_acceptance(event_id: int) -> None:
    """Tell that an answer was accepted, unless the yes was taken back."""
    event = Event.objects.get(pk=event_id)
    later = Event.objects.filter(
        about_kind=event.about_kind, about_id=event.about_id, pk__gt=event.pk
    )
    if not later.filter(kind="case.accept_undone").exists():
        _tell(event)


def refuse_unsafe_documents(event_id: int) -> None:
    """The check of a file found something: refuse it in its case, so that another is asked for.

    A draft with it may be handed in at this very moment, hence the second look a minute later.
    """
    event = Event.objects.get(pk=event_id)
    if event.data.get("state") in StoredFile.NOT_TAKEN:
        refuse_left_documents(event_id)
        at = event.occurred_at + SECOND_LOOK
        enqueue("cases.reactions.refuse_left_documents", at=at, event_id=event_id)


def refuse_left_documents(event_id: int) -> None:
    """Refuse a bad file wherever a case still counts on it."""
    event = Event.objects.get(pk=event_id)
    counted_on = CaseFile.objects.filter(file=event.about_id, state=CaseFile.State.GIVEN)
    for case_file in counted_on.select_related("file", "case__requester"):
        problem = problem_of(case_file.file)
        if problem is None:
            continue
        with override(case_file.case.requester.language):
            given = Given(text=sentence(problem), key=f"check:{case_file.pk}")
        try:
            refuse_document(case_file, by=acting_after(event, "system"), given=given)
        except RuleError as late:  # the case has gone on; its page shows what the file is
            logger.info("A bad file of case %s was not refused: %s", case_file.case_id, late.code)


def move_work(absence_id: int, person_id: int, at_iso: str) -> None:
    """Move the work of somebody who is away, for whoever asked it, row after row."""
    absence = Absence.objects.get(pk=absence_id)
    organisation = Organisation.objects.get(pk=absence.organisation_id)
    by = Acting(
        person_id=person_id or None,
        organisation_id=organisation.pk,
        at=datetime.fromisoformat(at_iso),
        time_zone=organisation.time_zone,
        region=organisation.region,
    )
    move_waiting(absence, by=by)


def tell_stand_in(event_id: int) -> None:
    """Tell who takes over that there is work."""
    event = Event.objects.get(pk=event_id)
    absence = Absence.objects.select_related("stand_in__party", "stand_in__user", "person__party")
    found = absence.get(pk=event.about_id)
    by = acting_after(event, "notice")
    if event.actor_id != found.stand_in_id:
        url = f"/werk/afwezigheid/{found.key}/"
        (row,) = dict(rows_for(event.kind)).values()
        pace = pace_for(found.stand_in_id, row)
        notice = Notice(
            kind=row.notice,
            event_id=event.pk,
            url=url,
            params={"colleague": found.person.party.name},
            mail=pace is not None,
            pace=pace or Pace.NOW,
        )
        notify_all([(found.stand_in, notice)], by=by)


@prepared
def events_named(event_id: int) -> QuerySet[Event]:
    """The event with this number."""
    return Event.objects.filter(pk=event_id)


@prepared
def cases_told_of(case_id: int) -> QuerySet[Case]:
    """A case, with what a notice says of it."""
    found = Case.objects.select_related("organisation", "queue", "requester", "version")
    return found.filter(pk=case_id)


@transaction.atomic
def _tell(event: Event) -> None:
    (case,) = cases_told_of(event.about_id)
    by = acting_after(event, "notice", case.organisation)
    told = [
        (recipient.person, _notice(event, recipient, case, by=by))
        for recipient in recipients_of(event, case)
    ]
    notify_all(told, by=by)


def pace_of_mail(told: Recipient) -> Pace | None:
    """How soon a mail goes; about new work as this member of the team chose for the queue."""
    if told.row.notice not in ALERTS:
        return pace_for(told.person.pk, told.row)
    return Pace.DAY if told.alert == Queue.Alert.DIGEST else Pace.NOW


def _notice(event: Event, told: Recipient, case: Case, *, by: Acting) -> Notice:
    past = event.channel in UNMAILED_CHANNELS
    pace = None if past else pace_of_mail(told)
    mail = pace is not None
    return Notice(
        kind=told.row.notice,
        event_id=event.pk,
        url=url_for(told, case),
        params=params_for(told.row.notice, case, by=by),
        mail=mail,
        pace=pace or Pace.NOW,
        said=said_for(told, case, case.organisation, by=by) if mail else {},
        known=past and event.at - event.occurred_at > HISTORY,
    )
