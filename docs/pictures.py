"""Take the pictures of the documentation from a running demo: bin/pictures [ADDRESS]."""

import sys
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
PAGES = (
    ("home", "sarah", "/"),
    ("cases", "sarah", "/zaken/"),
    ("worklist", "nele", "/werk/alle/team/"),
)
BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=nl-BE")


def main() -> None:
    """Sign in as people of the demo and keep what they see."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://persopoint.localhost:8000"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER)
        window = browser.new_context(viewport={"width": 1280, "height": 860}, locale="nl-BE")
        for name, person, path in PAGES:
            take(window, address.replace("//", f"//{person}."), name, path)


def take(window: BrowserContext, address: str, name: str, path: str) -> None:
    """One picture of one page, as one person."""
    page = window.new_page()
    page.goto(f"{address}/aanmelden/demo/?naar={path}")
    page.locator('form[action$="/aanmelden/demo/verder/"] button').click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main()
