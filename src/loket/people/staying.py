"""Who is still there: the sessions of pages that stay open, asked for many at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.utils.crypto import constant_time_compare

from loket.accounts.models import Session
from loket.accounts.sessions import SessionStore
from loket.people.models import Person


def still_signed_in(names: Iterable[str], organisation_id: int, at: datetime) -> dict[str, int]:
    """The persons behind these sessions, by the name under which the table knows the session.

    As `people.middleware.person_of`: a session that ended, of another organisation, of a closed
    account or with an older password is nobody's.
    """
    sessions = Session.objects.filter(session_key__in=set(names), expire_date__gt=at)
    people = {
        person.user_id: person
        for person in Person.objects.select_related("user").filter(
            user__in=sessions.values("user"), user__is_active=True
        )
    }
    store = SessionStore()
    found = {}
    for session in sessions:
        person, data = people.get(session.user_id), store.decode(session.session_data)
        if person is None or person.user is None or data.get("organisation") != organisation_id:
            continue
        proof = cast("str", data.get("proof", ""))
        if constant_time_compare(proof, person.user.get_session_auth_hash()):
            found[session.session_key] = person.pk
    return found
