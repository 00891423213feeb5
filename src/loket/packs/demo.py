"""Tell the stories of a demo: everything through actions, in the order in which it happened.

The clocks strike in between at their own moments, so that a reminder or an automatic closing of
weeks ago is written as it would have been then. Nobody gets a mail about what is past (channel
`import`); the worker gives everybody their notices. A story is told once.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Min

from loket.cases.actions.clockwork import clock_struck
from loket.cases.actions.submit import submit_case
from loket.cases.models import Case
from loket.catalogue.actions.answers import Typed, add_group_item, mark_later, save_answers
from loket.catalogue.actions.drafts import rename_draft, start_draft
from loket.catalogue.actions.files import add_draft_file
from loket.catalogue.models import Draft, Service
from loket.catalogue.opened import Opened
from loket.catalogue.rules.paths import items_of
from loket.catalogue.rules.values import ITEM
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import with_first_items
from loket.core.acting import IMPORTED, Acting
from loket.core.calendars import calendar_on
from loket.core.clocks import fire_due
from loket.core.errors import RuleError
from loket.core.events import acting_after, record, recorded_once
from loket.core.models import Calendar, Clock, Event, Organisation
from loket.core.tenancy import acting_in
from loket.core.workdays import WorkCalendar
from loket.packs.deeds import do, upload
from loket.packs.load import Item, Pack
from loket.packs.read import PackError
from loket.packs.stories import dated, moment
from loket.people.models import Person


@dataclass(slots=True)
class Telling:
    """One story on its way: the organisation, the draft, and the case that comes of it."""

    item: Item
    base: Acting
    calendar: WorkCalendar
    cases: dict[str, Case]
    """Of all stories that are told now, by their names."""
    case: Case | None = None
    moments: list[tuple[datetime, int]] = field(default_factory=list)

    def acting(self, login: str, at: datetime) -> Acting:
        """A person of the story at a moment of it."""
        person = Person.objects.select_related("party").get(user__login=login)
        return replace(
            self.base, person_id=person.pk, at=at, language=person.party.language, channel=IMPORTED
        )


@transaction.atomic
def tell_stories(pack: Pack, slug: str, *, now: datetime) -> int:
    """Tell the stories that were not told yet; say how many."""
    organisation = Organisation.objects.get(slug=slug)
    base = Acting(
        person_id=None,
        organisation_id=organisation.pk,
        at=now,
        channel=IMPORTED,
        time_zone=organisation.time_zone,
        region=organisation.region,
    )
    with acting_in(organisation.pk):
        fresh = [item for item in pack.stories if not _is_told(item)]
        if not fresh:
            return 0
        cases: dict[str, Case] = {}
        _tell_all([_plan(item, base, cases) for item in fresh], base)
        for item in fresh:
            record("demo.told", organisation, by=base, visibility="audit", idem=_idem(item))
    return len(fresh)


def _idem(item: Item) -> str:
    return f"story:{item.key}"


def _is_told(item: Item) -> bool:
    return recorded_once(_idem(item)) is not None


def _plan(item: Item, base: Acting, cases: dict[str, Case]) -> Telling:
    calendar = calendar_on(Calendar.objects.earliest("pk"), base.today)
    telling = Telling(item, base, calendar, cases)
    steps = [item.entry, *item.entry.get("then", ())]
    telling.moments = [
        (moment(step["at"], base.at, calendar), index - 1) for index, step in enumerate(steps)
    ]
    return telling


def _tell_all(tellings: list[Telling], base: Acting) -> None:
    """Everything that happened in all stories, by its moment."""
    happenings = [
        (at, number, index)
        for number, telling in enumerate(tellings)
        for at, index in telling.moments
    ]
    for at, number, index in sorted(happenings):
        _let_clocks_strike(at)
        telling = tellings[number]
        path = "" if index < 0 else f"then[{index}]"
        try:
            _happen(telling, index, at)
        except RuleError as refusal:
            raise PackError(telling.item.where(path), refusal.message) from refusal
    _let_clocks_strike(base.at)


def _happen(telling: Telling, index: int, at: datetime) -> None:
    story = telling.item.entry
    if index < 0:
        by = telling.acting(story["who"], at)
        draft = _fill_in(telling, by)
        if story.get("submit", True):
            telling.case = telling.cases[telling.item.key] = submit_case(draft, by=by)
        return
    step = dated(story["then"][index], telling.moments[0][0], telling.calendar.zone)
    assert telling.case is not None  # noqa: S101  the check asked for it
    case = Case.objects.select_related("queue", "version").get(pk=telling.case.pk)
    do(case, step, others=telling.cases, by=telling.acting(step["by"], at))


def _fill_in(telling: Telling, by: Acting) -> Draft:
    story = telling.item.entry
    service = Service.objects.select_related("form__live_version").get(form__key=story["form"])
    people = Person.objects.select_related("party")
    about = people.get(user__login=story["about"]) if "about" in story else None
    draft = start_draft(service, by=by, loa="substantial", about=about)
    if "name" in story:
        draft = rename_draft(draft, story["name"], by=by)
    answers, items = _answers(telling, draft, by)
    draft = save_answers(draft, Typed(answers), by=by).draft
    for place, names in story.get("files", {}).items():
        for name in names:
            add_draft_file(draft, _placed(place, items), upload(name, story["who"]), by=by)
    for slot in story.get("later", ()):
        draft = mark_later(draft, _placed(slot, items), later=True, by=by)
    return draft


def _answers(
    telling: Telling, draft: Draft, by: Acting
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The answers by key, with the items of groups under the ids that they got."""
    story, begin, zone = telling.item.entry, telling.moments[0][0], telling.calendar.zone
    answers: dict[str, Any] = dict(dated(story.get("answers", {}), begin, zone))
    items: dict[str, list[str]] = {}
    for group, ones in story.get("groups", {}).items():
        items[group] = _items(draft, group, len(ones), by)
        for item, one in zip(items[group], dated(ones, begin, zone), strict=True):
            answers |= {f"{group}.{item}.{name}": value for name, value in one.items()}
    answers |= {f"_reasons.{name}": text for name, text in story.get("reasons", {}).items()}
    return answers, items


def _items(draft: Draft, group: str, wanted: int, by: Acting) -> list[str]:
    """The ids of so many items of a group; the first ones are there by themselves."""
    spec = spec_of(draft.version)
    while True:
        draft = Draft.objects.select_related("version").get(pk=draft.pk)
        whole = with_first_items(spec, Opened.of(draft).answers, draft.field_revs)
        items = [str(one[ITEM]) for one in items_of(whole, group)]
        if len(items) >= wanted:
            return items
        add_group_item(draft, group, by=by)


def _placed(place: str, items: dict[str, list[str]]) -> str:
    """`geboorteakte.kinderen.0` is the slot for the first child."""
    slot, _dot, rest = place.partition(".")
    if not rest:
        return slot
    group, _dot, number = rest.partition(".")
    return f"{slot}.{items[group][int(number)]}"


def _let_clocks_strike(at: datetime) -> None:
    """Fire what was due by then, and let the cases hear it at that moment."""
    waiting = Clock.objects.filter(fired_at=None, stopped_at=None, due_at__lte=at)
    while due_at := waiting.aggregate(first=Min("due_at"))["first"]:
        before = Event.objects.aggregate(last=Max("pk"))["last"] or 0
        fire_due(due_at)
        for event in Event.objects.filter(kind="clock.fired", pk__gt=before).order_by("pk"):
            clock_struck(event, by=acting_after(event, IMPORTED))
