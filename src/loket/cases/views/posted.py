"""What the fields of a form of the desk say, read one by one."""

from collections.abc import Mapping

from loket.people.middleware import PersonRequest

LONGEST_NUMBER = 18
BESIDE = ("party", "third_party", "whom", "until")
"""What is chosen beside the words of a question."""


def beside_in(post: Mapping[str, str]) -> dict[str, str]:
    """What was chosen beside the words, as far as the form said it."""
    return {name: said for name in BESIDE if (said := post.get(name, "").strip())}


def kept_in(request: PersonRequest) -> frozenset[str]:
    """What the page kept half-written, as digests."""
    return frozenset(request.POST.get("kept", "").split())


def number_in(text: str) -> int | None:
    """The number that a field holds, if it is one that can be a key."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None
