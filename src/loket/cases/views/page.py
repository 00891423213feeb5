"""The page of a case at the desk, around whichever tab or field is open."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from loket.cases.actions import handling
from loket.cases.actions.planning import day_code
from loket.cases.actions.situation import Hats
from loket.cases.answers import chapters_of_case
from loket.cases.blocks import language_of_reader
from loket.cases.changes import past_changes
from loket.cases.consults import teams_of_the_desk
from loket.cases.duplicates import asked_often, doubles_of_case
from loket.cases.labels import PRIORITIES, handler_word, status_badge
from loket.cases.links import OWN_PAGE, Around, at_desk, leads_on, look_around
from loket.cases.models import Case, Change, Consult, Task
from loket.cases.news import News, news_since
from loket.cases.papers import Reader, paper_views
from loket.cases.parts import entry_views
from loket.cases.problems import SENTENCES
from loket.cases.reading import Reading, find_handled_case, number_of_files, read_case
from loket.cases.timeline_staff import for_staff
from loket.cases.verbs import (
    BY_SLUG,
    INTERNAL,
    ONE_CLICK,
    QUESTION,
    WRITTEN,
    Verb,
    allowed,
    as_it_ends,
)
from loket.cases.views.moving import queues_for
from loket.cases.views.sent_changes import changes_of, is_cleared
from loket.cases.views.side import side_of
from loket.cases.views.trail import list_query, trail_of, with_list
from loket.contacts.actions.drafts import drafts_on
from loket.contacts.blocktexts import unfilled_sentence
from loket.contacts.models import MessageDraft
from loket.core.addresses import address_of
from loket.core.http import opened
from loket.core.keys import new_key
from loket.core.language import languages_of
from loket.core.likeness import digest
from loket.core.page import said_in
from loket.core.partview import ChipView, Link, LiveView, TabView, Text
from loket.core.typed import files_in
from loket.documents.letters import names_in
from loket.people.middleware import PersonRequest
from loket.people.staffing import receivers

TABS = {"talk": "cases:case", "answers": "cases:answers", "files": "cases:files"}
ELSEWHERE = "ander"
"""Says in the address that what is half written there was not sent: it is of another window."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """Half-written words for which there is no field any more."""

    text: str
    kept: str
    """The digest of the text: thrown away is what was shown."""
    verb: str
    label: Text

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """The fields of the form that throws it away: an empty text in its place."""
        return (("verb", self.verb), ("kept", self.kept), ("text", ""))


@dataclass(frozen=True, slots=True)
class Writing:
    """The field that is open: its verb, what stands in it, and why it was not taken."""

    verb: Verb
    text: str = ""
    error: str = ""
    seen: int | None = None
    """The version of the case that its writer looked at, when that is not the one of now."""
    news: Sequence[News] = ()
    """What happened since then."""
    typed: Mapping[str, str] = MappingProxyType({})
    """What was chosen beside the words, when it is shown again."""
    elsewhere: bool = False
    """Whether it was written in another window than the one that just sent something."""

    @property
    def kept(self) -> str:
        """What this window knows to be kept, as a digest."""
        return digest(self.text)

    @property
    def unfilled(self) -> str:
        """What of a text block must still be filled in, if anything."""
        names = tuple(sorted(names_in(self.text)))
        return unfilled_sentence(names) if names else ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something was not taken; `changes` hold the verdicts that were chosen."""

    words: str
    status: int = 422
    changes: Sequence[Change] | None = None
    linking: Mapping[str, str] | None = None
    """What was typed about another case."""
    typed: Mapping[str, Any] = MappingProxyType({})
    """What was typed or chosen, to show it again where it stood."""
    lines: Sequence[str] = ()
    """What was chosen, where it has no field any more."""


def show_case(
    request: PersonRequest,
    number: str,
    *,
    tab: str,
    writing: Writing | None = None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a case with one of its tabs.

    The number of a case that was replaced leads on, unless its own page is asked for.
    """
    found = find_handled_case(request.person, number)
    replaced = found.status == Case.Status.SUPERSEDED and tab == "talk"
    if replaced and opened(request):
        on = leads_on(found, at_desk(request.person))
        if on is not None:
            return redirect("cases:case", on.number)
    reading = read_case(found, by=request.acting, hats=Hats(request.rights, request.units))
    near = look_around(found, at_desk(request.person))
    context = frame_of(request, reading, tab, near)
    context |= trouble_of(trouble, found) | {"lost": files_in(request)}
    context |= tab_of(request, reading, tab, near)
    context |= changes_of(request, reading, trouble.changes if trouble else None)
    if tab == "talk":
        context |= field_of(request, reading, writing, near)
    status = trouble.status if trouble else status
    return render(request, "cases/case.html", context, status=status)


def trouble_of(trouble: Trouble | None, case: Case) -> dict[str, Any]:
    """Why something was not taken, and what was typed and chosen with it."""
    typed = trouble.typed if trouble else {}
    chosen = str(typed.get("colleague", ""))
    level = str(typed.get("priority", ""))
    return {
        "problem": trouble.words if trouble else "",
        "problem_lines": trouble.lines if trouble else (),
        "linking": trouble.linking if trouble else None,
        "typed": typed,
        "chosen_colleague": int(chosen)
        if chosen.isdecimal() and len(chosen) <= 18
        else case.assignee_id,
        "chosen_priority": int(level) if level in map(str, PRIORITIES) else case.priority,
        "chosen_day": typed.get("until", day_code(case.returns_on)),
    }


def frame_of(request: PersonRequest, reading: Reading, tab: str, near: Around) -> dict[str, Any]:
    """What stands around every tab: title, status, tabs, buttons and the side."""
    case, language = reading.case, request.acting.language
    trail = trail_of(request, case.number)
    clicks = [verb for verb in ONE_CLICK if allowed(verb, reading.possible)]
    return {
        "case": case,
        "title": said_in(case.title, language),
        "badge": status_badge(case, request.organisation, language),
        "crumbs": (Link(_("Werkbak"), address_of("desk:worklist", "alle", "mine")),),
        "trail": trail,
        "list_query": list_query(request),
        "tabs": tabs_of(request, case, tab),
        "tab": tab,
        "clicks": clicks,
        "obstacle": SENTENCES[reading.obstacle] if reading.obstacle else "",
        "key": new_key(),
        "today": request.acting.today,
        "side": side_of(request, reading, near),
        "doubles": ()
        if asked_often(reading.spec.key, request.organisation)
        else doubles_of_case(near, language),
        "live": LiveView(
            address_of("cases:stream_desk_case", case.number),
            page=page_of(request, tab, case.number),
            figures=address_of("desk:figures", "alle"),
            who=address_of("cases:who", case.number),
        ),
    }


def page_of(request: PersonRequest, tab: str, number: str) -> str:
    """Where this page can be asked for again, also when it shows what was not taken."""
    here = address_of(TABS[tab], number)
    return request.get_full_path() if request.method == "GET" else with_list(request, here)


def tabs_of(request: PersonRequest, case: Case, current: str) -> tuple[TabView, ...]:
    """The three tabs, as addresses."""
    tabs = (
        ("talk", _("Gesprek"), "messages", None),
        ("answers", _("Gegevens"), "list-details", None),
        ("files", _("Bijlagen"), "paperclip", number_of_files(case)),
    )
    own = OWN_PAGE if case.status == Case.Status.SUPERSEDED else ""
    return tuple(
        TabView(
            label,
            with_list(request, address_of(TABS[key], case.number) + own),
            icon,
            key == current,
            count,
        )
        for key, label, icon, count in tabs
    )


def tab_of(request: PersonRequest, reading: Reading, tab: str, near: Around) -> dict[str, Any]:
    """What stands in a tab."""
    case, language = reading.case, request.acting.language
    cleared = is_cleared(request, case)
    if tab == "talk":
        before = request.GET.get("voor", "")
        timeline = for_staff(
            near,
            reading.spec,
            language,
            cleared=cleared,
            before=int(before) if before.isdecimal() and len(before) <= 18 else None,
        )
        return {
            "entries": entry_views(
                timeline, case, "cases:file", handler=handler_word(request.organisation, language)
            ),
            "more_url": with_list(request, f"?voor={timeline.older}") if timeline.older else "",
        }
    if tab == "answers":
        chapters = chapters_of_case(case, reading.spec, by=request.acting, cleared=cleared)
        return {
            "chapters": chapters,
            "sealed": bool(case.sealed) and not cleared,
            "past_changes": past_changes(case, request.acting, cleared=cleared),
        }
    reader = Reader(language, "cases:file", cleared, request.person.pk)
    papers = paper_views(case, reading.spec, reading.tasks, reader)
    return {"papers": papers, "may_check": "check_document" in reading.possible}


def field_of(
    request: PersonRequest, reading: Reading, writing: Writing | None, near: Around
) -> dict[str, Any]:
    """The choice of what to write, and the field of the one that is chosen."""
    verbs = [verb for verb in WRITTEN if allowed(verb, reading.possible)]
    kept = drafts_on(reading.case, by=request.acting)
    chosen = writing.verb if writing else BY_SLUG.get(request.GET.get("doe", ""))
    if chosen not in verbs:
        chosen = begun(kept, verbs)
    if chosen is not None and writing is None:
        writing = kept_writing(request, reading.case, chosen, kept)
    if writing is not None and writing.seen is not None:
        news = news_since(near, reading.spec, writing.seen, request.acting.language)
        writing = replace(writing, news=news)
    shown = (*verbs, writing.verb) if writing else verbs
    if writing is not None:
        asked = reading.spec.after.acceptance
        verb = as_it_ends(writing.verb, accepted=asked.ask, reopens=asked.reopen is not None)
        writing = replace(writing, verb=verb)
    return {
        "verbs": tuple(
            ChipView(
                verb.label, with_list(request, f"?doe={verb.slug}#schrijf"), current=verb is chosen
            )
            for verb in verbs
        ),
        "writing": writing,
        "unsent": homeless(kept, {one.purpose for one in shown}),
        "elsewhere": ELSEWHERE in request.GET,
        **opinion_for(request, reading, writing),
        **languages_for(request, reading.case, writing),
        **askable_for(request, reading.case, writing),
        **queues_for(request, reading.case, writing.verb if writing else None),
    }


def homeless(kept: Mapping[str, MessageDraft], purposes: Collection[str]) -> list[Unsent]:
    """What was half written, when the case has no field for it any more."""
    return [
        Unsent(draft.body, digest(draft.body), verb.slug, verb.text)
        for purpose, draft in kept.items()
        if purpose not in purposes
        and (verb := next((one for one in WRITTEN if one.purpose == purpose), None))
    ]


def opinion_for(
    request: PersonRequest, reading: Reading, writing: Writing | None
) -> dict[str, Any]:
    """Whom one can ask for an opinion; or what one was asked, when that is what is written."""
    action = writing.verb.action if writing else ""
    if action == "consult":
        people = receivers(request.acting.today).exclude(pk=request.person.pk)
        language = request.acting.language
        teams = [(f"t-{team.pk}", said_in(team.name, language)) for team in teams_of_the_desk()]
        named = [(f"p-{one.pk}", one.party.name) for one in people]
        return {"consultable": named, "consult_teams": teams}
    if action == "give_opinion":
        return {"asked_opinion": question_for(request, reading)}
    return {}


def question_for(request: PersonRequest, reading: Reading) -> Consult | None:
    """What a colleague asks this person in this case."""
    me, units = request.person.pk, reading.hats.units
    tasks = [
        task.pk
        for task in reading.tasks
        if task.kind == Task.Kind.CONSULT and (task.person_id == me or task.unit_id in units)
    ]
    asked = Consult.objects.filter(task__in=tasks[:1])
    return asked.select_related("task", "asker__party", "question").first()


def languages_for(request: PersonRequest, case: Case, writing: Writing | None) -> dict[str, Any]:
    """The languages for a text block, that of the reader chosen."""
    if writing is None or writing.verb.line:
        return {}
    organisation, internal = request.organisation, writing.verb.purpose in INTERNAL
    wanted = language_of_reader(case, organisation, internal=internal, own=request.acting.language)
    return {"block_languages": languages_of(organisation), "block_language": wanted}


def askable_for(request: PersonRequest, case: Case, writing: Writing | None) -> dict[str, Any]:
    """Who can be asked, and who is chosen, when the field is the one for a question."""
    if writing is None or writing.verb.action != "ask":
        return {"askable": ()}
    askable = handling.askable(case, by=request.acting)
    return {"askable": askable, "party": asked_party(writing, askable)}


def kept_writing(
    request: PersonRequest, case: Case, verb: Verb, kept: Mapping[str, MessageDraft]
) -> Writing:
    """What this handler was writing when they left."""
    draft = kept.get(verb.purpose)
    typed = draft.beside if draft else {}
    if verb.purpose == QUESTION and draft is None:  # words for the requester may become a question
        draft, typed = kept.get("message"), {"party": Task.Party.REQUESTER}
    if draft is None:
        return Writing(verb)
    old = draft.base_version if draft.base_version < case.version_lock else None
    return Writing(verb, draft.body, seen=old, typed=typed, elsewhere=ELSEWHERE in request.GET)


def begun(kept: Mapping[str, MessageDraft], verbs: Sequence[Verb]) -> Verb | None:
    """What to open when nothing was chosen: a question that was begun, else the first."""
    asks = [one for one in verbs if one.purpose == QUESTION]
    if asks and QUESTION in kept and "message" not in kept:
        return asks[0]
    return verbs[0] if verbs else None


def asked_party(writing: Writing, askable: Collection[str]) -> str:
    """For whom a question is: as it was chosen, the requester for a new one, else nobody yet."""
    said = writing.typed.get("party", "")
    if said in askable:
        return said
    return "" if writing.text.strip() else str(Task.Party.REQUESTER)
