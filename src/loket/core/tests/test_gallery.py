"""Every part in every state: no fault found by axe, nothing too wide, nothing too small to hit."""

from collections.abc import Callable

import pytest

from loket.core.tests.stage import TOO_SMALL, TOO_WIDE, Stage

GALLERIES = ("portal", "desk")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", GALLERIES)
def test_every_part_is_for_everybody(
    stage: Callable[..., Stage], name: str, width: int, scheme: str
) -> None:
    show = stage(width, scheme)
    page = show.show(name)

    assert show.faults() == []
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(TOO_SMALL) == []
    assert show.complaints == []


@pytest.mark.parametrize("name", GALLERIES)
def test_every_part_fits_at_four_hundred_percent_and_with_wider_text(
    stage: Callable[..., Stage], name: str
) -> None:
    page = stage(320).show(name)

    assert page.evaluate(TOO_WIDE) == []
    page.evaluate(
        """() => {
          const wider = new CSSStyleSheet()
          wider.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important } p { margin-bottom: 2em !important }`)
          document.adoptedStyleSheets = [wider]
        }"""
    )
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("language", ["fr-be", "de-be", "en-gb"])
def test_every_part_fits_a_phone_in_every_language(
    stage: Callable[..., Stage], language: str
) -> None:
    page = stage(390).show("portal", language)

    assert page.evaluate(TOO_WIDE) == []


def test_opened_menus_are_for_everybody(stage: Callable[..., Stage]) -> None:
    show = stage()
    page = show.show("portal")

    page.click(".sd-profile > summary")
    page.click(".sd-remark > summary >> nth=0")

    assert show.faults() == []


def test_what_is_ticked_stays_visible_in_a_contrast_theme(stage: Callable[..., Stage]) -> None:
    page = stage(forced_colors="active").show("portal")

    looks = page.eval_on_selector(
        ".utrecht-custom-checkbox", "el => getComputedStyle(el).appearance"
    )

    assert looks == "auto"


def test_a_printed_page_leaves_menus_and_buttons_out(stage: Callable[..., Stage]) -> None:
    page = stage().show("portal")

    page.emulate_media(media="print")

    assert page.is_hidden(".sd-header")
    assert page.is_hidden(".sd-composer")
    assert page.is_visible(".sd-message >> nth=0")
