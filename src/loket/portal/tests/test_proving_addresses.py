"""An address in a form is proven by a mailed code, with and without script."""

import re
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from tests.make import (
    make_address,
    make_draft,
    make_handler,
    make_queue,
    make_series,
    make_service,
)

from loket.cases.models import Case
from loket.catalogue.models import Draft, DraftProof
from loket.catalogue.tests.proving import CONTACT
from loket.core.seal import unseal
from loket.documents.tests.pdftext import text_of
from loket.people.actions.codes import mark_of
from loket.people.models import AddressCode, Person
from loket.portal.tests.conftest import browser_of
from loket.routing.models import Queue

ADDRESS = "kim@voorbeeld.be"
TYPED = {"naam": "Sarah", "mail": ADDRESS}
MAIL = {"mail_code": "mail"}
TAKE = {"neem_code": "mail"}
GO_ON = {"volgende": "1"}
ENTER = {"volgende": "enter"}
HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}
DONE = "Dit adres is bevestigd."


@pytest.fixture
def draft(sarah: Person) -> Draft:
    make_queue("tijd")
    make_series()
    return make_draft(sarah, make_service(sarah, CONTACT), answers={})


def step(draft: Draft) -> str:
    return f"/concept/{draft.key}/contact/"


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def code_of(address: str = ADDRESS) -> str:
    code: str = unseal(AddressCode.objects.get(mark=mark_of(address)).sealed)["code"]
    return code


def wrong_for(code: str) -> str:
    return code.translate(str.maketrans("0123456789", "1234567890"))


def code(typed: str, key: str = "mail") -> dict[str, str]:
    return {f"_bewijscode.{key}": typed}


def prove(site: Client, draft: Draft) -> Any:
    site.post(step(draft), TYPED | MAIL)
    return site.post(step(draft), TYPED | code(code_of()) | TAKE)


def test_a_question_says_that_a_code_is_mailed(site: Client, draft: Draft) -> None:
    shown = words(site.get(step(draft)))

    assert "Wij mailen een code naar dit adres." in shown
    assert "_bewijscode.mail" not in shown


def test_asking_a_code_keeps_what_was_typed_and_comes_back_to_the_question(
    site: Client, draft: Draft
) -> None:
    answer = site.post(step(draft), TYPED | MAIL)

    assert answer.headers["Location"] == f"{step(draft)}#f-mail"
    shown = words(site.get(step(draft)))
    assert 'value="Sarah"' in shown
    assert f"Wij mailden een code naar {ADDRESS}. De code werkt 30 minuten." in shown
    assert 'autocomplete="one-time-code"' in shown


def test_the_code_proves_the_address(site: Client, draft: Draft) -> None:
    answer = prove(site, draft)

    assert answer.headers["Location"] == f"{step(draft)}#f-mail"
    assert DONE in words(site.get(step(draft)))
    assert not AddressCode.objects.exists()


def test_enter_in_the_field_of_the_code_checks_it_and_goes_nowhere(
    site: Client, draft: Draft
) -> None:
    site.post(step(draft), TYPED | MAIL)

    answer = site.post(step(draft), TYPED | code(code_of()) | ENTER)

    assert answer.headers["Location"] == f"{step(draft)}#f-mail"
    assert DraftProof.objects.get().draft == draft


def test_going_on_with_the_code_typed_takes_it(site: Client, draft: Draft) -> None:
    site.post(step(draft), TYPED | MAIL)

    answer = site.post(step(draft), TYPED | code(code_of()) | GO_ON)

    assert answer.headers["Location"].endswith("/controleren/")


def test_a_wrong_code_is_said_and_stays_to_be_put_right(site: Client, draft: Draft) -> None:
    site.post(step(draft), TYPED | MAIL)
    wrong = wrong_for(code_of())

    answer = site.post(step(draft), TYPED | {"naam": "Anders"} | code(wrong) | TAKE)

    assert answer.status_code == 422
    shown = words(answer)
    assert "<title>Fout:" in shown
    assert '<a href="#f-bewijscode-mail">Deze code klopt niet.' in shown
    assert f'value="{wrong}"' in shown
    assert 'value="Anders"' in shown


@pytest.mark.parametrize(
    ("typed", "change", "sentence"),
    [
        ("", {}, "Vul de code in die wij mailden."),
        ("1", {"tries": 5}, "U vulde te vaak een verkeerde code in."),
        ("1", {"expires_at": "2020-01-01 00:00+00"}, "Deze code is te oud."),
        ("1", {"mark": bytes(32)}, "Vraag eerst een code voor dit adres."),
    ],
)
def test_why_a_code_is_not_taken_is_said(
    site: Client, draft: Draft, typed: str, change: dict[str, Any], sentence: str
) -> None:
    site.post(step(draft), TYPED | MAIL)
    AddressCode.objects.update(**change)

    answer = site.post(step(draft), TYPED | code(typed) | TAKE)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not DraftProof.objects.exists()


def test_asking_again_within_a_minute_is_said(site: Client, draft: Draft) -> None:
    site.post(step(draft), TYPED | MAIL)

    answer = site.post(step(draft), TYPED | MAIL)

    assert answer.status_code == 422
    assert "Wij mailden net een code naar dit adres." in words(answer)


@pytest.mark.parametrize(
    ("mail", "sentence"),
    [("", "Vul eerst een e-mailadres in."), ("kim@", "bijvoorbeeld naam@example.org.")],
)
def test_without_an_address_nothing_is_mailed(
    site: Client, draft: Draft, mail: str, sentence: str
) -> None:
    answer = site.post(step(draft), {"naam": "Sarah", "mail": mail, **MAIL})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not AddressCode.objects.exists()


def test_an_address_that_is_not_proven_stands_in_the_way_of_sending_only(
    site: Client, draft: Draft
) -> None:
    judged = site.post(step(draft), TYPED | GO_ON)
    later = site.post(step(draft), TYPED | {"later": "1"})
    sent = site.post(f"/concept/{draft.key}/indienen")

    assert judged.status_code == 422
    assert "Bevestig dit adres met de code die wij mailen." in words(judged)
    assert later.headers["Location"] == "/concepten/"
    assert sent.status_code == 422
    assert "E-mail: Bevestig dit adres met de code die wij mailen." in words(sent)
    assert not Case.objects.exists()


def test_an_address_that_may_stay_empty_asks_nothing_when_it_is(site: Client, draft: Draft) -> None:
    answer = site.post(step(draft), {"naam": "Sarah", "mail": "", **GO_ON})

    assert answer.headers["Location"].endswith("/controleren/")


def test_another_address_is_not_proven_and_the_first_one_still_is(
    site: Client, draft: Draft
) -> None:
    prove(site, draft)

    site.post(step(draft), TYPED | {"mail": "mo@voorbeeld.be", "ververs": "1"})
    other = words(site.get(step(draft)))
    site.post(step(draft), TYPED | {"mail": " KIM@Voorbeeld.BE", "ververs": "1"})
    again = words(site.get(step(draft)))

    assert DONE not in other
    assert DONE in again


def test_the_own_address_of_the_profile_is_proven_at_once(
    site: Client, draft: Draft, sarah: Person
) -> None:
    make_address(sarah.party, "nieuw@voorbeeld.example", verified=False)

    site.post(step(draft), {"naam": "Sarah", "mail": "Sarah@voorbeeld.example", "ververs": "1"})
    proven = words(site.get(step(draft)))
    site.post(step(draft), {"naam": "Sarah", "mail": "nieuw@voorbeeld.example", "ververs": "1"})
    unproven = words(site.get(step(draft)))

    assert DONE in proven
    assert DONE not in unproven


def test_an_address_that_cannot_be_changed_shows_its_sign_too(sarah: Person) -> None:
    make_queue("tijd")
    form: dict[str, Any] = deepcopy(CONTACT)
    form["steps"][0]["fields"][1]["prefill"] = {"from": "person.email", "policy": "locked"}
    draft = make_draft(sarah, make_service(sarah, form), answers={"naam": "Sarah"})

    shown = words(browser_of(sarah).get(step(draft)))

    assert "sd-known__value" in shown
    assert DONE in shown


def test_what_the_profile_proved_holds_for_a_correction_of_the_case(
    site: Client, draft: Draft
) -> None:
    site.post(step(draft), {"naam": "Sarah", "mail": "sarah@voorbeeld.example", **GO_ON})

    site.post(f"/concept/{draft.key}/indienen")

    assert Case.objects.get().answers["_proven"] == ["mail"]
    assert DraftProof.objects.get().mark == mark_of("sarah@voorbeeld.example")


def test_each_member_of_a_group_has_an_address_of_their_own(site: Client, draft: Draft) -> None:
    for _member in range(2):
        site.post(step(draft), {**TYPED, "add_item": "leden"})
    first, second = (f"leden.{one['_id']}.adres" for one in read(draft).answers["leden"])
    members = {first: "an@voorbeeld.be", second: "jo@voorbeeld.be"}
    for key in members:
        site.post(step(draft), TYPED | members | {"mail_code": key})

    answer = site.post(
        step(draft),
        TYPED
        | members
        | code(code_of("an@voorbeeld.be"), first)
        | code(wrong_for(code_of("jo@voorbeeld.be")), second)
        | {"neem_code": first},
    )

    assert words(answer).count(DONE) == 1
    assert words(answer).count("Deze code klopt niet.") == 2  # above, and at the question
    assert DraftProof.objects.get().mark == mark_of("an@voorbeeld.be")


def read(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def test_htmx_gets_the_part_about_the_address_only(site: Client, draft: Draft) -> None:
    asked = site.post(step(draft), TYPED | MAIL, **HTMX)
    refused = site.post(step(draft), TYPED | code("1") | TAKE, **HTMX)
    taken = site.post(step(draft), TYPED | code(code_of()) | TAKE, **HTMX)

    assert words(asked).strip().startswith('<div class="sd-proof" id="f-mail-bewijsblok"')
    assert "data-focus" in words(asked)
    assert (refused.status_code, taken.status_code) == (422, 200)
    assert 'role="alert">Deze code klopt niet.' in words(refused)
    assert DONE in words(taken)
    assert read(draft).answers == {"naam": "Sarah", "mail": ADDRESS}


def test_htmx_shows_the_whole_page_again_when_two_windows_disagree(
    site: Client, draft: Draft
) -> None:
    seen = {"rev": "0", "venster": "b"}
    site.post(step(draft), TYPED | {"venster": "a", "ververs": "1"})

    answer = site.post(step(draft), TYPED | seen | {"mail": "mo@voorbeeld.be"} | MAIL, **HTMX)

    assert answer.headers["HX-Refresh"] == "true"
    assert not AddressCode.objects.exists()


def test_saving_another_address_takes_the_sign_away_at_once(site: Client, draft: Draft) -> None:
    prove(site, draft)
    save = f"/concept/{draft.key}/veld?venster=a"

    other = site.post(save, {"path": "mail", "value": "mo@voorbeeld.be", "seen": ADDRESS})
    again = site.post(save, {"path": "mail", "value": ADDRESS, "seen": "mo@voorbeeld.be"})
    name = site.post(save, {"path": "naam", "value": "Noor", "seen": "Sarah"})

    assert "Wij mailen een code naar dit adres." in words(other)
    assert DONE in words(again)
    assert "sd-proof" not in words(name)


def test_a_first_address_changes_nothing_below_it(site: Client, draft: Draft) -> None:
    save = f"/concept/{draft.key}/veld?venster=a"

    answer = site.post(save, {"path": "mail", "value": ADDRESS, "seen": ""})

    assert "sd-proof" not in words(answer)


@pytest.mark.parametrize("key", ["naam", "weg", "leden", "leden.9.adres", "_provenance", ""])
def test_what_is_no_such_question_mails_nothing(site: Client, draft: Draft, key: str) -> None:
    for live in ({}, HTMX):
        answer = site.post(step(draft), TYPED | {"mail_code": key}, **live)

        assert answer.status_code < 500
    assert not AddressCode.objects.exists()


def test_nobody_says_themselves_that_an_address_is_proven(site: Client, draft: Draft) -> None:
    site.post(step(draft), TYPED | {"_proven": "mail", "ververs": "1"})

    assert DONE not in words(site.get(step(draft)))


def test_who_was_signed_out_is_led_to_the_door_by_htmx_too(visitor: Client, draft: Draft) -> None:
    answer = visitor.post(step(draft), TYPED | MAIL, **HTMX)

    assert answer.headers["HX-Redirect"].startswith("/aanmelden/?naar=")
    assert answer.content == b""


def test_a_draft_of_somebody_else_mails_nothing(draft: Draft, kim: Person) -> None:
    answer = browser_of(kim).post(step(draft), TYPED | MAIL)

    assert answer.status_code == 404
    assert not AddressCode.objects.exists()


def test_the_case_shows_that_the_address_was_confirmed(site: Client, draft: Draft) -> None:
    handler = make_handler("Marc Peeters", Queue.objects.get(), login="marc")
    prove(site, draft)
    assert f"{ADDRESS} (bevestigd)" in words(site.get(f"/concept/{draft.key}/controleren/"))

    site.post(f"/concept/{draft.key}/indienen")

    case = Case.objects.get()
    assert case.answers["_proven"] == ["mail"]
    assert f"{ADDRESS} (bevestigd)" in words(site.get(f"/zaken/{case.number}/gegevens/"))
    desk = browser_of(handler).get(f"/werk/zaken/{case.number}/gegevens/")
    assert f"{ADDRESS} (bevestigd)" in words(desk)
    paper = site.get(f"/zaken/{case.number}/pdf")
    assert f"{ADDRESS} (bevestigd)" in text_of(paper.content)
