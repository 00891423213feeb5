"""Find the organisation by the host, close its rows behind the request."""

from collections.abc import Callable

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string

from loket.core.error_pages import not_found
from loket.core.errors import ORGANISATION
from loket.core.language import speak
from loket.core.models import Host, Organisation
from loket.core.outage import line
from loket.core.prepared import prepared
from loket.core.tenancy import enter_organisation, leave_organisation

Handler = Callable[[HttpRequest], HttpResponse]
MOST_HOSTS = 1000


class OrganisationMiddleware:
    """Set `request.organisation`; a host that belongs to nobody is a page that does not exist.

    In the demo `sarah.persopoint.localhost` is the host of `persopoint.localhost`, so that several
    people can be signed in beside each other in one browser; a bare address lists everybody.
    """

    def __init__(self, get_response: Handler) -> None:
        """Keep the rest of the chain, and whose host was whose: for when the database is away."""
        self.get_response = get_response
        self.known: dict[str, Organisation] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the rows of the organisation, answer, and close them."""
        if request.path in settings.PATHS_WITHOUT_ORGANISATION:
            return self.get_response(request)
        host = host_of(request)
        if host in self.known:
            request.organisation = self.known[host]  # type: ignore[attr-defined]  # see core.http
        with line.held():
            organisation = organisation_of(host)
            settled = enter_organisation(organisation.pk) if organisation else 0
        if organisation is None:
            vars(request).pop("organisation", None)
            if settings.DEMO and request.path == "/":
                return speak(request, demo_home())
            return not_found(request)
        if len(self.known) >= MOST_HOSTS:
            self.known.clear()
        self.known[host] = organisation
        request.META[ORGANISATION] = organisation.pk
        request.organisation = organisation  # type: ignore[attr-defined]
        request.settled = settled  # type: ignore[attr-defined]
        try:
            with timezone.override(organisation.time_zone):
                return self.get_response(request)
        finally:
            leave_organisation()


def demo_home() -> Handler:
    """The page that a bare address shows in the demo; it is made above, so settings name it."""
    view: Handler = import_string(settings.DEMO_HOME)
    return view


def host_of(request: HttpRequest) -> str:
    """The host name without its port, in small letters."""
    return request.get_host().rsplit(":", 1)[0].lower().rstrip(".")


def organisation_of(host: str) -> Organisation | None:
    """The organisation that this host leads to."""
    is_alias = settings.DEMO and host.endswith(".localhost")
    found = hosts_named.first(host, host.partition(".")[2] if is_alias else "")
    return found.organisation if found else None


@prepared
def hosts_named(host: str, other: str) -> QuerySet[Host]:
    """The host with either of these names."""
    named = Host.objects.select_related("organisation").filter(host__in=(host, other))
    return named.defer("organisation__statements").order_by("pk")[:1]
