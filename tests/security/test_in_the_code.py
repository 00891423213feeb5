"""What the code itself must be like: no names of code from outside, no way around a declared door."""

import ast
import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern

from loket.core.tenancy import acting_in
from loket.documents.models import StoredFile
from loket.documents.store import full_path
from tests.security.asking import Way, ask, undone
from tests.test_access import BUILT, Scene, addresses, scene

__all__ = ["scene"]  # a fixture
SOURCE = Path(settings.ROOT) / "src" / "loket"
BY_NAME = {"import_string", "import_module", "__import__", "eval", "exec", "get_template",
           "select_template", "attrgetter", "methodcaller"}  # fmt: skip
NAMED_BY_US = {
    "core/jobs.py",  # the name stands in the queue of jobs, which only our own code fills
    "core/events.py",  # a setting
    "core/middleware.py",  # a setting
    "core/folding.py",  # it is how Django reads the template that another place names
    "config/warming.py",  # the files of our own templates, before anybody asks
    "cases/models/__init__.py",  # a constant
    "documents/inspect/child.py",  # one of a closed list
}
READS_CODE = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "cloudpickle"}
LOADERS = {"load", "load_all", "full_load", "unsafe_load", "UnsafeLoader", "FullLoader", "Loader"}


@cache
def sources() -> tuple[tuple[str, ast.AST], ...]:
    """Every part of the code of the product with its file, without its tests."""
    return tuple(read_sources())


def read_sources() -> Iterator[tuple[str, ast.AST]]:
    for found in sorted(SOURCE.rglob("*.py")):
        if not {"tests", "migrations"} & set(found.parts):
            name = found.relative_to(SOURCE).as_posix()
            for node in ast.walk(ast.parse(found.read_text("utf-8"))):
                yield name, node


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_s57_nothing_of_a_request_names_code_a_template_or_a_module() -> None:
    by_name = {name for name, node in sources() if called(node) in BY_NAME}

    assert by_name == NAMED_BY_US


def test_s57_no_view_takes_the_name_of_an_attribute_from_outside() -> None:
    loose = [
        f"{name}:{node.lineno}"
        for name, node in sources()
        if "views" in name and isinstance(node, ast.Call) and called(node) in ("getattr", "setattr")
        and not isinstance(node.args[1], ast.Constant | ast.Name)
    ]  # fmt: skip

    assert loose == []


def test_s57_a_verb_that_is_no_verb_is_an_address_that_does_not_exist(scene: Scene) -> None:
    number = scene.here.things["case"].number
    for verb in ("__class__", "delete", "save", "refresh_from_db", "DOINGS", "do", "nemen-x"):
        said = ask(scene, "handler", Way("POST", f"/werk/zaken/{number}/{verb}/", {"text": "x"}))
        assert (said.status, said.wrote) == (404, {}), verb


def test_s61_nothing_is_read_that_can_hold_code() -> None:
    imported = {
        f"{name} {alias.name}"
        for name, node in sources()
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if {alias.name, getattr(node, "module", "")} & READS_CODE
    }
    loose = [
        name
        for name, node in sources()
        if isinstance(node, ast.Attribute) and node.attr in LOADERS
        and isinstance(node.value, ast.Name) and node.value.id == "yaml"
    ]  # fmt: skip

    assert (imported, loose) == (set(), [])


HOSTILE = {
    "code": "!!python/object/apply:os.system ['id']",
    "another kind": "a: !!python/name:os.system",
    "a bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "depth": "[" * 20_000,
    "a circle": "a: &a\n  b: *a",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_s61_a_form_that_is_read_in_is_read_by_its_scheme_only(scene: Scene, text: str) -> None:
    sent = {"tekst": text, "bewaar": "1"}

    said = ask(scene, "form_manager", Way("POST", "/werk/formulieren/inlezen/", sent))

    assert said.status in (200, 400, 409, 422)
    assert said.wrote == {}


@pytest.mark.parametrize(
    "place",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "%2e%2e%2f%2e%2e%2fsecret",
        "..%5c..%5csecret",
        "....//secret",
    ],
)
def test_s60_no_path_leads_out_of_where_things_lie(scene: Scene, place: str) -> None:
    here = scene.here.things
    bases = (f"/zaken/{here['case'].number}/bijlagen/", f"/concept/{here['draft'].key}/bestanden/",
             "/foto/", "/over/", "/static/")  # fmt: skip

    said = {base: ask(scene, "requester", Way("GET", base + place)).status for base in bases}

    assert set(said.values()) <= {301, 404}, said
    with pytest.raises(ValueError, match="leads out"):
        full_path("../../etc/passwd")


def test_s62_what_is_handed_in_is_read_by_the_application_only(scene: Scene) -> None:
    draft = scene.here.things["draft"]
    pdf = SimpleUploadedFile("stuk.pdf", b"%PDF-1.7\n", "application/pdf")

    with undone():
        sent = {"slot": "rooster", "file": pdf}
        answer = scene.browser("requester").post(f"/concept/{draft.key}/bestanden/", sent)
        with acting_in(scene.here.organisation.pk):
            stored = full_path(StoredFile.objects.latest("pk").path)
        modes = [stat.S_IMODE(one.stat().st_mode) for one in (stored, stored.parent)]
        stored.unlink()

    assert answer.status_code == 200
    assert modes == [0o600, 0o700]


def test_s62_the_application_leaves_the_mask_of_its_process_alone() -> None:
    masks = {name for name, node in sources() if called(node) == "umask"}

    assert masks == set()


def test_s58_the_application_can_neither_change_nor_remove_what_happened(scene: Scene) -> None:
    rights = "SELECT has_table_privilege(current_user, 'core_event', %s)"
    with connection.cursor() as cursor:
        held = {}
        for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            cursor.execute(rights, [right])
            (held[right],) = cursor.fetchone()

    assert held == {"INSERT": True, "UPDATE": False, "DELETE": False, "TRUNCATE": False}
    for order in ("UPDATE core_event SET kind = 'x'", "DELETE FROM core_event"):
        with pytest.raises(DatabaseError, match="permission"), transaction.atomic():
            connection.cursor().execute(order)


def test_s63_an_address_without_a_declared_policy_fails(scene: Scene) -> None:
    def loose(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Niemand zei wie hier mag komen")

    whole = [*get_resolver().url_patterns, path("los/", loose, name="loose")]
    built = dict(addresses(URLResolver(RegexPattern(r"^/"), whole)))

    assert built.keys() - {row.name for row in BUILT} == {"loose"}
