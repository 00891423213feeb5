"""What stands in the way of sending a draft: where it is, what to do, and how to get there."""

from collections.abc import Sequence

from loket.catalogue.rownames import title_of
from loket.catalogue.rules.state import CheckState
from loket.catalogue.rules.values import REASONS, Problem, say
from loket.catalogue.sentences import sentence
from loket.catalogue.standing import Standing
from loket.catalogue.texts import Teller
from loket.core.fieldview import ErrorView


def problems_of(standing: Standing, step: str = "") -> tuple[Problem, ...]:
    """What is wrong in a step, or anywhere; two windows that disagree are a problem too."""
    found = [
        Problem(one.path, "conflict", step=one.field.step, key=one.key)
        for one in standing.state.visible()
        if one.key in standing.conflicts
    ]
    disputed = {one.key for one in found}
    found += [one for one in standing.state.problems if one.key not in disputed]
    return tuple(one for one in found if not step or one.step == step)


def error_views(standing: Standing, problems: Sequence[Problem]) -> tuple[ErrorView, ...]:
    """The lines of the summary: the question and what to do."""
    return tuple(ErrorView(target_of(one), line_of(standing, one)) for one in problems)


def line_of(standing: Standing, problem: Problem) -> str:
    """One line of a summary; a remark about the answers together speaks for itself."""
    if problem.path.startswith("check."):
        found = (one for one in standing.spec.checks if problem.path == f"check.{one.id}")
        return Teller.of(standing).say(next(found).text)
    label = label_of(standing, problem)
    return f"{label}{'' if label.endswith('?') else ':'} {said_of(standing, problem)}"


def said_of(standing: Standing, problem: Problem) -> str:
    """The sentence for a problem of this draft."""
    check = next((one.check for one in standing.state.checks if _forbids(one, problem)), None)
    if check is not None:
        return Teller.of(standing).say(check.text)
    return sentence(problem, standing.state, standing.context.language)


def _forbids(one: CheckState, problem: Problem) -> bool:
    """Whether the problem is this remark itself."""
    return problem.path == f"check.{one.check.id}" and problem.code in ("blocked", "stopped")


def target_of(problem: Problem) -> str:
    """The path of what a line of the summary leads to."""
    if problem.code == "contest_reason":
        return f"{REASONS}.field.{problem.key}"
    if problem.path.startswith("document"):
        return f"document.{problem.key}"
    if problem.path.startswith("check."):
        return f"{REASONS}.{problem.path}"
    return problem.key


def label_of(standing: Standing, problem: Problem) -> str:
    """What the person knows the place by."""
    spec, language = standing.spec, standing.context.language
    seen = standing.state.fields.get(problem.path)
    if seen is not None:
        return say(seen.field.label, language)
    if problem.path.startswith("document"):
        asked = next((one for one in standing.state.slots if one.key == problem.key), None)
        if asked is not None:
            return title_of(standing, asked)
        slot = spec.slot(problem.key.partition(".")[0])
        return say(slot.label, language) if slot else ""
    approval = spec.approval(problem.path.removeprefix("approval."))
    return say(approval.label, language) if approval else ""
