"""Split a case: choose what goes along to the new one, and say why."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loket.cases.actions.given import Given
from loket.cases.actions.splitting import Along, split_case
from loket.cases.models import Case, CaseFile, CaseMessage
from loket.cases.papernames import name_of_paper
from loket.cases.reading import find_handled_case
from loket.cases.views.sent_changes import is_cleared
from loket.catalogue.specs import spec_of
from loket.core.errors import ConflictError, RuleError
from loket.core.keys import new_key
from loket.core.page import said_in
from loket.core.partview import Link
from loket.people.doors import staff
from loket.people.middleware import PersonRequest

SHOWN = 50
"""So many messages, the newest, can be chosen."""
START = 160
"""Of a message this many characters are shown."""


@require_http_methods(["GET", "POST"])
@staff
def split(request: PersonRequest, number: str) -> HttpResponse:
    """Show what can go along; or split, and go to the new case."""
    case = find_handled_case(request.person, number)
    if request.method == "GET":
        return page(request, case)
    try:
        new = split_case(case, along_in(request, case), by=request.acting, given=given_by(request))
    except RuleError as refusal:
        status = 409 if isinstance(refusal, ConflictError) else 422
        return page(request, case, refusal.message, status)
    return redirect("cases:case", new.number)


def given_by(request: PersonRequest) -> Given:
    """The words, with the click that they came with."""
    return Given(text=request.POST.get("text", ""), key=request.POST.get("key", "")[:36])


def along_in(request: PersonRequest, case: Case) -> Along:
    """What was chosen, of what this handler may see."""
    post = request.POST
    files, messages = numbers(post.getlist("stuk")), numbers(post.getlist("bericht"))
    return Along(
        "antwoorden" in post,
        [one.pk for one in files_of(request, case) if one.pk in files],
        [one.pk for one in messages_of(case) if one.pk in messages],
    )


def numbers(texts: Collection[str]) -> set[int]:
    """The numbers among these texts."""
    return {int(one) for one in texts if one.isdecimal() and len(one) <= 18}


def files_of(request: PersonRequest, case: Case) -> QuerySet[CaseFile]:
    """The documents of a case that this handler may see and that still count."""
    rows = CaseFile.objects.filter(case=case).exclude(state=CaseFile.State.REPLACED)
    if not is_cleared(request, case):
        rows = rows.exclude(privacy="special")
    return rows.select_related("file").order_by("pk")


def messages_of(case: Case) -> QuerySet[CaseMessage]:
    """What was written in a case, the newest first."""
    rows = CaseMessage.objects.filter(case=case).select_related("message__author__party")
    return rows.order_by("-message")[:SHOWN]


def page(request: PersonRequest, case: Case, problem: str = "", status: int = 200) -> HttpResponse:
    """The page to choose on, with what was chosen before."""
    post, language = request.POST, request.acting.language
    spec = spec_of(case.version)
    context: dict[str, Any] = {
        "case": case,
        "title": said_in(case.title, language),
        "crumbs": (Link(case.number, reverse("cases:case", args=[case.number])),),
        "papers": [
            (one, name_of_paper(case, spec, one.slot, one.item, language) or _("Bijlage"))
            for one in files_of(request, case)
        ],
        "messages": [(one, one.message.body[:START]) for one in messages_of(case)],
        "chosen_papers": numbers(post.getlist("stuk")),
        "chosen_messages": numbers(post.getlist("bericht")),
        "answers": not post or "antwoorden" in post,
        "text": post.get("text", ""),
        "problem": problem,
        "key": post.get("key", "") or new_key(),
    }
    return render(request, "cases/split.html", context, status=status)
