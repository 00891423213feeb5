"""Turns: a busy organisation has what is left, and whoever else comes is served first."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

from loket.config.turns import STRANGERS, Turns

BUSY, QUIET, OTHER = 1, 2, 3


def run(work: Coroutine[None, None, list[int]]) -> list[int]:
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


async def served(turns: Turns, *asked: int, cut: int = -1) -> list[int]:
    """Let these ask in this order, and end them in the order in which they began."""
    begun: list[int] = []
    done: asyncio.Queue[asyncio.Event] = asyncio.Queue()

    async def one(whose: int) -> None:
        async with turns.turn(whose):
            begun.append(whose)
            end = asyncio.Event()
            done.put_nowait(end)
            await end.wait()

    tasks = []
    for whose in asked:
        tasks.append(asyncio.create_task(one(whose)))
        await asyncio.sleep(0)
    if cut >= 0:
        tasks.pop(cut).cancel()
    for _ in tasks:
        (await done.get()).set()
    await asyncio.gather(*tasks)
    assert not turns.running
    assert not turns.waiting
    return begun


def test_who_is_alone_has_all_places() -> None:
    turns = Turns(4)
    assert run(served(turns, BUSY, BUSY, BUSY, BUSY, BUSY)) == [BUSY] * 5


def test_who_comes_late_does_not_stand_behind_the_crowd_of_another() -> None:
    crowd = [BUSY] * 8
    assert run(served(Turns(2), *crowd, QUIET)).index(QUIET) == 2


def test_beside_another_nobody_has_more_than_half_of_the_places() -> None:
    begun = run(served(Turns(4), QUIET, BUSY, BUSY, BUSY, BUSY, OTHER, QUIET))

    assert begun[:5] == [QUIET, BUSY, BUSY, OTHER, QUIET]


def test_who_went_away_while_waiting_leaves_no_place_taken() -> None:
    assert run(served(Turns(1), BUSY, BUSY, BUSY, cut=1)) == [BUSY, BUSY]


def test_a_host_is_known_once_a_page_found_its_organisation() -> None:
    turns = Turns(1)
    assert turns.whose("persopoint.localhost") == STRANGERS

    turns.learn("persopoint.localhost", BUSY)

    assert turns.whose("persopoint.localhost") == BUSY
