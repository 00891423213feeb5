"""The arithmetic of the load: who waited how long, and where a result is written."""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from bench.load.line import Visitor, header, unchunked
from bench.load.pace import Sample, by_chance, drive, evenly, percentile, summarise
from bench.results import with_section


@pytest.mark.parametrize(("part", "found"), [(50, 5.0), (95, 10.0), (99, 10.0), (10, 1.0)])
def test_a_percentile_is_a_value_that_was_there(part: int, found: float) -> None:
    assert percentile([10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0], part) == found


def test_of_nothing_a_percentile_is_nothing() -> None:
    assert percentile([], 95) == 0.0


def test_requests_come_at_their_moments_whatever_becomes_of_earlier_ones() -> None:
    assert evenly(4, 1) == [0.0, 0.25, 0.5, 0.75]
    moments = by_chance(50, 20, random.Random(1))  # noqa: S311  the same people each time
    assert moments == sorted(moments)
    assert moments[0] > 0
    assert moments[-1] < 20
    assert 900 < len(moments) < 1100


def test_who_came_while_the_server_stood_still_waited_too() -> None:
    stood_still = [Sample("page", moment, 10 - moment) for moment in (0.0, 2.0, 4.0, 6.0, 8.0)]

    found = summarise([*stood_still, Sample("page", 12.0, 0.5, fault="503")])

    assert (found.count, found.faults) == (6, 1)
    assert found.ms == (4000.0, 10_000.0, 10_000.0, 10_000.0)
    assert found.rate == 5 / 12.5


async def answered(place: int) -> tuple[str, str]:
    return f"page {place}", "" if place else "404"


def test_each_request_is_told_with_its_moment_and_its_fault() -> None:
    with ThreadPoolExecutor(1) as apart:  # the browser of other tests keeps a loop in this thread
        samples = apart.submit(lambda: asyncio.run(drive([0.0, 0.0], answered))).result()

    assert [(one.kind, one.moment, one.fault) for one in samples] == [
        ("page 0", 0.0, "404"),
        ("page 1", 0.0, ""),
    ]


def test_a_form_is_sent_as_a_browser_sends_it() -> None:
    sent = Visitor("hier.localhost", "abc").request("/pad", {"text": "dag & nacht"}, X_Own="1")

    head, _, body = sent.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /pad HTTP/1.1\r\nHost: hier.localhost\r\n")
    assert header(head, b"cookie").startswith(b"loket=abc; ")
    assert (header(head, b"x-own"), header(head, b"content-length")) == (b"1", b"18")
    assert body == b"text=dag+%26+nacht"


def test_an_answer_in_pieces_is_put_together() -> None:
    assert unchunked(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n") == b"abcde"


def test_a_section_takes_the_place_of_its_older_self_and_leaves_the_others() -> None:
    page = with_section("", "One request at a time", "first")
    page = with_section(page, "Something else", "stays")
    page = with_section(page, "Sixty submits a second", "slow")

    page = with_section(page, "Sixty submits a second", "quick")

    assert page == (
        "# What Loket costs\n\n## One request at a time\n\nfirst\n\n"
        "## Sixty submits a second\n\nquick\n\n## Something else\n\nstays\n"
    )
