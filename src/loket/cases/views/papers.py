"""Documents of a case at the desk: open one, find it valid, refuse it, go on without it."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from loket.cases.actions.given import Given
from loket.cases.actions.papers import check_document, refuse_document, waive_document
from loket.cases.downloads import send_file
from loket.cases.models import CaseFile, Task
from loket.cases.reading import find_handled_case
from loket.cases.views.page import Trouble, show_case
from loket.cases.views.sent_changes import is_cleared
from loket.cases.views.trail import with_list
from loket.core.errors import ConflictError, RuleError
from loket.people.doors import staff
from loket.people.middleware import PersonRequest


@require_safe
@staff
def download(request: PersonRequest, number: str, key: str) -> HttpResponseBase:
    """A document of the case, when this handler may see it."""
    case = find_handled_case(request.person, number)
    return send_file(case, key, by=request.acting, cleared=is_cleared(request, case))


@require_POST
@staff
def judge(request: PersonRequest, number: str, paper: int) -> HttpResponse:
    """Find a document valid, or refuse it with the reason."""
    case = find_handled_case(request.person, number)
    row = CaseFile.objects.filter(case=case, pk=paper).first()
    if row is None or row.via == CaseFile.FROM_US:
        raise Http404
    if row.privacy == "special" and not is_cleared(request, case):
        raise Http404
    given = Given(text=request.POST.get("text", ""), key=request.POST.get("key", "")[:36])
    act = refuse_document if request.POST.get("answer") == "refuse" else check_document
    try:
        act(row, by=request.acting, given=given, was=request.POST.get("was") or None)
    except RuleError as refusal:
        status = 409 if isinstance(refusal, ConflictError) else 422
        kept = act is refuse_document or given.text
        typed = {"paper": row.pk, "text": given.text} if kept else {}
        trouble = Trouble(refusal.message, status, typed=typed)
        return show_case(request, case.number, tab="files", trouble=trouble)
    return redirect(with_list(request, reverse("cases:files", args=[case.number])))


@require_POST
@staff
def waive(request: PersonRequest, number: str, task: int) -> HttpResponse:
    """Go on without a document that was asked for."""
    case = find_handled_case(request.person, number)
    asked = Task.objects.open().filter(case=case, pk=task).first()
    if asked is None:
        raise Http404
    given = Given(
        text=request.POST.get("text", ""), task=asked.pk, slot=asked.slot, item=asked.item
    )
    try:
        waive_document(case, by=request.acting, given=given)
    except RuleError as refusal:
        trouble = Trouble(refusal.message, typed={"asked": asked.pk, "text": given.text})
        return show_case(request, case.number, tab="files", trouble=trouble)
    return redirect(with_list(request, reverse("cases:files", args=[case.number])))
