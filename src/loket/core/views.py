"""The pages that belong to nobody's noun: staying signed in, and what an organisation accounts for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from loket.core.http import ActingRequest
from loket.core.page import said_in


@never_cache
@require_POST
def extend_session(request: HttpRequest) -> HttpResponse:
    """Begin the time of the session anew; the answer says how many seconds it lasts."""
    if getattr(request, "person", None) is None:
        return HttpResponse(status=403)
    request.session.modified = True
    return HttpResponse(str(request.session.get_expiry_age()), content_type="text/plain")


@require_safe
def statement(request: ActingRequest, slug: str) -> HttpResponse:
    """What the organisation says of this: how accessible its desk is, what it does with data."""
    said = request.organisation.statements.get(slug)
    if said is None:
        raise Http404
    language = request.acting.language
    context = {
        "title": said_in(said["title"], language),
        "parts": [
            {
                "heading": said_in(part.get("heading", ""), language),
                "text": said_in(part["text"], language),
            }
            for part in said["parts"]
        ],
    }
    return render(request, "ui/statement.html", context)
