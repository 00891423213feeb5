"""The access table: every page, every kind of person, on their own things and on other people's."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.http import FileResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from loket.core.prepared import forget_questions
from tests.world import ACTORS, World, client_of, make_world, sign_in

TABLE = tomllib.loads((Path(__file__).parent / "access.toml").read_text())
LET_IN = {200, 204, 302, 303, 400, 409, 422}
"""What a page answers to somebody who may come: also "not like that" and "not now"."""


@dataclass(frozen=True)
class Row:
    """One row of the table: an address, with things of its own, and who may come there."""

    name: str
    path: str
    policy: str
    methods: tuple[str, ...] = ("GET",)
    args: dict[str, str] = field(default_factory=dict)
    expect: dict[str, str | int] = field(default_factory=dict)
    answers: int = 200
    shared: bool = False
    planned: bool = False

    @classmethod
    def read(cls, row: dict[str, Any]) -> "Row":
        return cls(**row | {"methods": tuple(row.get("methods", ("GET",)))})

    def expected(self, actor: str) -> str | int:
        policy = TABLE["policies"][self.policy]
        named = {**policy, **self.expect}
        value: str | int = named.get(actor, named["*"])
        return value

    def address(self, world: World) -> str:
        """Reverse the name with things of this world."""
        values = {name: _value(world, wanted) for name, wanted in self.args.items()}
        return reverse(self.name, kwargs=values)

    def __str__(self) -> str:
        return " ".join((self.name, *self.args.values()))


ROWS = tuple(Row.read(row) for row in TABLE["url"])
BUILT = tuple(row for row in ROWS if not row.planned)
WITH_THINGS = tuple(row for row in BUILT if row.args and not row.shared)
EVERY = pytest.mark.parametrize("row", BUILT, ids=str)
EVERY_WITH_THINGS = pytest.mark.parametrize("row", WITH_THINGS, ids=str)


@dataclass(frozen=True)
class Scene:
    """Two organisations, and a browser for everybody who comes to the first one."""

    here: World
    there: World
    keys: dict[str, str]

    def browser(self, actor: str) -> Client:
        if actor == "outsider":
            return client_of(self.there, self.keys[actor])
        return client_of(self.here, self.keys.get(actor, ""))


@pytest.fixture(scope="module")
def scene(database_of_module: str) -> Scene:
    """Make both worlds once; each request is undone behind it."""
    here, there = make_world("hier"), make_world("daar")
    keys = {role: sign_in(here, person) for role, person in here.people.items()}
    keys["outsider"] = keys["smuggler"] = sign_in(there, there.people["requester"])
    return Scene(here, there, keys)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    built = dict(addresses(get_resolver()))
    rows = {row.name: row.path for row in BUILT}
    planned = {row.name for row in ROWS if row.planned}

    assert built == rows, "add or correct the row in tests/access.toml"
    assert planned & built.keys() == set(), "this page is built: take `planned` away"


@EVERY
def test_everybody_comes_exactly_where_they_may(scene: Scene, row: Row) -> None:
    said = {actor: answer_to(scene, row, actor, scene.here) for actor in ACTORS}

    assert said == {actor: row.expected(actor) for actor in ACTORS}


@EVERY_WITH_THINGS
def test_things_of_another_organisation_do_not_exist(scene: Scene, row: Row) -> None:
    here = [actor for actor in ACTORS if actor not in ("anonymous", "outsider", "smuggler")]

    said = {actor: answer_to(scene, row, actor, scene.there) for actor in here}

    assert said == dict.fromkeys(here, 404)


@EVERY_WITH_THINGS
def test_the_database_keeps_them_apart_when_the_predicate_fails(
    scene: Scene, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    for predicate in predicates():
        monkeypatch.setattr(predicate, "visible_to", lambda rows, person: rows.all())
    forget_questions()

    said = [
        answer_to(scene, row, actor, scene.there) for actor in ("requester", "cleared", "admin")
    ]

    assert said == [404, 404, 404]


@EVERY
def test_every_other_method_is_refused(scene: Scene, row: Row) -> None:
    actor = next((actor for actor in ACTORS if row.expected(actor) == "in"), None)
    others = [method for method in ("GET", "POST", "PUT", "DELETE") if method not in row.methods]
    if actor is None:
        others = []

    said = [status_of(scene, actor or "", method, row.address(scene.here)) for method in others]

    assert said == [405] * len(others)


def predicates() -> set[type[models.QuerySet[Any]]]:
    """Find every collection that knows who may see what."""
    managers = (getattr(model, "objects", None) for model in apps.get_models())
    rows = {type(manager.all()) for manager in managers if manager is not None}
    return {kind for kind in rows if hasattr(kind, "visible_to")}


def test_every_predicate_is_found() -> None:
    assert {"CaseQuerySet", "TaskQuerySet", "DraftQuerySet"} <= {
        kind.__name__ for kind in predicates()
    }


def answer_to(scene: Scene, row: Row, actor: str, owner: World) -> str | int:
    """Come to a page with each of its methods; the answers must agree."""
    address = row.address(owner)
    said = {_word(scene, row, actor, method, address) for method in row.methods}
    assert len(said) == 1, f"{actor} is told {said} by {', '.join(row.methods)}"
    return said.pop()


def status_of(scene: Scene, actor: str, method: str, address: str) -> int:
    with transaction.atomic():
        answer = scene.browser(actor).generic(method, address)
        transaction.set_rollback(True)
    return answer.status_code


def _word(scene: Scene, row: Row, actor: str, method: str, address: str) -> str | int:
    with transaction.atomic():
        answer = scene.browser(actor).generic(method, address)
        if isinstance(answer, FileResponse):
            answer.getvalue()
        transaction.set_rollback(True)
    status = answer.status_code
    if status == 302 and answer["Location"].startswith("/aanmelden/"):
        return "login"
    let_in = {row.answers} if method == "GET" else LET_IN
    return "in" if status in let_in else status


def addresses(resolver: URLResolver, space: str = "", start: str = "") -> Iterator[tuple[str, str]]:
    """Yield every name in the urlconf with its path, the converters left out."""
    for entry in resolver.url_patterns:
        path = start + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", _bare(path)
        elif isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from addresses(entry, space + inner, path)


def _bare(path: str) -> str:
    """Leave the converters out: <str:number> is <number>."""
    parts = path.split("<")
    return "<".join([parts[0], *(part.split(":", 1)[-1] for part in parts[1:])])


def _value(world: World, wanted: str) -> str:
    """Give a value of a thing ("case.number"), or the very word behind "="."""
    if wanted.startswith("="):
        return wanted[1:]
    thing, *attributes = wanted.split(".")
    first: models.Model = world.things[thing]
    return str(reduce(getattr, attributes, first))
