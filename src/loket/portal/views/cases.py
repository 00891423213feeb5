"""My cases: the lists, one case with its tabs, its files, and what a person does with it."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.cases.actions import answering, papers, withdrawing
from loket.cases.actions.carry import idem_of
from loket.cases.actions.correction import start_correction
from loket.cases.actions.given import Given
from loket.cases.downloads import send_file
from loket.cases.links import in_portal, leads_on
from loket.cases.models import Case, Task
from loket.cases.reading import find_case
from loket.cases.uploads import kept_files
from loket.catalogue.rules.spec import Slot
from loket.catalogue.specs import spec_of
from loket.core.addresses import address_of
from loket.core.errors import ConflictError, RuleError
from loket.core.events import recorded_once
from loket.core.http import opened
from loket.core.partview import Link, TabView
from loket.people.doors import signed_in
from loket.people.middleware import PersonRequest
from loket.portal.caselists import my_cases, read_place
from loket.portal.casepage import UNDO, WITHDRAWAL, look_at_case, show_case
from loket.portal.caserows import case_row
from loket.portal.sight import is_about, is_party
from loket.portal.taskrows import task_view

LISTS = {"": False, "afgerond": True}


@require_safe
@signed_in
def case_list(request: PersonRequest, which: str = "") -> HttpResponse:
    """My cases that are open, or those that are closed."""
    closed = LISTS[which]
    cases, place = my_cases(
        request.person, closed=closed, after=read_place(request.GET.get("na", ""))
    )
    context = {
        "cases": [case_row(one, request) for one in cases],
        "closed": closed,
        "tabs": list_tabs("closed" if closed else "open"),
        "trail": (Link(_("Startpagina"), address_of("portal:home")),),
        "first_url": "?" if request.GET.get("na") else "",
        "next_url": f"?na={place}".replace("+", "%2B") if place else "",
    }
    return render(request, "portal/cases.html", context)


def list_tabs(current: str) -> tuple[TabView, ...]:
    """Open, closed, and what is not handed in yet."""
    tabs = (
        ("open", _("Lopend"), address_of("portal:cases"), "progress"),
        ("closed", _("Afgerond"), address_of("portal:closed_cases"), "circle-check"),
        ("drafts", _("Concepten"), address_of("portal:drafts"), "pencil"),
    )
    return tuple(TabView(label, url, icon, key == current) for key, label, url, icon in tabs)


@require_safe
@signed_in
def case(request: PersonRequest, number: str) -> HttpResponse:
    """The talk of a case; opening it ends the task to read a message.

    The number of a case that was replaced leads on, unless its own page is asked for.
    """
    reading = look_at_case(request, number)
    if reading.case.status == Case.Status.SUPERSEDED and opened(request):
        on = leads_on(reading.case, in_portal(request.person))
        if on is not None:
            return redirect("portal:case", on.number)
    unread = [
        task
        for task in reading.tasks
        if task.kind == Task.Kind.READ and task.person_id == request.person.pk
    ]
    if unread and request.method == "GET":  # who asks for its head only has read nothing
        for task in unread:
            answering.read_messages(reading.case, task.pk, by=request.acting)
        reading = look_at_case(request, number)
    return show_case(request, reading, tab="talk")


@require_safe
@signed_in
def case_answers(request: PersonRequest, number: str) -> HttpResponse:
    """What was asked."""
    return show_case(request, look_at_case(request, number), tab="answers")


@require_safe
@signed_in
def case_files(request: PersonRequest, number: str) -> HttpResponse:
    """All documents of a case."""
    return show_case(request, look_at_case(request, number), tab="files")


@require_safe
@signed_in
def case_file(request: PersonRequest, number: str, key: str) -> HttpResponseBase:
    """One document of one's own case."""
    found = find_case(request.person, number)
    if not is_party(request.person, found):
        raise Http404
    return send_file(found, key, by=request.acting, cleared=is_about(request.person, found))


@require_POST
@signed_in
def write(request: PersonRequest, number: str) -> HttpResponse:
    """Write to whoever handles the case."""
    found = find_case(request.person, number)
    return do(
        request,
        found,
        "",
        lambda given: answering.write_to_case(found, by=request.acting, given=given),
    )


@require_POST
@signed_in
def answer(request: PersonRequest, number: str, key: str) -> HttpResponse:
    """Answer what is asked: a question, or a document."""
    try:
        found = find_case(request.person, number)
    except Http404:
        return asked_no_more(request, number, key)
    task = find_task(found, request, key)
    documents = task.kind in (Task.Kind.DELIVER, Task.Kind.REPLACE)
    act = papers.deliver_document if documents else answering.answer_question
    return do(request, found, key, lambda given: act(found, by=request.acting, given=given), task)


def asked_no_more(request: PersonRequest, number: str, key: str) -> HttpResponse:
    """An answer of somebody who saw the case only as long as it asked them: it comes too late.

    A second click on an answer that was given says nothing new.
    """
    held = Task.objects.visible_to(request.person).filter(case__number=number, key=key).first()
    if held is None:
        raise Http404
    click = request.POST.get("key", "")[:36]
    if click and recorded_once(idem_of(held.case_id, "answer", click)):
        return redirect("portal:tasks")
    raise ConflictError(
        _("Deze vraag is al beantwoord of niet meer nodig. Uw antwoord is niet verstuurd."),
        code="asked_no_more",
    )


@require_POST
@signed_in
def accept(request: PersonRequest, number: str, key: str) -> HttpResponse:
    """Say yes or no to a solution."""
    found = find_case(request.person, number)
    task = find_task(found, request, key)
    yes = request.POST.get("answer") == "ja"
    act = answering.accept_solution if yes else answering.refuse_solution
    return do(request, found, key, lambda given: act(found, by=request.acting, given=given), task)


@require_POST
@signed_in
def undo_accept(request: PersonRequest, number: str) -> HttpResponse:
    """Take a yes back, within the few seconds in which that can be."""
    found = find_case(request.person, number)
    if not is_party(request.person, found):
        raise Http404
    act = answering.undo_acceptance
    return do(request, found, UNDO, lambda given: act(found, by=request.acting, given=given))


@require_POST
@signed_in
def withdraw(request: PersonRequest, number: str) -> HttpResponse:
    """Take the request back, or ask for it: what the person read on the page is what happens."""
    found = find_case(request.person, number)
    if not is_party(request.person, found):
        raise Http404
    asks = request.POST.get("ask") == "ja"
    act = withdrawing.ask_withdrawal if asks else withdrawing.withdraw_case
    return do(
        request,
        found,
        WITHDRAWAL,
        lambda given: act(found, by=request.acting, given=given),
    )


@require_POST
@signed_in
def correct(request: PersonRequest, number: str, key: str) -> HttpResponse:
    """Open the request again, to correct it."""
    found = find_case(request.person, number)
    find_task(found, request, key)
    draft = start_correction(found, by=request.acting)
    return redirect("portal:check", draft.key)


def find_task(found: Case, request: PersonRequest, key: str) -> Task:
    """A task of this person on this case; one that is done is found too, so that it can say so."""
    task = Task.objects.visible_to(request.person).filter(case=found, key=key).first()
    if task is None:
        raise Http404
    return task


def do(
    request: PersonRequest,
    found: Case,
    key: str,
    act: Callable[[Given], object],
    task: Task | None = None,
) -> HttpResponse:
    """Do it and show what came of it; when it is refused, say why and keep the words."""
    post = request.POST
    try:
        with transaction.atomic():
            given = Given(
                text=post.get("text", post.get("remark", "")),
                files=kept_files(request, by=request.acting, slot=slot_of(found, task)),
                task=task.pk if task else None,
                slot=task.slot if task else "",
                item=task.item if task else "",
                key=post.get("key", "")[:36],
            )
            act(given)
    except RuleError as refusal:
        return refused(request, found, key, refusal, task)
    return done(request, found, task)


def slot_of(found: Case, task: Task | None) -> Slot | None:
    """The document that a task asks for, as the form describes it."""
    return spec_of(found.version).slot(task.slot) if task and task.slot else None


def done(request: PersonRequest, found: Case, task: Task | None) -> HttpResponse:
    """The row of a task that is done, or the case."""
    if request.htmx and task is not None:
        view = task_view(task, request)
        yes = request.POST.get("answer") == "ja"
        return render(request, "portal/parts/task_answered.html", {"task": view, "yes": yes})
    still = (
        is_party(request.person, found)
        or Case.objects.visible_to(request.person).filter(pk=found.pk).exists()
    )
    return redirect("portal:case", found.number) if still else redirect("portal:tasks")


def refused(
    request: PersonRequest, found: Case, key: str, refusal: RuleError, task: Task | None
) -> HttpResponse:
    """Why it was not taken, beside the words, which stay."""
    status = 409 if isinstance(refusal, ConflictError) else 422
    if request.htmx and task is not None:
        view = task_view(task, request)
        if not Task.objects.open().filter(pk=task.pk).exists():
            view = replace(view, answers=())
        written = request.POST.get("remark", "")
        context = {"task": view, "error": refusal.message, "written": written}
        return render(request, "ui/parts/task.html", context, status=status)
    words = {"key": key, "message": refusal.message, "text": request.POST.get("text", "")}
    words["text"] = words["text"] or request.POST.get("remark", "")
    reading = look_at_case(request, found.number)
    return show_case(request, reading, tab="talk", problem=words, status=status)
