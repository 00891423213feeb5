"""Counters: what is added is counted once, folded or not."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.make import make_organisation

from loket.core.counters import add_to_counters, check_counters, fold_counters, read_counters
from loket.core.models import Counter, CounterDelta
from loket.core.tenancy import acting_in


@pytest.fixture
def organisation(db: None) -> None:
    make_organisation()


@pytest.mark.usefixtures("organisation")
def test_a_counter_counts_before_and_after_folding() -> None:
    add_to_counters({"queue:1:team": 2, "queue:1:late": 1, "queue:1:mine": 0})
    add_to_counters({"queue:1:team": -1})

    before = read_counters(["queue:1:team", "queue:1:late", "queue:2:team"])
    folded, again = fold_counters(), fold_counters()
    after = read_counters(["queue:1:team", "queue:1:late", "queue:2:team"])

    assert before == after == {"queue:1:team": 1, "queue:1:late": 1, "queue:2:team": 0}
    assert (folded, again) == (3, 0)
    assert CounterDelta.objects.count() == 0
    assert Counter.objects.count() == 2


@pytest.mark.usefixtures("organisation")
def test_folding_goes_in_small_steps() -> None:
    for _ in range(5):
        add_to_counters({"queue:1:team": 1})

    assert [fold_counters(limit=3), fold_counters(limit=3)] == [3, 2]
    assert read_counters(["queue:1:team"]) == {"queue:1:team": 5}


@pytest.mark.django_db
def test_another_organisation_counts_for_itself() -> None:
    here, there = make_organisation("hier"), make_organisation("daar")
    for organisation, times in ((here, 1), (there, 5)):
        with acting_in(organisation.pk):
            add_to_counters({"queue:1:team": times})
            fold_counters()

    with acting_in(here.pk):
        assert read_counters(["queue:1:team"]) == {"queue:1:team": 1}


@pytest.mark.usefixtures("organisation")
def test_the_nightly_check_logs_and_mends_a_difference(caplog: pytest.LogCaptureFixture) -> None:
    add_to_counters({"queue:1:team": 7, "queue:1:late": 1})

    wrong = check_counters(lambda: {"queue:1:team": 5, "queue:1:late": 1})

    assert wrong == {"queue:1:team": -2}
    assert read_counters(["queue:1:team"]) == {"queue:1:team": 5}
    assert caplog.messages == ["counter queue:1:team was off by 2"]


def test_counting_folding_and_reading_at_once_lose_nothing(own_database: str) -> None:
    organisation = make_organisation()

    def work(number: int) -> None:
        try:
            with acting_in(organisation.pk):
                add_to_counters({"queue:1:team": 1})
                fold_counters(limit=number % 3 + 1)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(80)))
    check_counters(dict)

    assert read_counters(["queue:1:team"]) == {"queue:1:team": 80}
