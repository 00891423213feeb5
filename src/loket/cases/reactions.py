"""What cases do when something happened elsewhere."""

from loket.cases.actions.clockwork import clock_struck
from loket.cases.models import Case
from loket.core.acting import Acting
from loket.core.models import Event


def strike(event_id: int) -> None:
    """A clock of a case has struck: late, reminded, or closed by itself."""
    event = Event.objects.get(pk=event_id)
    if event.data.get("about_kind") != Case._meta.label_lower:
        return
    case = Case.objects.get(pk=event.data["about_id"])
    by = Acting(None, event.organisation_id, event.occurred_at, channel="clock")
    clock_struck(case, str(event.data["metric"]), by=by)
