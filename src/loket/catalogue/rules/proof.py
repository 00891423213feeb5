"""Which addresses a form wants to have proven by a mailed code, and when one is not."""

from collections.abc import Iterator, Mapping

from loket.catalogue.rules.checked import Fault
from loket.catalogue.rules.paths import answers_to, get_answer
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.values import PROVEN, Answers, Json
from loket.people.rules.addresses import normalise_email


def address_of(value: Json) -> str:
    """Return an address in its one way of writing; empty when nothing can be mailed to it."""
    return normalise_email(value) if isinstance(value, str) else ""


def unproven(value: Json) -> Fault:
    """Return what is wrong with an address that is not proven."""
    return ("not_proven" if address_of(value) else "not_an_email"), {}


def addresses_to_prove(spec: FormSpec, answers: Answers, profile: Mapping[str, Json]) -> set[str]:
    """Return the addresses in the answers, and those that we know, where the form wants proof."""
    found: list[Json] = []
    for field in spec.proving:
        found += answers_to(field, answers)
        if field.prefill:
            found.append(profile.get(field.prefill.source))
    return {address for value in found if (address := address_of(value))}


def marked_addresses(answers: Answers) -> Iterator[str]:
    """Go through the addresses of which submitted answers say that they were proven."""
    keys = answers.get(PROVEN)
    for key in keys if isinstance(keys, list) else []:
        if isinstance(key, str) and (address := address_of(get_answer(answers, key))):
            yield address
