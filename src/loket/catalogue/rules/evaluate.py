"""The one function that says what a form means now; every door asks it, there is no second truth."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from loket.catalogue.rules.checked import Fault, fault_of
from loket.catalogue.rules.clean import clean
from loket.catalogue.rules.codes import ProblemCode
from loket.catalogue.rules.documents import (
    ask_approvals,
    ask_documents,
    document_problems,
    loose_files,
)
from loket.catalogue.rules.operands import Scope
from loket.catalogue.rules.paths import get_reason
from loket.catalogue.rules.spec import Check, Field, FormSpec, Rule, Step
from loket.catalogue.rules.state import (
    CheckState,
    Context,
    FieldState,
    GivenFile,
    SlotState,
    State,
    StepState,
)
from loket.catalogue.rules.values import RAW, Answers, Json, Problem, is_answered
from loket.catalogue.rules.walk import Seen, Walk

MOST_ITEMS = 50


def evaluate(
    spec: FormSpec, answers: Answers, files: Sequence[GivenFile], context: Context
) -> State:
    """Say what is shown, what counts, what is asked and what is wrong.

    Questions are taken in the order of the form, once: what is hidden counts as absent for
    everything after it. Nothing here raises, whatever the answers hold.
    """
    walk = Walk(spec, answers, context)
    fields = {seen.path: _field(seen) for seen in walk.seen}
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
        steps=tuple(_step(one, walk, fields, slots, problems[one.id]) for one in spec.steps),
        slots=slots,
        hidden_slots=hidden_slots,
        approvals=approvals,
        checks=checks,
        problems=tuple(one for found in problems.values() for one in found),
        advice=tuple(_advice(fields.values())),
        loose=loose_files(files, slots),
    )


def _field(seen: Seen) -> FieldState:
    field, required = seen.field, False
    if seen.visible and field.takes_answer:
        required = field.required or field.required_when.holds(seen.scope)
    return FieldState(
        field, seen.path, seen.key, seen.item, seen.visible, seen.value, required, seen.origin
    )


def _field_problems(walk: Walk, fields: Mapping[str, FieldState]) -> Iterator[Problem]:
    for seen in walk.seen:
        if seen.visible and seen.field.takes_answer:
            fault = _fault(seen, fields[seen.path].required, walk.context)
            if fault is not None:
                yield Problem(seen.path, *fault, step=seen.field.step, key=seen.key)


def _fault(seen: Seen, required: bool, context: Context) -> Fault | None:
    """Return the first thing that is wrong with one question."""
    field, value = seen.field, seen.value
    if field.type == "group":
        return _group_fault(field, value)
    if isinstance(seen.stored, dict) and RAW in seen.stored and not seen.locked:
        unread = clean(field, seen.stored[RAW], context, scope=seen.scope)
        return (unread.code, unread.params) if isinstance(unread, Problem) else None
    if not is_answered(value):
        return ("required", {}) if required else None
    fault = fault_of(field, value, seen.scope, context)
    if fault is None and field.rules:
        fault = _rule_fault(seen)
    return fault or _contest(seen)


def _group_fault(field: Field, items: Json) -> Fault | None:
    count = len(items) if isinstance(items, list) else 0
    fewest = max(field.whole(field.min, 0), int(field.required))
    most = field.whole(field.max, MOST_ITEMS)
    if count < fewest:
        return "group_min", {"min": fewest}
    return ("group_max", {"max": most}) if count > most else None


def _rule_fault(seen: Seen) -> Fault | None:
    """Try the rules of a field; one that names an unanswered question is not tried."""
    for index, rule in enumerate(seen.field.rules):
        if _all_answered(rule, seen.scope) and not rule.holds.holds(seen.scope):
            return "rule", {"rule": index}
    return None


def _all_answered(rule: Rule, scope: Scope) -> bool:
    return all(is_answered(ref.read(scope)) for ref in rule.operands)


def _contest(seen: Seen) -> Fault | None:
    """Ask why a prefilled answer is not right."""
    origin = seen.origin
    if origin is None or origin.policy != "confirm" or not origin.changed or origin.reason:
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


def _step(
    step: Step,
    walk: Walk,
    fields: Mapping[str, FieldState],
    slots: Sequence[SlotState],
    problems: Sequence[Problem],
) -> StepState:
    questions = [one for one in fields.values() if one.required and one.field.step == step.id]
    documents = [one for one in slots if one.required and one.slot.step == step.id]
    done = sum(is_answered(one.value) for one in questions)
    return StepState(
        step=step,
        visible=step.id in walk.shown_steps,
        problems=tuple(problems),
        asked=len(questions) + len(documents),
        done=done + sum(not one.missing for one in documents),
    )


def _advice(fields: Iterable[FieldState]) -> Iterator[Problem]:
    for one in fields:
        if one.visible and one.field.recommended and not is_answered(one.value):
            yield Problem(one.path, "recommended", step=one.field.step, key=one.key)
