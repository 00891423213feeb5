"""Lists under a name: one's own and of a team, to begin with, to rename, to remove and put back."""

import re
from html import unescape

import pytest
from django.test import Client
from tests.make import acting, grant, make_saved_list
from tests.world import World, client_of, sign_in

from loket.core.keys import new_key
from loket.core.tenancy import acting_in, enter_organisation
from loket.desk.actions import KEPT, Saving, forget_removed, remove_list, save_list
from loket.desk.models import SavedList

WORDS = "status=open&volgorde=nieuwste"
FRENCH = "/werk/alle/team/?status=open&volgorde=nieuwste"


@pytest.fixture
def world(here: World) -> World:
    enter_organisation(here.organisation.pk)
    grant(here.people["lead"], "handler", here.things["queue"].team)
    SavedList.objects.all().delete()
    return here


def at_desk(world: World, role: str) -> Client:
    return client_of(world, sign_in(world, world.people[role]))


def read(desk: Client, address: str) -> str:
    return re.sub(r"\s+", " ", unescape(desk.get(address).text))


def save(desk: Client, **typed: object) -> int:
    form = {"key": new_key(), "naam": "Nieuw", "rij": "alle", "beeld": "team", "lijst": WORDS}
    return desk.post("/werk/lijsten/bewaren/", form | typed).status_code


def saved(world: World) -> SavedList:
    with acting_in(world.organisation.pk):
        return SavedList.objects.latest("pk")


def test_what_is_shown_is_saved_with_its_filters_and_order(world: World) -> None:
    desk = at_desk(world, "handler")

    assert "naam" in read(desk, f"{FRENCH}&bewaar")
    assert save(desk) == 302

    assert f'href="{FRENCH}" aria-current="page">Nieuw' in read(desk, FRENCH)
    assert f'href="{FRENCH}"' in read(desk, "/werk/lijsten/")


def test_ones_own_list_is_nobody_elses(world: World) -> None:
    save(at_desk(world, "handler"))

    assert "Nieuw" not in read(at_desk(world, "cleared"), "/werk/lijsten/")


def test_a_list_of_the_team_is_kept_by_its_lead_and_read_by_everybody_of_it(world: World) -> None:
    team = world.things["queue"].team_id
    handler = at_desk(world, "handler")

    assert save(at_desk(world, "lead"), team=team) == 302
    assert save(handler, team=team) == 422
    shown = read(handler, "/werk/lijsten/")
    key = saved(world).key

    assert "Nieuw" in shown
    assert "Hernoem" not in shown
    assert handler.post(f"/werk/lijsten/{key}/weg/").status_code == 409
    assert handler.post(f"/werk/lijsten/{key}/", {"naam": "Anders"}).status_code == 422
    assert "Nieuw" not in read(at_desk(world, "other_handler"), "/werk/lijsten/")


def test_somebody_begins_with_the_list_that_they_chose(world: World) -> None:
    desk = at_desk(world, "handler")
    save(desk, eerst="ja")

    assert desk.get("/werk/").headers["Location"] == FRENCH
    desk.post(f"/werk/lijsten/{saved(world).key}/", {"eerst": "nee"})
    assert desk.get("/werk/").headers["Location"] == "/werk/alle/mine/"


def test_a_removed_list_is_put_back(world: World) -> None:
    desk = at_desk(world, "handler")
    save(desk, eerst="ja")
    key = saved(world).key

    removed = desk.post(f"/werk/lijsten/{key}/weg/")
    shown = read(desk, removed.headers["Location"])
    begun = desk.get("/werk/").headers["Location"]
    desk.post(f"/werk/lijsten/{key}/terug/")

    assert "De lijst ‘Nieuw’ is weg." in shown
    assert begun == "/werk/alle/mine/"
    assert desk.get("/werk/").headers["Location"] == FRENCH


def test_a_list_whose_name_was_taken_meanwhile_comes_back_under_another(world: World) -> None:
    desk = at_desk(world, "handler")
    save(desk)
    first = saved(world)
    desk.post(f"/werk/lijsten/{first.key}/weg/")
    save(desk)

    for _time in range(2):
        desk.post(f"/werk/lijsten/{first.key}/terug/")

    with acting_in(world.organisation.pk):
        names = SavedList.objects.kept().order_by("pk").values_list("name", flat=True)
        assert list(names) == ["Nieuw 2", "Nieuw"]


def test_a_list_gets_another_name_and_no_name_twice(world: World) -> None:
    desk = at_desk(world, "handler")
    save(desk)
    save(desk, naam="Ander")
    key = saved(world).key

    twice = desk.post(f"/werk/lijsten/{key}/", {"naam": " nieuw "})
    desk.post(f"/werk/lijsten/{key}/", {"naam": "Derde"})

    assert twice.status_code == 422
    assert "Er is al een lijst met die naam." in twice.text
    assert 'value=" nieuw "' in twice.text
    assert saved(world).name == "Derde"


def test_a_list_that_is_refused_keeps_what_was_typed(world: World) -> None:
    desk, team = at_desk(world, "lead"), world.things["queue"].team_id
    typed = {"rij": "alle", "beeld": "team", "lijst": WORDS, "team": team, "eerst": "ja"}
    save(desk, naam="Ander", team=team)

    refused = desk.post("/werk/lijsten/bewaren/", typed | {"key": new_key(), "naam": "ander"})

    assert refused.status_code == 422
    assert "Er is al een lijst met die naam." in refused.text
    assert 'name="naam" value="ander"' in refused.text
    assert f'value="{team}" selected' in refused.text
    assert 'name="eerst" value="ja" checked' in refused.text
    form = dict(re.findall(r'name="(key|rij|beeld|lijst)" value="([^"]*)"', unescape(refused.text)))
    assert save(desk, **form, naam="Beter") == 302
    assert saved(world).query == WORDS


def test_the_same_page_sent_twice_is_one_list(world: World) -> None:
    desk, key = at_desk(world, "handler"), new_key()

    assert [save(desk, key=key), save(desk, key=key)] == [302, 302]
    with acting_in(world.organisation.pk):
        assert SavedList.objects.count() == 1


def test_what_was_changed_in_a_page_that_was_sent_is_said_and_then_saved(world: World) -> None:
    desk, key = at_desk(world, "handler"), new_key()
    save(desk, key=key)
    typed = {"rij": "alle", "beeld": "team", "lijst": WORDS, "naam": "Beter"}

    refused = desk.post("/werk/lijsten/bewaren/", typed | {"key": key})

    assert refused.status_code == 409
    assert 'name="naam" value="Beter"' in refused.text
    form = dict(re.findall(r'name="(key|rij|beeld|lijst)" value="([^"]*)"', unescape(refused.text)))
    assert save(desk, **form, naam="Beter") == 302
    with acting_in(world.organisation.pk):
        assert SavedList.objects.count() == 2


def test_a_figure_is_shown_where_nothing_is_counted_for_it(world: World) -> None:
    desk = at_desk(world, "handler")
    save(desk)
    save(desk, naam="Van mij", beeld="mine", lijst="")

    shown = read(desk, "/werk/lijsten/")

    assert re.search(r">Van mij</a> <span class=\"sd-count\">1<", shown)
    assert re.search(r">Nieuw</a></h2>", shown)


def test_a_list_of_somebody_else_is_not_taken_over_by_its_key(world: World) -> None:
    made = make_saved_list(world.people["handler"])
    saving = Saving(key=made.key, name="Mijn", queue="alle", view="mine", query="")

    with pytest.raises(Exception, match="Alleen wie"):
        save_list(saving, by=acting(world.people["cleared"]))


def test_what_was_removed_is_forgotten_after_a_week(world: World) -> None:
    by = acting(world.people["handler"])
    remove_list(make_saved_list(world.people["handler"]), by=by)

    forget_removed(by.at + KEPT)
    assert SavedList.objects.exists()
    forget_removed(by.at + 2 * KEPT)
    assert not SavedList.objects.exists()


def test_a_list_with_more_filters_than_can_be_kept_is_not_saved_with_fewer(world: World) -> None:
    forms = "&".join(f"formulier=formulier-{number:060}" for number in range(15))

    assert save(at_desk(world, "handler"), lijst=f"{forms}&schrijftaal=fr") == 422


def test_of_many_lists_the_first_stand_above_a_list_with_the_one_shown_and_the_way_to_all(
    world: World,
) -> None:
    desk = at_desk(world, "handler")
    for number in range(10, 20):
        save(desk, naam=f"Lijst {number}", lijst=f"status=open&van=2026-01-{number}")
    last = f"/werk/alle/team/?{saved(world).query}"

    shown = read(desk, last)

    assert [f"Lijst {number}" in shown for number in (10, 17, 18, 19)] == [True, True, False, True]
    assert 'href="/werk/lijsten/">Alle bewaarde lijsten' in shown
