"""What happens while a page is open: as a stream, or asked for now and then where none comes through."""

from dataclasses import replace

from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loket.accounts.sessions import hashed
from loket.cases.live import Place, company_of, ears_of, law, topic_of
from loket.cases.reading import find_case, find_handled_case
from loket.core.live.hearing import Cursor, Watch
from loket.core.live.reading import missed
from loket.core.live.stream import StreamResponse
from loket.core.presence import who_is_here
from loket.people.doors import signed_in, staff
from loket.people.middleware import PersonRequest
from loket.people.names import people_by_id
from loket.routing.models import Queue

EVERY = "alle"
"""In the place of a queue: all of mine."""


@require_GET
@signed_in
def elsewhere(request: PersonRequest) -> HttpResponseBase:
    """The figures of whoever looks."""
    return listen(request, Place.ELSEWHERE)


@require_GET
@staff
def desk_case(request: PersonRequest, number: str) -> HttpResponseBase:
    """A case at the desk."""
    return listen(request, Place.DESK_CASE, find_handled_case(request.person, number).pk)


@require_GET
@signed_in
def own_case(request: PersonRequest, number: str) -> HttpResponseBase:
    """A case of one's own."""
    return listen(request, Place.OWN_CASE, find_case(request.person, number).pk)


@require_GET
@staff
def queue_list(request: PersonRequest, queue: str) -> HttpResponseBase:
    """A list of the desk."""
    mine = Queue.objects.worked_by(request.person)
    named = 0 if queue == EVERY else mine.filter(slug=queue).values_list("pk", flat=True).first()
    if named is None:
        raise Http404
    return listen(request, Place.LIST, named)


@require_GET
@staff
def who(request: PersonRequest, number: str) -> HttpResponse:
    """Who else looks at a case at the desk, and who writes."""
    case = find_handled_case(request.person, number)
    topic = topic_of(case.pk)
    company = who_is_here([topic], at=request.acting.at).get(topic, ())
    names = people_by_id(one.person_id for one in company)
    others = [
        (names[one.person_id], one.writing) for one in company if one.person_id != request.person.pk
    ]
    return render(request, "cases/parts/who.html", {"others": others})


def listen(request: PersonRequest, place: Place, thing: int = 0) -> HttpResponseBase:
    """What happened since the page was made; as a stream it goes on with what happens."""
    ears = ears_of(request.person.pk, place, thing, request.units)
    if ears is None:
        raise Http404
    said = request.headers.get("Last-Event-ID") or request.GET.get("sinds", "")
    news = missed(ears, Cursor.read(said), now=request.acting.at)
    company = company_of([(request.person.pk, place, thing)], request.acting.at)
    if "text/event-stream" not in request.headers.get("Accept", ""):
        return told_once(str(news.until), [[one.word, one.data] for one in news.said], news.anew)
    watch = Watch(
        organisation_id=request.organisation.pk,
        person_id=request.person.pk,
        session=hashed(request.session.session_key or ""),
        place=place,
        thing=thing,
        ears=ears,
        law=law,
    )
    others = company.get((watch.person_id, thing), "")
    return StreamResponse(replace(watch, since=news.until.tx, company=others), news)


def told_once(until: str, said: list[list[object]], anew: bool) -> HttpResponse:
    """The same for a page that asks by itself."""
    return JsonResponse(
        {"id": until, "told": said, "anew": anew}, headers={"Cache-Control": "no-store"}
    )
