"""The page of a case for the people of it: what is asked of them, the talk, the way, the facts."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _

from loket.cases.actions.situation import Hats
from loket.cases.answers import chapters_of_case
from loket.cases.changes import past_changes
from loket.cases.labels import (
    WAITS_ON,
    handler_word,
    status_badge,
    status_label,
    status_note,
    waits_on_words,
)
from loket.cases.links import OWN_PAGE, Around, in_portal, link_views, look_around
from loket.cases.models import Case, Task
from loket.cases.papernames import name_of_paper
from loket.cases.papers import paper_views
from loket.cases.parts import entry_views
from loket.cases.reading import Reading, find_case, number_of_files, read_case
from loket.cases.rules.statuses import Status
from loket.cases.timeline_requester import for_requester
from loket.cases.track import TrackStep, track_of
from loket.catalogue.slots import limits_of
from loket.core import figures
from loket.core.addresses import address_of
from loket.core.keys import new_key
from loket.core.page import said_in
from loket.core.partview import DetailView, Link, LiveView, TabView, TrackView
from loket.core.typed import files_in
from loket.people.middleware import PersonRequest
from loket.portal import places
from loket.portal.sight import is_party, reader_of, reads_special
from loket.portal.taskrows import task_views

TABS = {"talk": "portal:case", "answers": "portal:case_answers", "files": "portal:case_files"}
AGAIN = "again"
"""The key of what was not taken when somebody wants to do a request again."""
QUESTION = "question"
"""The key of what was not taken when somebody has a new question about a closed case."""
CHANGE = "change"
"""The key of what was not taken when somebody wants to change a request."""
UNDO = "undo"
"""The key of what was not taken when somebody takes a yes back."""
WITHDRAWAL = "withdrawal"
"""The key of what was not taken when somebody wants a request back."""

INSIDE = frozenset({Task.Kind.CONSULT})
"""Tasks of the desk alone: of an opinion that is asked, nobody outside hears."""


def look_at_case(request: PersonRequest, number: str) -> Reading:
    """The case with this number, if it concerns this person, and what they may do with it."""
    found = find_case(request.person, number)
    reading = read_case(found, by=request.acting, hats=Hats(request.rights, request.units))
    return replace(reading, tasks=tuple(one for one in reading.tasks if one.kind not in INSIDE))


def show_case(
    request: PersonRequest,
    reading: Reading,
    *,
    tab: str,
    problem: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with one of its tabs.

    `problem` is what was not taken: the key of the task (none: the message), the reason
    (`message`) and the words that were typed (`text`).
    """
    party = is_party(request.person, reading.case)
    if not party and tab != "talk":
        raise Http404
    near = look_around(reading.case, in_portal(request.person))
    context = frame_of(request, reading, tab, near)
    context |= {"problem": problem or {}, "party": party, "lost": files_in(request)}
    context["loose"] = problem is not None and problem["key"] not in fields_of(context)
    if not party:
        context["sealed"] = bool(reading.case.sealed)
        context["chapters"] = chapters_of_case(
            reading.case, reading.spec, by=request.acting, cleared=False
        )
    elif tab == "talk":
        context |= talk_of(request, reading, near)
    elif tab == "answers":
        clear = reads_special(request.person, reading.case)
        context["chapters"] = chapters_of_case(
            reading.case, reading.spec, by=request.acting, cleared=clear
        )
        context["past_changes"] = past_changes(reading.case, request.acting, cleared=clear)
        context["sealed"] = bool(reading.case.sealed) and not clear
    else:
        reader = reader_of(request, reading.case)
        context["papers"] = paper_views(reading.case, reading.spec, reading.tasks, reader)
    return render(request, "portal/case.html", context, status=status)


def fields_of(context: dict[str, Any]) -> set[str]:
    """The keys under which the page has a field in which words that were not taken can stay."""
    there = {
        "": context["may_write"],
        WITHDRAWAL: context["withdrawal"] in ("now", "ask"),
        AGAIN: context["again"],
        CHANGE: context["changing"].get("state") in ("may", "editing", "late"),
    }
    own = {key for key, shown in there.items() if shown} if context["party"] else set()
    return own | {ask["task"].key for ask in context["asks"]}


def frame_of(request: PersonRequest, reading: Reading, tab: str, near: Around) -> dict[str, Any]:
    """What stands around every tab."""
    case, language = reading.case, request.acting.language
    return {
        "case": case,
        "title": said_in(case.title, language),
        "badge": status_badge(case, request.organisation, language),
        "trail": (
            Link(_("Startpagina"), address_of("portal:home")),
            Link(_("Mijn zaken"), address_of("portal:cases")),
        ),
        "tabs": tabs_of(case, tab),
        "tab": tab,
        "key": new_key(),
        "today": request.acting.today,
        "asks": asks_of(request, reading),
        "track": [
            track_view(step, reading, request)
            for step in track_of(case, accepted=reading.spec.after.acceptance.ask)
        ],
        "waits_on": waits_on_words(case, request.acting, own=is_party(request.person, case)),
        "about": about_of(request, case),
        "may_write": "write" in reading.possible,
        "may_undo": "undo_accept" in reading.possible,
        "withdrawal": withdrawal_of(reading),
        "changing": changing_of(request, reading),
        "again": again_of(request, reading),
        "links": link_views(near, language, staff=False),
        "live": LiveView(
            address_of("cases:stream_own_case", case.number),
            page=page_of(request, tab, case.number),
            figures=address_of("portal:figures"),
        ),
    }


def again_of(request: PersonRequest, reading: Reading) -> str:
    """Whether this person may do the request again, and what becomes of it when they hand that in.

    replaced, goes_on or closed; nothing when it is not theirs, or was replaced already.
    """
    case = reading.case
    mine = request.person.pk in (case.submitted_by_id, case.requester_id)
    if not mine or case.status == Status.SUPERSEDED:
        return ""
    if case.closed_at is not None:
        return "closed"
    return "replaced" if "renew" in reading.possible else "goes_on"


def page_of(request: PersonRequest, tab: str, number: str) -> str:
    """Where this page can be asked for again, also when it shows what was not taken."""
    return request.get_full_path() if request.method == "GET" else address_of(TABS[tab], number)


def changing_of(request: PersonRequest, reading: Reading) -> dict[str, str]:
    """Whether the request can be changed (`state`: may, editing, late, sent, or none), and where."""
    case, made = reading.case, reading.case.open_change
    if any(task.kind == Task.Kind.DECIDE_CHANGES for task in reading.tasks):
        return {"state": "sent"}
    may = "amend" in reading.possible and case.submitted_by_id == request.person.pk
    if made is not None and made.draft.owner_id == request.person.pk:
        return {"state": "editing" if may else "late", "url": places.draft_url("check", made.draft)}
    return {"state": "may"} if may and case.draft_id else {}


def withdrawal_of(reading: Reading) -> str:
    """How the request can be taken back now (at once, or by asking), or that it was asked."""
    if "withdraw" in reading.possible:
        return "now"
    if "ask_withdrawal" in reading.possible:
        return "ask"
    kinds = {task.kind for task in reading.tasks}
    return "asked" if Task.Kind.CONFIRM_WITHDRAW in kinds else ""


def tabs_of(case: Case, current: str) -> tuple[TabView, ...]:
    """The three tabs, as addresses."""
    tabs = (
        ("talk", _("Gesprek"), "messages", None),
        ("answers", _("Gegevens"), "list-details", None),
        ("files", _("Bijlagen"), "paperclip", number_of_files(case)),
    )
    own = OWN_PAGE if case.status == Status.SUPERSEDED else ""
    return tuple(
        TabView(label, address_of(TABS[key], case.number) + own, icon, key == current, count)
        for key, label, icon, count in tabs
    )


def talk_of(request: PersonRequest, reading: Reading, near: Around) -> dict[str, Any]:
    """The timeline, with a summary of the request at its beginning."""
    case, language = reading.case, request.acting.language
    before = request.GET.get("voor", "")
    timeline = for_requester(
        near,
        reading.spec,
        language,
        before=int(before) if before.isdecimal() and len(before) <= 18 else None,
    )
    summary: tuple[DetailView, ...] = ()
    if any(entry.first for entry in timeline.entries):
        chapters = chapters_of_case(case, reading.spec, by=request.acting, cleared=False)
        lines = [line for chapter in chapters for line in chapter.lines if line.value]
        summary = tuple(DetailView(line.label, line.value) for line in lines[:4])
    return {
        "entries": entry_views(
            timeline,
            case,
            "portal:case_file",
            summary,
            handler_word(request.organisation, language),
        ),
        "more_url": f"?voor={timeline.older}" if timeline.older else "",
    }


def my_tasks(request: PersonRequest, reading: Reading) -> list[Task]:
    """The open tasks of this person on this case, those of their units included."""
    me, units = request.person.pk, reading.hats.units
    return [
        task
        for task in reading.tasks
        if not task.third_party and (task.person_id == me or task.unit_id in units)
    ]


def asks_of(request: PersonRequest, reading: Reading) -> list[dict[str, Any]]:
    """What is asked of this person, each with its words and the field to answer in."""
    tasks = [task for task in my_tasks(request, reading) if task.kind != Task.Kind.READ]
    for task in tasks:
        task.case = reading.case
    views = task_views(tasks, request)
    return [
        {"kind": task.kind, "view": view, "task": task, **words_of(task, reading, request)}
        for task, view in zip(tasks, views, strict=True)
    ]


def words_of(task: Task, reading: Reading, request: PersonRequest) -> dict[str, str]:
    """The whole question and the date, for the field on the page of the case."""
    day = task.due_at.astimezone(request.acting.zone) if task.due_at else None
    slot = reading.spec.slot(task.slot) if task.slot else None
    return {
        "question": task.question.body if task.question else "",
        "due": formats.date_format(day, "DATE_FORMAT") if day else "",
        "document": name_of_paper(
            reading.case, reading.spec, task.slot, task.item, request.acting.language
        ),
        "limits": limits_of(slot) if slot else "",
    }


def track_view(step: TrackStep, reading: Reading, request: PersonRequest) -> TrackView:
    """A station on the way, with its moment and what it means."""
    return TrackView(
        label=status_label(step.status, request.organisation, request.acting.language),
        state=step.state,
        when=moment_of(step, request),
        note=note_of(step, reading, request),
    )


def note_of(step: TrackStep, reading: Reading, request: PersonRequest) -> str:
    """What the status means now; of the end, how and when it comes."""
    if step.state == "now" and (others := others_asked(reading, request)):
        return _("Wij hebben eerst informatie nodig. Wij wachten op: %(who)s.") % {"who": others}
    if step.state == "now":
        return str(status_note(step.status, request.organisation, request.acting.language))
    waits = [task for task in reading.tasks if task.kind == Task.Kind.ACCEPT and task.due_at]
    if step.state != "to_come" or not waits or waits[0].due_at is None:
        return ""
    due = waits[0].due_at.astimezone(request.acting.zone).date()
    return _("Na het akkoord, of vanzelf na %(date)s.") % {
        "date": figures.day(due, request.acting.today)
    }


def others_asked(reading: Reading, request: PersonRequest) -> str:
    """Whom a question waits for, when that is not the requester alone."""
    asked = [one for one in reading.tasks if one.kind == Task.Kind.ANSWER]
    if all(one.party == Task.Party.REQUESTER for one in asked):
        return ""
    own = is_party(request.person, reading.case)
    words = WAITS_ON if own else WAITS_ON | {"requester": _("de aanvrager")}
    names = [one.third_party or str(words[one.party]) for one in asked]
    return ", ".join(dict.fromkeys(names))


def moment_of(step: TrackStep, request: PersonRequest) -> str:
    """When it was reached; how long it lasted when it was a stop on the way."""
    if step.at is None:
        return ""
    zone = request.acting.zone
    today = request.acting.today
    if step.until is None:
        return figures.moment(step.at, today)
    start = figures.day(step.at.astimezone(zone).date(), today)
    end = figures.day(step.until.astimezone(zone).date(), today)
    return start if start == end else _("%(start)s tot %(end)s") % {"start": start, "end": end}


def about_of(request: PersonRequest, case: Case) -> tuple[DetailView, ...]:
    """The facts that a person asks for on the phone."""
    due = formats.date_format(case.due_at.astimezone(request.acting.zone), "DATE_FORMAT")
    facts = [DetailView(_("Nummer"), case.number)]
    if case.subject_id != case.requester_id:
        facts.append(DetailView(_("Aangevraagd door"), case.requester.name))
        facts.append(DetailView(_("Over"), case.subject.name))
    facts.append(DetailView(_("Team"), said_in(case.queue.team.name, request.acting.language)))
    if case.assignee:
        facts.append(DetailView(_("Behandelaar"), case.assignee.party.name))
    if case.closed_at is None and case.status != Status.AWAITING_ACCEPTANCE:
        facts.append(DetailView(_("Antwoord verwacht"), _("uiterlijk %(date)s") % {"date": due}))
    return tuple(facts)
