"""The answers of a case as chapters of a page, for whoever may read them."""

from loket.cases.models import Case
from loket.catalogue.chapters import Chapter, chapters_with_reasons
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.submitted import join_special
from loket.catalogue.sources import HouseSources
from loket.catalogue.standing import context_for
from loket.core.acting import Acting
from loket.core.seal import unseal


def chapters_of_case(
    case: Case, spec: FormSpec, *, by: Acting, cleared: bool
) -> tuple[Chapter, ...]:
    """All answers by step with the reasons that were given, as they read when they were handed in.

    The sealed ones are opened for the cleared only; others read that they are closed.
    """
    answers = case.answers
    sealed = bool(case.sealed) and not cleared
    if cleared and case.sealed:
        answers = join_special(answers, unseal(case.sealed))
    then = by.later(case.created_at)
    context = context_for(spec, answers, HouseSources(case.subject_id, then), then)
    return chapters_with_reasons(spec, evaluate(spec, answers, (), context), context, sealed=sealed)
