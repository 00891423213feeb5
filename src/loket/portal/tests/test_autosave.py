"""Each field is saved by itself; two windows lose nothing."""

import re
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.make import make_draft, make_queue, make_series, make_service

from loket.catalogue.models import Draft
from loket.catalogue.tests.forms import LEAVE, said
from loket.core.models import Event
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of

WHO = {"id": "wie", "type": "text", "label": said("Wie?")}


def save(
    site: Client,
    draft: Draft,
    path: str,
    value: Any,
    seen: Any = "",
    window: str = "a",
    **more: str,
) -> Any:
    sent = {"path": path, "value": value, "seen": seen, **more}
    return site.post(f"/concept/{draft.key}/veld?venster={window}", sent)


def read(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def page(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_answer_says_when_it_was_saved(site: Client, draft: Draft) -> None:
    answer = save(site, draft, "opmerking", "hallo")

    assert answer.status_code == 200
    assert re.search(r'id="bewaard".*Bewaard om \d+[.:]\d\d', page(answer))
    assert "<html" not in page(answer)
    assert read(draft).answers["opmerking"] == "hallo"


def test_saving_costs_few_queries_and_no_event(
    site: Client, draft: Draft, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    save(site, draft, "opmerking", "hallo")
    events = Event.objects.count()

    with django_assert_num_queries(14):
        save(site, draft, "opmerking", "hallo daar", "hallo")

    assert Event.objects.count() == events


def test_a_date_in_the_weekend_is_remarked(site: Client, draft: Draft) -> None:
    weekend = save(site, draft, "begindatum", "2027-03-06")
    holiday = save(site, draft, "begindatum", "2027-05-01", "2027-03-06")
    weekday = save(site, draft, "begindatum", "2027-03-01", "2027-05-01")

    assert 'id="f-begindatum-noot" role="status">Dat is een zaterdag.' in page(weekend)
    assert "Dat is een feestdag: de Dag van de Arbeid." in page(holiday)
    assert 'id="f-begindatum-noot" role="status"></p>' in page(weekday)


def test_other_documents_are_shown_when_the_answer_asks_them(site: Client, draft: Draft) -> None:
    save(site, draft, "verlof", "vierdagenweek")

    same = save(site, draft, "opmerking", "hallo")
    later = save(site, draft, "document.rooster.later", "true")

    assert 'id="f-documenten"' not in page(same)
    assert 'name="document.rooster.later" value="true" checked' in page(later)
    assert read(draft).later == ["rooster"]


def test_a_remark_about_the_answers_comes_and_goes(site: Client, draft: Draft) -> None:
    past = save(site, draft, "begindatum", "2020-03-02")
    reason = save(site, draft, "_reasons.check.terugwerkend", "Ziek geweest")
    future = save(site, draft, "begindatum", "2099-03-02", "2020-03-02")

    assert "De begindatum ligt in het verleden" in page(past)
    assert reason.status_code == 200
    assert read(draft).reasons == {"check.terugwerkend": "Ziek geweest"}
    assert 'id="opmerkingen"' in page(future)
    assert "De begindatum ligt in het verleden" not in page(future)


def test_a_step_that_an_answer_adds_stands_on_the_way_at_once(sarah: Person) -> None:
    form: dict[str, Any] = deepcopy(LEAVE)
    medical = {"f": "verlof", "eq": "medisch"}
    more = {"id": "zorg", "title": said("Zorg"), "show_when": medical, "fields": []}
    form["steps"] = [form["steps"][0], {**more, "fields": [WHO]}]
    form["documents"], form["checks"], form["approvals"] = [], [], []
    make_queue("tijd")
    make_series()
    draft = make_draft(sarah, make_service(sarah, form), answers={})
    site = browser_of(sarah)

    more_to_come = page(save(site, draft, "verlof", "medisch"))
    same = page(save(site, draft, "verlof", "medisch", "medisch"))
    the_end = page(save(site, draft, "verlof", "vierdagenweek", "medisch"))
    back = site.post(
        f"/concept/{draft.key}/veld?venster=a&van=controleren",
        {"path": "verlof", "value": "medisch", "seen": "vierdagenweek"},
    )

    assert 'id="stappen"' in more_to_come
    assert "Zorg" in more_to_come
    assert 'id="verder">Volgende stap<' in more_to_come
    assert 'id="stappen"' not in same
    assert 'id="verder">Volgende: controleren<' in the_end
    assert 'id="verder">Volgende: controleren<' in page(back)


def test_two_windows_show_both_answers(site: Client, draft: Draft) -> None:
    save(site, draft, "opmerking", "uit het eerste", window="a")

    second = save(site, draft, "opmerking", "uit het tweede", window="b")

    shown = page(second)
    assert second.status_code == 409
    assert 'id="f-opmerking-conflict"' in shown
    assert 'data-seen="uit het eerste"' in shown
    assert "uit het tweede</textarea>" in shown
    assert re.search(r'id="bewaard".*Bewaard om \d+[.:]\d\d', shown)
    assert read(draft).answers["opmerking"] == "uit het eerste"


@pytest.mark.parametrize("answer", ["uit het eerste", "uit het tweede", "van beide iets"])
def test_choosing_between_both_settles_it(site: Client, draft: Draft, answer: str) -> None:
    save(site, draft, "opmerking", "uit het eerste", window="a")
    save(site, draft, "opmerking", "uit het tweede", window="b")

    kept = save(site, draft, "opmerking", answer, "uit het eerste", window="b", both="1")

    assert kept.status_code == 200
    assert read(draft).answers["opmerking"] == answer
    assert read(draft).conflicts == {}


@pytest.mark.parametrize("answer", ["uit het eerste", "uit het tweede"])
def test_a_choice_that_is_sent_with_the_whole_step_settles_it_too(
    site: Client, draft: Draft, answer: str
) -> None:
    save(site, draft, "opmerking", "uit het eerste", window="a")
    save(site, draft, "opmerking", "uit het tweede", window="b")
    sent = {"opmerking": answer, "andere.opmerking": "uit het eerste", "rev": "0", "toch": "1"}

    site.post(f"/concept/{draft.key}/periode/", {**sent, "venster": "b"})

    assert read(draft).answers["opmerking"] == answer
    assert read(draft).conflicts == {}


def test_a_window_that_shows_one_answer_only_does_not_choose(site: Client, draft: Draft) -> None:
    save(site, draft, "opmerking", "uit het eerste", window="a")
    save(site, draft, "opmerking", "uit het tweede", window="b")

    save(site, draft, "opmerking", "uit het eerste, verder", "uit het eerste", window="a")

    assert read(draft).answers["opmerking"] == "uit het eerste, verder"
    assert read(draft).conflicts == {"opmerking": ["uit het tweede"]}


def test_a_choice_about_an_answer_that_changed_meanwhile_is_asked_again(
    site: Client, draft: Draft
) -> None:
    save(site, draft, "opmerking", "uit het eerste", window="a")
    save(site, draft, "opmerking", "uit het tweede", window="b")
    save(site, draft, "opmerking", "nog iets anders", "uit het eerste", window="a")

    again = save(site, draft, "opmerking", "uit het tweede", "uit het eerste", window="b", both="1")

    assert again.status_code == 409
    assert read(draft).answers["opmerking"] == "nog iets anders"
    assert read(draft).conflicts == {"opmerking": ["uit het tweede"]}


def test_without_script_both_answers_stand_on_the_page_and_one_is_chosen(
    site: Client, draft: Draft
) -> None:
    save(site, draft, "opmerking", "uit het eerste", window="a")
    step = f"/concept/{draft.key}/periode/"
    sent = {"opmerking": "uit het tweede", "rev": "0", "venster": "b", "volgende": "1"}

    both = site.post(step, sent)
    chosen = site.post(step, {**sent, "rev": "2", "take": "opmerking"})

    assert both.status_code == 422
    assert "Kies welk antwoord klopt." in page(both)
    assert chosen.headers["Location"].startswith(step)
    assert read(draft).answers["opmerking"] == "uit het eerste"
    assert read(draft).conflicts == {}


def test_a_field_that_is_not_in_the_form_is_refused(site: Client, draft: Draft) -> None:
    answer = save(site, draft, "salaris", "1000")

    assert answer.status_code == 409
    assert read(draft).rev == 0


def test_a_text_that_is_too_long_stays_in_the_page(site: Client, draft: Draft) -> None:
    answer = save(site, draft, "opmerking", "x" * 20_001)

    assert answer.status_code == 422
    assert "Uw tekst is te lang om te bewaren" in page(answer)
    assert read(draft).answers == {}


def test_nobody_saves_in_the_draft_of_another(draft: Draft, kim: Person) -> None:
    answer = save(browser_of(kim), draft, "opmerking", "hallo")

    assert answer.status_code == 404
    assert read(draft).answers == {}
