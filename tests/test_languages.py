"""Everything a person sees is translated, and dates and numbers are written as in their region."""

from datetime import date
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from django.utils import formats, translation

from loket.config import languages


def test_texts_of_code_and_templates_are_gathered_with_their_context(tmp_path: Path) -> None:
    (tmp_path / "views.py").write_text('_("Dag")\npgettext_lazy("maand", "mei")\n')
    (tmp_path / "page.html").write_text(
        '{% load i18n %}{% translate "Zaak" %}{% card title=_("Afronden") %}'
        "{% blocktranslate count n=n %}één taak{% plural %}{{ n }} taken{% endblocktranslate %}"
    )

    found = languages.gather(tmp_path)

    assert {(message.id, message.context) for message in found if message.id} == {
        ("Dag", None),
        ("mei", "maand"),
        ("Zaak", None),
        ("Afronden", None),
        (("één taak", "%(n)s taken"), None),
    }


def test_an_update_keeps_translations_and_drops_what_nobody_shows(tmp_path: Path) -> None:
    source, locale = tmp_path / "source", tmp_path / "locale"
    source.mkdir()
    (source / "views.py").write_text('_("Dag")\n_("Tot ziens")\n')
    languages.update(locale, source)
    path = languages.catalogue_path("fr", locale)
    path.write_text(path.read_text().replace('"Dag"\nmsgstr ""', '"Dag"\nmsgstr "Bonjour"'))
    (source / "views.py").write_text('_("Dag")\n_("Welkom")\n')

    waiting = languages.update(locale, source)

    assert waiting["fr"] == 1
    assert 'msgstr "Bonjour"' in path.read_text()
    assert "Tot ziens" not in path.read_text()


def test_compiling_does_only_what_changed(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "views.py").write_text('_("Dag")\n')
    languages.update(tmp_path, source)

    assert languages.compile_all(tmp_path) == ["fr", "de", "en", "nl"]
    assert languages.compile_all(tmp_path) == []


@pytest.mark.parametrize(
    ("language", "day", "number"),
    [
        ("nl-be", "21/11/2026", "1.234,5"),
        ("nl-nl", "21-11-2026", "1.234,5"),
        ("fr-be", "21/11/2026", "1\u202f234,5"),
        ("de-be", "21.11.2026", "1.234,5"),
        ("en-gb", "21/11/2026", "1,234.5"),
        ("nl", "21/11/2026", "1.234,5"),
        ("en", "21/11/2026", "1,234.5"),
    ],
)
def test_dates_and_numbers_are_those_of_the_region(language: str, day: str, number: str) -> None:
    with translation.override(language):
        written = formats.date_format(date(2026, 11, 21), "SHORT_DATE_FORMAT")

        assert written == day
        assert formats.number_format(1234.5, 1, use_l10n=True, force_grouping=True) == number


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("nl-be", "21 november 2026"),
        ("fr-be", "21 novembre 2026"),
        ("de-be", "21. November 2026"),
        ("en-gb", "21 November 2026"),
    ],
)
def test_a_month_is_written_in_the_language_of_the_region(language: str, written: str) -> None:
    with translation.override(language):
        assert formats.date_format(date(2026, 11, 21)) == written


def test_french_writes_the_first_day_of_a_month_with_its_sign_and_no_other_language_does() -> None:
    written = {}
    for language in ("nl-be", "fr-be", "de-be", "en-gb"):
        with translation.override(language):
            names = ("DATE_FORMAT", "WEEKDAY_FORMAT")
            written[language] = [formats.date_format(date(2026, 12, 1), name) for name in names]

    assert written == {
        "nl-be": ["1 december 2026", "dinsdag 1 december"],
        "fr-be": ["1er décembre 2026", "mardi 1er décembre"],
        "de-be": ["1. Dezember 2026", "Dienstag, 1. Dezember"],
        "en-gb": ["1 December 2026", "Tuesday 1 December"],
    }


def test_every_text_stands_for_itself_in_dutch() -> None:
    languages.compile_all()
    known = languages.read(languages.catalogue_path("fr"), "fr")
    path = languages.catalogue_path("nl").with_suffix(".mo")

    with path.open("rb") as file:
        dutch = read_mo(file)

    texts = [{tuple(one.id) for one in some if one.id} for some in (dutch, known)]
    assert texts[0] == texts[1]
    assert len(texts[0]) > 1000
    assert [one.id for one in dutch if one.id and tuple(one.id) != tuple(one.string or ())] == []
