"""The drafts of a person: how far each is, what is missing, until when it is kept."""

from urllib.parse import urlencode

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.catalogue.actions.drafts import rename_draft, take_back, throw_away
from loket.catalogue.actions.files import delete_draft
from loket.catalogue.models import Draft
from loket.core.partview import Link
from loket.people.doors import signed_in
from loket.people.middleware import PersonRequest
from loket.portal import places
from loket.portal.caselists import read_place
from loket.portal.doors import with_draft
from loket.portal.draftrows import page_of_drafts, thrown_rows
from loket.portal.versions import chosen_version


@require_safe
@signed_in
def drafts(request: PersonRequest) -> HttpResponseBase:
    """The list, the last one worked on first; below it what can still be taken back."""
    rows, place = page_of_drafts(request, read_place(request.GET.get("na", "")))
    thrown = thrown_rows(request)
    key = request.GET.get("weg", "")
    context = {
        "drafts": rows,
        "thrown": thrown,
        "just_thrown": next((row for row in thrown if row.key == key), None),
        "trail": [Link(_("Startpagina"), "/"), Link(_("Mijn zaken"), places.CASES)],
        "requests_url": "/aanvragen/",
        "first_url": "?" if request.GET.get("na") else "",
        "next_url": f"?{urlencode({'na': place})}" if place else "",
    }
    return render(request, "portal/drafts.html", context)


@require_POST
@with_draft
def remove(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Throw a draft away; the list offers to take it back."""
    throw_away(draft, by=request.acting)
    return redirect(f"{places.drafts_url()}?{urlencode({'weg': draft.key})}")


@require_safe
@with_draft
def whole(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Lead to the page that shows a draft as a whole."""
    return redirect(places.check_url(draft))


@require_POST
@with_draft
def restore(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Take back a draft that was thrown away."""
    take_back(draft, by=request.acting)
    return redirect(places.drafts_url())


@require_POST
@with_draft
def wipe(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Delete a draft with its files, now and for good."""
    delete_draft(draft, by=request.acting)
    return redirect(places.drafts_url())


@require_POST
@with_draft
def choose_version(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Go on as the newer version of the form, or stay with this one."""
    act, offered = chosen_version(request.POST.get("versie", ""))
    act(draft, by=request.acting, offered=offered)
    return redirect(places.draft_url("check", draft))


@require_POST
@with_draft
def rename(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Give a draft a name; who does so while checking it stays there."""
    rename_draft(draft, request.POST.get("naam", ""), by=request.acting)
    if request.POST.get("van") == "controleren":
        return redirect(places.draft_url("check", draft))
    return redirect(places.drafts_url())
