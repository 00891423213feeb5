"""Prepared questions: the same answers as a queryset, whatever is filled in."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import Model, QuerySet
from django.utils import timezone

from loket.core.models import Event, Host, Organisation
from loket.core.prepared import Prepared, Question, counted, padded, prepared
from loket.core.tenancy import acting_in
from loket.people.models import Person, RoleGrant
from tests.make import NOW, make_organisation, make_person
from tests.test_queries import PAGES
from tests.world import client_of, make_world, sign_in


def hosts_named(*names: str) -> QuerySet[Host]:
    return Host.objects.select_related("organisation").filter(host__in=names).order_by("pk")


@prepared
def hosts(*names: str) -> QuerySet[Host]:
    return hosts_named(*names)


@prepared
def events_before(number: int, moment: datetime, kind: str | None) -> QuerySet[Event, int]:
    found = Event.objects.filter(pk__lt=number, at__lt=moment)
    return counted(found if kind is None else found.filter(kind=kind))


@prepared
def grants_today(person_id: int) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.current().filter(person=person_id)


@prepared
def people_of_organisation() -> QuerySet[Person, str]:
    return Person.objects.order_by("pk").values_list("party__name", flat=True)


def test_it_gives_what_the_queryset_gives(db: None) -> None:
    make_organisation("hier")
    make_organisation("daar")

    asked = [hosts("hier.localhost"), hosts("daar.localhost"), hosts("niets")]
    several = hosts("daar.localhost", "hier.localhost")

    assert [[host.host for host in found] for found in asked] == [
        ["hier.localhost"],
        ["daar.localhost"],
        [],
    ]
    assert several == list(hosts_named("daar.localhost", "hier.localhost"))


def test_whatever_pages_ask_is_read_as_django_reads_it(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[object, object]] = []
    ask = Question.ask

    def ask_twice(question: Question, params: tuple[Any, ...]) -> list[Any]:
        assert question.reader is not None, question.sql
        found = ask(question, params)
        read.append((look(found), look(question.ask_by_django(params))))
        return found

    monkeypatch.setattr(Question, "ask", ask_twice)
    world = make_world("hier")

    for role, path, _number in PAGES:
        browser = client_of(world, sign_in(world, world.people[role]))
        browser.get(path.format(case=world.things["case"].number))

    assert [ours for ours, _django in read] == [django for _ours, django in read]
    assert sum(bool(ours) for ours, _django in read) > len(PAGES) * 5


def look(found: object, seen: frozenset[int] = frozenset()) -> object:
    """All that there is to see of what was read, objects that came along included."""
    if isinstance(found, list):
        return [look(one) for one in found]
    if not isinstance(found, Model):
        return (type(found), found)
    if id(found) in seen:
        return "seen"
    state = vars(found)["_state"]
    along = state.fields_cache.items()
    beside = {name: look(other, seen | {id(found)}) for name, other in along}
    return (type(found), vars(found) | {"_state": None}, state.adding, state.db, beside)


@pytest.mark.parametrize(
    "rows", [Person.objects.prefetch_related("party"), Person.objects.values()]
)
def test_what_is_not_simply_rows_is_read_by_django(db: None, rows: QuerySet[Any]) -> None:
    make_organisation()
    made = make_person("Sarah Vermeulen")
    question = Prepared(lambda: rows)

    assert len(question()) == 1
    assert question.question(()).reader is None
    assert made.pk


def test_what_is_selected_along_is_at_hand(db: None, django_assert_num_queries: Any) -> None:
    made = make_organisation("hier")

    with django_assert_num_queries(1):
        (host,) = hosts("hier.localhost")
        assert host.organisation == made


def test_each_time_it_reads_what_is_there_now(db: None) -> None:
    make_organisation("hier")
    before = hosts("hier.localhost")
    Host.objects.create(host="nieuw", organisation=Organisation.objects.get())

    assert (len(before), len(hosts("nieuw"))) == (1, 1)


def test_rows_of_another_organisation_are_not_in_its_answer(db: None) -> None:
    here, there = make_organisation("hier"), make_organisation("daar", enter=False)
    make_person("Sarah Vermeulen")
    with acting_in(there.pk):
        make_person("Tom Claes")
        seen_there = people_of_organisation()

    with acting_in(here.pk):
        seen_here = people_of_organisation()

    assert (seen_here, seen_there) == (["Sarah Vermeulen"], ["Tom Claes"])


def test_a_value_that_is_nothing_is_another_question(db: None) -> None:
    make_organisation()

    all_kinds, one_kind = events_before(5, NOW, None), events_before(5, NOW, "case.submitted")

    assert (all_kinds, one_kind) == ([0], [0])
    assert len(events_before.written) == 2


def test_the_calendar_of_the_database_is_that_of_the_organisation(db: None) -> None:
    with timezone.override("Europe/Brussels"):
        here = grants_today.question((1,))
    with timezone.override("Pacific/Auckland"):
        there = grants_today.question((1,))

    assert "Europe/Brussels" in here.params
    assert "Pacific/Auckland" in there.params


@pytest.mark.parametrize("number", [2**15, 2**31, 2**63, 2**80, -1])
def test_a_number_too_large_for_its_column_finds_nothing(db: None, number: int) -> None:
    make_organisation()

    assert grants_today(number) == []


def test_the_first_row_or_nothing(db: None) -> None:
    made = make_organisation("hier")

    found, nothing = hosts.first("hier.localhost"), hosts.first("niets")

    assert (found and found.organisation, nothing) == (made, None)


def counting_with(number: int) -> QuerySet[Event]:
    return Event.objects.filter(pk=number + 1)


def choosing_by(number: int) -> QuerySet[Event]:
    return Event.objects.order_by("pk")[:number]


@pytest.mark.parametrize("build", [counting_with, choosing_by])
def test_a_function_that_does_more_with_a_value_than_look_for_it_is_refused(
    db: None, build: Any
) -> None:
    with pytest.raises(ValueError, match=build.__name__):
        Prepared(build)(5)


@pytest.mark.parametrize(("ids", "size"), [((), 0), ((4,), 8), (range(8), 8), (range(9), 16)])
def test_ids_are_filled_up_with_the_last_one(ids: Iterable[int], size: int) -> None:
    filled = padded(ids)

    assert (len(filled), set(filled)) == (size, set(ids))


def test_values_come_by_their_place(db: None) -> None:
    with pytest.raises(TypeError, match="by their place"):
        events_before(number=5, moment=datetime(2026, 1, 1, tzinfo=UTC), kind=None)
