"""My tasks and my approvals."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.cases.actions import answering
from loket.cases.actions.given import Given
from loket.cases.answers import chapters_of_case
from loket.cases.models import Approval, Task
from loket.cases.problems import SENTENCES
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

    The link of an old mail is opened again, and a button is pressed twice. When the answers
    changed meanwhile, it is the one that is asked about the answers as they are now.
    """
    found = approvals_of(request).filter(task__key=key).first()
    if found is None:
        raise Http404
    return found if is_open(found) else asked_since(request, found)


def is_open(approval: Approval) -> bool:
    """Whether it still needs a decision."""
    return approval.state == Approval.State.ASKED and approval.task.done_at is None


def asked_since(request: PersonRequest, dropped: Approval) -> Approval | None:
    """What is asked of this person in the place of an approval, about answers that changed."""
    if dropped.state != Approval.State.DROPPED:
        return None
    asked = approvals_of(request).filter(
        task__case=dropped.task.case_id, spec_id=dropped.spec_id, state=Approval.State.ASKED
    )
    return asked.filter(task__done_at=None).first()


def approvals_of(request: PersonRequest) -> QuerySet[Approval]:
    """The approvals of this person, with what their page shows."""
    mine = Approval.objects.visible_to(request.person)
    mine = mine.select_related("task__case__version", "task__case__requester", "task__case__queue")
    return mine.defer("task__case__version__spec")


@require_safe
@signed_in
def approval(request: PersonRequest, key: str) -> HttpResponse:
    """The request to decide about, with everything that helps to decide."""
    found = find_approval(request, key)
    if found is None:
        return redirect("portal:approvals")
    if found.task.key != key:
        return redirect("portal:approval", found.task.key)
    return show_approval(request, found)


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
    yes = request.POST.get("answer") == "ja"
    text = request.POST.get("text", "")
    if found is None:
        return decided_before(request, key, text, yes=yes)
    if found.task.key != key:
        return changed_since(request, found, text)
    act = answering.approve if yes else answering.refuse_approval
    given = Given(task=found.task_id, text=text, key=request.POST.get("key", "")[:36])
    try:
        act(found.task.case, by=request.acting, given=given)
    except RuleError as refusal:
        now = find_approval(request, key)
        if now is not None and now.task.key != key:
            return changed_since(request, now, text)
        status = 409 if isinstance(refusal, ConflictError) else 422
        return show_approval(request, found, refusal.message, text, status)
    return redirect("portal:approvals")


def changed_since(request: PersonRequest, found: Approval, text: str) -> HttpResponse:
    """Nobody decides about answers that they did not see: the new ones, and the words that stay."""
    return show_approval(request, found, str(SENTENCES["answers_changed"]), text, 409)


def decided_before(request: PersonRequest, key: str, text: str, *, yes: bool) -> HttpResponse:
    """The same answer twice is once; another one comes too late, and whoever gave it hears so.

    Another explanation is another answer; none at all is what a second click sends.
    """
    state = Approval.State.APPROVED if yes else Approval.State.REFUSED
    mine = Approval.objects.filter(task__key=key, state=state, decided_by=request.person)
    said = [reason.split() for reason in mine.values_list("reason", flat=True)]
    if not said or (text.strip() and text.split() not in said):
        raise ConflictError(
            _("U hoeft hierover niet meer te beslissen. Uw antwoord is niet verstuurd."),
            code="decided",
        )
    return redirect("portal:approvals")
