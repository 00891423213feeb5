"""Pages to look at text blocks, and to make, change and put them away by those who may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.contacts.actions.blocks import (
    BlockRefusedError,
    Scope,
    change_block,
    make_block,
    put_block_away,
)
from loket.contacts.blocktexts import FIELD_LABELS, SENTENCES, say_fault
from loket.contacts.models import TextBlock
from loket.contacts.models.blocks import TextBlockQuerySet
from loket.contacts.rules.blocks import BlockPlan
from loket.core.errors import ConflictError, RuleError
from loket.core.fieldview import ErrorView
from loket.core.keys import new_key
from loket.core.language import languages_of
from loket.core.page import said_in
from loket.core.partview import ChipView, Link
from loket.people.doors import holding
from loket.people.middleware import PersonRequest
from loket.people.models import Person, RoleGrant, Unit
from loket.people.staffing import staff_of

Role = RoleGrant.Role
PAGE = 50
OWN, EVERYBODY, REVIEW = "eigen", "organisatie", "nakijken"
writers = holding(Role.HANDLER, Role.LEAD, Role.ADMIN)
"""Whoever works at the desk has blocks of their own; an administrator writes those of everybody."""


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One line of the list."""

    url: str
    code: str
    title: str
    whose: str
    languages: str
    keeper: str
    used: int
    review_on: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class LanguageFields:
    """The title and the text in one language."""

    code: str
    name: str
    title: str
    body: str


@require_safe
@writers
def blocks(request: PersonRequest) -> HttpResponse:
    """The blocks that this person may use, by code."""
    chosen, words = request.GET.get("soort", ""), request.GET.get("q", "").strip()
    mine = TextBlock.objects.visible_to(request.person)
    found = narrow(mine, chosen, request).filter(words__contains=words.casefold())
    to_review = narrow(mine, REVIEW, request).count()
    after = request.GET.get("na", "")
    if after.isdecimal() and len(after) <= 18:
        found = found.filter(pk__gt=int(after))
    page = list(found.select_related("team", "keeper__party").order_by("pk")[: PAGE + 1])
    asked = urlencode({"soort": chosen, "q": words})
    context = {
        "rows": [row_of(block, request) for block in page[:PAGE]],
        "chips": tuple(
            ChipView(
                label,
                f"?soort={slug}" if slug else "?",
                current=slug == chosen,
                count=to_review if slug == REVIEW and to_review else None,
            )
            for slug, label in kinds()
        ),
        "chosen": chosen,
        "words": words,
        "first_url": f"?{asked}" if after else "",
        "next_url": f"?{asked}&na={page[PAGE - 1].pk}" if len(page) > PAGE else "",
    }
    return render(request, "contacts/blocks.html", context)


def kinds() -> tuple[tuple[str, str], ...]:
    """The parts of the list."""
    return (
        ("", _("Alle")),
        (OWN, _("Van mij")),
        ("team", _("Van mijn teams")),
        (EVERYBODY, _("Van de organisatie")),
        (REVIEW, _("Na te kijken")),
        ("archief", _("Archief")),
    )


def narrow(found: TextBlockQuerySet, chosen: str, request: PersonRequest) -> TextBlockQuerySet:
    """The part of the blocks that was chosen."""
    match chosen:
        case "archief":
            return found.exclude(archived_at=None)
        case "eigen":
            return found.in_use().filter(person=request.person)
        case "team":
            return found.in_use().exclude(team=None)
        case "organisatie":
            return found.in_use().filter(person=None, team=None)
        case "nakijken":
            return found.in_use().filter(review_on__lte=request.acting.today)
        case _:
            return found.in_use()


def row_of(block: TextBlock, request: PersonRequest) -> BlockRow:
    """A block as a line of the list."""
    language = request.acting.language
    return BlockRow(
        url=reverse("contacts:block", args=[block.key]),
        code=block.code,
        title=said_in(block.title, language),
        whose=whose(block, language),
        languages=", ".join(one for one in spoken(request) if one in block.body),
        keeper=block.keeper.party.name if block.keeper else "",
        used=block.used,
        review_on=block.review_on,
        overdue=block.review_on is not None and block.review_on <= request.acting.today,
    )


def whose(block: TextBlock, language: str) -> str:
    """Of whom a block is, in words."""
    if block.person_id is not None:
        return _("van u")
    return said_in(block.team.name, language) if block.team else _("hele organisatie")


def spoken(request: PersonRequest) -> list[str]:
    """The languages of the organisation."""
    return languages_of(request.organisation)


@require_http_methods(["GET", "HEAD", "POST"])
@writers
def new(request: PersonRequest) -> HttpResponse:
    """Make a block."""
    if request.method != "POST":
        return show_form(request, None, None)
    scope = scope_in(request)
    try:
        if scope is None:
            raise RuleError(str(SENTENCES["not_yours"]), code="not_yours")
        plan = plan_in(request, None)
        key = request.POST.get("key", "")[:36]
        make_block(scope, plan, by=request.acting, rights=request.rights, key=key)
    except RuleError as refusal:
        return show_form(request, None, refusal)
    return redirect("contacts:blocks")


@require_http_methods(["GET", "HEAD", "POST"])
@writers
def change(request: PersonRequest, key: str) -> HttpResponse:
    """Look at a block, or change it."""
    block = block_of(request, key)
    if request.method != "POST":
        return show_form(request, block, None)
    seen = request.POST.get("seen", "")
    try:
        change_block(
            block,
            plan_in(request, block),
            seen=int(seen) if seen.isdecimal() and len(seen) <= 9 else None,
            by=request.acting,
            rights=request.rights,
        )
    except RuleError as refusal:
        return show_form(request, block, refusal)
    return redirect("contacts:blocks")


@require_POST
@writers
def put_away(request: PersonRequest, key: str) -> HttpResponse:
    """Put a block in the archive, or take it out again."""
    block = block_of(request, key)
    away = request.POST.get("answer", "weg") == "weg"
    try:
        put_block_away(block, away, by=request.acting, rights=request.rights)
    except RuleError as refusal:
        return show_form(request, block, refusal)
    return redirect("contacts:blocks")


def block_of(request: PersonRequest, key: str) -> TextBlock:
    """The block with this key, if this person may use it."""
    mine = TextBlock.objects.visible_to(request.person)
    return get_object_or_404(mine.select_related("team", "keeper__party"), key=key)


def scope_in(request: PersonRequest) -> Scope | None:
    """Of whom the new block will be."""
    asked = request.POST.get("soort", OWN)
    if asked in (OWN, EVERYBODY):
        return Scope(person_id=request.person.pk) if asked == OWN else Scope()
    teams = {team.slug: team.pk for team in teams_led(request)}
    return Scope(team_id=teams[asked]) if asked in teams else None


def teams_led(request: PersonRequest) -> Sequence[Unit]:
    """The teams for which this person may write."""
    grants = request.rights.grants
    if (Role.LEAD, None) in grants:
        return list(Unit.objects.filter(kind=Unit.Kind.TEAM).order_by("slug"))
    led = [unit for role, unit in grants if role == Role.LEAD and unit is not None]
    return list(Unit.objects.filter(pk__in=led).order_by("slug")) if led else []


def plan_in(request: PersonRequest, block: TextBlock | None) -> BlockPlan:
    """What was typed; a language that the organisation no longer speaks stays as it was."""
    post = request.POST
    title = dict(block.title) if block else {}
    body = dict(block.body) if block else {}
    for language in spoken(request):
        title[language] = " ".join(post.get(f"title-{language}", "").split())
        body[language] = post.get(f"body-{language}", "").replace("\r\n", "\n").strip()
    keeper = post.get("keeper", "")
    known = {one.pk for one in keepers_of(request, block)}
    return BlockPlan(
        code=post.get("code", "").strip().lower(),
        title={one: text for one, text in title.items() if text},
        body={one: text for one, text in body.items() if text},
        review_on=day_in(post.get("review_on", "").strip()),
        keeper=next((one for one in known if str(one) == keeper), None),
    )


def day_in(text: str) -> date | None:
    """A day as a browser sends it."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise RuleError(str(SENTENCES["date"]), code="date") from wrong


def keepers_of(request: PersonRequest, block: TextBlock | None) -> list[Person]:
    """Who can answer for a block: its keeper, oneself, and the colleagues of its team."""
    found = {request.person.pk: request.person}
    if block is not None and block.keeper is not None:
        found[block.keeper.pk] = block.keeper
    teams = [block.team_id] if block and block.team_id else [one.pk for one in teams_led(request)]
    if block is None or block.person_id is None:
        found |= {one.pk: one for one in staff_of(teams, request.acting.today)}
    return sorted(found.values(), key=lambda one: one.party.sort_key)


def show_form(
    request: PersonRequest, block: TextBlock | None, refusal: RuleError | None
) -> HttpResponse:
    """The page of one block, with what was typed and what is wrong with it."""
    post = request.POST if refusal is not None else None
    may = block is None or Scope.of(block).written_by(request.person.pk, request.rights)
    context: dict[str, Any] = {
        "piece": block,
        "may_change": may and not (block and block.from_pack),
        "may_put_away": may and block is not None,
        "whose": whose(block, request.acting.language) if block else "",
        "scopes": () if block else scopes_of(request),
        "errors": errors_of(refusal),
        "wrong": {one.id for one in errors_of(refusal)} if says_where(refusal) else (),
        "key": post.get("key", "") if post else new_key(),
        "code": post.get("code", "") if post else (block.code if block else ""),
        "review_on": typed_day(post, block),
        "keepers": keepers_of(request, block),
        "keeper": typed_keeper(request, post, block),
        "fields": fields_of(request, block),
        "names": sorted(FIELD_LABELS.items()),
        "crumbs": (Link(_("Tekstblokken"), reverse("contacts:blocks")),),
    }
    status = 200
    if refusal is not None:
        status = 409 if isinstance(refusal, ConflictError) else 422
    return render(request, "contacts/block.html", context, status=status)


def typed_day(post: Mapping[str, str] | None, block: TextBlock | None) -> str:
    """The day to look at it again, as typed or as kept."""
    if post:
        return str(post.get("review_on", ""))
    return block.review_on.isoformat() if block and block.review_on else ""


def typed_keeper(
    request: PersonRequest, post: Mapping[str, str] | None, block: TextBlock | None
) -> int | None:
    """Who answers for it, as chosen or as kept; who makes one answers for it."""
    chosen = str(post.get("keeper", "")) if post else ""
    if chosen.isdecimal() and len(chosen) <= 18:
        return int(chosen)
    return block.keeper_id if block else request.person.pk


def fields_of(request: PersonRequest, block: TextBlock | None) -> tuple[LanguageFields, ...]:
    """The texts by language, as typed or as kept."""
    names, post = dict(settings.LANGUAGES), request.POST
    return tuple(
        LanguageFields(
            one,
            names[one],
            post.get(f"title-{one}", block.title.get(one, "") if block else ""),
            post.get(f"body-{one}", block.body.get(one, "") if block else ""),
        )
        for one in spoken(request)
    )


def scopes_of(request: PersonRequest) -> tuple[tuple[str, str, bool], ...]:
    """Of whom a new block can be: the value, the words, and whether it is chosen."""
    found = [(OWN, _("Van mij alleen"))]
    language = request.acting.language
    found += [(team.slug, said_in(team.name, language)) for team in teams_led(request)]
    if Scope().written_by(request.person.pk, request.rights):
        found.append((EVERYBODY, _("Van de hele organisatie")))
    chosen = request.POST.get("soort", OWN)
    return tuple((value, label, value == chosen) for value, label in found)


def errors_of(refusal: RuleError | None) -> tuple[ErrorView, ...]:
    """What is wrong, each with its field."""
    if refusal is None:
        return ()
    if not isinstance(refusal, BlockRefusedError):
        return (ErrorView("review_on" if says_where(refusal) else "code", refusal.message),)
    first = {"body": "body-nl"}
    return tuple(
        ErrorView(first.get(one.field, one.field), say_fault(one)) for one in refusal.faults
    )


def says_where(refusal: RuleError | None) -> bool:
    """Whether it is about a field, and not about the whole."""
    return isinstance(refusal, BlockRefusedError) or (
        refusal is not None and refusal.code == "date"
    )
