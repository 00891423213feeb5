"""Read all files of a pack into entries; each knows the file and line where it stands.

A file holds sections by name (`units:`, `queues:` …), or is a form (`spec: desk.form/1`), or, in
`demo/`, holds stories. The cases that prove a form lie beside it, in `cases/` under the same name. What lies in `demo/` is read only when the demo is wanted. Beneath every pack
lies the common ground beside it: what a pack does not say itself, it says there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from loket.catalogue.rules.formcases import TESTS
from loket.core.packing import Entry
from loket.packs.read import PackError, Source, read_yaml
from loket.packs.sections import BY_NAME

FORM = "desk.form/1"
STORIES = "stories"
CASES = "cases"
"""The folder beside the forms with the cases that prove them."""
COMMON = "common"
"""The folder beside the packs with what every organisation says; it is a pack of nobody."""
SHARED = frozenset({"letters"})
"""What can be said for every organisation at once; all else is an organisation's own."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a section, and where it stands."""

    section: str
    key: str
    entry: Entry
    source: Source
    path: str
    tests: Source | None = None
    """The cases of a form, which stand in a file of their own."""

    def where(self, path: str = "") -> str:
        """`file:line` of a part of the entry."""
        if self.tests and path.partition(".")[0] == TESTS:
            return self.tests.where(path.removeprefix(TESTS).removeprefix("."))
        dot = "." if self.path and path and not path.startswith("[") else ""
        return self.source.where(f"{self.path}{dot}{path}")


type Items = dict[str, dict[str, Item]]


@dataclass(frozen=True, slots=True)
class Pack:
    """The content of an organisation as its files say it: entries by section and key."""

    name: str
    items: Mapping[str, Mapping[str, Item]]
    stories: tuple[Item, ...]

    def of(self, section: str) -> Mapping[str, Item]:
        """The entries of a section."""
        return self.items.get(section, {})

    def languages(self) -> tuple[str, ...]:
        """The languages that the organisation speaks."""
        said = self.of("organisation").get("")
        found = said.entry.get("languages", ()) if said else ()
        return tuple(one for one in found if isinstance(one, str))


def names_of_packs(folder: Path) -> list[str]:
    """The packs of this folder; the common ground is none of them."""
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name != COMMON)


def load_pack(folder: Path, *, demo: bool = False) -> Pack:
    """Read a pack; the first file that cannot be read, or says a thing twice, is an error."""
    if not folder.is_dir():
        raise PackError(str(folder), _("Dit pakket bestaat niet."))
    items, stories = _read(folder, demo=demo)
    pack = Pack(folder.name, items, stories)
    for section, common in _common_ground(folder.parent / COMMON).items():
        spoken = {key: _in_languages(item, pack.languages()) for key, item in common.items()}
        items[section] = {**spoken, **items.get(section, {})}
    return pack


def _in_languages(item: Item, languages: tuple[str, ...]) -> Item:
    """The entry in the languages of the organisation; the common ground has all of them."""
    return replace(item, entry={one: item.entry[one] for one in languages if one in item.entry})


def _common_ground(folder: Path) -> Items:
    """What every organisation says, unless it has words of its own."""
    items, stories = _read(folder, demo=False)
    for item in (*(one for found in items.values() for one in found.values()), *stories):
        if item.section not in SHARED:
            raise PackError(item.where(), _("‘%s’ hoort in een pakket zelf.") % item.section)
    return items


def _read(folder: Path, *, demo: bool) -> tuple[Items, tuple[Item, ...]]:
    items: Items = {}
    stories: list[Item] = []
    for path in _files(folder, demo=demo):
        for item in _items(read_yaml(path)):
            if item.section == STORIES:
                stories.append(item)
                continue
            known = items.setdefault(item.section, {})
            if item.key in known:
                before = known[item.key].where()
                raise PackError(
                    item.where(), _("‘%(key)s’ staat ook in %(place)s.") % _said(item, before)
                )
            known[item.key] = item
    return items, tuple(stories)


def _said(item: Item, place: str) -> dict[str, str]:
    return {"key": item.key or item.section, "place": place}


def _files(folder: Path, *, demo: bool) -> Iterator[Path]:
    wanted = ["*.yaml", "forms/*.yaml", *(["demo/**/*.yaml"] if demo else [])]
    for pattern in wanted:
        yield from sorted(folder.glob(pattern))


def _items(source: Source) -> Iterator[Item]:
    if source.data.get("spec") == FORM:
        yield _form(source)
        return
    for name, content in source.data.items():
        section = BY_NAME.get(name)
        if section is None and name != STORIES:
            raise PackError(source.where(name), _("‘%s’ kennen we hier niet.") % name)
        if not isinstance(content, dict):
            raise PackError(source.where(name), _("Hier horen namen en waarden te staan."))
        if section is not None and section.single:
            yield Item(name, "", content, source, name)
            continue
        for key, entry in content.items():
            yield Item(name, key, _mapping(source, f"{name}.{key}", entry), source, f"{name}.{key}")


def _form(source: Source) -> Item:
    """A form with the cases that lie beside it."""
    beside = source.path.parent / CASES / source.path.name
    tests = read_yaml(beside) if beside.is_file() else None
    entry = {**source.data, TESTS: tests.data} if tests else source.data
    return Item("forms", str(source.data.get("key", "")), entry, source, "", tests)


def _mapping(source: Source, path: str, entry: Any) -> Entry:  # noqa: ANN401  what YAML says
    if entry is None:
        return {}
    if not isinstance(entry, dict):
        raise PackError(source.where(path), _("Hier horen namen en waarden te staan."))
    return entry
