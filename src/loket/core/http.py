"""What a request carries beyond Django's own, typed."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from loket.core.models import Organisation


class OrganisationRequest(HttpRequest):
    """A request at the desk of one organisation."""

    organisation: Organisation
    htmx: HtmxDetails
