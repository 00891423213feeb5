"""The register of processing as a page: the data map in words (GDPR art. 30)."""

from collections.abc import Iterator

from django.apps import AppConfig

from loket.core.datamap import CLASSES, COMMON, Line, TableMap, modules, read_map

INTRODUCTION = """\
# Which data Loket keeps

This page is made by `manage.py datamap` from the file `datamap.toml` of each module; a test keeps
both the same, and `bin/check` refuses a field of a table that nobody gave a purpose. A privacy
officer can use it as the register of processing activities (GDPR art. 30).

Of each table it says what it is for, on which ground of GDPR art. 6(1) (and art. 9(2) for special
categories), how long rows are kept, and who removes them: Loket by itself, or the organisation,
whose own retention schedule decides. Each field has a class:

| Class | Meaning |
| --- | --- |
| none | says nothing about a person by itself |
| personal | is about a person |
| sensitive | is about a person and does harm when it gets out: typed text, passwords, national numbers |
| special | special categories of GDPR art. 9, such as health; kept sealed (encrypted) |

The bytes of documents lie in the folder of files, under random names, and are kept exactly as long
as their rows in `StoredFile`. They count as the answers that they belong to: a medical certificate
is special, and only handlers with medical clearance can open it.

## Jobs

Four tables of the job queue (`procrastinate_jobs`, `procrastinate_events`,
`procrastinate_periodic_defers`, `procrastinate_workers`) hold the names of functions and the keys
of rows, and no name, address or text of anybody. Purpose: do work after the page has answered.
Basis: that of the row that the job is about. Retention: a week after they were done; those that failed, until the administrator removes them.
"""

CLASS_TITLES = {"none": "No personal data", "personal": "Personal", "sensitive": "Sensitive"}
GROUNDS = {"none": "none needed: no personal data"}
REMOVERS = {"organisation": "the organisation", "loket": "Loket"}


def write_register() -> str:
    """The whole page in Markdown."""
    parts = [INTRODUCTION, *(part for config in modules() for part in _module(config))]
    return "\n".join(parts).rstrip() + "\n"


def _module(config: AppConfig) -> Iterator[str]:
    yield f"## {config.label}\n"
    for name, table in read_map(config).items():
        yield f"### {'Every table' if name == COMMON else name}\n"
        yield from _table(table)


def _table(table: TableMap) -> Iterator[str]:
    ground = GROUNDS.get(table.whole.basis, f"GDPR art. {table.whole.basis}")
    if table.special_ground:
        ground += f" and {table.special_ground}"
    yield f"To {table.whole.purpose}.\n"
    yield f"- Legal basis: {ground}"
    yield f"- Kept: {table.whole.retention}; removed by {REMOVERS[table.removed_by]}"
    for class_ in CLASSES:
        if names := table.of_class(class_):
            title = CLASS_TITLES.get(class_, class_.capitalize())
            yield f"- {title}: {', '.join(f'`{name}`' for name in names)}"
    for name, line in table.exceptions().items():
        yield f"- `{name}`: {_exception(line, table)}"
    yield ""


def _exception(line: Line, table: TableMap) -> str:
    said = []
    if line.purpose != table.whole.purpose:
        said.append(f"to {line.purpose}")
    if line.basis != table.whole.basis:
        said.append(f"GDPR art. {line.basis}")
    if line.retention != table.whole.retention:
        said.append(f"kept {line.retention}")
    return "; ".join(said)
