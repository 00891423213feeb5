"""The drafts of a person: how far each is, what is missing, until when it is kept."""

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.catalogue.actions.drafts import rename_draft
from loket.catalogue.actions.files import delete_draft
from loket.catalogue.models import Draft
from loket.core.partview import Link
from loket.people.doors import signed_in
from loket.people.middleware import PersonRequest
from loket.portal import places
from loket.portal.doors import with_draft
from loket.portal.draftrows import rows_of

MOST = 50


@require_safe
@signed_in
def drafts(request: PersonRequest) -> HttpResponseBase:
    """The list, the last one worked on first."""
    context = {
        "drafts": rows_of(request, MOST),
        "trail": [Link(_("Startpagina"), "/"), Link(_("Mijn zaken"), places.CASES)],
        "requests_url": "/aanvragen/",
    }
    return render(request, "portal/drafts.html", context)


@require_POST
@with_draft
def remove(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Delete a draft with its files."""
    delete_draft(draft, by=request.acting)
    return redirect(places.drafts_url())


@require_POST
@with_draft
def rename(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Give a draft a name."""
    rename_draft(draft, request.POST.get("naam", ""), by=request.acting)
    return redirect(places.drafts_url())
