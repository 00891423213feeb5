"""An address is used only once its owner has proven that they read it."""

from datetime import timedelta

import pytest

from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.models import Event
from loket.people.actions.addresses import (
    add_email,
    ask_code,
    choose_notices,
    code_to_mail,
    note_known_email,
    remove_address,
    verify_address,
)
from loket.people.models import Address, AddressCode, Person


def test_a_new_address_waits_for_its_code(noor: Person, by_noor: Acting) -> None:
    address = add_email(noor.party, "Noor@Voorbeeld.be", by=by_noor)

    assert address.verified_at is None
    assert not noor.party.addresses.for_notices().exists()
    assert Event.objects.about(address).filter(kind="address.code_asked").count() == 1


def test_the_mailed_code_proves_the_address_and_the_first_one_takes_the_notices(
    noor: Person, by_noor: Acting
) -> None:
    address = add_email(noor.party, "noor@voorbeeld.be", by=by_noor)

    verify_address(address, f" {code_to_mail(address, by=by_noor)} ", by=by_noor)

    assert noor.party.addresses.for_notices().get() == address
    assert not AddressCode.objects.exists()


def test_the_code_is_nowhere_in_the_table_or_the_events(noor: Person, by_noor: Acting) -> None:
    address = add_email(noor.party, "noor@voorbeeld.be", by=by_noor)
    code = code_to_mail(address, by=by_noor)

    assert len(code) == 6
    assert code.encode() not in bytes(AddressCode.objects.get().sealed)
    assert code not in str(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("code", ["", "abc", "１２３４５６", "0" * 20])
def test_another_code_proves_nothing(noor: Person, by_noor: Acting, code: str) -> None:
    address = add_email(noor.party, "noor@voorbeeld.be", by=by_noor)

    with pytest.raises(RuleError, match="klopt niet of is te oud"):
        verify_address(address, code, by=by_noor)

    assert Address.objects.get(pk=address.pk).verified_at is None


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(
    noor: Person, by_noor: Acting
) -> None:
    address = add_email(noor.party, "noor@voorbeeld.be", by=by_noor)
    right = code_to_mail(address, by=by_noor)
    for _time in range(5):
        with pytest.raises(RuleError):
            verify_address(address, "wrong", by=by_noor)

    with pytest.raises(RuleError):
        verify_address(address, right, by=by_noor)


def test_an_old_code_is_worth_nothing(noor: Person, by_noor: Acting) -> None:
    address = add_email(noor.party, "noor@voorbeeld.be", by=by_noor)
    code = code_to_mail(address, by=by_noor)
    later = by_noor.later(by_noor.at + timedelta(minutes=30))

    with pytest.raises(RuleError):
        verify_address(address, code, by=later)
    assert code_to_mail(address, by=later) == ""


def test_a_new_code_ends_the_one_before(noor: Person, by_noor: Acting) -> None:
    address = add_email(noor.party, "noor@voorbeeld.be", by=by_noor)
    before = code_to_mail(address, by=by_noor)
    later = by_noor.later(by_noor.at + timedelta(minutes=2))
    ask_code(address, by=later)
    while code_to_mail(address, by=later) == before:
        later = later.later(later.at + timedelta(minutes=2))
        ask_code(address, by=later)

    with pytest.raises(RuleError):
        verify_address(address, before, by=later)


def test_asking_twice_in_a_minute_mails_once(noor: Person, by_noor: Acting) -> None:
    address = add_email(noor.party, "noor@voorbeeld.be", by=by_noor)

    ask_code(address, by=by_noor.later(by_noor.at + timedelta(seconds=59)))

    assert Event.objects.about(address).filter(kind="address.code_asked").count() == 1


def test_an_address_that_one_already_has_is_refused(noor: Person, by_noor: Acting) -> None:
    note_known_email(noor.party, "noor@voorbeeld.be", by=by_noor)

    with pytest.raises(RuleError, match="staat al in uw profiel"):
        add_email(noor.party, "NOOR@voorbeeld.be", by=by_noor)


def test_two_people_may_share_an_address(noor: Person, mo: Person, by_noor: Acting) -> None:
    note_known_email(mo.party, "samen@voorbeeld.be", by=by_noor)

    assert add_email(noor.party, "samen@voorbeeld.be", by=by_noor).party_id == noor.pk


def test_there_is_a_limit_to_addresses(noor: Person, by_noor: Acting) -> None:
    for number in range(5):
        add_email(noor.party, f"noor{number}@voorbeeld.be", by=by_noor)

    with pytest.raises(RuleError, match="hoogstens 5 adressen"):
        add_email(noor.party, "noor6@voorbeeld.be", by=by_noor)


def test_what_is_no_address_is_refused(noor: Person, by_noor: Acting) -> None:
    with pytest.raises(RuleError, match="e-mailadres in zoals"):
        add_email(noor.party, "noor", by=by_noor)

    assert not Address.objects.exists()


def test_the_only_address_for_notices_stays(noor: Person, by_noor: Acting) -> None:
    address = note_known_email(noor.party, "noor@voorbeeld.be", by=by_noor)

    with pytest.raises(RuleError, match="Kies eerst een ander adres"):
        remove_address(address, by=by_noor)


def test_notices_go_to_the_chosen_address_only_and_the_other_may_go(
    noor: Person, by_noor: Acting
) -> None:
    work = note_known_email(noor.party, "noor@voorbeeld.be", by=by_noor)
    home = note_known_email(noor.party, "thuis@voorbeeld.be", purpose=(), by=by_noor)

    choose_notices(home, by=by_noor)

    assert noor.party.addresses.for_notices().get() == home
    remove_address(Address.objects.get(pk=work.pk), by=by_noor)
    assert noor.party.addresses.get() == home


def test_an_address_that_is_not_proven_cannot_be_chosen(noor: Person, by_noor: Acting) -> None:
    address = add_email(noor.party, "noor@voorbeeld.be", by=by_noor)

    with pytest.raises(RuleError, match="Vul eerst de code in"):
        choose_notices(address, by=by_noor)
