"""What a person wants to hear by mail."""

from collections.abc import Mapping

from django.db import transaction

from loket.core.acting import Acting
from loket.core.events import record
from loket.core.models import Event
from loket.people.models import Person, Preference


@transaction.atomic
def choose_mails(person: Person, chosen: Mapping[str, bool], *, by: Acting) -> None:
    """Send mails with these kinds of notices from now on, or no longer."""
    if not chosen:
        return
    for kind, on in chosen.items():
        Preference.objects.update_or_create(
            person=person, event_kind=kind, channel="mail", defaults={"on": on}
        )
    record("person.chose_mails", person, by=by, visibility=Event.Visibility.AUDIT)
