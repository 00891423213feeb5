"""A person has several drafts of one form, tells them apart, and gets back what was thrown away."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.make import NOW, acting, make_draft

from loket.catalogue.actions.drafts import throw_away
from loket.catalogue.actions.expiry import delete_thrown
from loket.catalogue.models import Draft, Service
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of


@pytest.fixture
def thrown(site: Client, draft: Draft) -> Draft:
    site.post(f"/concept/{draft.key}/weg")
    draft.refresh_from_db()
    return draft


def later(person: Person, days: int) -> Acting:
    return acting(person, NOW + timedelta(days=days))


def test_a_second_request_begins_beside_the_first_one_under_a_name_of_its_own(
    site: Client, draft: Draft, service: Service
) -> None:
    assert "Naam van de nieuwe aanvraag" in site.get(f"/formulier/{service.slug}/").content.decode()

    site.post(f"/formulier/{service.slug}/begin", {"naam": "  Na  de zomer "})

    page = site.get("/concepten/").content.decode()
    assert Draft.objects.open().count() == 2
    assert "Na de zomer" in page
    assert page.count("<article") == 2


def test_the_first_request_of_a_form_asks_no_name(site: Client, service: Service) -> None:
    page = site.get(f"/formulier/{service.slug}/").content.decode()

    assert "Naam van de nieuwe aanvraag" not in page


def test_a_name_given_while_checking_brings_back_to_checking(site: Client, draft: Draft) -> None:
    answer = site.post(f"/concept/{draft.key}/naam", {"naam": "Lente", "van": "controleren"})

    assert answer.headers["Location"] == f"/concept/{draft.key}/controleren/"
    assert "Lente" in site.get(answer.headers["Location"]).content.decode()


def test_what_is_thrown_away_is_out_of_the_way_and_comes_back_whole(
    site: Client, thrown: Draft, service: Service
) -> None:
    listed = site.get(f"/concepten/?weg={thrown.key}").content.decode()
    form = site.get(f"/formulier/{service.slug}/").content.decode()

    assert "is weggegooid." in listed
    assert "<article" not in listed
    assert "U bent al begonnen" not in form

    site.post(f"/concept/{thrown.key}/terug")

    back = site.get("/concepten/").content.decode()
    assert back.count("<article") == 1
    assert "Weggegooid" not in back


def test_nothing_is_filled_in_or_sent_in_what_was_thrown_away(site: Client, thrown: Draft) -> None:
    read = site.get(f"/concept/{thrown.key}/controleren/")
    saved = site.post(f"/concept/{thrown.key}/veld", {"path": "opmerking", "value": "nog iets"})
    sent = site.post(f"/concept/{thrown.key}/indienen")

    assert read.headers["Location"] == "/concepten/"
    assert saved.status_code >= 400
    assert "Zet het eerst terug" in sent.content.decode()
    assert Draft.objects.get().submitted_at is None


def test_throwing_away_twice_keeps_the_first_moment(sarah: Person, thrown: Draft) -> None:
    again = throw_away(thrown, by=later(sarah, 3))

    assert again.thrown_at == thrown.thrown_at


def test_after_a_week_it_goes_for_good(sarah: Person, draft: Draft) -> None:
    throw_away(draft, by=acting(sarah))

    assert delete_thrown(by=later(sarah, 6).as_system()) == 0
    assert delete_thrown(by=later(sarah, 7).as_system()) == 1
    assert not Draft.objects.exists()


def test_who_does_not_want_to_wait_deletes_it_at_once(site: Client, thrown: Draft) -> None:
    site.post(f"/concept/{thrown.key}/wissen")

    assert not Draft.objects.exists()


def test_what_waits_for_its_owner_is_not_thrown_away(sarah: Person, draft: Draft) -> None:
    Draft.objects.update(lasting=True)

    with pytest.raises(RuleError):
        throw_away(draft, by=acting(sarah))


def test_another_person_throws_nothing_away(kim: Person, draft: Draft) -> None:
    for path in ("weg", "terug", "wissen"):
        assert browser_of(kim).post(f"/concept/{draft.key}/{path}").status_code == 404

    assert Draft.objects.get().thrown_at is None


def test_the_list_goes_on_on_a_next_page(site: Client, sarah: Person, service: Service) -> None:
    for n in range(21):
        make_draft(sarah, service, name=f"Nummer {n}.", touched_at=NOW + timedelta(minutes=n))

    first = site.get("/concepten/")
    url = first.context["next_url"]
    second = site.get(f"/concepten/{url}").content.decode()

    assert first.content.decode().count("<article") == 20
    assert "Nummer 0." in second
    assert second.count("<article") == 1
