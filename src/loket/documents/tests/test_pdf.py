"""The receipt is a PDF that everybody can read, and typed text stays text."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
import typst
from django.utils import translation

from loket.documents import pdf
from loket.documents.pdf import Receipt, Section, write_receipt
from loket.documents.tests.pdftext import tags_of, text_of

AT = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)
MARKUP = '*vet* _schuin_ #panic("x") $x^2$ @bron <naam> `code` = kop // weg /* a */ \\ #{1}'
RECEIPT = Receipt(
    organisation="PersoPoint",
    title="Vermindering van werkregime",
    number="HRB0001167",
    submitted="maandag 16 november 2026, 9.12 uur",
    requester="Zoë Vermeulen",
    sections=(Section("Soort verlof", (("Reden", "Ouderschapsverlof"),)),),
    documents=(("Geboorteakte", "Volgt later"),),
    next_steps=("Uw chef keurt uw aanvraag goed.",),
)


def with_answer(answer: str) -> Receipt:
    return replace(RECEIPT, sections=(Section("Vrije tekst", (("Opmerking", answer),)),))


def words(receipt: Receipt) -> str:
    return text_of(write_receipt(receipt, at=AT)).replace("\u200b", "").replace(" ", "")


def test_everything_of_the_request_stands_on_the_receipt() -> None:
    text = words(RECEIPT)

    wanted = (
        *("PersoPoint", "Vermindering van werkregime", "HRB0001167", "Zoë Vermeulen"),
        *("maandag 16 november 2026, 9.12 uur", "Soort verlof", "Reden", "Ouderschapsverlof"),
        *("Geboorteakte", "Volgt later", "Uw chef keurt uw aanvraag goed."),
    )
    assert [each for each in wanted if each.replace(" ", "") not in text] == []


def test_what_looks_like_markup_stands_there_as_it_was_typed() -> None:
    assert MARKUP.replace(" ", "") in words(with_answer(MARKUP))


@pytest.mark.parametrize(
    ("language", "named", "word"),
    [
        ("nl-be", "nl-BE", "Wat gebeurt er nu?"),
        ("fr-be", "fr-BE", "Et maintenant ?"),
        ("de-be", "de-BE", "Wie geht es weiter?"),
        ("en-gb", "en-GB", "What happens next?"),
        ("nl", "nl", "Wat gebeurt er nu?"),
    ],
)
def test_the_receipt_speaks_the_language_of_its_reader(
    language: str, named: str, word: str
) -> None:
    with translation.override(language):
        made = write_receipt(RECEIPT, at=AT)

    with pikepdf.open(io.BytesIO(made)) as document:
        assert str(document.Root.Lang) == named
    assert word.replace(" ", "") in text_of(made).replace(" ", "").replace("\xa0", "")


def test_the_receipt_is_tagged_for_those_who_listen() -> None:
    made = write_receipt(RECEIPT, at=AT)

    with pikepdf.open(io.BytesIO(made)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Vermindering van werkregime"
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L"} <= tags_of(made)


@pytest.mark.parametrize("sign", ["😀", "漢字", "\u202eomgekeerd", "\x07", "\ufffd", "\ufdfa"])
def test_a_sign_that_no_font_has_breaks_nothing(sign: str) -> None:
    made = write_receipt(with_answer(f"voor {sign} na"), at=AT)

    with pikepdf.open(io.BytesIO(made)) as document:
        assert bool(document.Root.MarkInfo.Marked)
    assert "HRB0001167" in text_of(made)


def test_a_long_answer_runs_on_over_pages() -> None:
    made = write_receipt(with_answer("woord " * 2000 + "x" * 3000), at=AT)

    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) > 2


def test_the_same_request_gives_the_same_bytes() -> None:
    assert write_receipt(RECEIPT, at=AT) == write_receipt(RECEIPT, at=AT)


def test_a_template_sees_no_file_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("geheim")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "curious.typ").write_text('#read("../geheim.txt")')

    with pytest.raises(typst.TypstError):
        pdf.render_pdf("curious", {}, at=AT, folder=tmp_path / "folder")
