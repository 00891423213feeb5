"""My tasks and my approvals."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.cases.actions import answering
from loket.cases.actions.given import Given
from loket.cases.answers import chapters_of_case
from loket.cases.models import Approval, Task
from loket.catalogue.specs import spec_of
from loket.core.errors import ConflictError, RuleError
from loket.core.keys import new_key
from loket.core.page import said_in
from loket.core.partview import Link
from loket.people.doors import signed_in
from loket.people.middleware import PersonRequest
from loket.portal.taskrows import open_tasks, task_views

DECIDED_SHOWN = 20


def trail() -> tuple[Link, ...]:
    """The way back."""
    return (Link(_("Startpagina"), reverse("portal:home")),)


@require_safe
@signed_in
def tasks(request: PersonRequest) -> HttpResponse:
    """Everything that waits for this person."""
    views = task_views(open_tasks(request), request)
    return render(request, "portal/tasks.html", {"tasks": views, "trail": trail()})


@require_safe
@signed_in
def approvals(request: PersonRequest) -> HttpResponse:
    """What this person must decide about, and what they decided."""
    waiting = [task for task in open_tasks(request) if task.kind == Task.Kind.APPROVE]
    decided = (
        Approval.objects.filter(approver=request.person)
        .visible_to(request.person)
        .exclude(state__in=(Approval.State.ASKED, Approval.State.DROPPED))
        .select_related("task__case__requester")
        .defer("task__case__answers", "task__case__sealed")
        .order_by("-decided_at")[:DECIDED_SHOWN]
    )
    rows = [
        {"approval": one, "title": said_in(one.task.case.title, request.acting.language)}
        for one in decided
    ]
    context = {"tasks": task_views(waiting, request), "decided": rows, "trail": trail()}
    return render(request, "portal/approvals.html", context)


def find_approval(request: PersonRequest, key: str) -> Approval | None:
    """An approval that is asked of this person; nothing when it needs no decision any more.

    The link of an old mail is opened again, and a button is pressed twice.
    """
    found = (
        Approval.objects.visible_to(request.person)
        .filter(task__key=key)
        .select_related("task__case__version", "task__case__requester", "task__case__queue")
        .defer("task__case__version__spec")
        .first()
    )
    if found is None:
        raise Http404
    open_still = found.state == Approval.State.ASKED and found.task.done_at is None
    return found if open_still else None


@require_safe
@signed_in
def approval(request: PersonRequest, key: str) -> HttpResponse:
    """The request to decide about, with everything that helps to decide."""
    found = find_approval(request, key)
    return show_approval(request, found) if found else redirect("portal:approvals")


def show_approval(
    request: PersonRequest, found: Approval, error: str = "", text: str = "", status: int = 200
) -> HttpResponse:
    """The page of an approval."""
    case = found.task.case
    spec = spec_of(case.version)
    asked = spec.approval(found.spec_id)
    language = request.acting.language
    context = {
        "approval": found,
        "case": case,
        "title": said_in(case.title, language),
        "closes": asked is not None and asked.on_refuse == "close",
        "chapters": chapters_of_case(case, spec, by=request.acting, cleared=False),
        "sealed": bool(case.sealed),
        "error": error,
        "text": text,
        "key": new_key(),
        "trail": (*trail(), Link(_("Goedkeuringen"), reverse("portal:approvals"))),
    }
    return render(request, "portal/approval.html", context, status=status)


@require_POST
@signed_in
def decide(request: PersonRequest, key: str) -> HttpResponse:
    """Approve or refuse."""
    found = find_approval(request, key)
    if found is None:
        return redirect("portal:approvals")
    yes = request.POST.get("answer") == "ja"
    act = answering.approve if yes else answering.refuse_approval
    text = request.POST.get("text", "")
    given = Given(task=found.task_id, text=text, key=request.POST.get("key", "")[:36])
    try:
        act(found.task.case, by=request.acting, given=given)
    except RuleError as refusal:
        status = 409 if isinstance(refusal, ConflictError) else 422
        return show_approval(request, found, refusal.message, text, status)
    return redirect("portal:approvals")
