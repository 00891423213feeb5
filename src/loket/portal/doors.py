"""The door of a draft: its owner only, at the level at which it was begun."""

from collections.abc import Callable
from functools import wraps

from django.db.models import Q, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from loket.accounts.rules import LEVELS, suffices
from loket.cases.actions.correction import case_corrected_by
from loket.cases.models import Case
from loket.catalogue.models import Draft
from loket.catalogue.specs import spec_of
from loket.core.error_pages import error_page
from loket.core.errors import RuleError
from loket.core.prepared import prepared
from loket.people.doors import signed_in, step_up
from loket.people.middleware import PersonRequest
from loket.people.models import Person
from loket.portal import places

type DraftView = Callable[..., HttpResponseBase]
"""A view of a request, a draft, and whatever else its address names."""


def with_draft(view: DraftView) -> Callable[..., HttpResponseBase]:
    """Give the view the person's own draft; for others it does not exist.

    Who reads a draft that became a case is led to that case, and one that was thrown away to the
    list; who writes in one hears why not, and where it is now.
    """

    @wraps(view)
    @signed_in
    def door(request: PersonRequest, /, key: str, **named: str) -> HttpResponseBase:
        draft = drafts_of.first(request.person.pk, key)
        if draft is None:
            raise Http404
        weak = step_up(request, level_of(draft))
        if weak is not None:
            return weak
        if draft.submitted_at is not None and request.method == "GET":
            return redirect(places.case_url(case_of(draft)))
        if draft.thrown_at is not None and request.method == "GET":
            return redirect(places.drafts_url())
        try:
            return view(request, draft, **named)
        except RuleError as refusal:
            if refusal.code != "submitted":
                raise
            at = places.case_url(case_of(draft))
            return error_page(request, 409, refusal.message, way_on=at)

    return door


@prepared
def drafts_of(person_id: int, key: str) -> QuerySet[Draft]:
    """The draft of this person with this key, and the form that it is of."""
    return (
        Draft.objects.visible_to(Person(pk=person_id))
        .filter(key=key)
        .select_related("version__form__service__queue", "version__form__service__theme")
        .defer("version__spec")
    )


def level_of(draft: Draft) -> str:
    """The level of assurance that this draft asks: of the form, and of what it was filled with."""
    asked = spec_of(draft.version).access.loa
    return draft.loa if draft.loa in LEVELS and suffices(draft.loa, asked) else asked


def case_of(draft: Draft) -> Case:
    """The case that a draft became, or that it corrected or changed."""
    found = Case.objects.filter(Q(draft=draft) | Q(change_sets__draft=draft)).first()
    found = found or case_corrected_by(draft)
    if found is None:
        raise Http404
    return found
