"""Find every page that people can come to, and every form on it, by following what the pages say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

TYPED = frozenset({"text", "search", "email", "tel", "url", "number", "password", "textarea"})
CHOSEN = frozenset({"checkbox", "radio"})
ASIDE = re.compile(r"/(static|stroom|afmelden|sessie)/|.*[?&](taal|weergave)=")
"""What is no page, and what only says how pages look from now on."""
MEANT = "doe"
"""The parameter whose value makes another page of it; of all others only the name counts."""
PARTS = ("step", "verb", "slug")
"""The parts of an address that make another page of it; of all others one is like the next."""


@dataclass
class Field:
    """An input of a form: what it is called, of what kind it is, and what stands in it."""

    name: str
    kind: str
    value: str = ""


@dataclass
class Form:
    """A form of a page: where it goes, and its inputs."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What a browser sends when nothing was changed."""
        return [(one.name, one.value) for one in self.fields if one.kind not in ("button", "file")]

    @property
    def typed(self) -> list[str]:
        """The names of the fields in which somebody types."""
        return list(dict.fromkeys(one.name for one in self.fields if one.kind in TYPED))


class Sight(HTMLParser):
    """What a page offers: links to follow and forms to fill in."""

    def __init__(self, html: str) -> None:
        """Read the page."""
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._named: dict[str, Form] = {}
        self._open: Form | None = None
        self._area: Field | None = None
        self._select: Field | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a link, a form or an input."""
        said = {name: value or "" for name, value in attrs}
        self.links += [said[name] for name in ("href", "hx-get", "src") if name in said]
        match tag:
            case "form":
                self._open = Form(said.get("action", ""), said.get("method", "get").lower())
                self.forms.append(self._open)
                self._named[said.get("id", "")] = self._open
            case "option" if self._select and "selected" in said:
                self._select.value = said.get("value", "")
            case "input" | "textarea" | "select" | "button" if said.get("name"):
                self._take(tag, said)

    def handle_data(self, data: str) -> None:
        """Take in what stands in a text area."""
        if self._area:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        """Close what ends here."""
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def _take(self, tag: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text") if tag == "input" else tag
        if "disabled" in said or (kind in CHOSEN and "checked" not in said):
            return
        one = Field(said["name"], kind, said.get("value", "on" if kind in CHOSEN else ""))
        owner = self._named.get(said["form"]) if "form" in said else self._open
        if owner is not None:
            owner.fields.append(one)
        self._area = one if tag == "textarea" else None
        self._select = one if tag == "select" else None


@dataclass(frozen=True)
class Found:
    """A form of a page, seen by somebody."""

    who: str
    page: str
    form: Form

    @property
    def kind(self) -> tuple[str, ...]:
        """What makes it another form than another one: where it goes, and what it asks."""
        path = urlsplit(urljoin(self.page, self.form.action)).path
        return (*sort_of(path), self.form.method, *sorted(self.form.typed))

    @property
    def target(self) -> str:
        """Where it goes."""
        return urljoin(self.page, self.form.action or self.page)


@dataclass
class Crawl:
    """What somebody comes across who follows every kind of link once or twice."""

    who: str
    client: Client
    most: int = 1
    pages: dict[str, int] = field(default_factory=dict)
    forms: list[Found] = field(default_factory=list)
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def go(self, *starts: str) -> None:
        """Follow the links from here, each kind of page a few times."""
        waiting = list(starts)
        while waiting:
            address = waiting.pop(0)
            if address in self.pages or not self._is_new(address):
                continue
            answer = self.client.get(address)
            self.pages[address] = answer.status_code
            waiting += self._read(address, answer)

    def _is_new(self, address: str) -> bool:
        kind = sort_of(*split(address))
        self.seen[kind] = self.seen.get(kind, 0) + 1
        return self.seen[kind] <= self.most

    def _read(self, address: str, answer: Any) -> Iterator[str]:  # noqa: ANN401  a test answer
        if location := answer.headers.get("Location"):
            yield from inside(urljoin(address, location))
        if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
            answer.close()
            return
        sight = Sight(answer.content.decode())
        self.forms += [Found(self.who, address, form) for form in sight.forms]
        for link in sight.links:
            yield from inside(urljoin(address, link))


def inside(address: str) -> Iterator[str]:
    """Give an address of ours without its place on the page; none of somebody else."""
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if not parts.scheme and not parts.netloc and not ASIDE.match(path):
        yield path


def split(address: str) -> tuple[str, str]:
    """Give the path and the query."""
    parts = urlsplit(address)
    return parts.path, parts.query


def sort_of(path: str, query: str = "") -> tuple[str, ...]:
    """Say which page of the table an address is, and what of it makes it another one."""
    try:
        match = resolve(path)
    except Resolver404:
        return ("nowhere", path)
    words = [str(match.kwargs[name]) for name in PARTS if name in match.kwargs]
    asked = parse_qsl(query, keep_blank_values=True)
    names = [f"{name}={value}" if name == MEANT else name for name, value in asked]
    return (match.view_name, *words, *sorted(set(names)))
