"""What is not asked takes no place on the page: no heading, no line, no box for words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, expect

from loket.catalogue.compound import parts_of
from loket.catalogue.rules.spec import Field
from loket.core.fieldview import FieldView, Kind, OptionView

LOOK = Path(__file__).resolve().parents[2] / "core" / "static" / "loket"
OTHER = FieldView("kleur.other", Kind.TEXT, "Een andere kleur")
COLOURS = (OptionView("rood", "Rood"), OptionView("other", "Een andere kleur"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def show(page: Page, *html: str) -> None:
    """Lay these parts of a form on the page, with the look of the portal and without script."""
    page.set_content(f"<!doctype html><html lang=nl><title>x</title><form>{''.join(html)}</form>")
    for sheet in ("core.css", "portal.css"):
        page.add_style_tag(path=LOOK / sheet)


def field(view: FieldView) -> str:
    return render_to_string("ui/parts/field.html", {"field": view})


def named(page: Page, name: str) -> bool:
    return page.locator(f'[name="{name}"]').is_visible()


@pytest.mark.parametrize("kind", [Kind.RADIO, Kind.CHECKS, Kind.SELECT])
def test_something_else_is_asked_only_of_who_chose_it(page: Page, kind: Kind) -> None:
    show(page, field(FieldView("kleur", kind, "Kleur", options=COLOURS, other=OTHER)))
    assert not named(page, "kleur.other")

    if kind == Kind.SELECT:
        page.select_option("select", "other")
    else:
        page.check("input[value=other]")

    expect(page.get_by_role("textbox", name="Een andere kleur")).to_be_visible()


def test_an_address_is_asked_in_the_parts_of_its_country(page: Page) -> None:
    question = Field(id="adres", type="address", label={})
    view = FieldView("adres", Kind.PARTS, "Adres")
    show(
        page,
        field(
            FieldView(
                "adres", Kind.PARTS, "Adres", parts=parts_of(view, question, None, "BE", "nl")
            )
        ),
    )
    assert page.input_value("select") == "BE"
    assert (named(page, "adres.street"), named(page, "adres.lines")) == (True, False)

    page.select_option("select", "LU")

    assert (named(page, "adres.street"), named(page, "adres.lines")) == (False, True)


def test_a_heading_without_questions_or_documents_below_is_not_shown(page: Page) -> None:
    hidden = FieldView("naam", Kind.TEXT, "Naam", visible=False)
    day = FieldView("dag", Kind.DATE, "Dag")
    show(
        page,
        f'<section class="sd-formsection"><h2>Partner</h2>{field(hidden)}</section>',
        f'<section class="sd-formsection"><h2>Dag</h2><div class="sd-fieldrow">{field(day)}</div></section>',
        '<section class="sd-formsection"><h2>Papieren</h2><ul><li data-slot="a" hidden></li></ul></section>',
        '<section class="sd-formsection"><h2>Meer</h2><a href="/">Uitleg</a></section>',
    )

    assert page.locator("h2:visible").all_inner_texts() == ["Dag", "Meer"]
