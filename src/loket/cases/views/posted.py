"""What the fields of a form of the desk say, read one by one."""

from loket.people.middleware import PersonRequest

LONGEST_NUMBER = 18


def kept_in(request: PersonRequest) -> frozenset[str]:
    """What the page kept half-written, as digests."""
    return frozenset(request.POST.get("kept", "").split())


def number_in(text: str) -> int | None:
    """The number that a field holds, if it is one that can be a key."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None
