"""Find the organisation by the host, and close its rows again behind the request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string

from loket.core.error_pages import not_found
from loket.core.language import speak
from loket.core.models import Host, Organisation
from loket.core.tenancy import enter_organisation

Handler = Callable[[HttpRequest], HttpResponse]


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
        enter_organisation(organisation.pk)
        try:
            with timezone.override(organisation.time_zone):
                return self.get_response(request)
        finally:
            enter_organisation(None)


def demo_home() -> Handler:
    """The page that a bare address shows in the demo; it is made above, so settings name it."""
    view: Handler = import_string(settings.DEMO_HOME)
    return view


def host_of(request: HttpRequest) -> str:
    """The host name without its port, in small letters."""
    return request.get_host().rsplit(":", 1)[0].lower().rstrip(".")


def organisation_of(host: str) -> Organisation | None:
    """The organisation that this host leads to."""
    names = [host]
    if settings.DEMO and host.endswith(".localhost"):
        names.append(host.partition(".")[2])
    found = Host.objects.select_related("organisation").filter(host__in=names).first()
    return found.organisation if found else None
