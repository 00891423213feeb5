"""How the members of a team want to hear of new work, each queue by itself."""

from loket.people.models import Person, Preference
from loket.routing.models import Queue

PREFIX = "alert:"
PACES = {"now": Queue.Alert.EACH, "day": Queue.Alert.DIGEST, "": Queue.Alert.EACH}


def kind_of(queue_id: int) -> str:
    """The kind of notice under which a choice about a queue is kept."""
    return f"{PREFIX}{queue_id}"


def alerts_chosen(queue_id: int) -> dict[int, str]:
    """What members chose for this queue; who chose nothing hears what the queue says."""
    rows = Preference.objects.filter(event_kind=kind_of(queue_id), channel="mail")
    return {row.person_id: alert_of(row) for row in rows}


def own_alerts(person: Person) -> dict[str, str]:
    """What a person chose, by kind."""
    rows = person.preferences.filter(channel="mail", event_kind__startswith=PREFIX)
    return {row.event_kind: alert_of(row) for row in rows}


def alert_of(row: Preference) -> str:
    """The alert that a choice stands for."""
    return str(PACES[row.pace] if row.on else Queue.Alert.NONE)
