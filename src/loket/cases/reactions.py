"""What cases do when something happened, to themselves or elsewhere."""

from django.db import transaction

from loket.cases.actions.clockwork import clock_struck
from loket.cases.models import Case
from loket.cases.recipients import recipients_of
from loket.cases.rules.flow import UNDO_WINDOW
from loket.cases.tidings import params_for, said_for, url_for
from loket.contacts.actions.notices import Notice, mail_goes_along, notify
from loket.core.events import acting_after
from loket.core.jobs import enqueue
from loket.core.models import Event, Organisation

UNMAILED_CHANNELS = frozenset({"import"})
"""What comes from elsewhere or from the past is shown, but nobody gets a mail about it."""


def strike(event_id: int) -> None:
    """A clock of a case has struck: late, reminded, or closed by itself."""
    event = Event.objects.get(pk=event_id)
    if event.data.get("about_kind") != Case._meta.label_lower:
        return
    case = Case.objects.get(pk=event.data["about_id"])
    by = acting_after(event, "clock")
    clock_struck(case, str(event.data["metric"]), by=by)


def tell_people(event_id: int) -> None:
    """Tell everybody whom it concerns; a yes is told only once it can no longer be taken back."""
    event = Event.objects.get(pk=event_id)
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


@transaction.atomic
def _tell(event: Event) -> None:
    case = Case.objects.select_related("queue", "requester", "version").get(pk=event.about_id)
    organisation = Organisation.objects.get(pk=event.organisation_id)
    by = acting_after(event, "notice")
    for told in recipients_of(event, case):
        mail = event.channel not in UNMAILED_CHANNELS and mail_goes_along(
            told.person.pk, told.row, queue_alert=case.queue.alert == "each"
        )
        notice = Notice(
            kind=told.row.notice,
            event_id=event.pk,
            url=url_for(told, case),
            params=params_for(told.row.notice, case, by=by),
            mail=mail,
            said=said_for(told, case, organisation, by=by) if mail else {},
        )
        notify(told.person.pk, notice, by=by)
