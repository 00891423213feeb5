"""Go on from a case: do the request again, or ask something new about a closed one."""

from collections.abc import Callable

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from loket.accounts.rules import suffices
from loket.cases.actions.again import ask_about, do_again, own_service, question_service
from loket.cases.models import Case
from loket.cases.reading import find_case
from loket.catalogue.models import Draft, Service
from loket.catalogue.specs import spec_of
from loket.core.errors import RuleError
from loket.people.doors import signed_in, step_up
from loket.people.middleware import PersonRequest
from loket.portal import places
from loket.portal.casepage import AGAIN, QUESTION
from loket.portal.sight import is_party
from loket.portal.views.cases import refused


@require_POST
@signed_in
def again(request: PersonRequest, number: str) -> HttpResponseBase:
    """Begin the request anew, with the answers and documents of this one."""
    return go_on(request, number, AGAIN, own_service, do_again, places.check_url)


@require_POST
@signed_in
def question(request: PersonRequest, number: str) -> HttpResponseBase:
    """Begin a new question about a case that is closed."""
    return go_on(request, number, QUESTION, question_service, ask_about, first_step_url)


def go_on(
    request: PersonRequest,
    number: str,
    key: str,
    service_of: Callable[[Case], Service],
    begin: Callable[..., Draft],
    place_of: Callable[[Draft], str],
) -> HttpResponseBase:
    """Begin the draft, at the level that its form and the earlier answers ask, and go to it."""
    found = find_case(request.person, number)
    if not is_party(request.person, found):
        raise Http404
    weak = step_up(request, level_of(found, service_of(found)), back=places.case_url(found))
    if weak is not None:
        return weak
    try:
        draft = begin(found, by=request.acting, loa=request.loa)
    except RuleError as refusal:
        return refused(request, found, key, refusal, None)
    return redirect(place_of(draft))


def level_of(case: Case, service: Service) -> str:
    """How sure we must be who goes on: what the form asks, and what the answers were given at."""
    given_at = case.draft.loa if case.draft is not None else ""
    return service.loa if suffices(service.loa, given_at) else given_at


def first_step_url(draft: Draft) -> str:
    """The first page of a draft."""
    return places.step_url(draft, spec_of(draft.version).steps[0].id)
