"""Codes cannot be used to fill the mailbox of a stranger, nor be guessed."""

from datetime import timedelta

import pytest

from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.people.actions.codes import (
    CODE_EVERY,
    DAY,
    MOST_ASKED,
    MOST_UNPROVEN,
    Taken,
    mailed,
    make_code,
    take_code,
)
from loket.people.models import AddressCode, Person

ADDRESS = "Kim@Voorbeeld.be"


def ask(person: Person, address: str, *, by: Acting) -> str:
    made = make_code(person.pk, address, by=by)
    found = mailed(made, by=by) if made else None
    return found.digits if found else ""


def test_the_mail_goes_to_the_address_as_it_was_written(noor: Person, by_noor: Acting) -> None:
    made = make_code(noor.pk, f" {ADDRESS} ", by=by_noor)

    assert made is not None
    found = mailed(made, by=by_noor)
    assert found is not None
    assert found.to == ADDRESS


def test_the_table_does_not_tell_the_address(noor: Person, by_noor: Acting) -> None:
    ask(noor, ADDRESS, by=by_noor)

    row = AddressCode.objects.get()
    assert b"oorbeeld" not in bytes(row.mark) + bytes(row.sealed)


def test_the_same_address_written_otherwise_has_the_same_code(
    noor: Person, by_noor: Acting
) -> None:
    code = ask(noor, ADDRESS, by=by_noor)

    assert take_code(noor.pk, "kim@voorbeeld.BE", code, by=by_noor) is Taken.RIGHT


def test_the_code_of_somebody_else_proves_nothing(
    noor: Person, mo: Person, by_noor: Acting
) -> None:
    code = ask(noor, ADDRESS, by=by_noor)

    assert take_code(mo.pk, ADDRESS, code, by=by_noor) is Taken.NONE
    assert take_code(noor.pk, "mo@voorbeeld.be", code, by=by_noor) is Taken.NONE


def test_why_a_code_is_not_taken_is_told(noor: Person, by_noor: Acting) -> None:
    code = ask(noor, ADDRESS, by=by_noor)
    late = by_noor.later(by_noor.at + timedelta(minutes=30))

    tries = [take_code(noor.pk, ADDRESS, "0", by=by_noor) for _try in range(5)]

    assert tries == [Taken.WRONG] * 4 + [Taken.SPENT]
    assert take_code(noor.pk, ADDRESS, code, by=by_noor) is Taken.SPENT
    assert take_code(noor.pk, ADDRESS, code, by=late) is Taken.OLD


def test_codes_go_to_few_strangers_a_day(noor: Person, by_noor: Acting) -> None:
    for number in range(MOST_UNPROVEN):
        ask(noor, f"vreemd{number}@voorbeeld.be", by=by_noor)

    with pytest.raises(RuleError, match="5 andere adressen"):
        ask(noor, ADDRESS, by=by_noor)

    assert ask(noor, "vreemd0@voorbeeld.be", by=by_noor.later(by_noor.at + CODE_EVERY))
    assert ask(noor, ADDRESS, by=by_noor.later(by_noor.at + DAY + CODE_EVERY))


def test_who_answers_is_no_stranger(noor: Person, by_noor: Acting) -> None:
    for number in range(MOST_UNPROVEN + 1):
        address = f"kind{number}@voorbeeld.be"
        code = ask(noor, address, by=by_noor)
        assert take_code(noor.pk, address, code, by=by_noor) is Taken.RIGHT


def test_few_codes_go_to_an_address_that_does_not_answer(noor: Person, by_noor: Acting) -> None:
    for number in range(MOST_ASKED):
        ask(noor, ADDRESS, by=by_noor.later(by_noor.at + number * CODE_EVERY))
    last = by_noor.at + MOST_ASKED * CODE_EVERY

    with pytest.raises(RuleError, match="10 codes naar dit adres"):
        ask(noor, ADDRESS, by=by_noor.later(last))

    assert ask(noor, ADDRESS, by=by_noor.later(last + DAY))
