"""The choice between the version in which somebody began and the one that is online now."""

from typing import Protocol

from loket.catalogue.actions.upgrade import stay_with_version, take_newer_version
from loket.catalogue.models import Draft
from loket.core.acting import Acting


class Choosing(Protocol):
    """Go on as one of the two; `offered` is the number of the newer one that the page spoke of."""

    def __call__(self, draft: Draft, *, by: Acting, offered: int | None) -> Draft: ...


def chosen_version(button: str) -> tuple[Choosing, int | None]:
    """What a button of `newer.html` does, and of which version it spoke."""
    choice, _space, number = button.partition(" ")
    known = number.isascii() and number.isdigit() and len(number) < 9
    act = take_newer_version if choice == "nieuw" else stay_with_version
    return act, int(number) if known else None
