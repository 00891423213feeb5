"""Read all files of a pack into entries; each knows the file and line where it stands.

A file holds sections by name (`units:`, `queues:` …), or is a form (`spec: desk.form/1`), or, in
`demo/`, holds stories. What lies in `demo/` is read only when the demo is wanted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from loket.core.packing import Entry
from loket.packs.read import PackError, Source, read_yaml
from loket.packs.sections import BY_NAME

FORM = "desk.form/1"
STORIES = "stories"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a section, and where it stands."""

    section: str
    key: str
    entry: Entry
    source: Source
    path: str

    def where(self, path: str = "") -> str:
        """`file:line` of a part of the entry."""
        dot = "." if self.path and path and not path.startswith("[") else ""
        return self.source.where(f"{self.path}{dot}{path}")


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


def load_pack(folder: Path, *, demo: bool = False) -> Pack:
    """Read a pack; the first file that cannot be read, or says a thing twice, is an error."""
    if not folder.is_dir():
        raise PackError(str(folder), _("Dit pakket bestaat niet."))
    items: dict[str, dict[str, Item]] = {}
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
    return Pack(folder.name, items, tuple(stories))


def _said(item: Item, place: str) -> dict[str, str]:
    return {"key": item.key or item.section, "place": place}


def _files(folder: Path, *, demo: bool) -> Iterator[Path]:
    wanted = ["*.yaml", "forms/*.yaml", *(["demo/**/*.yaml"] if demo else [])]
    for pattern in wanted:
        yield from sorted(folder.glob(pattern))


def _items(source: Source) -> Iterator[Item]:
    if source.data.get("spec") == FORM:
        yield Item("forms", str(source.data.get("key", "")), source.data, source, "")
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


def _mapping(source: Source, path: str, entry: Any) -> Entry:  # noqa: ANN401  what YAML says
    if entry is None:
        return {}
    if not isinstance(entry, dict):
        raise PackError(source.where(path), _("Hier horen namen en waarden te staan."))
    return entry
