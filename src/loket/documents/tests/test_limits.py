"""A file, a slot and a submission have a limit, and each says its own sentence."""

from loket.documents.rules.findings import Code
from loket.documents.rules.limits import MEGABYTE, Limits, Room, bytes_left, limit_problem

LIMITS = Limits()


def test_a_file_of_exactly_the_limit_fits() -> None:
    assert limit_problem("a.pdf", 25 * MEGABYTE, Room(), LIMITS) is None


def test_a_file_of_one_byte_more_is_too_large() -> None:
    problem = limit_problem("a.pdf", 25 * MEGABYTE + 1, Room(), LIMITS)

    assert problem is not None
    assert problem.code is Code.TOO_LARGE
    assert problem.name == "a.pdf"


def test_a_slot_takes_ten_files_and_not_eleven() -> None:
    assert limit_problem("a.pdf", 1, Room(slot_files=9), LIMITS) is None
    problem = limit_problem("a.pdf", 1, Room(slot_files=10), LIMITS)

    assert problem is not None
    assert problem.code is Code.TOO_MANY
    assert problem.params == {"limit": 10}


def test_a_form_may_ask_for_fewer_files_in_a_slot() -> None:
    problem = limit_problem("a.pdf", 1, Room(slot_files=1, slot_max=1), LIMITS)

    assert problem is not None
    assert problem.params == {"limit": 1}


def test_a_submission_has_room_for_a_hundred_megabytes() -> None:
    room = Room(slot_files=4, submission_bytes=99 * MEGABYTE)

    assert bytes_left(room, LIMITS) == MEGABYTE
    assert limit_problem("a.pdf", MEGABYTE, room, LIMITS) is None
    problem = limit_problem("a.pdf", MEGABYTE + 1, room, LIMITS)
    assert problem is not None
    assert problem.code is Code.SUBMISSION_FULL
    assert problem.params == {"limit": 100 * MEGABYTE, "left": MEGABYTE}
