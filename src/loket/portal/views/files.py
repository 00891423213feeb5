"""Files of a draft: taken in one by one while a bar shows how far they are, fetched, removed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from loket.catalogue.actions.files import (
    add_draft_file,
    remove_draft_file,
    settle_sending,
    stop_sending,
)
from loket.catalogue.models import Draft
from loket.catalogue.slots import room_left, room_words, slot_view
from loket.catalogue.standing import standing_of
from loket.core.errors import RuleError
from loket.documents.serve import serve
from loket.documents.upload import Upload
from loket.people.middleware import PersonRequest
from loket.portal import places
from loket.portal.doors import with_draft
from loket.portal.known import addresses_for


@require_http_methods(["GET", "POST"])
@with_draft
def draft_files(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Take a file for a slot, stop one that is on its way, or show the slot anew: its row answers."""
    if request.method == "GET":
        return row(request, draft, request.GET.get("slot", ""))
    place = request.POST.get("slot", "")
    sending = request.POST.get("sending", "")
    if "stop" in request.POST:
        return row(request, stop_sending(draft, sending, by=request.acting), place)
    if "ask" in request.POST:  # no answer came to it, so the page does not know whether it arrived
        arrived = settle_sending(draft, sending, by=request.acting)
        return row(request, draft, place) if arrived else HttpResponse(status=204)
    upload = request.FILES.get("file")
    if not isinstance(upload, Upload):
        return HttpResponse(status=400)
    try:
        at = place.removeprefix("document.")
        link = add_draft_file(draft, at, upload, sending=sending, by=request.acting)
    except RuleError as refusal:
        return row(request, draft, place, refusal.message)
    return row(request, link.draft, place)


@require_http_methods(["GET", "POST"])
@with_draft
def draft_file(request: PersonRequest, draft: Draft, file: str) -> HttpResponseBase:
    """Fetch one file, or remove it."""
    if request.method == "POST":
        remove_draft_file(draft, file, by=request.acting)
        return redirect(places.draft_url("check", draft))
    standing = standing_of(draft, by=request.acting)
    found = next((link.file for link in standing.links if link.file.key == file), None)
    if found is None:
        raise Http404
    return serve(found, own=True)


def row(request: PersonRequest, draft: Draft, place: str, refusal: str = "") -> HttpResponse:
    """The row of a slot, and what may still be added to the whole."""
    standing = standing_of(draft, by=request.acting)
    key = place.removeprefix("document.")
    slot = next((one for one in standing.state.slots if one.key == key), None)
    if slot is None:  # it is not asked any more: the row goes
        return HttpResponse(status=200 if request.method == "GET" else 400)
    at = addresses_for(standing, slot.slot.step, by=request.acting)
    context: dict[str, Any] = {
        "slot": slot_view(standing, slot, at, {place: refusal} if refusal else {}),
    }
    if not request.htmx:  # which puts the whole answer in the place of the row
        context |= {"room": room_left(standing), "room_words": room_words(standing)}
    return render(request, "portal/parts/slot_row.html", context, status=422 if refusal else 200)
