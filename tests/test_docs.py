"""What the documents say is there: commands, modules, packages, settings and each other."""

import re
import tomllib
from pathlib import Path

import pytest

from loket.config import languages

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "frontend" / "README.md", *DOCS.rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)")
SETTING = re.compile(r"\"((?:LOKET|SMTP|CLAMAV|DATABASE)_[A-Z_]+)\"")
BETWEEN_PROCESSES = {"LOKET_CLUSTER", "LOKET_CRASH_AT", "LOKET_DB_NAME", "LOKET_DB_ROLE"}
"""What our own commands and tests tell their children; nobody sets these by hand."""
SCREEN = 45
PICTURES = DOCS / "pictures"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LARGEST, LARGEST_TOGETHER = 120_000, 3_000_000
ON_THE_SCREEN = re.compile(r"\*\*([^*.]+)\*\*")
"""What stands in bold in the pages for users, without a full stop, is a word of the screen."""


RECORDED = re.compile(r"(?:\brecord\(\s*|\bevent=|\bkind = |\belse )\"([a-z]+\.[a-z_]+)\"")
"""The name of an event where code records it, a table tells it, or one of two is chosen."""
EVENT = re.compile(r"\b[a-z]+\.[a-z_]+\b")
NO_EVENT = re.compile(r"`[^`]*`|docs/\S+")


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


def test_every_door_plate_names_the_events_of_its_module_and_no_others() -> None:
    recorded, named = {}, {}
    for plate in (ROOT / "src" / "loket").glob("*/__init__.py"):
        paths = [path for path in plate.parent.rglob("*.py") if "tests" not in path.parts]
        code = "".join(path.read_text("utf-8") for path in paths)
        recorded[plate.parent.name] = set(RECORDED.findall(code))
        named[plate.parent.name] = set(EVENT.findall(NO_EVENT.sub("", plate.read_text("utf-8"))))

    assert named == recorded


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


def test_every_picture_has_words_and_is_small() -> None:
    shown = [found for page in PAGES for found in PICTURE.findall(page.read_text("utf-8"))]
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}

    assert [path for words, path in shown if len(words) < len("Your cases")] == []
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) < LARGEST_TOGETHER


def test_every_picture_is_shown_and_is_taken_by_the_script() -> None:
    shown = {Path(path).name for page in PAGES for _, path in PICTURE.findall(page.read_text())}
    taken = set(re.findall(r'(?:keep|look)\(\s*"([\w-]+)"|\("([\w-]+)", SCREEN\)', script()))
    names = {f"{name}.png" for names in taken for name in names if name}
    names |= {f"{name}.png" for name in re.findall(r'\("([\w-]+)", PHONE\)', script())}

    assert {path.name for path in PICTURES.iterdir()} == shown == names


def script() -> str:
    return read("docs/pictures.py")


def test_every_word_of_the_screen_in_the_pages_for_users_is_on_the_screen() -> None:
    known = [text for message in read_catalogue() for text in message]
    pages = sorted((DOCS / "users").glob("*.md"))
    named = {
        word
        for page in pages
        for word in ON_THE_SCREEN.findall(page.read_text("utf-8").replace("\n", " "))
    }

    assert {word for word in named if not any(text.startswith(word) for text in known)} == set()


def read_catalogue() -> list[tuple[str, ...]]:
    path = languages.catalogue_path("fr")
    return [
        tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)
        for message in languages.read(path, "fr")
    ]


def test_the_examples_for_administrators_name_settings_that_there_are() -> None:
    explained = set(re.findall(r"`([A-Z_]+)`", read("docs/admin/settings.md")))
    named = set(re.findall(r"^([A-Z_]+)=", read("docs/admin/example/loket.env"), re.MULTILINE))

    assert named - explained == {"DJANGO_SETTINGS_MODULE"}


def test_every_example_is_named_in_a_page_for_administrators() -> None:
    pages = "".join(path.read_text("utf-8") for path in (DOCS / "admin").glob("*.md"))

    examples = {path.name for path in (DOCS / "admin" / "example").iterdir()}
    assert {name for name in examples if f"(example/{name})" not in pages} == set()
