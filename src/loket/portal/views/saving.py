"""Save one field while somebody types, and say what follows from it on the page."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from loket.catalogue.actions.answers import save_answers
from loket.catalogue.choices import Choices, choices_for
from loket.catalogue.forms import Writer, field_view, remark_views
from loket.catalogue.models import Draft
from loket.catalogue.proving import proof_view
from loket.catalogue.rules.paths import find_field
from loket.catalogue.rules.state import FieldState
from loket.catalogue.rules.values import LATER, REASONS
from loket.catalogue.slots import room_left, room_words, slot_views
from loket.catalogue.standing import Standing, links_of, sources_of, stand
from loket.core.errors import RuleError
from loket.core.fieldview import FieldView, ProofView
from loket.core.language import as_the_page
from loket.people.middleware import PersonRequest
from loket.portal import posted
from loket.portal.doors import with_draft
from loket.portal.draftpage import CHECK, Shown, next_label, step_views, steps_of
from loket.portal.known import addresses_for


@require_POST
@with_draft
def autosave(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Save one field; answer with the parts of the page that change by it, in its language."""
    with as_the_page(request, posted.language_of(request.GET)):
        return save_one(request, draft)


def save_one(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Save it; when two windows disagree or a rule forbids it, show the question."""
    by = request.acting
    sources = sources_of(draft, by)
    links = links_of(draft)
    before = stand(draft, links, sources, by)
    key, typed = posted.field_of(before, request.POST, request.GET.get("venster", ""))
    try:
        saved = save_answers(draft, typed, by=by)
    except RuleError as refusal:
        return not_saved(request, replace(before, unsaved=typed.answers), key, refusal)
    if saved.draft.rev > draft.rev + 1:  # a file arrived, or another window saved, meanwhile
        links = links_of(saved.draft)
    after = stand(saved.draft, links, sources, by)
    if saved.disputed:
        return both_answers(request, after, key)
    anew = typed.language not in ("", by.language)
    return saved_parts(request, before, after, key, anew=anew)


def saved_parts(
    request: PersonRequest, before: Standing, after: Standing, key: str, *, anew: bool = False
) -> HttpResponse:
    """When it was saved, and the parts of the step that are different now.

    `anew` shows the question itself too: it was typed as another language writes it.
    """
    step = step_of_key(after, key)
    context: dict[str, Any] = {"saved_at": after.draft.touched_at}
    if step:
        plain = Writer(after, Choices())
        follows = [
            one
            for one in after.state.visible()
            if _follows(one, key, before, after) or (anew and one.key == key)
        ]
        if follows:
            writer = Writer(after, choices_for(after, step, request.acting))
            context["fields"] = [field_view(writer, one) for one in follows]
        context["notes"] = [
            field_view(plain, one)
            for one in after.state.visible()
            if one.key == key and one.field.type == "date"
        ]
        context["proofs"] = changed_proofs(before, after, step)
        if _documents(before) != _documents(after):
            at = addresses_for(after, step, by=request.acting)
            context["slots"] = slot_views(after, step, at, {})
            context |= {"room": room_left(after), "room_words": room_words(after)}
            context["slots_changed"] = True
        if _names_of_steps(before) != _names_of_steps(after):
            context |= _steps(request, after, step)
        if _remarks(before, step) != _remarks(after, step):
            context["remarks"] = remark_views(plain, step)
            context["remarks_changed"] = True
    return render(request, "portal/parts/saved.html", context)


def changed_proofs(before: Standing, after: Standing, step: str) -> list[ProofView]:
    """The addresses of this step that are proven now and were not, or the other way round."""
    if not after.spec.proving:
        return []
    was = {one.key: proof_view(before, one) for one in _to_prove(before, step)}
    now = {one.key: proof_view(after, one) for one in _to_prove(after, step)}
    return [
        view
        for key, view in now.items()
        if key not in was or replace(was[key], rev=view.rev) != view
    ]


def _to_prove(standing: Standing, step: str) -> Iterator[FieldState]:
    fields = standing.state.fields.values()
    return (one for one in fields if one.field.verify and one.field.step == step)


def _documents(standing: Standing) -> object:
    """What the rows of the documents depend on."""
    return standing.state.slots, standing.state.hidden_slots


def _names_of_steps(standing: Standing) -> list[str]:
    return [one.step.id for one in steps_of(standing)]


def _steps(request: PersonRequest, standing: Standing, step: str) -> dict[str, Any]:
    """The way through the form, when the answer added a step to it or took one away."""
    shown = Shown(back_to_check=request.GET.get("van") == CHECK)
    index = _names_of_steps(standing).index(step)
    return {
        "steps": step_views(standing, step),
        "next_label": next_label(standing, index, shown),
        "steps_changed": True,
    }


def _remarks(standing: Standing, step: str) -> list[str]:
    return [one.check.id for one in standing.state.checks if one.check.step == step]


def _follows(one: FieldState, key: str, before: Standing, after: Standing) -> bool:
    """Whether a question must be shown anew: computed, or with choices that depend on this one."""
    if one.key == key:
        return False
    if one.field.computed is not None:
        was = before.state.fields.get(one.path)
        return was is None or was.value != one.value
    named = {ref.name for _column, operand in one.field.filter for ref in operand.refs()}
    return key.rpartition(".")[2] in named


def both_answers(request: PersonRequest, standing: Standing, key: str) -> HttpResponse:
    """Another window was first: the question again, with both answers; both are kept."""
    context = {"field": _view_of(request, standing, key), "saved_at": standing.draft.touched_at}
    return render(request, "portal/parts/unsaved.html", context, status=409)


def not_saved(
    request: PersonRequest, standing: Standing, key: str, refusal: RuleError
) -> HttpResponse:
    """A rule forbids it: the sentence stands at the question."""
    view = _view_of(request, standing, key)
    if view is None:
        raise refusal
    field = replace(view, error=refusal.message)
    context = {"field": field, "saved_at": None}
    return render(request, "portal/parts/unsaved.html", context, status=422)


def _view_of(request: PersonRequest, standing: Standing, key: str) -> FieldView | None:
    seen = next((one for one in standing.state.fields.values() if one.key == key), None)
    if seen is None:
        return None
    choices = choices_for(standing, seen.field.step, request.acting)
    return field_view(Writer(standing, choices), seen)


def step_of_key(standing: Standing, key: str) -> str:
    """The step on which this answer, reason or promise stands."""
    if key.startswith(f"{LATER}."):
        slot = standing.spec.slot(key.split(".")[1])
        return slot.step if slot else ""
    if key.startswith(f"{REASONS}.check."):
        name = key.removeprefix(f"{REASONS}.check.")
        return next((one.step for one in standing.spec.checks if one.id == name), "")
    field = find_field(standing.spec, key.removeprefix(f"{REASONS}.field."))
    return field.step if field else ""
