"""What the fields of a form of the desk say, read one by one."""

from collections.abc import Mapping
from datetime import date

from loket.cases.problems import forbidden
from loket.people.middleware import PersonRequest

LONGEST_NUMBER = 18
BESIDE = ("party", "third_party", "whom", "until", "queue")
"""What is chosen beside the words."""


def beside_in(post: Mapping[str, str]) -> dict[str, str]:
    """What was chosen beside the words, as far as the form said it."""
    return {name: said for name in BESIDE if (said := post.get(name, "").strip())}


def kept_in(request: PersonRequest) -> frozenset[str]:
    """What the page kept half-written, as digests."""
    return frozenset(request.POST.get("kept", "").split())


def number_in(text: str) -> int | None:
    """The number that a field holds, if it is one that can be a key."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def day_in(text: str) -> date | None:
    """A day as a browser sends it; without one there is a usual term."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise forbidden("past_day") from wrong
