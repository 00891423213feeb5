"""What a request carries beyond Django's own, typed, and where it came from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from loket.core.acting import Acting
from loket.core.models import Organisation

BY_ITSELF = "X-Loket-By-Itself"
"""Header of requests that a page makes without its reader; they keep no session alive."""


class OrganisationRequest(HttpRequest):
    """A request at the desk of one organisation."""

    organisation: Organisation
    htmx: HtmxDetails


class ActingRequest(OrganisationRequest):
    """A request of somebody, be it a visitor; `loa` is empty for a visitor."""

    acting: Acting
    loa: str


def opened(request: HttpRequest) -> bool:
    """Whether somebody opens a bare address; a page that follows by itself stays what it is."""
    return request.method != "POST" and not request.GET and BY_ITSELF not in request.headers


def ip_of(request: HttpRequest) -> str:
    """The address that the request came from; empty when it is unknown.

    What the request says of itself is believed only where a proxy of ours wrote it.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS and said in settings.PROXIES:
        said = request.headers.get("X-Forwarded-For", said).rpartition(",")[2]
    try:
        return str(ip_address(said.strip()))
    except ValueError:
        return ""


def agent_of(request: HttpRequest) -> str:
    """What the browser calls itself."""
    return request.headers.get("User-Agent", "").replace("\x00", "")[:200]
