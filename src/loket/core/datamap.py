"""The data map: what every field of every table is for, on which ground, and for how long.

Each module has a `datamap.toml` that a privacy officer can read. `manage.py datamap --check` holds
it to the models: a field without a line, or a line without a field, is a fault.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Model

FILE = "datamap.toml"
ROOT = "loket."
COMMON = "every_table"
CLASSES = ("none", "personal", "sensitive", "special")
BASES = ("none", "6(1)(a)", "6(1)(b)", "6(1)(c)", "6(1)(d)", "6(1)(e)", "6(1)(f)")
SPECIAL_GROUNDS = tuple(f"9(2)({letter})" for letter in "abcdefghij")
REMOVERS = ("organisation", "loket")


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of one field, or of a whole table."""

    purpose: str
    basis: str
    retention: str
    class_: str = ""


@dataclass(frozen=True, slots=True)
class TableMap:
    """What the map says of one table."""

    name: str
    whole: Line
    removed_by: str = "organisation"
    special_ground: str = ""
    fields: dict[str, Line] = field(default_factory=dict)
    doubles: tuple[str, ...] = ()

    def of_class(self, class_: str) -> list[str]:
        """The fields of a class, in the order of the map."""
        return [name for name, line in self.fields.items() if line.class_ == class_]

    def exceptions(self) -> dict[str, Line]:
        """The fields of which something else is said than of their table."""
        plain = {class_: replace(self.whole, class_=class_) for class_ in CLASSES}
        return {name: line for name, line in self.fields.items() if line != plain[line.class_]}


def modules() -> list[AppConfig]:
    """The modules of Loket that have tables, lowest first."""
    found = (config for config in apps.get_app_configs() if config.name.startswith(ROOT))
    return [config for config in found if list(config.get_models())]


def read_map(config: AppConfig) -> dict[str, TableMap]:
    """What a module says of its tables; nothing when it has no map."""
    path = Path(config.path) / FILE
    if not path.is_file():
        return {}
    said = tomllib.loads(path.read_text("utf-8"))
    return {name: _read_table(name, table) for name, table in said.items()}


def _read_table(name: str, said: dict[str, Any]) -> TableMap:
    whole = Line(said.get("purpose", ""), said.get("basis", ""), said.get("retention", ""))
    more: dict[str, dict[str, str]] = said.get("fields", {})
    listed = [(class_, field_name) for class_ in CLASSES for field_name in said.get(class_, [])]
    names = [field_name for _, field_name in listed]
    lines = {
        field_name: replace(whole, class_=class_, **more.get(field_name, {}))
        for class_, field_name in listed
    }
    return TableMap(
        name=name,
        whole=whole,
        removed_by=said.get("removed_by", "organisation"),
        special_ground=said.get("special_ground", ""),
        fields=lines,
        doubles=tuple(sorted({name for name in names if names.count(name) > 1})),
    )


def faults() -> list[str]:
    """Everything that is wrong with the map, a sentence each; nothing when it is whole."""
    common = read_map(apps.get_app_config("core")).get(COMMON)
    shared = set(common.fields) if common else set()
    return [fault for config in modules() for fault in _faults_of_module(config, shared)]


def _faults_of_module(config: AppConfig, shared: set[str]) -> Iterator[str]:
    where = f"{config.name.replace('.', '/')}/{FILE}"
    known = read_map(config)
    models = {model.__name__: model for model in config.get_models(include_auto_created=True)}
    for name in known.keys() - models.keys() - {COMMON}:
        yield f"{where}: there is no table {name}."
    for name, model in models.items():
        if name not in known:
            yield f"{where}: the table {name} is missing."
            continue
        table = known[name]
        yield from (f"{where}: {name}: {fault}" for fault in _faults_of_table(table))
        yield from (f"{where}: {name}: {fault}" for fault in _unmatched(table, model, shared))


def _unmatched(table: TableMap, model: type[Model], shared: set[str]) -> Iterator[str]:
    real = {found.name for found in model._meta.local_fields}
    real |= {found.name for found in model._meta.local_many_to_many}
    for name in sorted(real - table.fields.keys() - shared):
        yield f"the field {name} is missing."
    for name in sorted(table.fields.keys() - real):
        yield f"there is no field {name}."


def _faults_of_table(table: TableMap) -> Iterator[str]:
    for name in table.doubles:
        yield f"the field {name} stands in two classes."
    if table.removed_by not in REMOVERS:
        yield f"removed_by is one of {', '.join(REMOVERS)}."
    if table.of_class("special") and table.special_ground not in SPECIAL_GROUNDS:
        yield "special data needs a special_ground: 9(2)(a) to 9(2)(j)."
    for name, line in table.fields.items():
        yield from (f"{name} {fault}" for fault in _faults_of_line(line))


def _faults_of_line(line: Line) -> Iterator[str]:
    if not line.purpose:
        yield "has no purpose."
    if not line.retention:
        yield "has no retention."
    if line.basis not in BASES:
        yield f"has no legal basis: one of {', '.join(BASES)}."
    if line.class_ != "none" and line.basis == "none":
        yield "is about a person and needs a legal basis."
