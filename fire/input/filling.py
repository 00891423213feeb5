"""Fill in the forms of the pages, and say what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.db import transaction
from django.test import Client

from fire.input.crawl import CHOSEN, TYPED, Form, Found
from fire.input.strings import squashed, texts_of

STARTS = (
    "/", "/werk/", "/werk/formulieren/", "/werk/tekstblokken/", "/werk/afwezigheid/",
    "/profiel/", "/aanvragen/", "/zaken/", "/zaken/afgerond/", "/concepten/", "/taken/",
    "/goedkeuringen/", "/berichten/", "/berichten/mails/", "/werk/alle/mine/?bewaar",
)  # fmt: skip
FINE = frozenset({200, 204, 302, 303, 400, 403, 404, 405, 409, 413, 422})
MARK = "Merkteken zevenendertig"


@dataclass(frozen=True)
class Said:
    """What came of a form: the status, and every text that was shown for it."""

    status: int
    texts: str

    def shows(self, text: str) -> bool:
        """Say whether a text came back."""
        return squashed(text) in self.texts


@dataclass(frozen=True)
class Door:
    """A form of somebody, with the button that is pressed."""

    found: Found
    client: Client
    button: tuple[str, str] | None = None
    shows: bool = False

    @property
    def name(self) -> str:
        """What it is called in a report."""
        return f"{self.found.who} {' '.join(self.found.kind)} {self.button or ''}"

    def send(self, text: str, longer: str = "") -> Said:
        """Type a text into every field, a longer one where there is room, and look where it leads."""
        answer, pages = self._shown(text, longer)
        return Said(answer.status_code, "\n".join(map(texts_of, pages)))

    def answers(self, text: str) -> list[str]:
        """Type a text into every field, and give the pages that are shown for it."""
        return self._shown(text, "")[1]

    def _shown(self, text: str, longer: str) -> tuple[Any, list[str]]:
        sent = dict(filled(self.found.form, text, longer or text))
        if self.button:
            sent[self.button[0]] = [self.button[1]]
        if self.found.form.method == "get":
            answer = self.client.get(self.found.target.partition("?")[0], sent)
        else:
            answer = self.client.post(self.found.target, sent)
        shown = [page_of(answer)]
        if place := answer.headers.get("Location", ""):
            shown.append(page_of(self.client.get(urljoin(self.found.target, place))))
        return answer, shown


def door_of(found: Found, client: Client) -> Door:
    """Give a form with that of its buttons behind which what was typed is shown."""
    pressed = {(one.name, one.value): one for one in found.form.fields if one.kind == "button"}
    doors = [Door(found, client, button) for button in pressed or (None,)]
    for door in doors:
        said = undone(door, MARK)
        if said.shows(MARK):
            return Door(found, client, door.button, shows=True)
    return doors[0]


def undone(door: Door, text: str) -> Said:
    """Send a text and undo what came of it."""
    with transaction.atomic():
        said = door.send(text)
        transaction.set_rollback(True)
    return said


def filled(form: Form, text: str, longer: str) -> Mapping[str, list[str]]:
    """Give what is sent when this is typed into every field that takes a text."""
    sent: dict[str, list[str]] = {}
    for one in form.fields:
        if one.kind in TYPED:
            sent[one.name] = [longer if one.kind == "textarea" else text]
        elif one.kind in CHOSEN and one.name not in sent:
            sent[one.name] = [one.value]
        elif one.kind not in ("button", "file", *CHOSEN):
            sent.setdefault(one.name, []).append(one.value)
    return sent


def page_of(answer: Any) -> str:  # noqa: ANN401  a test answer
    """Give the page of an answer, if it is one; it must be one that a person may get."""
    assert answer.status_code in FINE, f"{answer.status_code}: {answer.request['PATH_INFO']}"
    if answer.streaming or not answer.headers.get("Content-Type", "text/").startswith("text/"):
        answer.close()
        return ""
    page = str(answer.content.decode(errors="strict"))
    assert "Traceback (most recent" not in page
    return page
