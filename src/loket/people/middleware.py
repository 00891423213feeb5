"""Who makes this request: the session's account leads to a person, and a person acts."""

from collections.abc import Callable
from typing import TypeGuard

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from loket.core.acting import Acting
from loket.core.clock import now
from loket.core.http import OrganisationRequest
from loket.people.access import Rights, rights_of
from loket.people.models import Person

Handler = Callable[[HttpRequest], HttpResponse]


class PersonRequest(OrganisationRequest):
    """A request by a person who signed in."""

    person: Person
    acting: Acting
    rights: Rights
    loa: str


class PersonMiddleware:
    """Set `person` (None for a visitor), `acting`, `rights` and `loa` on the request."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: OrganisationRequest) -> HttpResponse:
        """Find the person of the session and let them act at this moment."""
        if hasattr(request, "organisation"):
            identify(request)
        return self.get_response(request)


def identify(request: OrganisationRequest) -> None:
    """Put who it is on the request; the account must be of this organisation and active."""
    user_id = request.session.get("user")
    person = (
        Person.objects.select_related("party", "user")
        .filter(user=user_id, user__is_active=True)
        .first()
        if user_id
        else None
    )
    at = now()
    organisation = request.organisation
    acting = Acting(
        person_id=person.pk if person else None,
        organisation_id=organisation.pk,
        at=at,
        language=person.party.language if person else "nl",
        time_zone=organisation.time_zone,
        region=organisation.region,
    )
    rights = SimpleLazyObject(lambda: rights_of(person, acting.today)) if person else Rights()
    loa = request.session.get("loa", "")
    vars(request).update(person=person, acting=acting, rights=rights, loa=loa)


def is_signed_in(request: HttpRequest) -> TypeGuard[PersonRequest]:
    """Whether a person is behind the request."""
    return getattr(request, "person", None) is not None
