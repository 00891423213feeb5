"""Whatever file somebody adds to a request, the page says what came of it, and the request goes on."""

import html
import re
import time
from collections.abc import Iterator

import pytest

from fire.input.badfiles import bad_files
from fire.installation import WORKER, Burning
from fire.test_bad_files import ROOM, TAKEN
from fire.writers.clients import Answer, Browser, key_in, make_paper
from fire.writers.players import DESK, FORM, SLOT
from loket.documents.rules.names import LONGEST_NAME

BUSY, SAFE = "wij controleren het bestand", "veilig bevonden"
WHY = re.compile(r'class="sd-file__error"[^>]*>(.*?)</p>', re.DOTALL)
SHOWN = re.compile(r'<a href="[^"]+" download>(.*?)</a>')
FILES = bad_files()
NAMES = {
    "../../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows\\system.pdf": "system.pdf",
    "/tmp/hier.pdf": "hier.pdf",  # noqa: S108  a name, not a place
    "..pdf.pdf": "pdf.pdf",
    "rekening\u202efdp.pdf": "rekeningfdp.pdf",
    "\u2066los\u2069 \u200bblad.pdf": "los blad.pdf",
    "a" * 300 + ".pdf": "a" * (LONGEST_NAME - 5) + "….pdf",
    "é\u0301 ß 文件 \U0001f642.pdf": "é\u0301 ß 文件 \U0001f642.pdf",
    "<img src=x onerror=alert(1)>.pdf": "<img src=x onerror=alert(1)>.pdf",
    "%00%2e%2e%2f.pdf": "%00%2e%2e%2f.pdf",
    "CON.pdf": "CON.pdf",
    "   .pdf": "pdf",
}
"""Names as they come, and as they are shown."""
NO_ENDING = "   .pdf"


@pytest.fixture(scope="module")
def sarah(loket: Burning) -> Iterator[Browser]:
    """Give the browser of somebody who asks; the worker that looks at the files lives through all."""
    browser, worker = Browser(loket.loket.port, f"sarah.{DESK}"), loket.number(WORKER)
    browser.sign_in()
    yield browser
    browser.close()
    assert loket.number(WORKER) == worker


def begin(browser: Browser) -> str:
    """Begin a request; give the address that takes its files."""
    begun = browser.post(f"/formulier/{FORM}/begin", {})
    return f"/concept/{key_in(begun, r'/concept/([^/]+)/')}/bestanden/"


def add(browser: Browser, place: str, name: str, content: bytes) -> Answer:
    """Add a file, and wait until it was looked at."""
    answer = browser.hand_in(place, {"slot": f"document.{SLOT}"}, "file", name, content)
    until = time.monotonic() + 2 * ROOM
    while BUSY in answer.body and time.monotonic() < until:
        time.sleep(0.1)
        answer = browser.page(f"{place}?slot=document.{SLOT}")
    return answer


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_answered_where_it_is_added(name: str, sarah: Browser) -> None:
    place, content, began = begin(sarah), FILES[name](), time.monotonic()

    answer = add(sarah, place, name, content)
    took = time.monotonic() - began

    why = [html.unescape(one) for one in WHY.findall(answer.body)]
    assert answer.status in (200, 422), answer
    assert bool(why) == (name not in TAKEN), answer.body
    assert all(f"‘{name}’" in one for one in why)
    assert (SAFE in answer.body) == (name in TAKEN)
    assert took < ROOM
    assert SAFE in add(sarah, place, "goed.pdf", make_paper(name)).body


@pytest.mark.parametrize("name", NAMES)
def test_a_strange_name_is_shown_as_people_can_read_it(name: str, sarah: Browser) -> None:
    answer = add(sarah, begin(sarah), name, make_paper(name))

    assert BUSY not in answer.body
    shown = [html.unescape(one) for one in SHOWN.findall(answer.body)]
    said = [html.unescape(one) for one in WHY.findall(answer.body)]
    assert shown == ([] if name == NO_ENDING else [NAMES[name]])
    assert bool(said) == (name == NO_ENDING)
