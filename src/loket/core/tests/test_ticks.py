"""Clockwork goes on when the clock of the machine is put forward or back."""

from procrastinate.contrib.django import DjangoApp, app

from loket.core.working import Ticks

EVERY_TEN_SECONDS = "* * * * * */10"
NOON = 1_800_000_000
HOUR = 3600


def ticks() -> Ticks:
    """Clockwork with one job, which is due each ten seconds."""
    made = DjangoApp(connector=app.connector)

    @made.periodic(cron=EVERY_TEN_SECONDS)
    @made.task(name="periodic.test")
    def job(timestamp: int) -> None:
        """Do nothing."""

    return Ticks(registry=made.periodic_registry)


def due(clockwork: Ticks, at: float) -> list[int]:
    return [when for _job, when in clockwork.get_previous_tasks(at)]


def test_a_job_is_due_once_for_each_turn() -> None:
    clockwork = ticks()

    assert due(clockwork, NOON + 1) == [NOON]
    assert due(clockwork, NOON + 9) == []
    assert due(clockwork, NOON + 11) == [NOON + 10]


def test_when_the_clock_is_put_back_an_hour_the_next_turn_comes_within_seconds() -> None:
    clockwork = ticks()
    due(clockwork, NOON + 1)

    assert due(clockwork, NOON - HOUR + 1) == [NOON - HOUR]
    assert due(clockwork, NOON - HOUR + 11) == [NOON - HOUR + 10]


def test_when_the_clock_is_put_forward_an_hour_it_goes_on_from_there() -> None:
    clockwork = ticks()
    due(clockwork, NOON + 1)

    assert due(clockwork, NOON + HOUR + 1)[-1] == NOON + HOUR
    assert due(clockwork, NOON + HOUR + 11) == [NOON + HOUR + 10]
