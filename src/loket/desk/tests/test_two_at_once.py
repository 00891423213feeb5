"""Two handlers at once on the page of a case: both are shown, and what was typed stands there."""

import re

import pytest
from django.test import Client
from tests.make import make_file
from tests.world import World, client_of, make_world, sign_in

from loket.cases.models import Change, ChangeSet
from loket.core.clock import now
from loket.core.tenancy import enter_organisation


@pytest.fixture
def world(db: None) -> World:
    made = make_world("hier")
    enter_organisation(made.organisation.pk)
    return made


def desk(world: World, role: str = "handler") -> Client:
    return client_of(world, sign_in(world, world.people[role]))


def post(world: World, role: str, path: str, **fields: object) -> tuple[int, str]:
    answer = desk(world, role).post(f"/werk/zaken/{world.things['case'].number}/{path}/", fields)
    return answer.status_code, re.sub(r"\s+", " ", answer.text)


def test_an_answer_that_crosses_another_shows_what_is_new_and_keeps_its_words(
    world: World,
) -> None:
    seen = world.things["case"].version_lock
    post(world, "cleared", "bericht", text="Wij vragen het na.", seen=seen)

    status, page = post(world, "handler", "bericht", text="Dat kan niet.", seen=seen)

    assert status == 409
    news = re.search(r'<ul class="sd-since__news">(.*?)</ul>', page)
    assert news is not None
    assert "Mia Medisch: Wij vragen het na." in news[1]
    assert re.search(r"<textarea[^>]*> ?Dat kan niet\.</textarea>", page)
    assert post(world, "handler", "bericht", text="Dat kan niet.", seen=seen + 1)[0] == 302


def test_words_that_have_no_place_any_more_are_shown_all_the_same(world: World) -> None:
    post(world, "lead", "annuleren", text="Dubbel ingediend.", seen=1)

    status, page = post(world, "handler", "bericht", text="Half een antwoord", seen=1)

    assert status in (409, 422)
    assert "Half een antwoord" in page


def test_a_document_refused_by_two_shows_both_reasons(world: World) -> None:
    paper = world.things["file"]
    path = f"documenten/{paper.pk}"
    post(world, "cleared", path, answer="refuse", text="Onleesbaar", was="given")

    status, page = post(world, "handler", path, answer="refuse", text="Te oud", was="given")

    assert status == 409
    assert "‘Onleesbaar’" in page
    assert ">Te oud</textarea>" in page


def test_two_colleagues_chosen_at_once_are_both_named_and_the_choice_stays_open(
    world: World,
) -> None:
    case, people = world.things["case"], world.people
    was, cleared, lead = case.assignee_id, people["cleared"], people["handler"]
    post(world, "lead", "toewijzen", colleague=cleared.pk, was=was)

    status, page = post(world, "lead", "toewijzen", colleague=lead.pk, was=0)

    assert status == 409
    assert "aan Mia Medisch. U koos Hans Handelaar." in page
    assert re.search(rf'<option value="{lead.pk}" selected>', page)
    assert f'name="was" value="{cleared.pk}"' in page
    assert post(world, "lead", "toewijzen", colleague=lead.pk, was=cleared.pk)[0] == 302


def test_changes_that_a_colleague_decided_otherwise_show_both_choices(world: World) -> None:
    case = world.things["case"]
    sent = ChangeSet.objects.create(
        case=case, draft=world.things["draft"], state="decided", created_at=now()
    )
    file = make_file(world.people["requester"])
    change = Change.objects.create(
        change_set=sent, kind="added", name="rooster", file=file, state="accepted"
    )
    name = f"-{change.pk}"

    status, page = post(world, "handler", "wijzigingen", **{f"w{name}": "nee", f"r{name}": "Vaag"})

    assert status == 409
    assert "U: niet overnemen, collega: overgenomen. Vaag" in page
    assert post(world, "handler", "wijzigingen", **{f"w{name}": "ja"})[0] != 409
