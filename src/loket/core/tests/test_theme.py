"""Every house style keeps its contrast, and what is committed is what the build makes."""

import gzip

import pytest
from frontend import theme


@pytest.mark.parametrize("style", theme.styles(), ids=lambda style: style["id"])
def test_every_pair_of_colours_has_enough_contrast_in_light_and_dark(style: theme.Style) -> None:
    assert theme.too_low(theme.tokens(style)) == []


@pytest.mark.parametrize("style", theme.styles(), ids=lambda style: style["id"])
def test_the_committed_style_sheet_is_the_built_one(style: theme.Style) -> None:
    built = theme.css(style, theme.tokens(style))

    assert (theme.STATIC / f"theme-{style['id']}.css").read_text("utf-8") == built
    assert (theme.STATIC / f"logo-{style['id']}.svg").is_file()
    sign = theme.favicon(style, theme.tokens(style))
    assert (theme.STATIC / f"favicon-{style['id']}.svg").read_text("utf-8") == sign


def test_the_gate_finds_a_colour_that_is_too_pale() -> None:
    tokens = theme.tokens(theme.styles()[0])
    tokens["color-default-color-subtle"] = ("#cccccc", "#333333")

    assert theme.too_low(tokens)[0].startswith("color-default-color-subtle on color-default-bg")


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert theme.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert theme.ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("names", "kilobytes"),
    [
        (("app.js", "htmx.js"), 40),
        (("core.css", "portal.css", "theme-persopoint.css"), 30),
        (("core.css", "desk.css", "theme-rijnbeek.css"), 30),
    ],
)
def test_what_a_page_loads_stays_light(names: tuple[str, ...], kilobytes: int) -> None:
    weight = sum(len(gzip.compress((theme.STATIC / name).read_bytes(), 9)) for name in names)

    assert weight <= kilobytes * 1024
