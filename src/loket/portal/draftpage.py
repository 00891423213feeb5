"""What the pages of a draft show: its steps, the questions of one, and what stands beside them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from loket.catalogue.actions.publish import service_to_be
from loket.catalogue.chapters import chapters_of
from loket.catalogue.choices import choices_for
from loket.catalogue.forms import step_page
from loket.catalogue.models import Draft, Service
from loket.catalogue.newer import newer_of, read_left
from loket.catalogue.problems import problems_of, said_of, target_of
from loket.catalogue.rules.client import client_rules
from loket.catalogue.rules.state import StepState
from loket.catalogue.slots import room_left, room_words, slot_views
from loket.catalogue.standing import Standing
from loket.catalogue.texts import Teller
from loket.core.fieldview import ErrorView
from loket.core.partview import DetailView, Link, StepView
from loket.people.middleware import PersonRequest
from loket.portal import places
from loket.portal.changing import change_of
from loket.portal.goingon import going_on
from loket.portal.known import addresses_for
from loket.portal.terms import term_of

CHECK = "controleren"
LANGUAGE_FORM = "formulier"


@dataclass(frozen=True, slots=True)
class Shown:
    """How a step is shown: with what is wrong or not, and what was not taken just now."""

    judged: bool = False
    window: str = ""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Sentences about files (`document.<key>`) and codes (`_bewijscode.<key>`) that were not taken."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """Codes that were typed and not taken, by `_bewijscode.<key>`."""
    back_to_check: bool = False


def service_of(draft: Draft) -> Service:
    """The service that people know the form by; of a form that is tried, what it would be."""
    form = draft.version.form
    return form.service if hasattr(form, "service") else service_to_be(draft.version)


def steps_of(standing: Standing) -> list[StepState]:
    """The steps that are shown now."""
    return [one for one in standing.state.steps if one.visible]


def step_context(
    request: PersonRequest, standing: Standing, step: str, shown: Shown
) -> dict[str, Any]:
    """Everything on the page of one step."""
    choices = choices_for(standing, step, request.acting)
    page = step_page(
        standing, step, choices, judged=shown.judged, refused=shown.refused, typed=shown.typed
    )
    sentences = _slot_sentences(standing, step, judged=shown.judged) | dict(shown.refused)
    errors = (*page.errors, *_refusals(standing, shown.refused))
    at = addresses_for(standing, step, by=request.acting)
    steps = steps_of(standing)
    index = next(i for i, one in enumerate(steps) if one.step.id == step)
    teller = Teller.of(standing)
    return common_context(request, standing) | {
        "step": step,
        "step_title": teller.say(steps[index].step.title),
        "step_intro": teller.say(steps[index].step.intro),
        "step_number": index + 1,
        "step_count": len(steps) + 2,
        "steps": step_views(standing, step),
        "page_parts": page,
        "slots": slot_views(standing, step, at, sentences),
        "errors": errors,
        "room": room_left(standing),
        "room_words": room_words(standing),
        "rules": client_rules(standing.spec, standing.state, standing.context, step),
        "overview": overview_of(standing, step),
        "next_label": next_label(standing, index, shown),
        "has_previous": index > 0,
        "language": request.acting.language,
        "window": shown.window or secrets.token_hex(4),
        "back_to_check": shown.back_to_check,
        "autosave_url": places.draft_url("autosave", standing.draft)
        if standing.spec.save.autosave
        else "",
        "links": [Link(teller.say(one.text), one.url) for one in standing.spec.links]
        if index == len(steps) - 1
        else [],
    }


def common_context(request: PersonRequest, standing: Standing) -> dict[str, Any]:
    """What every page of a draft shows."""
    draft = standing.draft
    service = service_of(draft)
    teller = Teller.of(standing)
    language = standing.context.language
    return {
        "draft": draft,
        "title": teller.say(standing.spec.title),
        "intro": teller.say(standing.spec.intro),
        "about": draft.subject if standing.spec.on_behalf else None,
        "trail": [
            Link(_("Startpagina"), "/"),
            Link(teller.say(service.theme.texts["title"]), places.theme_url(service.theme)),
        ],
        "saved_at": draft.touched_at if draft.rev else None,
        "change": change_of(draft),
        "goes_on": going_on(request, draft),
        "newer": newer_of(standing, by=request.acting),
        "left": read_left(draft.left),
        "what_next": what_next(standing, service, language),
        "contact": teller.say(standing.spec.contact),
        "language_form": LANGUAGE_FORM,
    }


def step_views(standing: Standing, current: str) -> list[StepView]:
    """The way through the form: what is done can be opened again."""
    found = []
    here = False
    for one in steps_of(standing):
        label = Teller.of(standing).say(one.step.title)
        if one.step.id == current:
            here = True
            found.append(StepView(label, "now"))
        elif here:
            found.append(StepView(label))
        else:
            found.append(StepView(label, "done", places.step_url(standing.draft, one.step.id)))
    found.append(StepView(_("Controleren"), "now" if current == CHECK else "to_come"))
    found.append(StepView(_("Klaar")))
    return found


def overview_of(standing: Standing, step: str) -> list[DetailView]:
    """The answers of the other steps so far."""
    chapters = chapters_of(standing.spec, standing.state, standing.context)
    return [
        DetailView(line.label, line.value)
        for chapter in chapters
        if chapter.step != step
        for line in chapter.lines
        if line.value and not line.item
    ]


def what_next(standing: Standing, service: Service, language: str) -> str:
    """What happens after sending, with the term as it will be."""
    term = term_of(standing.spec, service.queue)
    if standing.spec.what_next:
        return Teller.of(standing).say(standing.spec.what_next, term=term)
    return _(
        "U krijgt meteen een zaaknummer. Binnen %(term)s krijgt u antwoord. "
        "U kunt alles volgen bij Mijn zaken."
    ) % {"term": term}


def next_label(standing: Standing, index: int, shown: Shown) -> str:
    """What the button that goes on says."""
    steps = steps_of(standing)
    if shown.back_to_check or index == len(steps) - 1:
        return _("Volgende: controleren")
    return _("Volgende stap")


def first_open_step(standing: Standing) -> str:
    """Where to go on: the first step on which something is missing, else the check page."""
    return next((one.step.id for one in steps_of(standing) if one.problems), CHECK)


def _slot_sentences(standing: Standing, step: str, *, judged: bool) -> dict[str, str]:
    if not judged:
        return {}
    return {
        target_of(one): said_of(standing, one)
        for one in problems_of(standing, step)
        if one.path.startswith("document")
    }


def _refusals(standing: Standing, refused: Mapping[str, str]) -> Sequence[ErrorView]:
    return [ErrorView(path, sentence) for path, sentence in refused.items()]
