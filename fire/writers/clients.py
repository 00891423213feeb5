"""Clients that use a running Loket over HTTP as a browser does, and write down what they did.

A client that hears nothing does what a person does: it sends the same thing again, with the key
that the page gave it. Files have no such key: a file that is sent again is another one.
"""

import hashlib
import http.client
import io
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import pikepdf

from fire.writers.record import Outcome, Recorder, Write

LONGEST = 60.0  # seconds that a client waits for an answer
PAUSE = 0.1  # seconds before the same is sent again
PATIENCE = 60.0  # seconds in which the same is sent again
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said; without a status nothing came back."""

    status: int | None
    place: str = ""
    body: str = ""

    @property
    def outcome(self) -> Outcome:
        """Say what it means for what was sent."""
        if self.status is None:
            return "unheard"
        if self.status >= 500:
            return "broken"
        return "done" if self.status < 400 else "refused"


@dataclass
class Browser:
    """Somebody's browser: one line to the service, and cookies."""

    port: int
    host: str
    cookies: dict[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request; a line that breaks is an answer that did not come."""
        if self.line is None:
            self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        sent = {
            "Host": f"{self.host}:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Language": "nl",
            **(headers or {}),
        }
        try:
            self.line.request(method, path, body or None, sent)
            answer = self.line.getresponse()
            said = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self.close()
            return Answer(None)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value
        return Answer(answer.status, answer.headers.get("Location", ""), said)

    def close(self) -> None:
        """Hang up."""
        if self.line is not None:
            self.line.close()
            self.line = None

    def page(self, path: str) -> Answer:
        """Fetch a page, again and again while nobody answers."""
        return patiently(lambda: self.ask("GET", path))

    def post(self, path: str, typed: Mapping[str, str], *, script: bool = False) -> Answer:
        """Send a form, once."""
        headers = {"Content-Type": FORM, **self._token()} | (
            {"HX-Request": "true"} if script else {}
        )
        return self.ask("POST", path, urlencode(typed).encode(), headers)

    def hand_in(
        self, path: str, typed: Mapping[str, str], field_name: str, name: str, content: bytes
    ) -> Answer:
        """Send a form with a file, once."""
        edge = secrets.token_hex(16)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in typed.items()
        ]
        parts.append(
            f'--{edge}\r\nContent-Disposition: form-data; name="{field_name}"; filename="{name}"'
            "\r\nContent-Type: application/pdf\r\n\r\n"
        )
        body = "".join(parts).encode() + content + f"\r\n--{edge}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}", **self._token()}
        return self.ask("POST", path, body, headers)

    def _token(self) -> dict[str, str]:
        value = next((v for name, v in self.cookies.items() if "csrf" in name.lower()), "")
        return {"X-CSRFToken": value}

    def sign_in(self) -> None:
        """Come in as the person of this host."""
        page = self.page("/aanmelden/demo/?naar=/")
        found = TOKEN.search(page.body)
        assert found is not None, (self.host, page.status, page.body[:300])
        typed = {"naar": "/", "csrfmiddlewaretoken": found[1]}
        answer = patiently(lambda: self.post("/aanmelden/demo/verder/", typed))
        assert answer.status == 302, (self.host, answer.status)


def status_of(port: int, path: str = "/") -> int | None:
    """Ask for a page as somebody who is not signed in; nothing when no answer came."""
    browser = Browser(port, "persopoint.localhost")
    try:
        return browser.ask("GET", path).status
    finally:
        browser.close()


def patiently(send: Callable[[], Answer], seconds: float = PATIENCE) -> Answer:
    """Send the same until somebody answers; the last answer counts."""
    until = time.monotonic() + seconds
    while True:
        answer = send()
        if answer.outcome not in ("unheard", "broken") or time.monotonic() > until:
            return answer
        time.sleep(PAUSE)


def make_paper(token: str, size: int = 0) -> bytes:
    """Make a PDF that is like no other, of at least so many bytes."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = token
        if size:
            pdf.Root.Filling = pdf.make_stream(secrets.token_bytes(size))
        pdf.save(target)
    return target.getvalue()


@dataclass
class Client:
    """A person at a screen, whose every write is recorded."""

    name: str
    person: str
    desk: str
    port: int
    recorder: Recorder
    again: Callable[[], bool] = lambda: False
    """Whether something that was heard is sent once more, as by a double click."""
    browser: Browser = field(init=False)

    def __post_init__(self) -> None:
        """Take a browser; nobody is asked yet."""
        self.browser = Browser(self.port, f"{self.person}.{self.desk}")

    def sign_in(self) -> None:
        """Come in."""
        self.browser.sign_in()

    def write(self, write: Write, send: Callable[[], Answer], given: str = "") -> Answer:
        """Send something once and note it before and after; `given` is looked up in the place."""
        number = self.recorder.send(write)
        answer = send()
        found = re.search(given, answer.place) if given else None
        self.recorder.hear(number, answer.outcome, answer.status, found[1] if found else "")
        return answer

    def insist(self, write: Write, send: Callable[[], Answer], given: str = "") -> Answer:
        """Send the same until somebody answers, each try noted."""
        answer = patiently(lambda: self.write(write, send, given))
        if write.kind != "save" and self.again():
            answer = patiently(lambda: self.write(write, send, given))
        return answer

    def begin(self, form: str) -> str:
        """Begin a draft of a form; give its key. One that nobody heard of is not looked for."""
        path = f"/formulier/{form}/begin"

        def once() -> Answer:
            name = f"vuur {secrets.token_hex(8)}"
            wish = self._wish("begin", name, form)
            return self.write(
                wish, lambda: self.browser.post(path, {"naam": name}), r"/concept/([^/]+)/"
            )

        return key_in(patiently(once), r"/concept/([^/]+)/")

    def save(self, draft: str, field_name: str, value: str, seen: str = "") -> Answer:
        """Save one answer, as the page does while somebody types."""
        typed = {"path": field_name, "value": value, "seen": seen}
        wish = self._wish("save", secrets.token_hex(8), draft, path=field_name, value=value)
        return self.insist(
            wish, lambda: self.browser.post(f"/concept/{draft}/veld", typed, script=True)
        )

    def upload(self, draft: str, slot: str, size: int = 0) -> Answer:
        """Add a file to a draft; when nobody answers another one, as its name says."""
        path = f"/concept/{draft}/bestanden/"

        def once() -> Answer:
            token = secrets.token_hex(8)
            content = make_paper(token, size)
            wish = self._wish(
                "upload",
                token,
                draft,
                name=f"{token}.pdf",
                sha256=hashlib.sha256(content).hexdigest(),
                slot=slot,
            )
            typed = {"slot": f"document.{slot}"}
            return self.write(
                wish, lambda: self.browser.hand_in(path, typed, "file", f"{token}.pdf", content)
            )

        return patiently(once)

    def submit(self, draft: str) -> str:
        """Hand a draft in; give the number of the case."""
        return self._send_draft("submit", draft, r"/zaken/([^/]+)/ontvangst/")

    def send_changes(self, draft: str, case: str) -> bool:
        """Send what was changed of a case."""
        return bool(self._send_draft("amend", draft, r"/zaken/([^/]+)/", case=case))

    def _send_draft(self, kind: str, draft: str, place: str, **sent: str) -> str:
        wish = self._wish(kind, draft, draft, **sent)
        path = f"/concept/{draft}/indienen"
        answer = self.insist(wish, lambda: self.browser.post(path, {}), place)
        return key_in(answer, place)

    def open_draft(self, kind: str, case: str, path: str) -> str:
        """Open a case as a draft: to change it, or to ask it again. Twice gives the same draft."""
        place = r"/concept/([^/]+)/"
        wish = self._wish(kind, f"{case}:{secrets.token_hex(4)}", case)
        answer = self.insist(wish, lambda: self.browser.post(path, {}), place)
        return key_in(answer, place)

    def say(self, case: str, path: str, kind: str, **typed: str) -> Answer:
        """Do something with a case that has a key: write, answer, take, decide."""
        key = secrets.token_hex(10)
        wish = self._wish(kind, key, case, **typed)
        return self.insist(wish, lambda: self.browser.post(path, {"key": key, **typed}))

    def say_with_paper(self, case: str, path: str, kind: str, text: str) -> Answer:
        """Write something with a file; sent again it is the same file."""
        key, token = secrets.token_hex(10), secrets.token_hex(8)
        content = make_paper(token)
        digest = hashlib.sha256(content).hexdigest()
        wish = self._wish(kind, key, case, text=text, name=f"{token}.pdf", sha256=digest)
        typed = {"key": key, "text": text}
        return self.insist(
            wish, lambda: self.browser.hand_in(path, typed, "files", f"{token}.pdf", content)
        )

    def _wish(self, kind: str, key: str, about: str = "", **sent: str) -> Write:
        return Write(kind, self.name, self.person, self.desk, key, about, sent)


def key_in(answer: Answer, place: str) -> str:
    """Give the key or number in the place to which an answer leads; empty when it leads nowhere."""
    if answer.outcome != "done":
        return ""
    found = re.search(place, urlsplit(answer.place).path)
    return found[1] if found else ""
