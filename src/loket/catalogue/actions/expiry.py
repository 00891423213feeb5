"""Announce that drafts end, and delete them with their files when they did.

What its owner threw away goes unannounced, after the days in which it could be taken back.

Index-driven and safe to repeat: it looks only at drafts that are due, notes per draft how many
notices went out since the last edit, and catches up after a stop. Nothing is deleted unannounced:
a draft whose last notice could not go out in time gets the term of that notice once more. A draft
that something still holds stays, is logged, and keeps no other draft.
"""

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import ProtectedError

from loket.catalogue.actions.files import erase
from loket.catalogue.models import Draft, FormVersion
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.core.crash import crash_point
from loket.core.durations import Duration
from loket.core.events import record

TAKEN_BACK_WITHIN = timedelta(days=7)
"""So long a draft that was thrown away can be taken back."""
BATCH = 200
"""Drafts in one transaction."""

logger = logging.getLogger(__name__)


def announce_expiry(*, by: Acting) -> int:
    """Record `draft.expiring` for each draft that comes near its end; returns how many."""
    return sum(_announce(version, by) for version in _versions_with_drafts())


def delete_expired(*, by: Acting) -> int:
    """Delete the drafts whose term is over, with their files; returns how many."""
    deleted = 0
    for version in _versions_with_drafts():
        notices, stuck = len(spec_of(version).save.remind), set[int]()
        while batch := _delete_batch(version, notices, stuck, by):
            deleted += batch
        deleted -= len(stuck)
    return deleted


def delete_thrown(*, by: Acting) -> int:
    """Delete what was thrown away and not taken back, with its files; returns how many."""
    deleted, stuck = 0, set[int]()
    while batch := _delete_thrown_batch(stuck, by):
        deleted += batch
    return deleted - len(stuck)


@transaction.atomic
def _delete_thrown_batch(stuck: set[int], by: Acting) -> int:
    """Delete some; returns how many were looked at, those that are `stuck` from now on too."""
    gone = Draft.objects.thrown().filter(thrown_at__lte=by.at - TAKEN_BACK_WITHIN)
    gone = gone.exclude(pk__in=stuck)
    drafts = list(gone.select_for_update(skip_locked=True).order_by("thrown_at")[:BATCH])
    for draft in drafts:
        _end(draft, stuck, by, expired=False)
    return len(drafts)


def _end(draft: Draft, stuck: set[int], by: Acting, *, expired: bool) -> None:
    """Take a draft away, or leave all of it when something still holds it."""
    number = draft.pk
    try:
        with transaction.atomic():
            if expired:
                _say_expired(draft, by)
            erase(draft)
    except ProtectedError as held:
        logger.error("Draft %s cannot be deleted, something holds it: %r.", number, held)
        stuck.add(number)


def _say_expired(draft: Draft, by: Acting) -> None:
    record(
        "draft.expired",
        draft,
        by=by,
        visibility="audit",
        person=draft.owner_id,
        version=draft.version_id,
    )


def _versions_with_drafts() -> list[FormVersion]:
    held = Draft.objects.expiring().values("version")
    return list(FormVersion.objects.filter(pk__in=held).defer("spec"))


def _announce(version: FormVersion, by: Acting) -> int:
    notices = spec_of(version).save.remind
    announced = 0
    for number, term in reversed(list(enumerate(notices, start=1))):
        while batch := _announce_batch(version, number, term, by):
            announced += batch
    return announced


@transaction.atomic
def _announce_batch(version: FormVersion, number: int, term: Duration, by: Acting) -> int:
    """Send notice `number` for the drafts that are within its term; earlier ones fall away."""
    until = later(by.at, term, by.time_zone)
    due = Draft.objects.expiring().filter(
        version=version, reminded__lt=number, expires_at__lte=until
    )
    drafts = list(due.select_for_update(skip_locked=True).order_by("expires_at")[:BATCH])
    last = number == len(spec_of(version).save.remind)
    for draft in drafts:
        if last and draft.expires_at <= by.at:
            draft.expires_at = until  # a late notice still gives its whole term
        draft.reminded = number
        draft.save(update_fields=["reminded", "expires_at"])
        record(
            "draft.expiring",
            draft,
            by=by,
            visibility="audit",
            person=draft.owner_id,
            version=draft.version_id,
            expires_on=local_day(draft.expires_at, by.time_zone),
            last=last,
        )
    return len(drafts)


@transaction.atomic
def _delete_batch(version: FormVersion, notices: int, stuck: set[int], by: Acting) -> int:
    """Delete some; returns how many were looked at, those that are `stuck` from now on too."""
    ended = (
        Draft.objects.expiring()
        .filter(version=version, reminded__gte=notices, expires_at__lte=by.at)
        .exclude(pk__in=stuck)
    )
    drafts = list(ended.select_for_update(skip_locked=True).order_by("expires_at")[:BATCH])
    for draft in drafts:
        _end(draft, stuck, by, expired=True)
        crash_point("expiry.before_commit")
    return len(drafts)


def later(moment: datetime, term: Duration, time_zone: str) -> datetime:
    """The moment so many calendar days and months later, at the same time on the wall."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return datetime.combine(term.after(local.date()), local.timetz())


def local_day(moment: datetime, time_zone: str) -> str:
    """The day on the wall, as an event carries it."""
    return moment.astimezone(ZoneInfo(time_zone)).date().isoformat()
