"""What the clocks do to a case: late, reminded, closed by itself."""

from loket.cases.actions.carry import carry_out
from loket.cases.models import Case
from loket.cases.rules.vocabulary import Metric
from loket.core.acting import Acting
from loket.core.errors import RuleError

ACTIONS = {
    Metric.TERM: "mark_late",
    Metric.ACCEPTANCE_REMINDER: "remind_acceptance",
    Metric.ACCEPTANCE_CLOSING: "auto_close",
}


def clock_struck(case: Case, metric: str, *, by: Acting) -> None:
    """Do what is due; a case that moved on in the meantime is left alone."""
    try:
        carry_out(case.pk, ACTIONS[Metric(metric)], by=by)
    except RuleError:
        return
