"""Text blocks: whose they are, who writes them, and which texts are kept."""

import html
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.make import NOW, acting, make_block, same
from tests.world import World, client_of, sign_in

from loket.contacts.actions.blocks import (
    BlockRefusedError,
    Scope,
    change_block,
    put_block_away,
    put_organisation_block,
)
from loket.contacts.actions.blocks import (
    make_block as make_new,
)
from loket.contacts.models import TextBlock
from loket.contacts.pack import BLOCKS
from loket.contacts.rules.blocks import BlockPlan, faults_of, language_for
from loket.core.errors import ConflictError, RuleError
from loket.core.keys import new_key
from loket.core.tenancy import acting_in
from loket.documents.letters import names_in
from loket.people.access import rights_of
from loket.people.models import Person

PLAN = BlockPlan(code="groet-kort", title=same("Groet"), body=same("Dag {{name}}"))


@pytest.fixture
def world(here: World) -> Any:
    with acting_in(here.organisation.pk):
        yield here


def save(world: World, role: str, scope: Scope, plan: BlockPlan = PLAN, key: str = "") -> TextBlock:
    person = world.people[role]
    by = acting(person)
    return make_new(scope, plan, by=by, rights=rights_of(person, by.today), key=key)


def codes_seen_by(person: Person) -> set[str]:
    return set(TextBlock.objects.visible_to(person).values_list("code", flat=True))


def test_a_code_is_short_and_plain() -> None:
    wrong = {code: faults(replace(PLAN, code=code)) for code in ("", "Groet", "a b", "a" * 41)}

    assert set(map(tuple, wrong.values())) == {("code",)}
    assert faults(replace(PLAN, code="a-1")) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("Dag {{naam}}", ["unknown"]),
        ("Dag {{ name }", ["braces"]),
        ("Dag {% if name %}", ["braces"]),
        ("x" * 10_001, ["body_long"]),
        ("Dag {{ name }}, {{number}}", []),
    ],
)
def test_a_text_asks_only_for_what_a_case_knows(body: str, fault: list[str]) -> None:
    assert faults(replace(PLAN, title={"nl": "Groet"}, body={"nl": body})) == fault


def test_a_text_has_a_title_in_its_language_and_the_other_way_round() -> None:
    untitled = replace(PLAN, title={"nl": "Groet"}, body={"fr": "Bonjour"})

    assert faults(untitled) == ["untitled", "without_text"]
    assert faults(replace(PLAN, title={}, body={})) == ["empty"]


def test_the_language_that_is_wanted_comes_first_and_any_other_after_that() -> None:
    assert language_for("fr", {"nl": "Dag", "fr": "Bonjour"}) == "fr"
    assert language_for("de", {"nl": "Dag", "fr": "Bonjour"}) == "nl"


def faults(plan: BlockPlan) -> list[str]:
    names = {one: names_in(body) for one, body in plan.body.items()}
    strays = frozenset(one for one, body in plan.body.items() if "{" in body and not names[one])
    return [fault.code for fault in faults_of(plan, names, strays)]


def test_everybody_sees_their_own_blocks_those_of_their_team_and_those_of_everybody(
    world: World,
) -> None:
    make_block("mijn", person=world.people["handler"])
    make_block("loon", team=world.people["other_handler"].memberships.get().unit)
    make_block("allen")

    seen = {role: codes_seen_by(world.people[role]) for role in ("handler", "cleared", "admin")}
    other = codes_seen_by(world.people["other_handler"])

    assert seen == {
        "handler": {"groet", "mijn", "allen"},
        "cleared": {"groet", "allen"},
        "admin": {"allen"},
    }
    assert other == {"loon", "allen"}


@pytest.mark.parametrize(
    ("role", "whose", "may"),
    [
        ("handler", "own", True),
        ("handler", "team", False),
        ("lead", "team", True),
        ("other_handler", "team", False),
        ("lead", "everybody", False),
        ("admin", "everybody", True),
        ("admin", "team", False),
        ("form_manager", "everybody", False),
    ],
)
def test_who_may_write_for_whom(world: World, role: str, whose: str, may: bool) -> None:
    person = world.people[role]
    scopes = {
        "own": Scope(person_id=person.pk),
        "team": Scope(team_id=world.things["queue"].team_id),
        "everybody": Scope(),
    }

    assert scopes[whose].written_by(person.pk, rights_of(person, acting(person).today)) is may


def test_nobody_writes_in_the_block_of_another(world: World) -> None:
    block = save(world, "handler", Scope(person_id=world.people["handler"].pk))
    lead = world.people["lead"]
    rights = rights_of(lead, acting(lead).today)

    with pytest.raises(RuleError) as refusal:
        put_block_away(block, True, by=acting(lead), rights=rights)

    assert refusal.value.code == "not_yours"


def test_the_same_click_twice_makes_one_block(world: World) -> None:
    scope, key = Scope(person_id=world.people["handler"].pk), new_key()

    made = [save(world, "handler", scope, key=key) for _ in range(2)]

    assert made[0].pk == made[1].pk


def test_other_words_from_the_same_page_are_refused_and_not_passed_over(world: World) -> None:
    scope, key = Scope(person_id=world.people["handler"].pk), new_key()
    save(world, "handler", scope, key=key)

    with pytest.raises(BlockRefusedError) as refused:
        save(
            world,
            "handler",
            scope,
            replace(PLAN, body=dict.fromkeys(PLAN.body, "Veel beter.")),
            key=key,
        )

    assert refused.value.code == "taken"


def test_another_block_from_the_same_page_is_made_too(world: World) -> None:
    scope, key = Scope(person_id=world.people["handler"].pk), new_key()
    save(world, "handler", scope, key=key)

    other = save(world, "handler", scope, replace(PLAN, code="andere"), key=key)

    assert other.code == "andere"


def test_a_code_is_once_for_each_person_team_and_organisation(world: World) -> None:
    mine = Scope(person_id=world.people["lead"].pk)
    save(world, "lead", mine)
    save(world, "lead", Scope(team_id=world.things["queue"].team_id))

    with pytest.raises(BlockRefusedError) as refusal:
        save(world, "lead", mine)

    assert refusal.value.code == "taken"


def test_what_somebody_else_changed_meanwhile_is_not_written_over(world: World) -> None:
    person = world.people["lead"]
    by, rights = acting(person), rights_of(person, acting(person).today)
    block = save(world, "lead", Scope(team_id=world.things["queue"].team_id))
    other = replace(PLAN, body=same("Hallo"))
    change_block(block, other, seen=1, by=by, rights=rights)

    with pytest.raises(ConflictError):
        change_block(block, replace(PLAN, body=same("Dag")), seen=1, by=by, rights=rights)

    again = change_block(block, other, seen=1, by=by, rights=rights)  # the same words twice
    assert (again.body["nl"], again.version_lock) == ("Hallo", 2)


def test_a_block_of_the_pack_is_changed_in_the_pack_and_keeps_its_use(world: World) -> None:
    admin = world.people["admin"]
    by, rights = acting(admin), rights_of(admin, acting(admin).today)
    block = put_organisation_block(PLAN, by=acting(None))
    TextBlock.objects.filter(pk=block.pk).update(used=7)

    with pytest.raises(RuleError) as refusal:
        change_block(block, replace(PLAN, body=same("x")), seen=1, by=by, rights=rights)
    BLOCKS.write("groet-kort", {"title": same("Groet"), "body": same("Hallo\n")}, acting(None))

    assert refusal.value.code == "of_pack"
    assert BLOCKS.present() == {"groet-kort": {"title": same("Groet"), "body": same("Hallo")}}
    assert TextBlock.objects.get(pk=block.pk).used == 7


def test_a_page_keeps_what_was_typed_and_says_at_which_field_it_is_wrong(world: World) -> None:
    browser = client_of(world, sign_in(world, world.people["handler"]))
    typed = {"code": "Fout!", "soort": "eigen", "title-nl": "Groet", "body-nl": "Dag {{naam}}"}

    answer: Any = browser.post("/werk/tekstblokken/nieuw/", typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-code"' in page
    assert 'href="#f-body-nl"' in page
    assert "Dag {{naam}}</textarea>" in page
    invalid = re.findall(r'id="(f-[\w-]+)"[^>]* aria-invalid="true"', page)
    assert invalid == ["f-code", "f-body-nl"]


def test_the_next_page_keeps_the_words_that_were_sought(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loket.contacts.views.blocks.PAGE", 1)
    for code in ("groet-a", "anders", "groet-b"):
        make_block(code)
    browser = client_of(world, sign_in(world, world.people["handler"]))

    first = browser.get("/werk/tekstblokken/?q=groet-").content.decode()
    onward = re.search(r'href="(\?[^"]*na=[^"]*)"', first)
    assert onward is not None
    second = browser.get(f"/werk/tekstblokken/{html.unescape(onward[1])}").content.decode()

    assert [code in first for code in (">groet-a<", ">groet-b<")] == [True, False]
    assert [code in second for code in (">groet-b<", ">anders<")] == [True, False]


def test_a_handler_makes_a_block_on_the_page_and_finds_it_back(world: World) -> None:
    browser = client_of(world, sign_in(world, world.people["handler"]))
    typed = {"code": "mijn", "soort": "eigen", "title-nl": "Mijn groet", "body-nl": "Dag"}
    browser.post("/werk/tekstblokken/nieuw/", typed)

    found: Any = browser.get("/werk/tekstblokken/?q=MIJN+gr")

    assert "Mijn groet" in found.content.decode()
    with acting_in(world.organisation.pk):
        block = TextBlock.objects.get(code="mijn")
    assert (block.person_id, block.team_id) == (world.people["handler"].pk, None)


def test_a_lead_cannot_make_a_block_for_another_team_by_its_name(world: World) -> None:
    browser = client_of(world, sign_in(world, world.people["lead"]))
    typed = {"code": "vreemd", "soort": "team-loon", "title-nl": "x", "body-nl": "x"}

    answer = browser.post("/werk/tekstblokken/nieuw/", typed)

    assert answer.status_code == 422


def test_the_list_says_how_many_blocks_are_to_be_looked_over_now(world: World) -> None:
    for code, day in (
        ("oud", date(2020, 1, 1)),
        ("ooit", date(2020, 2, 1)),
        ("ver", date(2999, 1, 1)),
    ):
        make_block(code, review_on=day)
    make_block("weg", review_on=date(2020, 1, 1), archived_at=NOW)
    browser = client_of(world, sign_in(world, world.people["handler"]))

    shown = browser.get("/werk/tekstblokken/").content.decode()
    chosen = browser.get("/werk/tekstblokken/?soort=nakijken").content.decode()

    chip = re.search(r'href="\?soort=nakijken".*?</a>', shown, re.DOTALL)
    assert chip is not None
    assert re.search(r">\s*2\s*<", chip.group())
    assert [code in chosen for code in (">oud<", ">ooit<", ">ver<", ">weg<")] == [
        True,
        True,
        False,
        False,
    ]
