"""Several cases of one person: only those that a handler may see, side by side when they belong."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.make import attach_to_case, grant, make_case, make_queue
from tests.world import World, client_of, sign_in

from loket.cases.beside import cases_of_person
from loket.cases.models import Case
from loket.core.tenancy import acting_in
from loket.people.models import RoleGrant


@pytest.fixture
def world(here: World) -> Iterator[World]:
    with acting_in(here.organisation.pk):
        yield here


def another(world: World, **values: Any) -> Case:
    """Make one more case about the same person."""
    values = {"subject": world.people["subject"].party} | values
    return make_case(world.people["requester"], world.things["service"], **values)


def fetch(world: World, path: str, role: str = "handler", **headers: str) -> Any:
    return client_of(world, sign_in(world, world.people[role])).get(path, headers=headers)


def beside(world: World, *cases: Case) -> Any:
    asked = "&".join(f"zaak={case.number}" for case in cases)
    return fetch(world, f"/werk/naast-elkaar/?{asked}")


def test_the_cases_of_a_person_are_found_by_one_question_and_only_where_one_works(
    world: World,
) -> None:
    case, mine = world.things["case"], another(world, status="closed_complete")
    another(world, queue=make_queue("elders"))
    handler = world.people["handler"].pk
    cases_of_person(case.subject_id, handler)

    with CaptureQueriesContext(connection) as asked:
        found = cases_of_person(case.subject_id, handler)

    assert {one.pk for one in found} == {case.pk, mine.pk}
    assert len(asked) == 1


def test_the_list_starts_from_the_indexes_of_whom_a_case_is_of_and_about(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # few rows: it would read them all
        with CaptureQueriesContext(connection) as asked:
            cases_of_person(world.things["case"].subject_id, world.people["handler"].pk)
        cursor.execute(f"EXPLAIN {asked.captured_queries[-1]['sql']}")
        plan = " ".join(line for (line,) in cursor.fetchall())

    assert "case_requester" in plan
    assert "case_subject" in plan


def test_a_case_of_oneself_is_not_in_the_list(world: World) -> None:
    requester = world.people["requester"]
    grant(requester, RoleGrant.Role.HANDLER, world.things["queue"].team)

    assert cases_of_person(world.things["case"].subject_id, requester.pk) == []


def test_the_list_is_a_page_and_a_part_of_the_page_of_the_case(world: World) -> None:
    case, other = world.things["case"], another(world)

    page = fetch(world, f"/werk/zaken/{case.number}/persoon/").content.decode()
    part = fetch(world, f"/werk/zaken/{case.number}/persoon/", **{"HX-Request": "true"})

    assert "<html" in page
    assert "<html" not in part.content.decode()
    assert f'value="{case.number}" checked' in part.content.decode()
    assert f'value="{other.number}">' in part.content.decode()


def test_two_to_four_stand_side_by_side(world: World) -> None:
    cases = [world.things["case"], *(another(world) for _ in range(4))]

    shown = [beside(world, *cases[:number]) for number in (1, 2, 4, 5)]

    columns = [answer.content.decode().count('id="zaak-') for answer in shown]
    assert columns == [1, 2, 4, 4]
    assert "Kies twee tot vier" in shown[0].content.decode()
    assert "eerste vier" in shown[3].content.decode()


def test_cases_of_different_people_are_not_put_together(world: World) -> None:
    stranger = world.people["stranger"]
    other = make_case(stranger, world.things["service"])

    shown = beside(world, world.things["case"], other).content.decode()

    assert "niet van dezelfde persoon" in shown
    assert stranger.party.name not in shown


def test_one_that_may_not_be_seen_is_not_found_as_if_it_were_not_there(world: World) -> None:
    hidden = another(world, queue=make_queue("elders"))

    answers = [
        beside(world, world.things["case"], hidden),
        fetch(world, f"/werk/naast-elkaar/?zaak={world.things['case'].number}&zaak=HRB9999999"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_column_names_no_special_document_to_who_is_not_cleared(world: World) -> None:
    other = another(world)
    attach_to_case(other, "attest", privacy="special")

    shown = beside(world, world.things["case"], other)

    assert world.things["special"].file.key not in shown.content.decode()
    assert shown.status_code == 200
