"""What every fire stands on: a database server that forgets nothing, and a Loket of its own."""

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from fire.input.inside import add_every_question, begin_every_form, everybody, inside
from fire.installation import Burning, burning
from loket.core import database
from loket.core.database import Server


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take a folder with more files to hand in, and one for pictures of what was seen."""
    parser.addoption("--pictures", type=Path, default=None, help="a folder to keep pictures in")
    parser.addoption("--files", type=Path, default=None, help="a folder with files to hand in")
    parser.addoption("--each", action="store_true", help="hand each naughty text in by itself")
    parser.addoption(
        "--away", type=float, default=8.0, help="for how many seconds the database stays away"
    )


@pytest.fixture(scope="session")
def database_server() -> Iterator[Server]:
    """Keep a database server up that writes to disk what it promised."""
    with database.running("data") as server:
        yield server


@pytest.fixture(scope="session")
def more_files(request: pytest.FixtureRequest) -> Path | None:
    """Give the folder that the command named, if it did."""
    named: Path | None = request.config.getoption("--files")
    return named


@pytest.fixture(scope="session")
def each_alone(request: pytest.FixtureRequest) -> bool:
    """Say whether each naughty text is handed in by itself, on every form and not on some."""
    return bool(request.config.getoption("--each"))


@pytest.fixture(scope="session")
def seconds_away(request: pytest.FixtureRequest) -> float:
    """Say for how long the database stays away."""
    return float(request.config.getoption("--away"))


@pytest.fixture(scope="module")
def loket(request: pytest.FixtureRequest, database_server: Server) -> Iterator[Burning]:
    """Give the fires of a file a Loket of their own, with the demo in it."""
    name = re.sub(r"\W", "_", request.path.stem.removeprefix("test_"))
    with burning(database_server, name) as made:
        yield made


@pytest.fixture(scope="module")
def people(loket: Burning, django_db_blocker: DjangoDbBlocker) -> Iterator[Mapping[str, Client]]:
    """Give everybody of the demo a browser, with a draft of every form."""
    add_every_question(loket.loket)
    with inside(loket.loket, django_db_blocker):
        found = everybody()
        begin_every_form(found)
        logging.disable(logging.ERROR)
        yield found
        logging.disable(logging.NOTSET)
