"""People with their names, for whoever shows what others did."""

from collections.abc import Iterable

from django.db.models import QuerySet

from loket.core.prepared import padded, prepared
from loket.people.models import Person


def people_by_id(ids: Iterable[int]) -> dict[int, Person]:
    """These people by their ids, in one query; none when nobody is asked for."""
    wanted = sorted(set(ids))
    return {person.pk: person for person in people_named(*padded(wanted))} if wanted else {}


@prepared
def people_named(*ids: int) -> QuerySet[Person]:
    """People with their names."""
    return Person.objects.select_related("party").filter(pk__in=ids)
