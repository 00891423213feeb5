"""What people do with the keys Tab, Enter, Space and arrows alone, with focus always in sight."""

from typing import Any

import pytest
from playwright.sync_api import Error, FileChooser, Locator, Page, expect

FARTHEST = 120  # presses of Tab, more than any page has places to stop at
RING = """element => {
  const holder = element.closest('label, .sd-upload, .sd-search') || element;
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).map(Number);
    const [r, g, b] = parts.slice(0, 3).map((one) => one / 255)
      .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return { seen: (parts[3] ?? 1) > 0.5, value: 0.2126 * r + 0.7152 * g + 0.0722 * b };
  };
  const behind = (start) => {
    for (let one = start; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      const found = light(style.backgroundColor);
      if (found.seen) return found.value;
    }
    return 1;
  };
  const around = (one) => {
    const style = getComputedStyle(one);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return 0;
    const within = parseFloat(style.outlineOffset) < 0;
    const pair = [light(style.outlineColor).value, behind(within ? one : one.parentElement)];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  };
  const box = holder.getBoundingClientRect();
  const there = element.matches(':focus-visible') && box.bottom > 0 && box.top < innerHeight;
  return there ? Math.max(around(element), around(holder)) : 0;
}"""
"""How much the ring of the focus stands out from what is behind it; 0 when it is not in sight."""
SOON = 6_000  # milliseconds for a chooser of files
STANDS_OUT = 3.0  # WCAG 1.4.11


WHERE = f"""wanted => {{
  const element = document.querySelector(':focus');
  const ring = {RING};
  return {{ there: element !== null && element === wanted, ring: element && ring(element),
            what: element && element.outerHTML.slice(0, 200) }};
}}"""
"""Where focus is; nowhere on the button for the calendar of a date, which the browser rings."""


def choose(page: Page, wanted: Locator) -> None:
    """Go to a link or a button and press Enter."""
    reach(page, wanted)
    page.keyboard.press("Enter")


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the wanted element has focus; focus must be seen at every stop."""
    expect(wanted).to_be_attached()
    for _stop in range(FARTHEST):
        page.keyboard.press("Tab")
        now: dict[str, Any] = wanted.evaluate(WHERE)
        assert now["ring"] is None or now["ring"] >= STANDS_OUT, now["what"]
        if now["there"]:
            return
    raise AssertionError(f"Tab does not come to {wanted}")


def open_chooser(page: Page, wanted: Locator) -> FileChooser:
    """Press Space on the button for a file, and again when nothing opens.

    On a loaded machine the browser told of no chooser once in about a hundred times; why is not
    known, and a bare page never did it.
    """
    for _again in range(3):
        reach(page, wanted)
        try:
            with page.expect_file_chooser(timeout=SOON) as choosing:
                page.keyboard.press("Space")
        except Error:
            continue
        return choosing.value
    raise AssertionError(f"no chooser opens for {wanted}")


def press_it(wanted: Locator, **_options: object) -> None:
    """What a click does, by keys: Enter, or Space where there is something to tick."""
    if wanted.get_attribute("type") == "file":
        open_chooser(wanted.page, wanted)
        return
    reach(wanted.page, wanted)
    ticked = wanted.evaluate("element => ['radio', 'checkbox'].includes(element.type)")
    wanted.page.keyboard.press("Space" if ticked else "Enter")


def tick(wanted: Locator, **_options: object) -> None:
    """Tick a box, or go with the arrows to one of the answers; the first gets focus by Tab."""
    if wanted.is_checked():
        return
    if wanted.get_attribute("type") == "radio":
        group = wanted.page.locator(f'[name="{wanted.get_attribute("name")}"]')
        first = group.and_(wanted.page.locator(":checked"))
        reach(wanted.page, first.or_(group).first)
        for _answer in range(group.count()):
            if wanted.evaluate("element => element.matches(':focus')"):
                break
            wanted.page.keyboard.press("ArrowDown")
    else:
        reach(wanted.page, wanted)
    if not wanted.is_checked():
        wanted.page.keyboard.press("Space")
    expect(wanted).to_be_checked()


def type_in(wanted: Locator, words: str, **_options: object) -> None:
    """Type words over what stands in a field; a date part by part, in the browser's order."""
    page = wanted.page
    reach(page, wanted)
    if wanted.get_attribute("type") != "date":
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
    else:
        year, month, day = words.split("-")
        page.keyboard.type(month + day + year)
        if wanted.input_value() != words:
            page.keyboard.press("Shift+Tab")
            reach(page, wanted)
            page.keyboard.type(day + month + year)
    expect(wanted).to_have_value(words)


def type_choice(wanted: Locator, label: str, **_options: object) -> None:
    """Choose from a list by typing how the answer begins."""
    reach(wanted.page, wanted)
    wanted.page.keyboard.type(label)
    chosen = wanted.locator("option:checked")
    expect(chosen).to_have_text(label)


def put_the_mouse_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on every click, tick, choice and word of a walk goes by keys."""
    hands = {
        "click": press_it,
        "check": tick,
        "fill": type_in,
        "select_option": type_choice,
    }
    for name, done in hands.items():
        monkeypatch.setattr(Locator, name, done)
