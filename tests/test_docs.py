"""What the documents say is there: commands, modules, packages, settings and each other."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "frontend" / "README.md", *DOCS.rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)")
SETTING = re.compile(r"\"((?:LOKET|SMTP|CLAMAV|DATABASE)_[A-Z_]+)\"")
BETWEEN_PROCESSES = {"LOKET_CLUSTER", "LOKET_CRASH_AT", "LOKET_DB_NAME", "LOKET_DB_ROLE"}
"""What our own commands and tests tell their children; nobody sets these by hand."""
SCREEN = 45


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_document_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_is_one_screen_with_one_picture_and_the_two_commands() -> None:
    page = read("README.md")

    assert page.count("\n") <= SCREEN
    assert page.count("![") == 1
    assert "    bin/demo\n" in page
    assert "    bin/test\n" in page


def test_every_command_is_explained() -> None:
    commands = {path.name for path in (ROOT / "bin").iterdir()}
    explained = set(
        re.findall(r"^\| `bin/(\w+)", read("docs/developers/commands.md"), re.MULTILINE)
    )
    tree = re.search(r"^bin/ +(.*)$", read("docs/house.md"), re.MULTILINE)

    assert explained == commands
    assert tree is not None
    assert set(tree[1].split()) == commands


def test_every_module_stands_in_the_tree() -> None:
    modules = {path.parent.name for path in (ROOT / "src" / "loket").glob("*/__init__.py")}

    assert set(re.findall(r"^  (\w+)/ ", read("docs/house.md"), re.MULTILINE)) == modules


def test_every_package_has_its_reason() -> None:
    wanted = tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
    names = {re.split(r"[\[>=<]", each)[0] for each in wanted}
    explained = set(
        re.findall(r"^\| ([\w-]+) \|", read("docs/decisions/dependencies.md"), re.MULTILINE)
    )

    assert names - explained == set()


def test_every_setting_is_explained() -> None:
    source = (ROOT / "src" / "loket").rglob("*.py")
    code = [path.read_text("utf-8") for path in source if "tests" not in path.parts]
    read_somewhere = {name for text in code for name in SETTING.findall(text)}
    explained = set(re.findall(r"`([A-Z_]+)`", read("docs/admin/settings.md")))

    assert read_somewhere - BETWEEN_PROCESSES - explained == set()
    assert {name for name in explained if name.startswith("LOKET_")} - read_somewhere == set()
