"""From which list a handler came to a case, so that its neighbours are one key away.

The list goes along in the address: a queue, a view, and the words of the list with the place at
which the case stood. Two windows with two lists do not know of each other.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from django.http import HttpRequest
from django.urls import reverse

LIST = "lijst"
MOVED = "verhuisd"
"""In the address of a list: the case that went to a queue of others by what was done."""
LONGEST = 1500
SHAPE = re.compile(r"([\w-]+)/([\w-]+)(?:\?(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Trail:
    """The list that a case was opened from, and the addresses of what lies around it."""

    text: str
    back_url: str
    next_url: str
    previous_url: str


def list_of(request: HttpRequest) -> str:
    """The list in the address of this page, or of the page on which a form was sent."""
    said = request.GET.get(LIST, "")
    if not said and request.method == "POST":
        words = parse_qs(urlsplit(request.headers.get("Referer", "")).query)
        said = words.get(LIST, [""])[0]
    return said if len(said) <= LONGEST and SHAPE.fullmatch(said) else ""


def trail_of(request: HttpRequest, number: str) -> Trail | None:
    """The way back and on, when this case was opened from a list."""
    text = list_of(request)
    found = SHAPE.fullmatch(text)
    if found is None:
        return None
    queue, view, words = found.groups(default="")
    query = f"?{words}" if words else ""

    def step(name: str) -> str:
        return reverse(f"desk:{name}", args=[queue, view, number]) + query

    return Trail(text, step("back_to_list"), step("next_case"), step("previous_case"))


def list_query(request: HttpRequest) -> str:
    """What stands behind the address of a form, so that the list is known after it was refused."""
    text = list_of(request)
    return f"?{LIST}={quote(text, safe='')}" if text else ""


def with_list(request: HttpRequest, url: str) -> str:
    """The same address, with the list that goes along."""
    text = list_of(request)
    if not text:
        return url
    path, mark, part = url.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}{LIST}={quote(text, safe='')}{mark}{part}"
