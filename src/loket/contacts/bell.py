"""The bell in the header, and the end of a notice: the page that it leads to was opened."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from loket.contacts.actions.notices import mark_notices_read
from loket.contacts.models import Notification
from loket.core.addresses import address_of
from loket.core.outage import reading_goes_on
from loket.core.prepared import prepared, whole
from loket.people.middleware import PersonRequest, is_signed_in
from loket.people.models import Person

MOST = 9
"""Above it the bell says 9+."""
UNREAD = "unread_notices"
"""On the request: how many notices are new, once that was asked."""
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
    elsewhere, here = unread_of(request)
    setattr(request, READ_HERE, here > 0)
    return Bell(address_of("contacts:notices"), elsewhere)


def unread_of(request: PersonRequest) -> tuple[int, int]:
    """How many notices lead elsewhere and how many here; a page asks it once."""
    known: tuple[int, int] | None = getattr(request, UNREAD, None)
    if known is None:
        (known,) = unread_notices(request.person.pk, request.path)
        setattr(request, UNREAD, known)
    return known


@prepared
def unread_notices(person_id: int, path: str) -> QuerySet[Notification, tuple[int, int]]:
    """How many notices lead elsewhere, and how many to this page."""
    unread = Notification.objects.visible_to(Person(pk=person_id)).unread()
    figures: QuerySet[Notification, tuple[int, int]] = (
        whole(unread)
        .annotate(elsewhere=Count("pk", filter=~Q(url=path)), here=Count("pk", filter=Q(url=path)))
        .values_list("elsewhere", "here")
    )
    return figures


class ReadingMiddleware:
    """Mark the notices that lead to a page as read, once that page was shown with its bell."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and write only when there is something to mark."""
        response = self.get_response(request)
        if (
            request.method == "GET"  # who asks for the head of a page only has read nothing
            and getattr(request, READ_HERE, False)
            and response.status_code == HTTPStatus.OK
            and is_signed_in(request)
        ):
            with reading_goes_on():
                mark_notices_read(request.person, by=request.acting, url=request.path)
        return response
