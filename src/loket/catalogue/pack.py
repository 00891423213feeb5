"""The sections of a pack that the catalogue owns: themes, tables to choose from, and forms."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from loket.catalogue.actions.publish import in_the_making, publish_form, save_draft_version
from loket.catalogue.actions.shelves import Row, save_table, save_theme
from loket.catalogue.models import Form, FormVersion, ReferenceRow, ReferenceTable, Theme
from loket.core.acting import Acting
from loket.core.packing import (
    CODE,
    COUNT,
    DATE,
    SLUG,
    TEXTS,
    Entry,
    Mention,
    Section,
    listed,
    shape,
)


def present_themes() -> dict[str, Entry]:
    """The themes."""
    return {
        theme.slug: {**theme.texts, "icon": theme.icon, "order": theme.order}
        for theme in Theme.objects.order_by("order", "pk")
    }


def write_theme(key: str, entry: Entry, by: Acting) -> None:
    """Make or change a theme."""
    texts = {name: entry[name] for name in ("title", "intro") if name in entry}
    save_theme(key, texts, icon=entry["icon"], order=entry["order"], by=by)


def present_tables() -> dict[str, Entry]:
    """The tables to choose from; a row that ended is one that was gone from the pack."""
    rows = ReferenceRow.objects.filter(ends_on=None).select_related("table")
    found: dict[str, dict[str, Any]] = {
        table.code: {**table.texts, "rows": []} for table in ReferenceTable.objects.order_by("pk")
    }
    for row in rows.order_by("table", "order", "pk"):
        found[row.table.code]["rows"].append(_row_of(row))
    return dict(found)


def write_table(key: str, entry: Entry, by: Acting) -> None:
    """Make or change a table."""
    texts = {"title": entry["title"]} if "title" in entry else {}
    save_table(key, texts, [_read_row(row) for row in entry["rows"]], by=by)


def present_forms() -> dict[str, Entry]:
    """The forms that are online."""
    forms = Form.objects.select_related("live_version").order_by("pk")
    return {form.key: form.live_version.spec for form in forms if form.live_version}


def held_forms() -> dict[str, str]:
    """The forms that are what people made of them on the pages, and how: no pack has the last word."""
    versions = FormVersion.objects.select_related("form", "published_by__party").defer("spec")
    held: dict[str, str] = {}
    for one in versions.exclude(published_at=None).order_by("published_at"):
        who, day = one.published_by, f"{one.published_at:%Y-%m-%d}"
        held[one.form.key] = f"{who.party.name} put version {one.n} online on {day}" if who else ""
    for form in Form.objects.filter(live_version=None, key__in=held):
        held[form.key] = "it was taken offline"
    for one in versions.filter(state=FormVersion.State.DRAFT):
        held[one.form.key] = f"version {one.n} is in the making"
    return {key: why for key, why in held.items() if why}


def write_form(key: str, entry: Entry, by: Acting) -> None:
    """Put a form online as its next version; what is in the making is not its text."""
    list(Form.objects.select_for_update().filter(key=key))  # so that nobody begins one meanwhile
    making = FormVersion.objects.filter(form__key=key, state=FormVersion.State.DRAFT).first()
    if making is not None:
        raise in_the_making(making)
    publish_form(save_draft_version(entry, by=by), by=by)


def mentions_of_form(entry: Entry) -> Iterator[Mention]:
    """The theme, the queues and the number series."""
    case = entry.get("case", {})
    for number, route in enumerate(case.get("routes", ())):
        yield Mention(f"case.routes[{number}].queue", "queues", route["queue"])
    for path, section, key in (
        ("theme", "themes", entry.get("theme")),
        ("case.queue", "queues", case.get("queue")),
        ("case.number", "series", case.get("number")),
    ):
        if isinstance(key, str):
            yield Mention(path, section, key)


def _row_of(row: ReferenceRow) -> dict[str, Any]:
    said: dict[str, Any] = {"code": row.code, **row.texts}
    said |= {"data": row.data} if row.data else {}
    return said | ({"from": row.starts_on.isoformat()} if row.starts_on else {})


def _read_row(row: Entry) -> Row:
    return Row(
        row["code"],
        {name: row[name] for name in ("label", "hint") if name in row},
        row.get("data", {}),
        date.fromisoformat(row["from"]) if "from" in row else None,
    )


ROW_CODE = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$"}
"""A country is `BE`: the code of a row keeps the letters that the world gives it."""

ROW = shape(
    {"code": ROW_CODE, "label": TEXTS},
    {"hint": TEXTS, "data": {"type": "object"}, "from": DATE},
)

THEMES = Section(
    name="themes",
    shape=shape({"title": TEXTS}, {"intro": TEXTS, "icon": CODE, "order": COUNT}),
    defaults={"icon": "folder", "order": 0},
    present=present_themes,
    write=write_theme,
    keys=SLUG,
)
TABLES = Section(
    name="tables",
    shape=shape({"rows": listed(ROW)}, {"title": TEXTS}),
    present=present_tables,
    write=write_table,
)
FORMS = Section(
    name="forms",
    shape={"type": "object"},
    unseen=frozenset({"version"}),
    present=present_forms,
    write=write_form,
    held=held_forms,
    mentions=mentions_of_form,
)
