"""The bell in the header: how many notices wait to be read."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from loket.contacts.models import Notification
from loket.people.middleware import is_signed_in

MOST = 9
"""Above it the bell says 9+; nobody counts further."""


@dataclass(frozen=True, slots=True)
class Bell:
    """Where the notices are, and how many of them are new."""

    url: str
    unread: int

    @property
    def shown(self) -> str:
        """The figure as the bell shows it; empty when nothing is new."""
        if not self.unread:
            return ""
        return f"{MOST}+" if self.unread > MOST else str(self.unread)


def bell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the bell of whoever is signed in; it is counted only where it is shown."""
    return {"bell": SimpleLazyObject(partial(bell_of, request))}


def bell_of(request: HttpRequest) -> Bell | None:
    """The bell of this request; a visitor has none."""
    if not is_signed_in(request):
        return None
    unread = Notification.objects.visible_to(request.person).unread()
    return Bell(reverse("contacts:notices"), unread[: MOST + 1].count())
