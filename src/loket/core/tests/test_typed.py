"""Who sent a form that could not be taken gets it back, to send it again."""

import html
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from loket.core.error_pages import unavailable
from loket.core.fieldview import CODE
from loket.core.language import spoken
from loket.core.typed import SECRET

PROOF = {"csrfmiddlewaretoken": "proof"}
WORDS = "Graag </textarea><b>vanaf</b>\n\nmaandag & “dinsdag” 🙂"
SEND = "Opnieuw versturen"
SOURCE = Path(__file__).parents[2]


def post(typed: dict[str, object], **headers: str) -> HttpRequest:
    return RequestFactory().post("/concept/x/stap/?terug=1", typed, headers=headers)


def page_of(request: HttpRequest) -> str:
    with translation.override("nl"):
        return unavailable(request).content.decode()


def test_what_was_typed_is_offered_again_letter_for_letter() -> None:
    page = page_of(post({**PROOF, "opmerking": WORDS, "keuze": ["a", "b"], "verb": "next"}))

    assert f'<textarea hidden name="opmerking">\n{html.escape(WORDS)}</textarea>' in page
    assert page.count('name="keuze"') == 2
    assert 'name="csrfmiddlewaretoken">\nproof<' in page
    assert 'action="/concept/x/stap/?terug=1"' in page
    assert SEND in page


def test_words_come_back_from_a_form_with_files_and_the_files_are_named_as_lost() -> None:
    file = SimpleUploadedFile("brief.pdf", b"%PDF-1.7")

    page = page_of(post({**PROOF, "opmerking": "Hallo", "file": file}))

    assert 'name="opmerking">\nHallo<' in page
    assert "Bestanden moet u daarna opnieuw kiezen." in page


@pytest.mark.parametrize(
    "request_",
    [
        post({**PROOF, "gebruiker": "sarah", "wachtwoord": "geheim"}),
        post({**PROOF, "adrescode": "123456"}),
        post({"opmerking": "van een andere website"}),
        post({**PROOF, "opmerking": "door een script"}, **{"Sec-Fetch-Mode": "cors"}),
        post({**PROOF, "opmerking": "door htmx"}, **{"HX-Request": "true"}),
        RequestFactory().get("/zaken/"),
    ],
    ids=["password", "code", "foreign", "script", "htmx", "page"],
)
def test_what_is_secret_foreign_or_kept_elsewhere_is_not_repeated(request_: HttpRequest) -> None:
    page = page_of(request_)

    assert SEND not in page
    assert "<textarea" not in page


def test_a_one_time_code_is_left_out_of_what_comes_back() -> None:
    page = page_of(post({**PROOF, "opmerking": WORDS, f"{CODE}mail": "123 456"}))

    assert html.escape(WORDS) in page
    assert CODE not in page
    assert "123 456" not in page


def test_a_field_that_is_merely_called_code_is_no_secret() -> None:
    page = page_of(post({**PROOF, "code": "groet", "body-nl": WORDS}))

    assert 'name="code">\ngroet<' in page
    assert html.escape(WORDS) in page


def test_every_password_and_code_on_our_pages_has_a_name_that_is_never_repeated() -> None:
    asked = {
        found[1]
        for template in SOURCE.rglob("templates/**/*.html")
        for tag in re.findall(r"<input[^>]*>", template.read_text("utf-8"))
        if re.search(r'type="password"|autocomplete="(one-time-code|[a-z]+-password)"', tag)
        and (found := re.search(r' name="([^"]*)"', tag))
    }

    assert asked == {*SECRET, "{{ proof.code_path }}"}


def test_a_page_that_was_only_looked_at_can_be_tried_again() -> None:
    page = page_of(RequestFactory().get("/zaken/?pagina=2"))

    assert 'href="/zaken/?pagina=2"' in page
    assert "Opnieuw proberen" in page


def test_a_full_disk_has_its_own_sentence_and_status() -> None:
    with translation.override("nl"):
        answer = unavailable(post({**PROOF, "opmerking": "Hallo"}), "full")

    assert answer.status_code == 507
    assert answer.headers["Retry-After"] == "10"
    assert "Wij kunnen nu niets bewaren" in answer.content.decode()
    assert SEND in answer.content.decode()


def test_the_page_speaks_the_language_that_the_session_last_read() -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": "nl"})
    request.COOKIES["loket"] = "a-session-of-somebody-who-reads-german"
    spoken.note(request, "de")

    answer = unavailable(request)

    assert answer.headers["Content-Language"] == "de"
    assert '<html lang="de"' in answer.content.decode()
