"""The house stays as it was drawn: each rule is asked of every file, and proven to bite."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import house_rules as rules

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "loket"
OURS = [
    path
    for folder in ("src", "tests", "e2e", "bench", "fire")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
CODE = [path for path in OURS if SOURCE in path.parents and "tests" not in path.parts]
TEMPLATES = sorted(SOURCE.rglob("*.html"))
LONG = "\n".join(["    pass"] * 41)


def offences(paths: list[Path], rule: Callable[[str], Iterator[str] | str]) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        said = rule(path.read_text())
        listed = [said] if isinstance(said, str) and said else list(said)
        if listed:
            found[str(path.relative_to(ROOT))] = listed
    return found


CHECKS = (
    "ruff format --check .",
    "ruff check .",
    "djlint --quiet --lint src",
    "importlinter",
    "run mypy",
    "tests/test_house.py",
    "makemigrations --check",
    "datamap --check",
    "pack check",
)


@pytest.mark.parametrize("check", CHECKS)
def test_a_change_must_pass_every_check(check: str) -> None:
    assert check in (ROOT / "bin" / "check").read_text()


@pytest.mark.parametrize(
    ("command", "called"),
    [
        (".ci/run", "bin/ci"),
        ("bin/ci", "bin/check"),
        ("bin/ci", "bin/test"),
        ("bin/ci", "fire/test_kills.py"),  # the last of what it names
    ],
)
def test_what_runs_elsewhere_runs_here_by_the_same_commands(command: str, called: str) -> None:
    lines = (ROOT / command).read_text().splitlines()

    assert any(line.split("#")[0].strip().endswith(called) for line in lines)


def module_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def test_every_file_opens_with_a_sentence() -> None:
    assert offences(OURS, rules.opening_offence) == {}


@pytest.mark.parametrize("source", ["", "import os\n", '"""Almost a sentence"""\n'])
def test_a_file_without_an_opening_sentence_is_found(source: str) -> None:
    assert rules.opening_offence(source)


def test_no_file_and_no_function_is_too_long() -> None:
    assert offences(OURS, rules.length_offences) == {}


@pytest.mark.parametrize(
    "source", ["x = 1\n" * 401, f"def f():\n{LONG}\n", f"async def f():\n{LONG}\n"]
)
def test_a_long_file_or_function_is_found(source: str) -> None:
    assert list(rules.length_offences(source))


def test_rows_are_written_in_actions_and_core_only() -> None:
    others = [path for path in CODE if not rules.may_write(path.relative_to(SOURCE))]

    assert offences(others, rules.writes) == {}


@pytest.mark.parametrize(
    "statement",
    [
        "Case.objects.create(number=1)",
        "Case.objects.filter(pk=1).update(status='x')",
        "Case.objects.visible_to(p).delete()",
        "open_cases.update(status='x')",
        "case.save(update_fields=['status'])",
        "case.delete()",
        "cursor.execute('UPDATE cases_case SET status = 1')",
    ],
)
def test_a_write_is_found(statement: str) -> None:
    assert list(rules.writes(statement))


@pytest.mark.parametrize(
    "statement",
    ["words.update(other)", "image.save(path)", "cursor.execute('SELECT 1')", "path.unlink()"],
)
def test_what_writes_no_rows_is_left_alone(statement: str) -> None:
    assert list(rules.writes(statement)) == []


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("cases/actions/cases.py", True),
        ("routing/actions.py", True),
        ("core/numbers.py", True),
        ("core/management/commands/work.py", False),
        ("cases/views/cases.py", False),
        ("cases/reactions.py", False),
    ],
)
def test_actions_and_core_may_write(path: str, *, allowed: bool) -> None:
    assert rules.may_write(Path(path)) is allowed


def test_no_action_writes_the_rows_of_another_module() -> None:
    found = {}
    for path in CODE:
        if rules.may_write(path.relative_to(SOURCE)):
            listed = list(rules.foreign_writes(path.read_text(), module_of(path)))
            if listed:
                found[str(path.relative_to(ROOT))] = listed

    assert found == {}


@pytest.mark.parametrize(
    "body",
    [
        "Party.objects.create(name='Kim')",
        "Party.objects.filter(pk=1).update(name='Kim')",
        "p = Party.objects.get(pk=1)\n    p.save()",
        "p = Party(name='Kim')\n    p.save()",
        "party.save(update_fields=['name'])",
    ],
)
def test_a_write_in_another_module_is_found(body: str) -> None:
    source = f"from loket.people.models import Party\ndef act(party: Party):\n    {body}\n"

    assert list(rules.foreign_writes(source, "cases"))
    assert list(rules.foreign_writes(source, "people")) == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [path for path in SOURCE.rglob("*") if rules.is_badly_named(path)] == []


@pytest.mark.parametrize("name", sorted(rules.FORBIDDEN_NAMES))
def test_a_name_that_says_nothing_is_found(name: str) -> None:
    assert rules.is_badly_named(Path("cases") / f"{name}.py")
    assert rules.is_badly_named(Path("cases") / name)


def test_the_import_contract_knows_every_module_with_models() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    inside = next(found for found in contracts["contracts"] if found["name"].startswith("Inside"))
    folders = [folder for folder in SOURCE.iterdir() if folder.is_dir()]

    assert rules.missing_containers(folders, inside["containers"]) == []


def test_a_module_that_the_import_contract_forgets_is_found(tmp_path: Path) -> None:
    (tmp_path / "agenda").mkdir()
    (tmp_path / "agenda" / "models.py").touch()

    assert rules.missing_containers([tmp_path / "agenda"], ["loket.cases"]) == ["loket.agenda"]


def test_every_attribute_for_a_script_is_read_by_one() -> None:
    readers = "".join(
        path.read_text()
        for folder in (ROOT / "frontend" / "js", ROOT / "frontend" / "css", SOURCE / "catalogue")
        for path in sorted(folder.rglob("*.[jc]s*"))
    )

    assert offences(TEMPLATES, lambda text: iter(rules.unread_attributes(text, readers))) == {}


def test_an_attribute_that_nothing_reads_is_found() -> None:
    readers = 'all("[data-focus]"); state.dataset.textSaving'

    assert rules.unread_attributes("<p data-focus data-text-saving>", readers) == []
    assert rules.unread_attributes("<p data-focus-load>", readers) == ["data-focus-load"]


def test_templates_are_short_and_hold_nothing_inline() -> None:
    assert offences(TEMPLATES, rules.template_offences) == {}


@pytest.mark.parametrize(
    "source",
    [
        "<p>x</p>\n" * 121,
        '<p style="color: red">x</p>',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<button onclick="go()">x</button>',
        '<button hx-on:click="go()">x</button>',
        '<a href="javascript:go()">x</a>',
    ],
)
def test_a_long_template_or_something_inline_is_found(source: str) -> None:
    assert list(rules.template_offences(source))


@pytest.mark.parametrize(
    "source",
    [
        "<script defer src=\"{% static 'x.js' %}\"></script>",
        '<script type="application/json" id="form">{}</script>',
        '<p class="once">één = 1</p>',
    ],
)
def test_scripts_with_a_source_and_data_are_left_alone(source: str) -> None:
    assert list(rules.template_offences(source)) == []
