"""What a person wants to hear by mail."""

from collections.abc import Mapping

from django.db import transaction

from loket.core.acting import Acting
from loket.core.events import record
from loket.core.models import Event
from loket.people.models import Person, Preference

NOT_AT_ALL = "none"


@transaction.atomic
def choose_mails(person: Person, chosen: Mapping[str, str], *, by: Acting) -> None:
    """Send mails with these kinds of notices so soon from now on, or no longer.

    A choice is now, bundle, day or none; an empty one is forgotten.
    """
    if not chosen:
        return
    for kind, pace in chosen.items():
        said = Preference.objects.filter(person=person, event_kind=kind, channel="mail")
        if not pace:
            said.delete()
            continue
        on = pace != NOT_AT_ALL
        Preference.objects.update_or_create(
            person=person,
            event_kind=kind,
            channel="mail",
            defaults={"on": on, "pace": pace if on else ""},
        )
    record("person.chose_mails", person, by=by, visibility=Event.Visibility.AUDIT)
