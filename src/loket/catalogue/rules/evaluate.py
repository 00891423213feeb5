"""The one function that says what a form means now; every door asks it, there is no second truth."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from loket.catalogue.rules.checked import Fault, fault_of
from loket.catalogue.rules.clean import clean
from loket.catalogue.rules.codes import ProblemCode
from loket.catalogue.rules.documents import (
    ask_approvals,
    ask_documents,
    document_problems,
    loose_files,
)
from loket.catalogue.rules.numerals import WRITINGS
from loket.catalogue.rules.operands import Scope
from loket.catalogue.rules.paths import get_reason
from loket.catalogue.rules.predicates import NEVER
from loket.catalogue.rules.proof import unproven
from loket.catalogue.rules.spec import Check, Field, FormSpec, Rule
from loket.catalogue.rules.state import (
    CheckState,
    Context,
    FieldState,
    GivenFile,
    Origin,
    SlotState,
    State,
    StepState,
)
from loket.catalogue.rules.values import Answers, Json, Problem, is_answered
from loket.catalogue.rules.walk import Walk

MOST_ITEMS = 50


def evaluate(
    spec: FormSpec, answers: Answers, files: Sequence[GivenFile], context: Context
) -> State:
    """Say what is shown, what counts, what is asked and what is wrong.

    Questions are taken in the order of the form, once: what is hidden counts as absent for
    everything after it. Nothing here raises, whatever the answers hold.
    """
    walk = Walk(spec, answers, context)
    fields = {
        seen.path: seen if seen.field.required_when is NEVER else _required(seen, scope)
        for seen, scope in walk.seen
    }
    approvals = ask_approvals(walk)
    slots, hidden_slots = ask_documents(walk, files, approvals)
    checks = tuple(
        CheckState(one, get_reason(answers, f"check.{one.id}"))
        for one in spec.checks
        if one.when.holds(walk.scope)
    )
    problems: dict[str, list[Problem]] = {step.id: [] for step in spec.steps}
    last = spec.steps[-1].id if spec.steps else ""
    for problem in (
        *_field_problems(walk, fields),
        *document_problems(slots, approvals, last),
        *_check_problems(checks),
    ):
        problems.setdefault(problem.step, []).append(problem)
    return State(
        fields=fields,
        steps=_steps(walk, fields, slots, problems),
        slots=slots,
        hidden_slots=hidden_slots,
        approvals=approvals,
        checks=checks,
        problems=tuple(one for found in problems.values() for one in found),
        advice=tuple(_advice(fields.values())),
        queue=_queue(spec, walk.scope),
        loose=loose_files(files, slots),
    )


def _queue(spec: FormSpec, scope: Scope) -> str:
    """Say in which queue a case with these answers belongs."""
    fitting = (one.queue for one in spec.case.routes if one.when.holds(scope))
    return next(fitting, spec.case.queue)


def _required(seen: FieldState, scope: Scope) -> FieldState:
    """Ask `required_when` now that all answers are known; it may look forward."""
    if seen.visible and seen.field.takes_answer and seen.field.required_when.holds(scope):
        return seen.as_required()
    return seen


def _field_problems(walk: Walk, fields: Mapping[str, FieldState]) -> Iterator[Problem]:
    for seen, (_, scope) in zip(fields.values(), walk.seen, strict=True):
        if seen.visible and seen.field.takes_answer:
            fault = _fault(seen, scope, walk.context)
            if fault is not None:
                yield Problem(seen.path, *fault, step=seen.field.step, key=seen.key)


def _fault(seen: FieldState, scope: Scope, context: Context) -> Fault | None:
    """Return the first thing that is wrong with one question."""
    field = seen.field
    if field.type == "group":
        return _group_fault(field, seen.value)
    if seen.unread is not None:
        for language in (context.language, *WRITINGS):  # it was typed in one of them
            unread = clean(field, seen.unread, replace(context, language=language), scope=scope)
            if isinstance(unread, Problem):
                return unread.code, unread.params
        return None
    if not seen.answered:
        return ("required", {}) if seen.required else None
    fault = fault_of(field, seen.value, scope, context)
    if fault is None and field.rules:
        fault = _rule_fault(field, scope)
    if fault is None and field.verify and not seen.proven:
        fault = unproven(seen.value)
    return fault if seen.origin is None else fault or _contest(seen.origin)


def _group_fault(field: Field, items: Json) -> Fault | None:
    count = len(items) if isinstance(items, list) else 0
    fewest = max(field.whole(field.min, 0), int(field.required))
    most = field.whole(field.max, MOST_ITEMS)
    if count < fewest:
        return "group_min", {"min": fewest}
    return ("group_max", {"max": most}) if count > most else None


def _rule_fault(field: Field, scope: Scope) -> Fault | None:
    """Try the rules of a field; one that names an unanswered question is not tried."""
    for index, rule in enumerate(field.rules):
        if _all_answered(rule, scope) and not rule.holds.holds(scope):
            return "rule", {"rule": index}
    return None


def _all_answered(rule: Rule, scope: Scope) -> bool:
    return all(is_answered(ref.read(scope)) for ref in rule.operands)


def _contest(origin: Origin) -> Fault | None:
    """Ask why a prefilled answer is not right."""
    if origin.policy != "confirm" or not origin.changed or origin.reason:
        return None
    return "contest_reason", {}


def _check_problems(checks: Sequence[CheckState]) -> Iterator[Problem]:
    for one in checks:
        path = f"check.{one.check.id}"
        if code := _check_code(one.check, one.reason):
            yield Problem(path, code, step=one.check.step, key=path)


def _check_code(check: Check, reason: str) -> ProblemCode | None:
    if check.level in ("block", "stop"):
        return "blocked" if check.level == "block" else "stopped"
    return "reason_needed" if check.ask_reason and not reason else None


def _steps(
    walk: Walk,
    fields: Mapping[str, FieldState],
    slots: Sequence[SlotState],
    problems: Mapping[str, Sequence[Problem]],
) -> tuple[StepState, ...]:
    asked, done = Counter[str](), Counter[str]()
    for one in fields.values():
        if one.required:
            asked[one.field.step] += 1
            done[one.field.step] += one.answered
    for slot in slots:
        if slot.required:
            asked[slot.slot.step] += 1
            done[slot.slot.step] += not slot.missing
    return tuple(
        StepState(
            step=step,
            visible=step.id in walk.shown_steps,
            problems=tuple(problems[step.id]),
            asked=asked[step.id],
            done=done[step.id],
        )
        for step in walk.spec.steps
    )


def _advice(fields: Iterable[FieldState]) -> Iterator[Problem]:
    for one in fields:
        if one.visible and one.field.recommended and not one.answered:
            yield Problem(one.path, "recommended", step=one.field.step, key=one.key)
