"""The one page that belongs to nobody's noun: staying signed in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST


@never_cache
@require_POST
def extend_session(request: HttpRequest) -> HttpResponse:
    """Begin the time of the session anew; the answer says how many seconds it lasts."""
    if getattr(request, "person", None) is None:
        return HttpResponse(status=403)
    request.session.modified = True
    return HttpResponse(str(request.session.get_expiry_age()), content_type="text/plain")
