"""Clockwork of people: photos that nobody shows, codes that prove nothing any more."""

from datetime import timedelta

from loket.core.clock import now
from loket.core.models import Organisation
from loket.core.tenancy import acting_in
from loket.people.actions.codes import forget_old_codes
from loket.people.models import Person
from loket.people.photos import forget_photo, kept_before

SWEPT_AFTER = timedelta(hours=1)


def sweep_photos() -> None:
    """Take away the photos that no person has: a crash left them behind."""
    left = set(kept_before(now() - SWEPT_AFTER))
    for organisation_id in Organisation.objects.values_list("pk", flat=True):
        with acting_in(organisation_id):
            left -= set(Person.objects.exclude(avatar_key="").values_list("avatar_key", flat=True))
    for key in left:
        forget_photo(key)


def forget_codes() -> None:
    """Forget the codes that are too old to prove anything."""
    forget_old_codes(at=now())
