"""The bell in the header, and the end of a notice: the page that it leads to was opened."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from loket.contacts.actions.notices import mark_notices_read
from loket.contacts.models import Notification
from loket.people.middleware import is_signed_in

MOST = 9
"""Above it the bell says 9+."""
READ_HERE = "notices_lead_here"
"""On the request: there are unread notices that lead to its page."""


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
    """The bell of this request; a visitor has none.

    Notices that lead to this very page count no longer: they are read as soon as it is shown.
    """
    if not is_signed_in(request):
        return None
    unread = Notification.objects.visible_to(request.person).unread()
    found = unread.aggregate(
        elsewhere=Count("pk", filter=~Q(url=request.path)),
        here=Count("pk", filter=Q(url=request.path)),
    )
    setattr(request, READ_HERE, found["here"] > 0)
    return Bell(reverse("contacts:notices"), found["elsewhere"])


class ReadingMiddleware:
    """Mark the notices that lead to a page as read, once that page was shown with its bell."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and write only when there is something to mark."""
        response = self.get_response(request)
        if (
            getattr(request, READ_HERE, False)
            and response.status_code == HTTPStatus.OK
            and is_signed_in(request)
        ):
            mark_notices_read(request.person, by=request.acting, url=request.path)
        return response
