"""Who makes this request: the session's account leads to a person, and a person acts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeGuard, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare

from loket.accounts.actions import note_sign_of_life
from loket.accounts.sessions import SessionStore
from loket.core.acting import Acting
from loket.core.clock import now
from loket.core.http import BY_ITSELF, ActingRequest, OrganisationRequest
from loket.core.outage import reading_goes_on
from loket.core.prepared import prepared
from loket.people.access import Rights, rights_in, units_in, with_rights
from loket.people.models import Person

Handler = Callable[[HttpRequest], HttpResponse]


class PersonRequest(ActingRequest):
    """A request by a person who signed in."""

    person: Person
    rights: Rights
    units: frozenset[int]


class PersonMiddleware:
    """Set `person` (None for a visitor), `acting`, `rights`, `units` and `loa` on the request."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: OrganisationRequest) -> HttpResponse:
        """Find the person of the session and let them act at this moment."""
        if not hasattr(request, "organisation"):
            return self.get_response(request)
        identify(request)
        response = self.get_response(request)
        if is_signed_in(request) and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)  # who comes after on this device finds nothing
        return response


def identify(request: OrganisationRequest) -> None:
    """Put who it is on the request, and note that the session is in use."""
    at = now()
    organisation = request.organisation
    session = cast("SessionStore", request.session)
    acting = Acting(
        person_id=None,
        organisation_id=organisation.pk,
        at=at,
        time_zone=organisation.time_zone,
        region=organisation.region,
    )
    person = person_of(session, acting)
    rights, units = Rights(), frozenset[int]()
    if person:
        acting = replace(acting, person_id=person.pk, language=person.party.language)
        rights, units = rights_in(person), units_in(person)
    loa = session["loa"] if person else ""
    vars(request).update(person=person, acting=acting, rights=rights, units=units, loa=loa)
    if person and BY_ITSELF not in request.headers:
        with reading_goes_on():
            note_sign_of_life(session, at=at)


def person_of(session: SessionStore, acting: Acting) -> Person | None:
    """The person behind a session of this organisation, while account and password stand.

    A session of another organisation, of a closed account or with an older password is nobody's.
    """
    if "user" not in session or session.get("organisation") != acting.organisation_id:
        return None
    found = people_of_account.first(session["user"], acting.today)
    if found is None or found.user is None or not found.user.is_active:
        return None
    proof = session.get("proof", "")
    return found if constant_time_compare(proof, found.user.get_session_auth_hash()) else None


@prepared
def people_of_account(user_id: int, today: date) -> QuerySet[Person]:
    """The person of an account, with both, and with what they may do on this day."""
    people = Person.objects.select_related("party", "user").filter(user=user_id)
    return with_rights(people, today)


def is_signed_in(request: HttpRequest) -> TypeGuard[PersonRequest]:
    """Whether a person is behind the request."""
    return getattr(request, "person", None) is not None
