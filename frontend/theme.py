"""Turn the house style of one organisation (about 20 values) into its colours, light and dark.

The result is one CSS file of `--basis-*` tokens, the vocabulary of NL Design System.
Colours are worked out in OKLCH: the ramp below fixes lightness, and with it contrast;
the house style gives hue and chroma. A pair of colours under its limit stops the build.

Run it with `python3 frontend/theme.py`.
"""

import json
import math
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
STATIC = HERE.parent / "src/loket/core/static/loket"

Style = dict[str, Any]  # one file of themes/
Pair = tuple[str, str]  # the colour in light and in dark
Tokens = dict[str, Pair]
Ramp = dict[str, tuple[float, float, float, float]]  # lightness, chroma factor: light, then dark

NEUTRAL: Ramp = {
    "bg-document": (1, 0, 0.215, 1),
    "bg-subtle": (0.978, 0.45, 0.17, 1),
    "bg-default": (0.955, 0.6, 0.255, 1),
    "bg-hover": (0.935, 0.8, 0.29, 1),
    "bg-active": (0.905, 1, 0.335, 1.1),
    "border-subtle": (0.895, 0.9, 0.325, 1.1),
    "border-default": (0.60, 1.4, 0.575, 1.2),
    "border-hover": (0.48, 1.4, 0.68, 1.2),
    "border-active": (0.38, 1.4, 0.76, 1.2),
    "color-subtle": (0.475, 1.6, 0.745, 1.1),
    "color-default": (0.375, 1.7, 0.86, 0.9),
    "color-hover": (0.30, 1.7, 0.92, 0.7),
    "color-active": (0.26, 1.7, 0.95, 0.5),
    "color-document": (0.245, 1.7, 0.955, 0.5),
}
TONE: Ramp = {
    "bg-document": (1, 0, 0.215, 0.12),
    "bg-subtle": (0.976, 0.13, 0.242, 0.30),
    "bg-default": (0.948, 0.28, 0.285, 0.42),
    "bg-hover": (0.925, 0.40, 0.325, 0.5),
    "bg-active": (0.895, 0.5, 0.37, 0.55),
    "border-subtle": (0.875, 0.55, 0.40, 0.6),
    "border-default": (0.60, 1, 0.62, 0.9),
    "border-hover": (0.52, 1, 0.70, 0.9),
    "border-active": (0.45, 1, 0.76, 0.9),
    "color-subtle": (0.50, 0.95, 0.76, 0.7),
    "color-default": (0.435, 0.95, 0.82, 0.7),
    "color-hover": (0.375, 0.9, 0.87, 0.6),
    "color-active": (0.33, 0.85, 0.90, 0.5),
    "color-document": (0.315, 0.8, 0.93, 0.4),
    "inverse-bg-subtle": (0.395, 0.8, 0.33, 0.6),
    "inverse-bg-default": (0.465, 1, 0.76, 0.85),
    "inverse-bg-hover": (0.405, 0.95, 0.82, 0.75),
    "inverse-bg-active": (0.35, 0.9, 0.87, 0.65),
    "inverse-color-default": (1, 0, 0.185, 0.5),
    "inverse-color-hover": (1, 0, 0.185, 0.5),
    "inverse-color-active": (1, 0, 0.185, 0.5),
    "inverse-color-document": (1, 0, 0.185, 0.5),
    "inverse-color-subtle": (0.93, 0.15, 0.28, 0.5),
    "inverse-border-default": (0.465, 1, 0.76, 0.85),
    "inverse-border-subtle": (0.56, 0.8, 0.46, 0.6),
}
TONES = ("action-1", "action-2", "accent-1", "accent-2", "info", "positive", "warning", "negative")
SERIES_LIGHT = (0.50, 0.64, 0.56, 0.52, 0.60, 0.66)
SERIES_DARK = (0.72, 0.80, 0.74, 0.70, 0.72, 0.62)


def tokens(style: Style) -> Tokens:
    """Return every colour of a house style by its name."""
    color = style["color"]
    found = _ramp("default", NEUTRAL, color["neutral"])
    for name in TONES:
        found |= _ramp(name, TONE, color.get(name) or color["brand"])
    selected = _ramp("selected", TONE, color["brand"])
    found |= {name: pair for name, pair in selected.items() if "-inverse-" not in name}
    found |= _brand_surfaces(color["brand"])
    grey, focus = color["neutral"]["hue"], color["focus"]
    found |= {
        "color-disabled-bg-default": found["color-default-bg-default"],
        "color-disabled-color-subtle": (_hex(0.55, 0.01, grey), _hex(0.66, 0.01, grey)),
        "color-disabled-border-subtle": found["color-default-border-subtle"],
        "focus-outline-color": (
            _hex(0.36, focus["chroma"], focus["hue"]),
            _hex(0.86, focus["chroma"] * 0.9, focus["hue"]),
        ),
        "focus-inverse-outline-color": ("#ffffff", _hex(0.13, 0.01, focus["hue"])),
    }
    for number, (hue, chroma) in enumerate(color["series"]):
        light = _hex(SERIES_LIGHT[number], chroma, hue)
        found[f"series-{number + 1}"] = (light, _hex(SERIES_DARK[number], chroma * 0.85, hue))
    return found


def too_low(found: Tokens) -> list[str]:
    """Return a sentence for each pair of colours with too little contrast."""
    return [
        f"{front} on {back} ({scheme}): {contrast:.2f}, at least {least} is needed"
        for front, back, least in pairs(found)
        for scheme, one, other in zip(("light", "dark"), found[front], found[back], strict=True)
        if (contrast := ratio(one, other)) < least
    ]


def pairs(found: Tokens) -> Iterator[tuple[str, str, float]]:
    """Yield text and background that meet on screen, with the least contrast (WCAG 1.4.3, 1.4.11)."""
    yield from _neutral_pairs()
    for name in ("action-1", "accent-2", "info", "positive", "warning", "negative", "selected"):
        for back in ("bg-subtle", "bg-default"):
            yield f"color-{name}-color-default", f"color-{name}-{back}", 4.5
        yield f"color-{name}-color-document", f"color-{name}-bg-default", 7
        yield "color-default-color-subtle", f"color-{name}-bg-subtle", 4.5
        if name != "selected":
            for state in ("default", "hover", "active"):
                back = f"color-{name}-inverse-bg-{state}"
                yield f"color-{name}-inverse-color-default", back, 4.5
    brand = "color-accent-1-inverse"
    for front, back in product(("document", "subtle"), repeat=2):
        yield f"{brand}-color-{front}", f"{brand}-bg-{back}", 4.5
    for name in found:
        if name.startswith("series-"):
            yield name, "color-default-bg-document", 3


def _neutral_pairs() -> Iterator[tuple[str, str, float]]:
    texts = ("action-1", "action-2", "negative", "positive", "warning", "info")
    for back in ("bg-document", "bg-subtle", "bg-default"):
        for front in ("color-document", "color-default", "color-subtle"):
            yield f"color-default-{front}", f"color-default-{back}", 4.5
        for name in texts:
            yield f"color-{name}-color-default", f"color-default-{back}", 4.5
        yield "focus-outline-color", f"color-default-{back}", 3
    for back in ("bg-document", "bg-subtle"):
        yield "color-default-border-default", f"color-default-{back}", 3


def css(style: Style, found: Tokens) -> str:
    """Write the tokens as one style sheet."""
    lines = [f"/* {style['name']}: made by frontend/theme.py. Do not edit. */", ":root {"]
    for name, (light, dark) in found.items():
        prefix = "--sd" if name.startswith("series-") else "--basis"
        value = light if light == dark else f"light-dark({light}, {dark})"
        lines.append(f"  {prefix}-{name}: {value};")
    lines += [f"  {name}: {value};" for name, value in style["other"].items()]
    return "\n".join([*lines, "}", ""])


def favicon(style: Style, found: Tokens) -> str:
    """Return the sign of a house style for the tab of a browser: the logo on its deep colour."""
    logo = (HERE / "themes" / f"{style['id']}.svg").read_text("utf-8")
    deep = found["color-accent-1-inverse-bg-document"][0]
    ground = f'<rect x="-4" y="-4" width="32" height="32" rx="7" fill="{deep}" stroke="none"/>'
    opening, rest = logo.split(">", 1)
    return opening.replace("0 0 24 24", "-4 -4 32 32") + ">" + ground + rest


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG reckons it, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def styles() -> list[Style]:
    """Return every house style in themes/."""
    return [
        json.loads(path.read_text("utf-8")) for path in sorted((HERE / "themes").glob("*.json"))
    ]


def _ramp(name: str, ramp: Ramp, paint: dict[str, float]) -> Tokens:
    hue, chroma = paint["hue"], paint["chroma"]
    return {
        f"color-{name}-{role}": (_hex(l1, chroma * c1, hue), _hex(l2, chroma * c2, hue))
        for role, (l1, c1, l2, c2) in ramp.items()
    }


def _brand_surfaces(brand: dict[str, float]) -> Tokens:
    """Return the deep surface of header and hero: dark in both schemes."""
    hue, chroma, deep = brand["hue"], brand["chroma"], brand.get("deep", 0.31)
    name = "color-accent-1-inverse"
    return {
        f"{name}-bg-document": (_hex(deep, chroma * 0.78, hue), _hex(0.245, chroma * 0.45, hue)),
        f"{name}-bg-subtle": (
            _hex(deep + 0.075, chroma * 0.8, hue),
            _hex(0.305, chroma * 0.5, hue),
        ),
        f"{name}-color-document": ("#ffffff", _hex(0.96, 0.01, hue)),
        f"{name}-color-subtle": (_hex(0.895, 0.035, hue), _hex(0.83, 0.035, hue)),
    }


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """Return a colour as sRGB; the chroma is lowered until it fits."""
    while True:
        channels = _linear(lightness, chroma, hue)
        if chroma <= 0 or all(-0.0005 <= value <= 1.0005 for value in channels):
            return "#" + "".join(f"{_gamma(value):02x}" for value in channels)
        chroma -= 0.002


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Return linear sRGB of an OKLCH colour. Source: B. Ottosson, OKLab, 2020."""
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(value: float) -> int:
    value = min(1.0, max(0.0, value))
    curved = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(curved * 255)


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def main() -> int:
    """Write a style sheet and a favicon for each house style; 1 when a contrast is too low."""
    faults = 0
    for style in styles():
        found = tokens(style)
        for sentence in too_low(found):
            sys.stderr.write(f"{style['id']}: {sentence}\n")
            faults += 1
        (STATIC / f"theme-{style['id']}.css").write_text(css(style, found), "utf-8")
        (STATIC / f"favicon-{style['id']}.svg").write_text(favicon(style, found), "utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
