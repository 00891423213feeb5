"""Where a trial of a form ends: what would happen with it, and nothing that did."""

import json
from collections.abc import Iterator

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.catalogue.actions.trials import NUMBER
from loket.catalogue.models import Draft
from loket.catalogue.rownames import title_of
from loket.catalogue.rules.trial import Pretended, case_of_trial
from loket.catalogue.standing import Standing, standing_of
from loket.catalogue.texts import Teller
from loket.core.page import said_in
from loket.core.partview import DetailView
from loket.people.middleware import PersonRequest
from loket.portal import places
from loket.portal.doors import with_draft
from loket.portal.draftpage import common_context
from loket.portal.terms import term_of, term_words
from loket.routing.models import Queue


@require_safe
@with_draft
def outcome(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """What would happen now; a trial that is not complete goes back to the check page."""
    if draft.trial is None:
        raise Http404
    standing = standing_of(draft, by=request.acting)
    if not standing.ready or NUMBER not in draft.trial:
        return redirect(places.draft_url("check", draft))
    person = Pretended.read(draft.trial)
    came = standing.spec, standing.state, standing.answers
    case = case_of_trial(*came, person, standing.context.today)
    context = common_context(request, standing) | {
        "number": draft.trial[NUMBER],
        "details": tuple(details_of(standing, request.acting.language)),
        "case": json.dumps(case, ensure_ascii=False, indent=2),
        "version_url": reverse("formdesk:version", args=[draft.version.form.key, draft.version.n]),
    }
    return render(request, "portal/trial.html", context)


def details_of(standing: Standing, language: str) -> Iterator[DetailView]:
    """Where it would go, by when, who would be asked, what would follow."""
    state, teller = standing.state, Teller.of(standing)
    queue = Queue.objects.select_related("team").get(slug=state.queue)
    yield DetailView(_("Wachtrij"), said_in(queue.texts["name"], language))
    yield DetailView(_("Antwoord binnen"), term_of(standing.spec, queue))
    for one in state.approvals:
        if one.possible:
            yield DetailView(_("Wij vragen een akkoord"), teller.say(one.approval.label))
    for slot in state.slots:
        if slot.later and slot.slot.may_follow:
            label = title_of(standing, slot)
            term = term_words(slot.slot.may_follow)
            words = _("%(label)s, binnen %(term)s") % {"label": label, "term": term}
            yield DetailView(_("Document dat later komt"), words)
    for flag in state.flags:
        yield DetailView(_("Opmerking voor de behandelaar"), flag)
