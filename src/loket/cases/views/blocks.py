"""Text blocks at the desk: find one for what is being written, and put it in."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.cases.blocks import (
    block_named,
    choices_of,
    fill_block,
    find_blocks,
    language_of_reader,
    put_in,
)
from loket.cases.models import Case
from loket.cases.reading import find_handled_case
from loket.cases.verbs import BY_SLUG, INTERNAL, Verb
from loket.cases.views.page import Writing, show_case
from loket.cases.views.posted import BESIDE, beside_in, number_in
from loket.cases.views.trail import list_query, with_list
from loket.contacts.actions.blocks import count_use
from loket.contacts.actions.drafts import draft_of, keep_message_draft, note_beside
from loket.contacts.blocktexts import unfilled_sentence
from loket.contacts.models import TextBlock
from loket.core.language import languages_of
from loket.core.partview import Link
from loket.people.doors import staff
from loket.people.middleware import PersonRequest

SCRIPT = "HX-Request"


@require_safe
@staff
def choose(request: PersonRequest, number: str) -> HttpResponse:
    """The blocks with these words: options for the script, a page for everybody else."""
    case = find_handled_case(request.person, number)
    verb = verb_in(request.GET.get("doe", ""))
    words, language = request.GET.get("q", ""), language_in(request, request.GET, case, verb)
    if SCRIPT in request.headers:
        found = find_blocks(request.person, words)
        context = {"choices": choices_of(found, language, request.acting.language)}
        return render(request, "cases/parts/block_options.html", context)
    draft = draft_of(case, verb.purpose, by=request.acting)
    typed = {"text": draft.body, **draft.beside} if draft else {"text": ""}
    return show_choice(request, case, verb, {**typed, "blok": words})


@require_POST
@staff
def insert(request: PersonRequest, number: str) -> HttpResponse:
    """Put a block behind what was typed; without a name, or with half of one, show what there is."""
    case = find_handled_case(request.person, number)
    post = {name: str(request.POST.get(name, "")) for name in TYPED}
    verb = verb_in(post["verb"])
    block = block_named(request.person, post["blok"]) if post["blok"].strip() else None
    if SCRIPT in request.headers:
        return filled_in(request, case, block, verb)
    text, seen = post["text"], post["seen"]
    if block is not None:
        language = language_in(request, post, case, verb)
        made = fill_block(block, case, language, request.organisation, request.acting)
        text = put_in(text, made.text)
        count_use(block)
    base = min(number_in(seen) or case.version_lock, case.version_lock)
    draft = keep_message_draft(case, verb.purpose, text, base_version=base, by=request.acting)
    note_beside(draft, beside_in(post))
    if block is None:
        return show_choice(request, case, verb, post)
    writing = Writing(verb, text, typed=post)
    return show_case(request, number, tab="talk", writing=writing)


TYPED = ("verb", "text", "seen", "task", *BESIDE, "blok", "bloktaal")
"""What comes along from the field, so that nothing of it is typed twice."""


def filled_in(
    request: PersonRequest, case: Case, block: TextBlock | None, verb: Verb
) -> HttpResponse:
    """The text for the script, and what is still missing in it."""
    if block is None:
        return JsonResponse({"said": _("Dit tekstblok is er niet meer.")}, status=404)
    language = language_in(request, request.POST, case, verb)
    made = fill_block(block, case, language, request.organisation, request.acting)
    count_use(block)
    said = unfilled_sentence(made.unfilled) if made.unfilled else _("Het tekstblok is ingevoegd.")
    return JsonResponse({"text": made.text, "said": said, "missing": bool(made.unfilled)})


def show_choice(
    request: PersonRequest, case: Case, verb: Verb, typed: dict[str, str]
) -> HttpResponse:
    """The page to choose a block on; it carries along what was typed."""
    language = language_in(request, typed, case, verb)
    found = find_blocks(request.person, typed.get("blok", ""))
    kept = {name: typed.get(name, "") for name in ("text", "seen", "task", *BESIDE)}
    context: dict[str, Any] = {
        "case": case,
        "list_query": list_query(request),
        "verb": verb,
        "words": typed.get("blok", ""),
        "kept": kept.items(),
        "language": language,
        "languages": languages_of(request.organisation),
        "choices": choices_of(found, language, request.acting.language),
        "crumbs": (Link(case.number, with_list(request, f"../?doe={verb.slug}#schrijf")),),
    }
    return render(request, "cases/blocks.html", context)


def verb_in(slug: str) -> Verb:
    """The field that is being written in."""
    verb = BY_SLUG.get(slug)
    return verb if verb is not None and verb.text and not verb.line else BY_SLUG["bericht"]


def language_in(request: PersonRequest, typed: Mapping[str, str], case: Case, verb: Verb) -> str:
    """The language that was chosen, else that of the reader."""
    chosen = str(typed.get("bloktaal", ""))
    if chosen in languages_of(request.organisation):
        return chosen
    internal = verb.purpose in INTERNAL
    own = request.acting.language
    return language_of_reader(case, request.organisation, internal=internal, own=own)
