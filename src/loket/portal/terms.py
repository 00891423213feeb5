"""Terms in words: 5 werkdagen, 14 dagen, 2 maanden."""

from django.utils.translation import ngettext

from loket.catalogue.rules.spec import FormSpec
from loket.core.durations import Duration
from loket.routing.models import Queue


def term_of(spec: FormSpec, queue: Queue) -> str:
    """Within what time there is an answer: what the form says, else what its queue does."""
    return term_words(spec.case.decision or Duration(workdays=queue.term_days))


def term_words(term: Duration) -> str:
    """A term as people say it."""
    if n := term.workdays:
        return ngettext("%(n)s werkdag", "%(n)s werkdagen", n) % {"n": n}
    if n := 12 * term.years + term.months:
        return ngettext("%(n)s maand", "%(n)s maanden", n) % {"n": n}
    n = 7 * term.weeks + term.days
    return ngettext("%(n)s dag", "%(n)s dagen", n) % {"n": n}
