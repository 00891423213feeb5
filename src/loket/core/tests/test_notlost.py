"""A page that refuses a form shows what was written and stands nowhere in it; any other does not."""

from html import escape

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from loket.core.notlost import NotLostMiddleware

OWN = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
HTMX = {"hx-request": "true", "hx-current-url": "http://testserver/", "sec-fetch-mode": "cors"}
PROOF = {"csrfmiddlewaretoken": "proof"}
WORDS = "Dit kan niet, omdat de\ndienst <dicht> is & blijft."
PAGE = '<main id="inhoud" tabindex="-1"><h1>Deze zaak is al gesloten</h1>{}</main>'
SAID = "Dit schreef u. Het is niet verstuurd:"


def post(typed: dict[str, str], **headers: str) -> HttpRequest:
    made = RequestFactory().post("/werk/", PROOF | typed, headers={**OWN, **headers})
    made.POST.get("")  # the view read it
    return made


def answer(request: HttpRequest, page: str, status: int = 422) -> str:
    made = NotLostMiddleware(lambda _request: HttpResponse(page, status=status))(request)
    return made.content.decode()


def test_words_that_the_page_forgot_are_on_top_of_it() -> None:
    page = answer(post({"reden": WORDS}), PAGE.format(""))

    assert SAID in page
    assert "dienst &lt;dicht&gt; is &amp; blijft." in page
    assert page.index('<main id="inhoud"') < page.index(SAID) < page.index("<h1>")


@pytest.mark.parametrize("shown", ["<textarea>\n{}</textarea>", '<input value="{}">'])
def test_a_form_that_stands_there_again_is_not_repeated(shown: str) -> None:
    page = PAGE.format(shown.format(escape(WORDS)))

    assert answer(post({"reden": WORDS}), page) == page


@given(st.text(min_size=1))
def test_what_is_written_is_always_in_the_page(words: str) -> None:
    page = answer(post({"reden": words}), PAGE.format(""))

    shown = len(words.split()) > 1
    assert (SAID in page) == shown


def test_a_word_or_a_choice_is_no_text() -> None:
    assert answer(post({"keuze": "nee", "bedrag": "1200"}), PAGE.format("")) == PAGE.format("")


@pytest.mark.parametrize("name", ["wordt", "kept", "hergebruik", "versie"])
def test_what_our_own_page_put_in_a_field_is_no_text(name: str) -> None:
    assert answer(post({name: "zaak replaced"}), PAGE.format("")) == PAGE.format("")


def test_what_was_taken_is_not_repeated() -> None:
    assert answer(post({"reden": WORDS}), PAGE.format(""), status=200) == PAGE.format("")


@pytest.mark.parametrize(
    "typed", [{"wachtwoord": "een lang geheim"}, {"reden": WORDS, "adrescode": "12 34"}]
)
def test_secrets_are_not_shown(typed: dict[str, str]) -> None:
    assert answer(post(typed), PAGE.format("")) == PAGE.format("")


def test_what_another_site_made_up_is_not_shown() -> None:
    request = post({"reden": WORDS}, origin="https://elders.example")

    assert answer(request, PAGE.format("")) == PAGE.format("")


def test_a_part_of_a_page_brings_them_as_a_notice() -> None:
    part = answer(post({"reden": WORDS}, **HTMX), "<p>Deze zaak is al gesloten</p>")

    assert part.startswith("<p>Deze zaak")
    assert 'hx-swap-oob="innerHTML:#meldingen"' in part
    assert SAID in part


def test_what_a_script_sent_is_answered_as_it_was() -> None:
    request = post({"reden": WORDS})
    view = NotLostMiddleware(lambda _request: JsonResponse({"fout": 1}, status=422))

    assert view(request).content == b'{"fout": 1}'
