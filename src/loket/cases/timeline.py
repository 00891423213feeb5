"""What a timeline is made of: entries of a case, newest first, with the words filled in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from loket.cases.happenings import HAPPENINGS, Happening
from loket.cases.labels import WAITS_ON
from loket.cases.links import Around, Sight
from loket.cases.models import Case, CaseFile, CaseMessage, Task
from loket.cases.papernames import name_of_paper
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.specs import spec_of
from loket.contacts.models import MessageFile
from loket.core.models import Event
from loket.core.page import said_in
from loket.core.partview import Link
from loket.core.prepared import padded, prepared
from loket.people.models import Person
from loket.people.names import people_by_id
from loket.routing.models import Queue

PAGE = 25
"""Entries on a page of a case; older ones follow by a link."""
SPOKEN = frozenset(
    {
        "submit",
        "write",
        "send_message",
        "ask",
        "answer",
        "propose_solution",
        "return_for_correction",
        "correct",
    }
)
"""Actions that their words tell; above the words of any other stands what happened."""


class Attachment(NamedTuple):
    """A file that went with a message."""

    key: str
    name: str
    size: int
    state: str


class Words(NamedTuple):
    """What somebody wrote in a case."""

    message: int = 0
    kind: str = ""
    body: str = ""
    language: str = ""
    from_us: bool = False


NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on the timeline: an event, and the message that came with it."""

    id: int
    kind: str
    icon: str
    sentence: str
    at: datetime
    actor: Person | None = None
    mine: bool = False
    from_us: bool = False
    message_kind: str = ""
    body: str = ""
    language: str = ""
    files: tuple[Attachment, ...] = ()
    internal: bool = False
    note: str = ""
    first: bool = False
    """The submission itself: the page shows what was asked with it."""
    origin: str = ""
    """The number of the case in which it happened, when that went up in this one."""
    other: Link | None = None
    """The other case that the sentence names."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of entries, and whether there are older ones."""

    entries: tuple[Entry, ...] = ()
    older: int | None = None


@dataclass(slots=True)
class Gathered:
    """What the entries of a page need, fetched in a fixed number of queries."""

    case: Case
    spec: FormSpec
    language: str
    viewer_id: int
    people: dict[int, Person] = field(default_factory=dict)
    words: dict[int, Words] = field(default_factory=dict)
    """By the number of their message."""
    others: dict[int, Link] = field(default_factory=dict)
    """Other cases that events name, with their number and page, if this viewer may see them."""
    merged: dict[int, Case] = field(default_factory=dict)
    """The cases that went up in this one and that this viewer may see."""
    queues: dict[int, str] = field(default_factory=dict)
    """The names of the queues to which the case went."""
    asked: dict[int, str] = field(default_factory=dict)
    """Who was asked something instead of the requester, by the number of the task."""
    questions: dict[int, int] = field(default_factory=dict)
    """The tasks of these questions, by the number of their message."""
    files: dict[int, tuple[Attachment, ...]] = field(default_factory=dict)
    """Those that this viewer may see, by the number of their message."""


def page_of(
    case: Case, visibilities: Iterable[str], before: int | None, merged: Sequence[Case] = ()
) -> list[Event]:
    """The newest events of a case that may be seen, one more than a page holds.

    With those of the cases that went up in it: `merged`.
    """
    if not merged:
        return newest_events(case.pk, tuple(visibilities), before)
    ids = padded([case.pk, *(one.pk for one in merged)])
    return newest_of_all(tuple(visibilities), before, *ids)


@prepared
def newest_events(
    case_id: int, visibilities: tuple[str, ...], before: int | None
) -> QuerySet[Event]:
    """The newest events of a case in these circles; with `before`, those before that event."""
    return shown(Event.objects.about(Case(pk=case_id)), visibilities, before)


@prepared
def newest_of_all(
    visibilities: tuple[str, ...], before: int | None, *case_ids: int
) -> QuerySet[Event]:
    """The same of several cases together."""
    events = Event.objects.filter(about_kind=Case._meta.label_lower, about_id__in=case_ids)
    return shown(events, visibilities, before)


def shown(
    events: QuerySet[Event], visibilities: tuple[str, ...], before: int | None
) -> QuerySet[Event]:
    """The newest of these events in these circles, with what a timeline needs of each."""
    events = events.filter(visibility__in=visibilities)
    if before is not None:
        events = events.filter(pk__lt=before)
    wanted = ("kind", "visibility", "actor_id", "occurred_at", "data", "about_id")
    return events.only(*wanted).order_by("-pk")[: PAGE + 1]


def gather(
    case: Case,
    spec: FormSpec,
    events: list[Event],
    near: Around,
    language: str,
    *,
    hidden_from: Iterable[int] = (),
) -> Gathered:
    """Fetch the people and the messages of these events.

    Of the cases in `hidden_from` no file with special categories of data is shown.
    """
    ids = {event.actor_id for event in events} | {event.data.get("colleague") for event in events}
    people = people_by_id(pk for pk in ids if pk)
    numbers = [event.data["message"] for event in events if "message" in event.data]
    named = padded(numbers)
    words = {row[0]: Words(*row) for row in words_of(*named)} if numbers else {}
    asked = asked_in(events, case, language)
    return Gathered(
        case,
        spec,
        language,
        near.sight.viewer_id,
        people,
        words,
        others=others_in(events, near.sight),
        merged={one.pk: one for one in near.merged},
        queues=queues_in(events, language),
        asked={task: who for task, _message, who in asked},
        questions={message: task for task, message, _who in asked if message},
        files=attachments_of(named, frozenset(hidden_from)) if numbers else {},
    )


@prepared
def words_of(*message_ids: int) -> QuerySet[CaseMessage, tuple[int, str, str, str, bool]]:
    """What these messages say, in the order of `Words`."""
    rows = CaseMessage.objects.filter(message__in=message_ids)
    said = ("message__body", "message__language", "message__from_us")
    return rows.values_list("message_id", "kind", *said)


def attachments_of(
    message_ids: Iterable[int], hidden_from: frozenset[int]
) -> dict[int, tuple[Attachment, ...]]:
    """The files that went with these messages and may be shown."""
    found: dict[int, tuple[Attachment, ...]] = {}
    for message, special_in, key, name, size, state in files_of(*message_ids):
        if hidden_from.isdisjoint(special_in):
            found[message] = (*found.get(message, ()), Attachment(key, name, size, state))
    return found


@prepared
def files_of(*message_ids: int) -> QuerySet[MessageFile, tuple[int, list[int], str, str, int, str]]:
    """The files that went with these messages, and the cases in which each has special data."""
    special = CaseFile.objects.filter(file=OuterRef("file"), privacy="special").values("case_id")
    links = MessageFile.objects.filter(message__in=message_ids).order_by("pk")
    file = ("file__key", "file__name", "file__size", "file__state")
    return links.annotate(special_in=ArraySubquery(special)).values_list(
        "message_id", "special_in", *file
    )


def others_in(events: list[Event], sight: Sight) -> dict[int, Link]:
    """The other cases that these events name, as far as the viewer may see them."""
    others = [int(event.data["case"]) for event in events if event.data.get("case")]
    if not others:
        return {}
    return {pk: Link(seen.number, sight.url(seen)) for pk, seen in sight.cases(others).items()}


def queues_in(events: list[Event], language: str) -> dict[int, str]:
    """The names of the queues that these events name."""
    numbers = {int(event.data["queue"]) for event in events if event.data.get("queue")}
    found = Queue.objects.filter(pk__in=numbers) if numbers else ()
    return {one.pk: said_in(one.texts["name"], language) for one in found}


def asked_in(events: list[Event], case: Case, language: str) -> list[tuple[int, int, str]]:
    """Who else than the requester was asked something in these events: task, message and who."""
    people = (case.requester_id, case.submitted_by_id)
    data = [
        event.data
        for event in events
        if event.data.get("party", "requester") != "requester"
        or (event.data.get("action") == "answer" and event.actor_id not in people)
    ]
    if not data:
        return []
    questions = [one["message"] for one in data if "message" in one]
    answered = [one["task"] for one in data if "task" in one]
    rows = Task.objects.filter(Q(question__in=questions) | Q(pk__in=answered))
    others = rows.filter(kind=Task.Kind.ANSWER).exclude(party=Task.Party.REQUESTER)
    tasks = others.select_related("person__party", "unit")
    return [(one.pk, one.question_id or 0, whom(one, language)) for one in tasks]


def whom(task: Task, language: str) -> str:
    """Who is asked, by name, with what they are to the requester."""
    if task.third_party:
        return task.third_party
    name = said_in(task.unit.name, language) if task.unit else name_of(task.person)
    return f"{WAITS_ON[task.party]}, {name}"


def happening_of(event: Event) -> Happening | None:
    """How this event reads."""
    return HAPPENINGS.get(str(event.data.get("action", "")))


def sentence_of(template: Promise | str, event: Event, gathered: Gathered) -> str:
    """Fill in who did it and what it is about; nothing when words tell it."""
    if words_in(event, gathered).body and event.data.get("action") in SPOKEN:
        return addressed(event, gathered)
    return str(template) % {
        "actor": name_of(gathered.people.get(event.actor_id or 0)),
        "colleague": name_of(gathered.people.get(int(event.data.get("colleague") or 0))),
        "document": document_of(event, gathered),
        "case": other.label
        if (other := other_in(event, gathered))
        else _("(niet voor u zichtbaar)"),
        "queue": gathered.queues.get(int(event.data.get("queue") or 0), ""),
    }


def addressed(event: Event, gathered: Gathered) -> str:
    """To whom a question went, or from whom its answer came, when that is not the requester."""
    message, task = int(event.data.get("message") or 0), int(event.data.get("task") or 0)
    match event.data.get("action"):
        case "ask" if message in gathered.questions:
            return _("Vraag aan: %(who)s") % {"who": gathered.asked[gathered.questions[message]]}
        case "answer" if task in gathered.asked:
            return _("Antwoord van: %(who)s") % {"who": gathered.asked[task]}
        case _:
            return ""


def other_in(event: Event, gathered: Gathered) -> Link | None:
    """The other case that an event names."""
    return gathered.others.get(int(event.data.get("case") or 0))


def name_of(person: Person | None) -> str:
    """The name to show; the system has the name of the product."""
    return person.party.name if person else "Loket"


def document_of(event: Event, gathered: Gathered) -> str:
    """What the document is called in the reader's language; nobody asked for one without a slot."""
    slot, item = (str(event.data.get(name, "")) for name in ("slot", "item"))
    if not slot:
        return _("extra document")
    origin = gathered.merged.get(event.about_id)
    spec = spec_of(origin.version) if origin else gathered.spec
    return name_of_paper(origin or gathered.case, spec, slot, item, gathered.language) or slot


def entry_of(event: Event, sentence: str, icon: str, gathered: Gathered) -> Entry:
    """An entry with the message of the event, if it has one."""
    said = words_in(event, gathered)
    origin = gathered.merged.get(event.about_id)
    return Entry(
        id=event.pk,
        kind=event.kind,
        icon=icon,
        sentence=sentence,
        at=event.occurred_at,
        actor=gathered.people.get(event.actor_id or 0),
        mine=event.actor_id == gathered.viewer_id,
        from_us=said.from_us,
        message_kind=said.kind,
        body=said.body,
        language=said.language,
        files=gathered.files.get(said.message, ()),
        internal=event.visibility == Event.Visibility.INTERNAL,
        first=origin is None and event.data.get("action") == "submit",
        origin=origin.number if origin else "",
        other=other_in(event, gathered),
    )


def words_in(event: Event, gathered: Gathered) -> Words:
    """What was written with this event, if anything."""
    return gathered.words.get(event.data.get("message", 0), NO_WORDS)
