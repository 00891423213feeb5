"""Find the organisation by the host, close its rows behind the request; let no NUL sign in."""

from collections.abc import Callable

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.module_loading import import_string

from loket.core.error_pages import not_found
from loket.core.language import speak
from loket.core.models import Host, Organisation
from loket.core.prepared import prepared
from loket.core.tenancy import enter_organisation

Handler = Callable[[HttpRequest], HttpResponse]
NULL = "\x00"


class OrganisationMiddleware:
    """Set `request.organisation`; a host that belongs to nobody is a page that does not exist.

    In the demo `sarah.persopoint.localhost` is the host of `persopoint.localhost`, so that several
    people can be signed in beside each other in one browser; a bare address lists everybody.
    """

    def __init__(self, get_response: Handler) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the rows of the organisation, answer, and close them."""
        if request.path in settings.PATHS_WITHOUT_ORGANISATION:
            return self.get_response(request)
        organisation = organisation_of(host_of(request))
        if organisation is None:
            if settings.DEMO and request.path == "/":
                return speak(request, demo_home())
            return not_found(request)
        request.organisation = organisation  # type: ignore[attr-defined]  # see core.http
        request.settled = enter_organisation(organisation.pk)  # type: ignore[attr-defined]
        try:
            with timezone.override(organisation.time_zone):
                return self.get_response(request)
        finally:
            enter_organisation(None)


class NullMiddleware:
    """Leave the sign NUL out of what is sent: nobody types it, and no text of PostgreSQL holds it.

    An address with it leads nowhere.
    """

    def __init__(self, get_response: Handler) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer that such an address does not exist; what is sent is looked at before the view."""
        return not_found(request) if NULL in request.path_info else self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Take the sign out of the query and of the fields of a form."""
        for name in ("GET", "POST"):
            sent: QueryDict = getattr(request, name)
            if any(NULL in "".join([key, *values]) for key, values in sent.lists()):
                setattr(request, name, QueryDict(sent.urlencode().replace("%00", "")))


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
