"""Two handlers at once on the page of a case: both are shown, and what was typed stands there."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.make import ZONES, make_file
from tests.world import World, client_of, sign_in

from loket.cases.models import Case, Change, ChangeSet
from loket.core.clock import now
from loket.core.tenancy import acting_in, enter_organisation


@pytest.fixture
def world(here: World) -> World:
    enter_organisation(here.organisation.pk)
    return here


def desk(world: World, role: str = "handler") -> Client:
    return client_of(world, sign_in(world, world.people[role]))


def post(world: World, role: str, path: str, **fields: object) -> tuple[int, str]:
    answer = desk(world, role).post(f"/werk/zaken/{world.things['case'].number}/{path}/", fields)
    return answer.status_code, re.sub(r"\s+", " ", answer.text)


def fresh(world: World) -> Case:
    with acting_in(world.organisation.pk):
        return Case.objects.get(pk=world.things["case"].pk)


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


def test_two_priorities_at_once_are_both_named_and_the_choice_stays_open(world: World) -> None:
    post(world, "lead", "prioriteit", priority=3, was=1)

    status, page = post(world, "handler", "prioriteit", priority=2, was=1)

    assert status == 409
    assert "een andere prioriteit: dringend. U koos: hoog." in page
    assert '<option value="2" selected>' in page
    assert 'name="was" value="3"' in page
    assert post(world, "handler", "prioriteit", priority=2, was=3)[0] == 302


def test_a_priority_and_a_day_chosen_at_once_are_both_kept(world: World) -> None:
    day = (now().date() + timedelta(days=9)).isoformat()

    post(world, "lead", "prioriteit", priority=3, was=1)
    post(world, "handler", "uitstellen", until=day, was="")

    case = fresh(world)
    assert (case.priority, case.returns_on) == (3, date.fromisoformat(day))


def test_two_days_at_once_are_both_named_and_the_choice_stays_open(world: World) -> None:
    one, other = ((now().date() + timedelta(days=days)).isoformat() for days in (9, 20))
    post(world, "lead", "uitstellen", until=one, was="")

    status, page = post(world, "handler", "uitstellen", until=other, was="")
    back, there = post(world, "handler", "terughalen", was=other)

    assert (status, back) == (409, 409)
    assert "Een collega koos intussen een andere dag waarop deze zaak terugkomt:" in page
    assert f'name="until" min="{tomorrow()}" value="{other}"' in page
    assert "U wilde de zaak nu terughalen." in there
    assert fresh(world).returns_on == date.fromisoformat(one)
    assert post(world, "handler", "uitstellen", until=other, was=one)[0] == 302


def tomorrow() -> str:
    """By the clock on the wall of the organisation."""
    return (now().astimezone(ZONES["BE"]).date() + timedelta(days=1)).isoformat()


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
