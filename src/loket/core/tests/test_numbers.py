"""Numbers without gaps and without doubles, also when fifty people submit at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from tests.make import make_organisation

from loket.core.models import NumberSeries, Organisation
from loket.core.numbers import take_number
from loket.core.tenancy import acting_in


@pytest.mark.django_db
def test_a_number_has_a_prefix_and_seven_digits() -> None:
    make_organisation()
    NumberSeries.objects.create(key="zaak", prefix="HRB", next=1167)

    assert [take_number("zaak"), take_number("zaak")] == ["HRB0001167", "HRB0001168"]


@pytest.mark.django_db
def test_a_number_that_outgrows_its_width_gets_longer() -> None:
    make_organisation()
    NumberSeries.objects.create(key="zaak", prefix="X", width=2, next=99)

    assert [take_number("zaak"), take_number("zaak")] == ["X99", "X100"]


@pytest.mark.django_db
def test_a_number_that_was_not_used_is_given_again() -> None:
    make_organisation()
    NumberSeries.objects.create(key="zaak", prefix="HRB")

    with transaction.atomic():
        take_number("zaak")
        transaction.set_rollback(True)

    assert take_number("zaak") == "HRB0000001"


@pytest.mark.django_db
def test_a_series_that_may_leave_gaps_never_gives_a_number_twice() -> None:
    make_organisation()
    NumberSeries.objects.create(key="test", prefix="TEST", gapless=False, next=5)

    with transaction.atomic():
        take_number("test")
        transaction.set_rollback(True)

    assert take_number("test") == "TEST0000006"


@pytest.mark.django_db
def test_a_series_goes_on_when_gaps_are_no_longer_allowed() -> None:
    make_organisation()
    series = NumberSeries.objects.create(key="test", prefix="TEST", gapless=False)
    take_number("test")

    series.gapless = True
    series.save(update_fields=["gapless"])

    assert take_number("test") == "TEST0000002"


@pytest.mark.django_db
def test_each_organisation_has_its_own_numbers() -> None:
    here, there = make_organisation("hier"), make_organisation("daar")
    for organisation in (here, there):
        with acting_in(organisation.pk):
            NumberSeries.objects.create(key="zaak", prefix="HRB")

    with acting_in(here.pk):
        take_number("zaak")
    with acting_in(there.pk):
        assert take_number("zaak") == "HRB0000001"


@pytest.mark.django_db
def test_an_unknown_series_is_an_error() -> None:
    make_organisation()

    with pytest.raises(LookupError):
        take_number("zaak")


def together(organisation: Organisation, times: int, work: Callable[[int], str]) -> list[str]:
    """Do a thing so many times at once, each on a connection of its own."""

    def one(number: int) -> str:
        try:
            with acting_in(organisation.pk), transaction.atomic():
                return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(one, range(times)))


def test_fifty_at_once_get_fifty_numbers_without_a_gap(own_database: str) -> None:
    organisation = make_organisation()
    NumberSeries.objects.create(key="zaak", prefix="HRB")

    numbers = together(organisation, 50, lambda _: take_number("zaak"))

    assert numbers == [f"HRB{number:07d}" for number in range(1, 51)]


def test_who_fails_leaves_no_gap_between_fifty_others(own_database: str) -> None:
    organisation = make_organisation()
    NumberSeries.objects.create(key="zaak", prefix="HRB")

    def every_fifth_fails(number: int) -> str:
        with transaction.atomic():
            taken = take_number("zaak")
            if number % 5 == 0:
                transaction.set_rollback(True)
                return ""
            return taken

    numbers = together(organisation, 50, every_fifth_fails)

    assert numbers == [""] * 10 + [f"HRB{number:07d}" for number in range(1, 41)]
