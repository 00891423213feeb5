"""The demo of PersoPoint: cases in every status, told through actions, once."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from loket.cases.actions.figures import recount
from loket.cases.models import Case, CaseFile, Task
from loket.cases.models.note import Note
from loket.cases.reactions import HISTORY, tell_people
from loket.cases.rules.tasks import waits_until
from loket.catalogue.models import Draft
from loket.contacts.models import Message, Notification, OutgoingMail
from loket.core.clock import now
from loket.core.counters import check_counters
from loket.core.models import Event, NumberSeries, Organisation
from loket.core.tenancy import enter_organisation
from loket.packs.apply import apply_pack
from loket.packs.demo import tell_stories
from loket.packs.load import Pack, load_pack
from loket.packs.read import PackError
from loket.people.models import Person

SATURDAY = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
MONDAY_MORNING = datetime(2027, 1, 4, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(settings.PACKS / "persopoint", demo=True)


def tell(pack: Pack, now: datetime) -> int:
    apply_pack(pack, "persopoint", at=now)
    told = tell_stories(pack, "persopoint", now=now)
    enter_organisation(Organisation.objects.get().pk)
    return told


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker, pack: Pack) -> Iterator[None]:
    """The stories, told once for all tests that only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        tell(pack, now())
        yield
        transaction.set_rollback(True)


def test_the_stories_are_told_once_whatever_the_day(db: None, pack: Pack) -> None:
    assert tell(pack, MONDAY_MORNING) == len(pack.stories)
    cases, events = Case.objects.count(), Event.objects.count()

    assert tell(pack, MONDAY_MORNING + timedelta(days=2)) == 0
    assert (Case.objects.count(), Event.objects.count()) == (cases, events)
    assert not Event.objects.filter(occurred_at__gt=MONDAY_MORNING).exists()
    assert not Task.objects.filter(created_at__gt=MONDAY_MORNING).exists()


def test_the_demo_has_cases_in_every_status(told: None) -> None:
    statuses = Counter(Case.objects.values_list("status", flat=True))
    assert set(Case.Status.values) == set(statuses)
    assert set(Case.objects.values_list("language", flat=True)) == {"nl", "fr", "de", "en"}
    parties = {
        party
        for waits in Case.objects.values_list("waits_on", flat=True)
        for party in waits.split(",")
    }
    assert {"requester", "manager", "personnel", "third"} <= parties
    assert Case.objects.filter(is_late=True, closed_at=None).exists()
    assert Case.objects.filter(outcome="no_reaction").exists()
    assert Note.objects.exists()
    assert set(CaseFile.objects.values_list("state", flat=True)) >= {"given", "checked", "refused"}
    assert CaseFile.objects.filter(privacy="special").exists()
    assert Draft.objects.open().get().files.count() == 2


def test_the_figures_of_every_list_are_right_after_all_that_happened(told: None) -> None:
    assert any(recount().values())
    assert check_counters(recount) == {}


def test_every_case_knows_until_when_it_waits_for_whom(told: None) -> None:
    waiting = [case for case in Case.objects.open() if case.waits_on]

    assert waiting
    for case in Case.objects.prefetch_related("tasks"):
        tasks = [task for task in case.tasks.all() if task.done_at is None]
        assert case.waits_until == waits_until(tasks), case.number
        assert sorted(case.waits_until) == [one for one in case.waits_on.split(",") if one]


def test_no_word_of_a_story_is_lost(told: None, pack: Pack) -> None:
    steps = [step for story in pack.stories for step in story.entry.get("then", ())]
    texts = {step["text"].strip() for step in steps if "text" in step}
    kept = {
        *Message.objects.values_list("body", flat=True),
        *Note.objects.values_list("body", flat=True),
        *CaseFile.objects.values_list("reason", flat=True),
    }

    assert texts
    assert texts - {text.strip() for text in kept} == set()


def test_whoever_is_asked_something_has_a_page_to_do_it_on(told: None) -> None:
    kinds = set(Task.objects.open().values_list("kind", flat=True))

    assert kinds <= {
        "accept",
        "answer",
        "approve",
        "confirm_withdraw",
        "consult",
        "correct",
        "deliver",
        "read",
    }


def test_numbers_follow_the_order_in_which_people_asked(told: None) -> None:
    cases = list(Case.objects.order_by("number").values_list("number", "created_at"))
    assert cases == sorted(cases, key=lambda one: one[1])
    assert NumberSeries.objects.get(key="HRB").next == int(cases[-1][0][3:]) + 1


def test_nobody_gets_a_mail_about_the_past_but_everybody_finds_their_notices(told: None) -> None:
    for event in Event.objects.filter(kind__in=("case.proposed", "case.asked", "case.closed")):
        tell_people(event.pk)

    sarah = Person.objects.get(user__login="sarah")
    notices = Notification.objects.filter(person=sarah)
    old = notices.filter(created_at__lt=now() - HISTORY)
    assert not OutgoingMail.objects.exists()
    assert "proposed" in notices.values_list("kind", flat=True)
    assert old.exists()
    assert not old.unread().exists()


def test_what_waits_for_people_is_on_their_lists(told: None) -> None:
    people = {login: Person.objects.get(user__login=login) for login in ("sarah", "amina", "nele")}

    def open_tasks(login: str) -> set[str]:
        tasks = Task.objects.open().visible_to(people[login])
        return set(tasks.values_list("kind", flat=True))

    assert open_tasks("sarah") == {"accept"}
    assert open_tasks("amina") == {"approve"}
    assert Case.objects.filter(assignee=people["nele"], closed_at=None).count() >= 5


def test_a_story_that_cannot_happen_is_an_error_with_its_line(db: None, pack: Pack) -> None:
    apply_pack(pack, "persopoint", at=SATURDAY)
    story = next(item for item in pack.stories if item.key == "sarah-vierdagenweek")
    steps = [{**step, "do": "accept"} for step in story.entry["then"][:1]]
    bad = type(story)(
        story.section, "bad", {**story.entry, "then": steps}, story.source, story.path
    )

    with pytest.raises(PackError, match=r"sarah\.yaml:\d+: "):
        tell_stories(Pack(pack.name, pack.items, (bad,)), "persopoint", now=SATURDAY)
    enter_organisation(Organisation.objects.get().pk)
    assert not Case.objects.exists()
