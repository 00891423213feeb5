"""Change a request that was handed in: open it again, or throw away what was typed."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from loket.cases.actions.changing import discard_changes, start_changes
from loket.cases.reading import find_case
from loket.core.errors import RuleError
from loket.people.doors import signed_in
from loket.people.middleware import PersonRequest
from loket.portal.casepage import CHANGE
from loket.portal.sight import is_party
from loket.portal.views.cases import refused


@require_POST
@signed_in
def change(request: PersonRequest, number: str) -> HttpResponse:
    """Open what was handed in, to change it."""
    found = find_case(request.person, number)
    if not is_party(request.person, found):
        raise Http404
    try:
        draft = start_changes(found, by=request.acting)
    except RuleError as refusal:
        return refused(request, found, CHANGE, refusal, None)
    return redirect("portal:check", draft.key)


@require_POST
@signed_in
def discard(request: PersonRequest, number: str) -> HttpResponse:
    """Leave the request as it is."""
    found = find_case(request.person, number)
    if not is_party(request.person, found):
        raise Http404
    try:
        discard_changes(found, by=request.acting)
    except RuleError as refusal:
        return refused(request, found, CHANGE, refusal, None)
    return redirect("portal:case", found.number)
