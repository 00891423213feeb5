"""Let go of what served its purpose: notices and mails of long ago, words that nobody finished."""

from datetime import datetime, timedelta

from django.db import models

from loket.contacts.models import MessageDraft, Notification, OutgoingMail

State = OutgoingMail.State

NEWS_KEPT = timedelta(days=365)
UNFINISHED_KEPT = timedelta(days=90)
BATCH = 1000
"""Rows in one transaction."""


def forget_past_news(*, at: datetime) -> int:
    """Delete the notices and the mails of more than a year ago; return how many."""
    long_ago = at - NEWS_KEPT
    notices = Notification.objects.filter(created_at__lt=long_ago)
    mails = OutgoingMail.objects.filter(created_at__lt=long_ago, notices=None)
    return _delete_all(notices) + _delete_all(mails)


def forget_unfinished_words(*, at: datetime) -> int:
    """Delete the half-written messages that nobody touched for three months; return how many."""
    return _delete_all(MessageDraft.objects.filter(saved_at__lt=at - UNFINISHED_KEPT))


def _delete_all[M: models.Model](rows: models.QuerySet[M]) -> int:
    deleted = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        rows.filter(pk__in=keys).delete()
        deleted += len(keys)
    return deleted
