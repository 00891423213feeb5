"""A thing that somebody may not see is told apart from nothing by no address, and changed by none."""

import re

import pytest
from django.urls import reverse

from tests.security.asking import Said, Way, ask
from tests.test_access import WITH_THINGS, Row, Scene, scene
from tests.world import ACTORS

__all__ = ["scene"]  # a fixture
FILES = (
    "portal:case_file",
    "cases:file",
    "portal:draft_file",
    "portal:case_pdf",
    "people:photo_of",
)
SENT = {
    "text": "Dit had niemand mogen schrijven",
    "remark": "Dit had niemand mogen schrijven",
    "answer": "ja",
    "verb": "notitie",
    "naam": "Van een ander",
    "value": "halftijds",
    "key": "k" * 22,
    "seen": "1",
}
"""What is sent along: as much as each page takes."""
EVERY_THING = pytest.mark.parametrize("row", WITH_THINGS, ids=str)


@pytest.fixture(scope="module")
def not_found(scene: Scene) -> dict[str, Said]:
    """What most addresses say of nothing, to everybody."""
    way = Way("GET", "/bestaat-niet/")
    return {actor: ask(scene, actor, way, way.address) for actor in ACTORS}


@EVERY_THING
def test_s06_to_whom_it_is_hidden_every_address_says_what_it_says_of_nothing(
    scene: Scene, not_found: dict[str, Said], row: Row
) -> None:
    there, nowhere = row.address(scene.here), address_of_nothing(row)
    others = [actor for actor in ACTORS if row.expected(actor) != "in"]
    others = [actor for actor in others if actor not in ("outsider", "smuggler")]

    found = {}
    for actor in others:
        for method in row.methods:
            fields = SENT if method == "POST" else {}
            hidden = ask(scene, actor, Way(method, there, fields), there)
            nothing = not_found[actor]
            if hidden != nothing:  # another page, which is then the one of nothing here
                nothing = ask(scene, actor, Way(method, nowhere, fields), nowhere)
            found[actor, method] = (hidden == nothing, hidden.wrote)

    assert found == dict.fromkeys(found, (True, {}))


@pytest.mark.parametrize("row", [one for one in WITH_THINGS if one.name in FILES], ids=str)
def test_s01_a_file_comes_with_its_owner_only_and_never_by_an_address_alone(
    scene: Scene, row: Row
) -> None:
    address = row.address(scene.here)

    said = {actor: ask(scene, actor, Way("GET", address)).status for actor in ACTORS}

    expected = {actor: row.expected(actor) for actor in ACTORS}
    assert {actor: status for actor, status in said.items() if status == 200} == {
        actor: 200 for actor in ACTORS if expected[actor] == "in"
    }
    assert said["anonymous"] == 302


def address_of_nothing(row: Row) -> str:
    """The same address with things that are not there."""
    named = {name: nothing_like(wanted) for name, wanted in row.args.items()}
    return reverse(row.name, kwargs=named)


def nothing_like(wanted: str) -> str:
    if wanted.startswith("="):
        return wanted[1:]
    return "99999999" if wanted.endswith((".pk", ".n")) else "HRB9999999"


def test_s06_the_sweep_goes_over_every_thing() -> None:
    swept = {part for row in WITH_THINGS for part in row.args}

    assert swept >= {"number", "key", "file", "task", "paper"}
    assert len(WITH_THINGS) > 60
    assert not [row for row in WITH_THINGS if re.search(r"<\w+>", row.path) is None]
