"""Change the photo of a person."""

from functools import partial
from typing import IO

from django.db import transaction

from loket.core.acting import Acting
from loket.core.events import record
from loket.core.models import Event
from loket.people.models import Person
from loket.people.photos import forget_photo, keep_photo


def change_photo(person: Person, sent: IO[bytes], *, by: Acting) -> None:
    """Show this photo beside what the person writes; one that cannot be shown is not kept."""
    key = keep_photo(sent)
    try:
        with transaction.atomic():
            _replace(person, key, by=by)
    except BaseException:
        forget_photo(key)
        raise


@transaction.atomic
def remove_photo(person: Person, *, by: Acting) -> None:
    """Show the initials again."""
    _replace(person, "", by=by)


def _replace(person: Person, key: str, *, by: Acting) -> None:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.avatar_key:
        transaction.on_commit(partial(forget_photo, person.avatar_key))
    person.avatar_key = key
    person.save(update_fields=["avatar_key"])
    record("person.changed", person, by=by, visibility=Event.Visibility.AUDIT, photo=bool(key))
