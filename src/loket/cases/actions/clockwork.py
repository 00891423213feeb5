"""What the clocks do to a case: late, reminded, closed by itself."""

from datetime import datetime

from django.db import transaction

from loket.cases.actions.carry import carry_out
from loket.cases.actions.given import Given
from loket.cases.actions.situation import look_at
from loket.cases.actions.terms import leave_time_after_reminder
from loket.cases.models import Case, Task
from loket.cases.rules.vocabulary import TASK_REMINDER, Metric
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.models import Clock, Event


def clock_struck(event: Event, *, by: Acting) -> None:
    """Do what is due, once; a case or a task that moved on in the meantime is left alone."""
    if not Clock.objects.filter(pk=event.about_id, stopped_at=None).exists():
        return
    key, about_id = f"clock-{event.pk}", int(event.data["about_id"])
    try:
        if event.data["about_kind"] == Case._meta.label_lower:
            noticed = event.data.get("noticed_at")
            noticed_at = datetime.fromisoformat(str(noticed)) if noticed else event.occurred_at
            strike_case(about_id, Metric(event.data["metric"]), noticed_at, key, by)
        elif event.data["metric"] == TASK_REMINDER:
            task = Task.objects.get(pk=about_id)
            carry_out(task.case_id, "remind", by=by, given=Given(key=key, task=task.pk))
    except RuleError:
        return


@transaction.atomic
def strike_case(case_id: int, metric: Metric, noticed_at: datetime, key: str, by: Acting) -> None:
    """Do what this clock of a case asks.

    Whoever was reminded late, because the service stood still, still gets all the days between
    reminder and closing, whichever of the two is dealt with first.
    """
    given = Given(key=key)
    match metric:
        case Metric.TERM:
            carry_out(case_id, "mark_late", by=by, given=given)
        case Metric.ACCEPTANCE_REMINDER:
            carry_out(case_id, "remind_acceptance", by=by, given=given)
            leave_time_after_reminder(look_at(case_id), noticed_at, by)
        case Metric.ACCEPTANCE_CLOSING:
            situation = look_at(case_id)
            unreminded = Metric.ACCEPTANCE_REMINDER in situation.metrics
            if not (unreminded and leave_time_after_reminder(situation, noticed_at, by)):
                carry_out(case_id, "auto_close", by=by, given=given)
