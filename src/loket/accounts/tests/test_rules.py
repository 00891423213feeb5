"""How strong a key is, and how long a login stays shut."""

from datetime import timedelta

import pytest

from loket.accounts.rules import locked_for, suffices, weakest


@pytest.mark.parametrize(
    ("level", "wanted", "enough"),
    [
        ("low", "low", True),
        ("low", "substantial", False),
        ("substantial", "low", True),
        ("high", "substantial", True),
        ("", "low", False),
        ("unknown", "low", False),
    ],
)
def test_a_level_suffices_for_itself_and_below(level: str, wanted: str, enough: bool) -> None:
    assert suffices(level, wanted) is enough


def test_a_chain_is_as_strong_as_its_weakest_level() -> None:
    assert weakest("high", "low", "substantial") == "low"
    assert weakest("high", "nonsense") == "nonsense"


@pytest.mark.parametrize(
    ("failed", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (1000, 15)]
)
def test_the_lock_grows_with_each_wrong_password(failed: int, minutes: int) -> None:
    assert locked_for(failed) == timedelta(minutes=minutes)
