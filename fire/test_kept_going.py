"""Whoever is killed is back, and the service with him."""

import urllib.request

import pytest

from fire.installation import WEB, WORKER, Burning
from fire.writers.waiting import wait_for


@pytest.mark.parametrize("name", [WEB, WORKER])
def test_a_killed_program_is_started_again(loket: Burning, name: str) -> None:
    before = loket.number(name)

    loket.kill(before)

    wait_for(f"a new {name}", lambda: loket.number(name) != before)


def test_a_killed_web_worker_is_back_and_pages_go_on(loket: Burning) -> None:
    wait_for("both web workers", lambda: len(loket.web_workers()) == 2)
    before = loket.web_workers()

    loket.kill(before[0])

    wait_for(
        "another web worker",
        lambda: len(loket.web_workers()) == 2 and before[0] not in loket.web_workers(),
    )
    with urllib.request.urlopen(loket.loket.address(path="/gezondheid/", desk="127.0.0.1")) as said:
        assert said.status == 200
