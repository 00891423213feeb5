"""Move a case to another queue: which there are, and where the handler goes on when it is gone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from loket.cases.actions.given import Given
from loket.cases.actions.moving import move_case
from loket.cases.models import Case
from loket.cases.problems import forbidden
from loket.cases.reading import handled_cases
from loket.cases.verbs import Verb
from loket.cases.views.posted import number_in
from loket.cases.views.trail import MOVED, with_list
from loket.core.acting import Acting
from loket.core.models import Event
from loket.core.page import said_in
from loket.people.middleware import PersonRequest
from loket.routing.models import Queue

MOVE = "verplaatsen"


def move(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Put it in the queue that was chosen."""
    chosen = number_in(request.POST.get("queue", "")) or 0
    queue = Queue.objects.filter(pk=chosen).first()
    if queue is None:
        raise forbidden("missing_queue")
    move_case(case, queue, by=by, given=given)


def queues_for(request: PersonRequest, case: Case, verb: Verb | None) -> dict[str, Any]:
    """The queues to choose from, when that is what is open."""
    if verb is None or verb.slug != MOVE:
        return {}
    language = request.acting.language
    others = Queue.objects.exclude(pk=case.queue_id)
    named = [(str(one.pk), said_in(one.texts["name"], language)) for one in others]
    return {"other_queues": sorted(named, key=lambda pair: pair[1].casefold())}


def moved_before(request: PersonRequest, number: str) -> bool:
    """Whether this person put the case in a queue of others: pressed twice, it is done."""
    case = Case.objects.filter(number=number).first()
    if case is None or handled_cases(request.person.pk, number):
        return False
    moves = Event.objects.about(case).filter(kind="case.moved", actor_id=request.person.pk)
    return moves.exists()


def back_to(request: PersonRequest, number: str) -> HttpResponse:
    """The case again; the list, when the case went to a queue of others by what was done."""
    if handled_cases(request.person.pk, number):
        return redirect(with_list(request, reverse("cases:case", args=[number])))
    return redirect(f"{reverse('desk:worklist', args=['alle', 'mine'])}?{MOVED}={number}")
