"""Do one thing with many cases: choose them, say what, and see what became of each."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from loket.cases.absences import refuse_absent, until_when_away
from loket.cases.actions.batches import (
    MOST,
    Order,
    choose_again,
    choose_cases,
    start_batch,
    undo_batch,
)
from loket.cases.labels import PRIORITIES
from loket.cases.models import Batch, BatchItem, Case
from loket.cases.rules.meeting import Seen, seen_in
from loket.cases.views.posted import day_in, number_in
from loket.core.errors import ConflictError, RuleError
from loket.core.keys import new_key
from loket.desk.batchwords import KINDS, progress_of
from loket.desk.filterwords import handlers_beside
from loket.desk.listpage import find_list, refused_at
from loket.desk.worklist import cases_behind
from loket.people.doors import staff
from loket.people.middleware import PersonRequest
from loket.people.models import Person
from loket.people.staffing import is_closed

KEY = re.compile(r"[\w-]{16,36}")


@require_POST
@staff
def choose(request: PersonRequest) -> HttpResponse:
    """Remember what was chosen on the page of a list, or all that the list has."""
    post = request.POST
    said = post.get("key", "")
    key = said if KEY.fullmatch(said) else new_key()
    found = whole_list(request) if post.get("alles") else ticked(request)
    back = way_back(request)
    try:
        seen = seen_on_page(request)
        batch = choose_cases(found, back, key=key, by=request.acting, seen=seen)
    except RuleError as refusal:
        return redirect(refused_at(back, refusal.code))
    kind = post.get("doe", "")
    wanted = f"?doe={kind}" if kind in KINDS else ""
    return redirect(f"{reverse('desk:batch', args=[batch.key])}{wanted}")


def ticked(request: PersonRequest) -> list[int]:
    """The cases that were ticked, as far as they are in one's own queues."""
    numbers = request.POST.getlist("zaak")[: MOST + 1]
    mine = Case.objects.visible_to(request.person).handled_by(request.person)
    found = dict(mine.filter(number__in=numbers).values_list("number", "pk"))
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


def seen_on_page(request: PersonRequest) -> dict[int, Seen]:
    """How the cases stood in the list when its page was made."""
    said = (one.partition(":") for one in request.POST.getlist("gezien")[:MOST])
    marks = {number_in(pk): seen_in(mark) for pk, _sep, mark in said}
    return {pk: seen for pk, seen in marks.items() if pk is not None and seen is not None}


def whole_list(request: PersonRequest) -> list[int]:
    """Everything that the list has now, in its order; one more than may be, when there is more."""
    post = request.POST
    words = QueryDict(post.get("lijst", ""))
    asked = find_list(request, post.get("rij", ""), post.get("beeld", ""), words)
    cases = cases_behind(asked.scope(request), request.person, None, MOST + 1)
    return [case.pk for case in cases]


def way_back(request: PersonRequest) -> str:
    """The list from which it was chosen: an address of the desk, and no other."""
    said = urlsplit(request.POST.get("terug", ""))
    whole = f"{said.path}?{said.query}" if said.query else said.path
    safe = said.path.startswith("/werk/") and not said.netloc and len(whole) <= 1000
    return whole if safe else reverse("desk:home")


def find_batch(request: PersonRequest, key: str) -> Batch:
    """One's own batch."""
    mine = Batch.objects.visible_to(request.person).select_related("colleague__party")
    batch = mine.filter(key=key).first()
    if batch is None:
        raise Http404
    return batch


@require_safe
@staff
def show(request: PersonRequest, key: str) -> HttpResponse:
    """What to do with them; once it was begun, how far it is and what became of each."""
    batch = find_batch(request, key)
    if batch.started_at is None:
        return ask(request, batch, request.GET.get("doe", ""))
    context = {"batch": batch, "progress": progress_of(batch, request)}
    if "HX-Request" in request.headers:
        return render(request, "desk/parts/progress.html", context | {"alone": True})
    return render(request, "desk/batch.html", context)


def ask(request: PersonRequest, batch: Batch, kind: str, error: str = "") -> HttpResponse:
    """The page that asks what to do with the cases that were chosen."""
    chosen = kind if kind in KINDS else Batch.Kind.ASSIGN.value
    items, today = items_of(batch.pk, request), request.acting.today
    colleagues = colleagues_of(request)
    away = until_when_away(colleagues, today)
    context: dict[str, Any] = {
        "batch": batch,
        "kinds": [(one, word, one == chosen) for one, word in KINDS.items()],
        "kind": chosen,
        "error": error,
        "cases": [item.case for item in items],
        "typed": request.POST or typed_before(request),
        "colleagues": [(one, away.get(one.pk)) for one in colleagues],
        "somebody_away": bool(away),
        "priorities": tuple(PRIORITIES.items()),
        "tomorrow": today + timedelta(days=1),
    }
    return render(request, "desk/batch_order.html", context, status=422 if error else 200)


def typed_before(request: PersonRequest) -> dict[str, str]:
    """What was said for the batch of which these cases are what did not work."""
    mine = Batch.objects.visible_to(request.person)
    former = mine.filter(key=request.GET.get("van", "")[:36]).first()
    if former is None:
        return {}
    return {
        "text": former.text,
        "until": former.returns_on.isoformat() if former.returns_on else "",
        "colleague": str(former.colleague_id or ""),
        "priority": "" if former.priority is None else str(former.priority),
    }


def colleagues_of(request: PersonRequest) -> list[Person]:
    """Who can get the cases: the handlers of these queues who can still sign in."""
    beside = handlers_beside(request.person.pk, request.acting.today)
    return [one for one in beside if not is_closed(one)]


def items_of(batch_id: int, request: PersonRequest) -> QuerySet[BatchItem]:
    """The rows of a batch with their cases, as they were chosen and as far as they are still mine."""
    mine = Case.objects.visible_to(request.person).handled_by(request.person)
    found = BatchItem.objects.filter(batch=batch_id, case__in=mine)
    found = found.select_related("case__requester")
    return found.defer("case__answers", "case__sealed").order_by("pk")


@require_POST
@staff
def start(request: PersonRequest, key: str) -> HttpResponse:
    """Begin; when something is lacking, say what and keep what was typed."""
    batch = find_batch(request, key)
    said = request.POST.get("doe", "")
    kind = said if said in KINDS else Batch.Kind.ASSIGN.value
    try:
        order = order_in(request, Batch.Kind(kind))
        if order.colleague is not None:
            anyway = bool(request.POST.get("toch"))
            refuse_absent(order.colleague, request.acting.today, anyway=anyway)
        start_batch(batch, order, by=request.acting)
    except ConflictError:
        raise  # the page that asks is over: another one shows what was typed
    except RuleError as refusal:
        return ask(request, batch, kind, refusal.message)
    return redirect("desk:batch", batch.key)


def order_in(request: PersonRequest, kind: Batch.Kind) -> Order:
    """What the form says."""
    post = request.POST
    chosen, level = post.get("colleague", ""), post.get("priority", "")
    return Order(
        kind=kind,
        colleague=next((one for one in colleagues_of(request) if str(one.pk) == chosen), None),
        text=post.get("text", ""),
        priority=int(level) if level in map(str, PRIORITIES) else None,
        returns_on=day_in(post.get("until", "")),
    )


@require_POST
@staff
def again(request: PersonRequest, key: str) -> HttpResponse:
    """Go back to the question with the cases that did not work, and with what was typed for them."""
    batch = find_batch(request, key)
    chosen = choose_again(batch, by=request.acting)
    said = urlencode({"doe": batch.kind, "van": batch.key})
    return redirect(f"{reverse('desk:batch', args=[chosen.key])}?{said}")


@require_POST
@staff
def undo(request: PersonRequest, key: str) -> HttpResponse:
    """Take back what can be taken back."""
    batch = find_batch(request, key)
    undo_batch(batch, by=request.acting)
    return redirect("desk:batch", batch.key)
