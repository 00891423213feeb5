"""The way through a form, once and in its order: what is shown, and which answers count."""

from collections.abc import Iterator

from loket.catalogue.rules.operands import Scope
from loket.catalogue.rules.paths import get_reason, items_of
from loket.catalogue.rules.proof import address_of
from loket.catalogue.rules.spec import Field, FormSpec, Prefill, Step
from loket.catalogue.rules.state import Context, FieldState, Origin
from loket.catalogue.rules.values import ITEM, RAW, Answers, Json, is_answered

type Place = tuple[str, str, str]  # path, key and item
type Seen = tuple[FieldState, Scope]


class Walk:
    """A walk through one form; afterwards `live` holds every answer that counts."""

    def __init__(self, spec: FormSpec, answers: Answers, context: Context) -> None:
        self.spec = spec
        self.answers = answers
        self.context = context
        self.live: dict[str, Json] = {}
        self.scope = Scope(self.live, None, context.today)
        self.shown_steps: set[str] = set()
        self.items: dict[str, list[tuple[str, Scope]]] = {}
        self.seen: list[Seen] = [one for step in spec.steps for one in self._step(step)]

    def _step(self, step: Step) -> Iterator[Seen]:
        shown = step.show_when.holds(self.scope)
        if shown:
            self.shown_steps.add(step.id)
        for field in step.fields:
            visible = shown and field.show_when.holds(self.scope)
            if field.type == "group":
                yield from self._group(field, visible)
            else:
                yield self._question(field, visible, (field.id, field.id, ""), self.scope)

    def _group(self, group: Field, visible: bool) -> Iterator[Seen]:
        stored = items_of(self.answers, group.id)
        counted: list[Json] = []
        self.items[group.id] = []
        name, answered = group.id, visible and bool(stored)
        required = visible and group.required
        value = counted if visible else None
        yield FieldState(group, name, name, "", visible, value, answered, required), self.scope
        for index, answers in enumerate(stored):
            item = str(answers[ITEM])
            live: dict[str, Json] = {ITEM: item}
            scope = Scope(self.live, live, self.context.today)
            for field in group.fields:
                shown = visible and field.show_when.holds(scope)
                place = (
                    f"{group.id}[{index}].{field.id}",
                    f"{group.id}.{item}.{field.id}",
                    item,
                )
                yield self._question(field, shown, place, scope, answers)
            if visible:
                self.items[group.id].append((item, scope))
                counted.append(live)
        if counted:
            self.live[group.id] = counted

    def _question(
        self,
        field: Field,
        visible: bool,
        place: Place,
        scope: Scope,
        answers: Answers | None = None,
    ) -> Seen:
        """Look at one question, and remember its answer when it counts."""
        path, key, item = place
        if not visible:
            return FieldState(field, path, key, item, False), scope
        source, live = (self.answers, self.live) if answers is None else (answers, scope.item)
        value, origin = self._value(field, source, scope)
        unread = None
        if isinstance(value, dict) and RAW in value:
            unread, value = value[RAW], None
        answered = is_answered(value)
        if answered and isinstance(live, dict):
            live[field.id] = value
        required = field.required and field.takes_answer
        seen = FieldState(field, path, key, item, True, value, answered, required, origin, unread)
        if field.verify and address_of(value) in self.context.proven:
            seen = seen.as_proven()
        return seen, scope

    def _value(self, field: Field, answers: Answers, scope: Scope) -> tuple[Json, Origin | None]:
        """Return what counts as the answer of a question that is shown, and its origin."""
        if field.computed is not None:
            return field.computed.find(scope, self.context.tables or {}), None
        if not field.takes_answer:
            return None, None
        if field.prefill is not None:
            original = (self.context.profile or {}).get(field.prefill.source)
            if is_answered(original):
                return self._prefilled(field.id, field.prefill, answers, original)
        return answers.get(field.id, field.default), None

    def _prefilled(
        self, name: str, prefill: Prefill, answers: Answers, original: Json
    ) -> tuple[Json, Origin]:
        """Return the first answer, or what the person made of it."""
        own = prefill.policy != "locked" and name in answers
        value = answers[name] if own else original
        reason = get_reason(self.answers, f"field.{name}")
        return value, Origin(prefill.source, prefill.policy, original, value != original, reason)
