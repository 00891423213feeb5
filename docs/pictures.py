"""Take the pictures of the documentation: bin/pictures [ADDRESS].

Without an address it starts a demo of its own, so that each run begins in the same state. Pictures
that only look come first, those for which something is done come last.
"""

import contextlib
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from e2e import journey
from e2e.installation import DESK, installed
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from loket.core import database
from loket.core.clock import now

FOLDER = Path(__file__).parent / "pictures"
BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=nl-BE")
SCREEN, PHONE = (1280, 860), (390, 780)
SURFACES = 160  # of the 256 colours of a palette: a page is a third of its bytes so
PATIENCE = 60_000
LIST = "/werk/alle/team/"
FORM = "/werk/formulieren/hr.vermindering-werkregime/"


@dataclass
class Camera:
    """Opens pages as people of the demo, and keeps what they see."""

    browser: Browser
    address: str
    """Of the desk, without a person."""
    windows: dict[tuple[int, int], BrowserContext] = field(default_factory=dict)
    pages: dict[tuple[str, tuple[int, int]], Page] = field(default_factory=dict)

    def see(self, person: str, path: str = "/", size: tuple[int, int] = SCREEN) -> Page:
        """Open a page as a person, or as a visitor when nobody is named."""
        if (person, size) not in self.pages:
            self.pages[person, size] = self._enter(person, size)
        page = self.pages[person, size]
        page.goto(f"{self._host(person)}{path}")
        page.wait_for_load_state("networkidle")
        return page

    def _enter(self, person: str, size: tuple[int, int]) -> Page:
        if size not in self.windows:
            width, height = size
            self.windows[size] = self.browser.new_context(
                viewport={"width": width, "height": height},
                locale="nl-BE",
                timezone_id="Europe/Brussels",
                color_scheme="light",
                reduced_motion="reduce",
            )
            self.windows[size].set_default_timeout(PATIENCE)
        page = self.windows[size].new_page()
        if person:
            page.goto(f"{self._host(person)}/aanmelden/demo/?naar=/")
            page.locator('form[action$="/aanmelden/demo/verder/"] button').click()
        return page

    def _host(self, person: str) -> str:
        return self.address.replace("//", f"//{person}.") if person else self.address

    def keep(self, name: str, page: Page, place: Locator | None = None) -> None:
        """Keep the window as it is, or with this place at its top, in few bytes."""
        page.wait_for_load_state("networkidle")
        page.evaluate("document.activeElement?.blur(), window.scrollTo(0, 0)")
        if place is not None:
            place.evaluate("it => window.scrollTo(0, it.getBoundingClientRect().top - 80)")
        taken = Image.open(BytesIO(page.screenshot(animations="disabled")))
        few = in_few_colours(taken.convert("RGB"))
        few.save(FOLDER / f"{name}.png", optimize=True)


def in_few_colours(image: Image.Image) -> Image.Image:
    """Keep the colours of surfaces as they are, and of the rest those that differ most."""
    parts = image.tobytes()
    counted = Counter(zip(parts[::3], parts[1::3], parts[2::3], strict=True))
    often = [colour for colour, _count in counted.most_common(SURFACES)]
    rest = image.quantize(256 - len(often), Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(part for colour in often for part in colour), *rest])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def main() -> None:
    """Take every picture, from an address or from a demo of our own."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play, the_desk() as address:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=BROWSER,
            env={**os.environ, "LANGUAGE": "nl"},  # of the browser's own words, as in dates
        )
        camera = Camera(browser, address)
        for take in PICTURES:
            take(camera)


@contextlib.contextmanager
def the_desk() -> Iterator[str]:
    """Give the address of the desk that was named, or of one that is made for the pictures."""
    if len(sys.argv) > 1:
        yield sys.argv[1].rstrip("/")
        return
    with database.running("test") as server, installed(server, "pictures") as made:
        yield f"http://{DESK}:{made.port}"


type Take = Callable[[Camera], None]
"""Takes one or more pictures."""


def look(name: str, person: str, path: str, size: tuple[int, int] = SCREEN) -> Take:
    """Make a picture of a page as it opens."""
    return lambda camera: camera.keep(name, camera.see(person, path, size))


def follow(page: Page, link: Locator) -> None:
    """Go where a link leads."""
    journey.open_page(page, link.first.get_attribute("href") or "")


def sign_in(camera: Camera) -> None:
    """The page on which people sign in who are not in a demo."""
    page = camera.see("", "/aanmelden/")
    page.get_by_role("link", name="Aanmelden met gebruikersnaam en wachtwoord").click()
    camera.keep("sign-in", page)


def case(camera: Camera) -> None:
    """The case of Sarah that waits for her answer, on a screen and on a telephone."""
    for name, size in (("case", SCREEN), ("case-phone", PHONE)):
        page = camera.see("sarah", "/zaken/", size)
        follow(page, page.locator("main a[href*='HRB']"))
        camera.keep(name, page)


def desk_case(camera: Camera) -> None:
    """A case of Nele, half way."""
    page = camera.see("nele", "/werk/alle/mine/")
    follow(page, page.get_by_role("row", name="Sarah Vermeulen").locator("a[href*='HRB']"))
    camera.keep("desk-case", page)


def batch(camera: Camera) -> None:
    """Some ticked rows, and what can be done with them."""
    page = camera.see("ingrid", LIST)
    boxes = page.locator("main tbody input[type=checkbox]")
    for row in (1, 2, 4):
        boxes.nth(row).check()
    camera.keep("batch", page)


def beside(camera: Camera) -> None:
    """Two cases of one person beside each other."""
    page = camera.see("nele", LIST)
    follow(page, page.get_by_role("row", name="Yusuf Demir").locator("a[href*='HRB']"))
    follow(page, page.locator("main a[href$='/persoon/']"))
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    journey.press(page, "Zet naast elkaar")
    camera.keep("beside", page)


def trial(camera: Camera) -> None:
    """A trial of a form: how it begins, and a page of it."""
    page = camera.see("wout", f"{FORM}1/proberen/")
    camera.keep("try", page)
    journey.press(page, "Begin de proef")
    camera.keep("trial", page)


def versions(camera: Camera) -> None:
    """A next version with other words: taken in, kept, and beside the one that is online."""
    page = camera.see("wout", f"{FORM}1/")
    text = journey.fetch(page, f"{FORM}1/yaml").replace("minutes: 10", "minutes: 8")
    journey.open_page(page, "/werk/formulieren/inlezen/")
    asks = "Om welk verlof gaat het precies?"
    page.get_by_label("Of plak de tekst hier").fill(text.replace(asks, "Welk verlof vraagt u aan?"))
    journey.press(page, "Bekijk het verschil")
    camera.keep("take-in", page)
    journey.press(page, "Bewaar als versie in de maak")
    camera.keep("form-version", page)
    camera.keep("form-versions", camera.see("wout", FORM))
    camera.keep("compare", camera.see("wout", f"{FORM}vergelijken/?van=1&naar=2"))


def absence(camera: Camera) -> None:
    """A colleague who will be away: what goes over, and to whom."""
    page = camera.see("ingrid", "/werk/afwezigheid/")
    page.get_by_label("Wie is afwezig?").select_option(label="Nele Peeters")
    page.get_by_label("Wie neemt het werk over?").select_option(label="Karim Bouzid")
    first = now().date() + timedelta(days=7)
    page.get_by_label("Eerste dag").fill(first.isoformat())
    page.get_by_label("Laatste dag").fill((first + timedelta(days=11)).isoformat())
    journey.press(page, "Bewaar de afwezigheid")
    camera.keep("absence", page)


def request(camera: Camera) -> None:
    """A request from its first step to the ticket, and then a change of it."""
    page = camera.see("sarah")
    journey.begin_form(page)
    journey.choose_leave(page)
    journey.fill_period(page)
    camera.keep("step", page)
    journey.add_file(page, "Goedgekeurd rooster", "rooster.pdf")
    camera.keep("documents", page, page.get_by_text("Goedgekeurd rooster").first)
    journey.go_to_check(page)
    camera.keep("check", page)
    number = journey.hand_in(page)
    camera.keep("receipt", page)
    journey.open_case(page, number)
    journey.press(page, "Wijzig uw aanvraag")
    page.get_by_role("link", name=re.compile("^Wijzig.*Periode")).click()
    page.get_by_label("Opmerking").fill("Liefst niet op woensdag.")
    journey.press(page, "Volgende: controleren")
    changed = page.locator("ins").first
    expect(changed).to_be_visible()
    camera.keep("change", page)
    journey.press(page, "Verstuur de wijzigingen")
    page = camera.see("nele", f"/werk/zaken/{number}/")
    camera.keep("desk-change", page)


PICTURES: tuple[Take, ...] = (
    sign_in,
    look("home", "sarah", "/"),
    look("home-phone", "sarah", "/", PHONE),
    look("cases", "sarah", "/zaken/"),
    look("drafts", "sarah", "/concepten/"),
    look("mails", "sarah", "/berichten/mails/"),
    case,
    look("worklist", "nele", LIST),
    look("filters", "nele", f"{LIST}?filter"),
    desk_case,
    batch,
    beside,
    look("opinions", "nele", "/werk/adviezen/"),
    look("blocks", "nele", "/werk/tekstblokken/"),
    look("forms", "wout", "/werk/formulieren/"),
    trial,
    request,
    versions,
    absence,
)


if __name__ == "__main__":
    main()
