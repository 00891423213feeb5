"""Which addresses a form wants to have proven by a mailed code, and when one is not."""

from collections.abc import Iterator

from loket.catalogue.rules.checked import Fault
from loket.catalogue.rules.paths import get_answer
from loket.catalogue.rules.values import PROVEN, Answers, Json
from loket.people.rules.addresses import normalise_email


def address_of(value: Json) -> str:
    """Return an address in its one way of writing; empty when nothing can be mailed to it."""
    return normalise_email(value) if isinstance(value, str) else ""


def unproven(value: Json) -> Fault:
    """Return what is wrong with an address that is not proven."""
    return ("not_proven" if address_of(value) else "not_an_email"), {}


def marked_addresses(answers: Answers) -> Iterator[str]:
    """Go through the addresses of which submitted answers say that they were proven."""
    keys = answers.get(PROVEN)
    for key in keys if isinstance(keys, list) else []:
        if isinstance(key, str) and (address := address_of(get_answer(answers, key))):
            yield address
