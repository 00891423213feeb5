"""The last page before sending: every answer, what is missing, who must agree, what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.cases.actions.changing import send_changes
from loket.cases.actions.correction import correct_case
from loket.cases.actions.submit import submit_case
from loket.cases.duplicates import Double, asked_often, doubles_of_draft
from loket.cases.links import in_portal
from loket.cases.problems import SubmitRefusedError
from loket.catalogue.actions.trials import number_trial
from loket.catalogue.chapters import chapters_of
from loket.catalogue.models import Draft
from loket.catalogue.problems import label_of, line_of, problems_of, target_of
from loket.catalogue.rownames import title_of
from loket.catalogue.rules.state import SlotState
from loket.catalogue.rules.values import Problem
from loket.catalogue.slots import FileAddresses, file_view
from loket.catalogue.standing import Standing, standing_of
from loket.catalogue.texts import Teller
from loket.core.errors import RuleError
from loket.core.fieldview import FileView, anchor
from loket.people.middleware import PersonRequest
from loket.portal import places
from loket.portal.becoming import became_other, becoming
from loket.portal.changing import change_of, differences
from loket.portal.doors import with_draft
from loket.portal.draftpage import CHECK, common_context, step_views, steps_of
from loket.portal.goingon import going_on


@dataclass(frozen=True, slots=True)
class Missing:
    """What still stands in the way, with the address where it is put right."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document on the check page: what was given, or what takes its place."""

    label: str
    files: tuple[FileView, ...]
    words: str


OTHER = "became_other"
"""Sending it would do something else than its page said."""


@require_safe
@with_draft
def check(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Show everything once more."""
    standing = standing_of(draft, by=request.acting)
    return render(request, "portal/check.html", check_context(request, standing))


@require_POST
@with_draft
def submit(request: PersonRequest, draft: Draft) -> HttpResponseBase:
    """Send it: exactly one case comes of a draft, however often the button is pressed."""
    try:
        with transaction.atomic():
            return redirect(handed_in(request, draft))
    except SubmitRefusedError as refusal:
        return not_taken(request, draft, refusal.problems, refused=True)
    except RuleError as refusal:
        if not draft.lasting and refusal.code != OTHER:
            raise
        return not_taken(request, draft, problem=refusal.message)


def handed_in(request: PersonRequest, draft: Draft) -> str:
    """Send it for what its page said that it would be; give the address of what came of it."""
    if problem := became_other(request, draft):
        raise RuleError(problem, code=OTHER)
    if draft.trial is not None:
        return finish_trial(request, draft)
    if draft.lasting:
        hand_in = send_changes if change_of(draft) else correct_case
        return places.case_url(hand_in(draft, by=request.acting))
    return places.receipt_url(submit_case(draft, by=request.acting))


def finish_trial(request: PersonRequest, draft: Draft) -> str:
    """Lead to what would happen; what is missing is said as it is of a request."""
    standing = standing_of(draft, by=request.acting)
    if not standing.ready:
        raise SubmitRefusedError(standing.state.problems)
    number_trial(draft, by=request.acting)
    return places.draft_url("trial", draft)


def not_taken(
    request: PersonRequest, draft: Draft, problems: Sequence[Problem] = (), **why: object
) -> HttpResponseBase:
    """The page again, with what stands in the way."""
    standing = standing_of(draft, by=request.acting)
    context = check_context(request, standing, problems) | why
    return render(request, "portal/check.html", context, status=422)


def check_context(
    request: PersonRequest, standing: Standing, refused: Sequence[Problem] = ()
) -> dict[str, Any]:
    """Everything on the check page; `refused` are problems that only sending found."""
    made, common = change_of(standing.draft), common_context(request, standing)
    compared = differences(made, standing, by=request.acting) if made else {}
    problems = problems_shown(standing, refused, compared.get("new_problems"))
    teller = Teller.of(standing)
    return (
        common
        | compared
        | {
            "steps": step_views(standing, CHECK),
            "step_number": len(steps_of(standing)) + 1,
            "step_count": len(steps_of(standing)) + 2,
            "chapters": [
                (one, change_url(standing, one.step))
                for one in chapters_of(standing.spec, standing.state, standing.context)
            ],
            "papers": papers_of(standing),
            "loose": loose_files(standing),
            "missing": [missing_of(standing, one) for one in problems],
            "remarks": [
                (one.check.level, teller.say(one.check.text), one.reason)
                for one in standing.state.checks
            ],
            "advice": [
                Missing(label_of(standing, one), problem_url(standing, one))
                for one in standing.state.advice
            ],
            "agreements": agreements_of(standing),
            "ready": standing.ready,
            "doubles": doubles(request, standing),
            "dated": bool(standing.spec.case.starts),
            "stopped": standing.state.stopped,
            "correction": standing.draft.lasting,
            "becomes": becoming(standing.draft, made, common["goes_on"]),
            "may_change_later": bool(standing.spec.after.amend_until),
        }
    )


def doubles(request: PersonRequest, standing: Standing) -> tuple[Double, ...]:
    """What was asked already; not said of what changes or replaces it."""
    draft, by = standing.draft, request.acting
    if draft.lasting or asked_often(standing.spec.key, request.organisation):
        return ()
    found = doubles_of_draft(standing, in_portal(request.person), by.language, by.at)
    known = going_on(request, draft) if found else None
    return tuple(one for one in found if known is None or one.number != known.number)


def problems_shown(
    standing: Standing, refused: Sequence[Problem], fresh: Sequence[Problem] | None
) -> tuple[Problem, ...]:
    """What is wrong; of a request that is changed only what is wrong since (`fresh`)."""
    known = problems_of(standing)
    if fresh is not None:
        known = tuple(one for one in known if one in fresh or one.code == "conflict")
    places_known = {one.key for one in known}
    return (*known, *(one for one in refused if one.key not in places_known))


def change_url(standing: Standing, step: str) -> str:
    """The step again, with the way back to this page."""
    return f"{places.step_url(standing.draft, step)}?van={CHECK}"


def problem_url(standing: Standing, problem: Problem) -> str:
    """The very question, on its step, with what is wrong beside it."""
    return f"{change_url(standing, problem.step)}&fouten=1#{anchor(target_of(problem))}"


def missing_of(standing: Standing, problem: Problem) -> Missing:
    """One thing that stands in the way."""
    return Missing(line_of(standing, problem), problem_url(standing, problem))


def papers_of(standing: Standing) -> list[Paper]:
    """The documents: given, following later, replaced by an agreement, or missing."""
    at = FileAddresses(places.draft_url("draft_files", standing.draft))
    found = []
    for one in standing.state.slots:
        given = {file.key for file in one.files}
        files = tuple(file_view(link, at) for link in standing.links if link.file.key in given)
        words = _words_of(one)
        if files or words:
            found.append(Paper(title_of(standing, one), files, words))
    return found


def _words_of(one: SlotState) -> str:
    if one.replaced:
        return _("Niet nodig: wij vragen een akkoord.")
    if one.later:
        return _("U stuurt dit later.")
    return _("Ontbreekt nog.") if one.missing else ""


def loose_files(standing: Standing) -> list[FileView]:
    """Files that belong to no document that is asked now: they are not sent along."""
    at = FileAddresses(places.draft_url("draft_files", standing.draft))
    keys = {file.key for file in standing.state.loose}
    return [file_view(link, at) for link in standing.links if link.file.key in keys]


def agreements_of(standing: Standing) -> list[str]:
    """Who will be asked to agree, by name."""
    found = []
    for one in standing.state.approvals:
        name = standing.sources.approver_name(one.approval.by) if one.possible else ""
        label = Teller.of(standing).say(one.approval.label)
        if name:
            found.append(
                _("%(label)s: wij vragen het aan %(name)s.") % {"label": label, "name": name}
            )
    return found
