"""Moments of a story, and the papers in it."""

from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from tests.make import OFFICE_HOURS, make_organisation

from loket.core.calendars import publish_calendar, work_calendar
from loket.core.workdays import WorkCalendar
from loket.documents.rules.types import type_of_name
from loket.packs.paper import paper
from loket.packs.stories import dated, moment

BRUSSELS = ZoneInfo("Europe/Brussels")
SATURDAY = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def calendar(db: None) -> WorkCalendar:
    make_organisation()
    first = datetime(2026, 1, 1, tzinfo=UTC).date()
    version = publish_calendar("k", region="BE", starts_on=first, hours=OFFICE_HOURS)
    return work_calendar(version.pk)


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("-1wd 09:12", MONDAY, "2026-11-20T09:12+01:00"),
        ("-1wd 09:12", SATURDAY, "2026-11-19T09:12+01:00"),
        ("-9wd 14:32", MONDAY, "2026-11-09T14:32+01:00"),  # 11 November is a holiday
        ("-30d 08:00", MONDAY, "2026-10-24T08:00+02:00"),
    ],
)
def test_a_story_speaks_of_days_before_now(
    calendar: WorkCalendar, text: str, now: datetime, expected: str
) -> None:
    assert moment(text, now, calendar).isoformat(timespec="minutes") == expected


def test_what_is_no_moment_is_an_error(calendar: WorkCalendar) -> None:
    with pytest.raises(ValueError, match="gisteren"):
        moment("gisteren", MONDAY, calendar)


def test_days_in_answers_count_from_the_beginning_of_the_story() -> None:
    answers = {"begin": "+30d", "kinderen": [{"geboren": "-400d"}], "naam": "+30", "n": 3}

    assert dated(answers, MONDAY, BRUSSELS) == {
        "begin": "2026-12-23",
        "kinderen": [{"geboren": "2025-10-19"}],
        "naam": "+30",
        "n": 3,
    }


def test_a_paper_is_a_pdf_that_every_program_can_read() -> None:
    made = paper("Akte (kopie) van Zoë \\", ["één regel", "日本"])

    with pikepdf.open(BytesIO(made)) as pdf:
        assert len(pdf.pages) == 1
        assert b"Akte \\(kopie\\) van Zo\xeb" in pdf.pages[0].Contents.read_bytes()
    found = type_of_name("akte.pdf")
    assert found is not None
