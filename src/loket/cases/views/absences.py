"""Pages about absences: say who is away, give the work away in one step, and take it back."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.cases.absences import left_of, people_to_arrange, progress_of, rows_of
from loket.cases.actions.absences import (
    Days,
    give_work_away,
    may_arrange,
    set_absence,
    take_work_back,
)
from loket.cases.models import Absence
from loket.cases.problems import forbidden
from loket.core.errors import RuleError
from loket.core.partview import Link
from loket.people.doors import staff
from loket.people.middleware import PersonRequest
from loket.people.models import Person
from loket.people.staffing import name_at_work, receivers


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def absences(request: PersonRequest) -> HttpResponse:
    """The absences that concern this person, and a form for a new one."""
    problem, asked_twice = "", "toch" in request.POST
    if request.method == "POST":
        try:
            return redirect("cases:absence", arranged(request).key)
        except RuleError as refusal:
            problem = refusal.message
            asked_twice = asked_twice or refusal.code == "stand_in_absent"
    led = people_to_arrange(request.person, request.rights, request.acting.today)
    context = {
        "rows": rows_of(request.person, request.acting.today),
        "people": [(one, name_at_work(one)) for one in led],
        "stand_ins": receivers(request.acting.today),
        "me": request.person.pk,
        "typed": request.POST,
        "asked_twice": asked_twice,
        "problem": problem,
    }
    return render(request, "cases/absences.html", context, status=422 if problem else 200)


def arranged(request: PersonRequest) -> Absence:
    """The absence that the form asks for, of people whom the page itself offers.

    Who is not among them does not exist here, whatever else is wrong with the form.
    """
    post, today = request.POST, request.acting.today
    person = among(people_to_arrange(request.person, request.rights, today), post.get("person", ""))
    if person is None:
        raise forbidden("not_your_colleague")
    stand_in = among(receivers(today), post.get("stand_in", ""))
    if stand_in is None:
        raise forbidden("no_stand_in")
    days = Days(day_in(post.get("starts_on", "")), day_in(post.get("ends_on", "")))
    anyway = bool(post.get("toch"))
    return set_absence(person, stand_in, days, by=request.acting, anyway=anyway)


def among(people: Iterable[Person], number: str) -> Person | None:
    """The person with this number among these people."""
    return next((one for one in people if str(one.pk) == number), None)


def day_in(text: str) -> date:
    """A day as a browser sends it."""
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise forbidden("absence_days") from wrong


@require_safe
@staff
def absence(request: PersonRequest, key: str) -> HttpResponse:
    """One absence: how far the work has moved, and what stayed behind and why."""
    return show(request, absence_of(request, key))


def absence_of(request: PersonRequest, key: str) -> Absence:
    """The absence with this key, if it concerns this person."""
    mine = Absence.objects.visible_to(request.person)
    related = mine.select_related("person__party", "stand_in__party", "set_by__party")
    return get_object_or_404(related, key=key)


def show(request: PersonRequest, found: Absence, problem: str = "") -> HttpResponse:
    """The page of an absence, or the part of it that changes while the work moves."""
    context = {
        "absence": found,
        "progress": progress_of(found),
        "left": left_of(found, request.person),
        "may_arrange": may_arrange(found.person, request.acting),
        "problem": problem,
        "crumbs": (Link(_("Afwezigheid"), reverse("cases:absences")),),
    }
    part = "HX-Request" in request.headers and request.method != "POST"
    template = "cases/parts/absence_progress.html" if part else "cases/absence.html"
    return render(request, template, context, status=422 if problem else 200)


@require_POST
@staff
def give(request: PersonRequest, key: str) -> HttpResponse:
    """Let all open work go to the stand-in."""
    found = absence_of(request, key)
    try:
        give_work_away(found, by=request.acting)
    except RuleError as refusal:
        return show(request, found, refusal.message)
    return redirect("cases:absence", key)


@require_POST
@staff
def back(request: PersonRequest, key: str) -> HttpResponse:
    """End the absence; what is still open comes back."""
    found = absence_of(request, key)
    try:
        take_work_back(found, by=request.acting)
    except RuleError as refusal:
        return show(request, found, refusal.message)
    return redirect("cases:absence", key)
