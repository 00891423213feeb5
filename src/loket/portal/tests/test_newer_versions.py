"""While a draft waits its form gets a newer version: the person hears it, chooses, loses nothing."""

import re
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from tests.make import NOW, acting, attach_to_draft, make_draft, make_service

from loket.catalogue.actions.answers import save_field
from loket.catalogue.actions.upgrade import stay_with_version, take_newer_version
from loket.catalogue.models import Draft, Service
from loket.catalogue.newer import newer_of, read_left
from loket.catalogue.standing import standing_of
from loket.catalogue.tests.forms import LEAVE
from loket.core.errors import RuleError
from loket.people.models import Person

BUTTON = re.compile(r'name="versie" value="(nieuw \d+)"')
NOTICE = "Er is een nieuwe versie van dit formulier"
ANSWERS = {"verlof": "vierdagenweek", "begindatum": "2027-03-01", "opmerking": "Graag op woensdag"}


@pytest.fixture
def begun(sarah: Person, service: Service) -> Draft:
    """A draft of the first version, with a remark and a schedule in it."""
    draft = make_draft(sarah, service, answers=ANSWERS)
    attach_to_draft(draft)
    return draft


def fields_of(spec: Any) -> list[Any]:
    return [field for step in spec["steps"] for field in step["fields"]]


def publish(sarah: Person, **change: Any) -> None:
    """Put a next version online: without a question or document, or with another kind of one."""
    spec: Any = deepcopy(LEAVE)
    spec["title"] = dict.fromkeys(spec["title"], "Minder werken")
    for step in spec["steps"]:
        step["fields"] = [one for one in step["fields"] if one["id"] != change.get("without")]
    slot = change.get("slot")
    spec["documents"] = [one for one in spec["documents"] if one["id"] != slot]
    for field in fields_of(spec):
        if field["id"] == change.get("retyped"):
            field["type"] = "date"
        if field["id"] == change.get("hides"):
            field["show_when"] = {"f": "verlof", "eq": "ouderschap"}
        if field["id"] == change.get("locked"):
            field["prefill"]["policy"] = "locked"
    for one in spec["documents"]:
        if one["id"] == change.get("hides"):
            one["when"] = {"f": "verlof", "eq": "ouderschap"}
    make_service(sarah, spec)


def read(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def test_as_long_as_the_version_is_online_nothing_is_said(site: Client, begun: Draft) -> None:
    assert NOTICE not in site.get(f"/concept/{begun.key}/periode/").content.decode()


def test_a_version_that_asks_nothing_else_is_no_news(
    site: Client, sarah: Person, begun: Draft
) -> None:
    make_service(sarah, {**LEAVE, "tests": {"today": "2026-11-21", "cases": {}}})

    assert begun.version.form.versions.count() == 2
    assert NOTICE not in site.get(f"/concept/{begun.key}/periode/").content.decode()


def test_a_newer_version_is_told_and_taken_over_with_everything_in_it(
    site: Client, sarah: Person, begun: Draft
) -> None:
    publish(sarah)
    url = f"/concept/{begun.key}/periode/"
    before = site.get(url).content.decode()

    site.post(url, {"opmerking": "Liever donderdag", "versie": "nieuw"})

    now = read(begun)
    assert NOTICE in before
    assert "Alles wat u invulde, gaat mee." in before
    assert now.version_id == now.version.form.live_version_id
    assert now.answers == ANSWERS | {"opmerking": "Liever donderdag"}
    assert now.files.get().slot == "rooster"
    assert NOTICE not in site.get(url).content.decode()


def test_a_still_newer_version_is_not_taken_unseen(
    site: Client, sarah: Person, begun: Draft
) -> None:
    publish(sarah)
    url = f"/concept/{begun.key}/periode/"
    button = BUTTON.search(site.get(url).content.decode())
    assert button is not None
    publish(sarah, without="opmerking")

    refused = site.post(url, {"versie": button[1]}).content.decode()

    assert "Er kwam intussen een nog nieuwere versie." in refused
    assert "Dit vragen wij in de nieuwe versie niet meer" in refused
    assert read(begun).version.n == 1
    assert read(begun).answers["opmerking"] == ANSWERS["opmerking"]


def test_who_stays_with_a_version_is_offered_one_that_came_later(
    site: Client, sarah: Person, begun: Draft
) -> None:
    publish(sarah)
    url = f"/concept/{begun.key}/periode/"
    button = BUTTON.search(site.get(url).content.decode())
    assert button is not None
    publish(sarah, without="opmerking")

    site.post(url, {"versie": button[1].replace("nieuw", "oud")})

    assert NOTICE in site.get(url).content.decode()


def test_what_no_longer_fits_is_named_before_and_can_be_read_after(
    site: Client, sarah: Person, begun: Draft
) -> None:
    publish(sarah, without="opmerking", slot="rooster")
    url = f"/concept/{begun.key}/controleren/"
    before = site.get(url).content.decode()

    site.post(f"/concept/{begun.key}/versie", {"versie": "nieuw"})

    after = site.get(url).content.decode()
    assert "Dit vragen wij in de nieuwe versie niet meer" in before
    assert "opmerking" not in read(begun).answers
    assert ("Opmerking", "Graag op woensdag") in read_left(read(begun).left)
    assert "Graag op woensdag" in after
    assert "rooster.pdf" in after
    assert read(begun).files.get().slot == ""


@pytest.mark.parametrize(
    ("hides", "named", "words"),
    [("opmerking", "Opmerking", "Graag op woensdag"), ("rooster", "Rooster", "rooster.pdf")],
)
def test_what_hides_behind_another_answer_now_is_named_and_can_be_read_too(
    site: Client, sarah: Person, begun: Draft, hides: str, named: str, words: str
) -> None:
    publish(sarah, hides=hides)
    url = f"/concept/{begun.key}/controleren/"
    before = site.get(url).content.decode()

    site.post(f"/concept/{begun.key}/versie", {"versie": "nieuw"})

    assert "Alles wat u invulde, gaat mee." not in before
    assert f"<li>{named}</li>" in before
    assert (named, words) in read_left(read(begun).left)
    assert words in site.get(url).content.decode()
    save_field(read(begun), "verlof", "ouderschap", by=acting(sarah))
    assert read(begun).answers["opmerking"] == ANSWERS["opmerking"]
    assert read(begun).files.get().slot == "rooster"


def test_an_answer_that_we_fill_in_ourselves_now_is_named(
    site: Client, sarah: Person, begun: Draft
) -> None:
    save_field(begun, "statuut", "contractueel", by=acting(sarah))
    publish(sarah, locked="statuut")

    assert "<li>Statuut</li>" in site.get(f"/concept/{begun.key}/periode/").content.decode()


def test_who_stays_is_not_asked_again_until_a_later_version(
    site: Client, sarah: Person, begun: Draft
) -> None:
    publish(sarah)
    url = f"/concept/{begun.key}/controleren/"

    site.post(f"/concept/{begun.key}/versie", {"versie": "oud"})
    quiet = site.get(url).content.decode()
    publish(sarah, without="opmerking")

    assert NOTICE not in quiet
    assert read(begun).version.n == 1
    assert NOTICE in site.get(url).content.decode()


def test_one_that_does_not_fit_says_so_and_is_not_taken_over(
    site: Client, sarah: Person, begun: Draft
) -> None:
    publish(sarah, retyped="opmerking")

    page = site.get(f"/concept/{begun.key}/periode/").content.decode()

    assert "Uw antwoorden passen daar niet in" in page
    assert "Neem de nieuwe versie over" not in page
    with pytest.raises(RuleError):
        take_newer_version(begun, by=acting(sarah))


def test_taking_it_over_twice_is_once(sarah: Person, begun: Draft) -> None:
    publish(sarah, without="opmerking")

    first = take_newer_version(begun, by=acting(sarah))
    again = take_newer_version(begun, by=acting(sarah))

    assert (first.rev, read_left(first.left)) == (again.rev, read_left(again.left))


def test_two_answers_are_settled_first(sarah: Person, begun: Draft) -> None:
    publish(sarah)
    Draft.objects.update(conflicts={"opmerking": ["Een", "Twee"]})

    with pytest.raises(RuleError):
        take_newer_version(begun, by=acting(sarah))


def test_a_change_of_a_case_keeps_the_version_of_the_case(sarah: Person, begun: Draft) -> None:
    Draft.objects.update(lasting=True)
    publish(sarah)

    assert newer_of(standing_of(read(begun), by=acting(sarah)), by=acting(sarah)) is None
    assert stay_with_version(begun, by=acting(sarah, NOW)).version.n == 1
