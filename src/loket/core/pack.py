"""The sections of a pack that the foundation owns: the organisation, its calendars, its numbers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from loket.core.acting import Acting
from loket.core.calendars import publish_calendar
from loket.core.models import Calendar, Host, NumberSeries, Organisation
from loket.core.organisations import change_organisation, name_host, open_series
from loket.core.packing import (
    CODE,
    COUNT,
    DATE,
    FLAG,
    LANGUAGES,
    SLUG,
    TEXT,
    TEXTS,
    WORDS,
    Entry,
    Section,
    by_name,
    listed,
    shape,
)
from loket.core.tenancy import current_organisation

DEMO_ROLES = "demo_roles"
STATEMENTS = "statements"
BESIDE = frozenset({DEMO_ROLES, STATEMENTS})
"""What other sections keep in the settings of the organisation."""
COLUMNS = ("name", "region", "time_zone", "languages", "theme")
LINK = shape({"label": TEXTS, "url": {"anyOf": [TEXT, TEXTS]}}, {"icon": CODE, "about": TEXTS})
NEWS = shape({"title": TEXTS, "text": TEXTS}, {"from": DATE, "until": DATE})
OUTAGE = shape({"title": TEXTS, "text": TEXTS})
CONTACT = shape({"phone": TEXT, "hours": TEXTS}, {"mail": TEXT})
MAIL = shape({"sender": TEXT}, {"reply_to": WORDS, "name": TEXT})
STATUS = shape({"label": TEXTS}, {"note": TEXTS})
SETTINGS: dict[str, Entry] = {
    "tagline": TEXTS,
    "catalogue": TEXTS,
    "handler": TEXTS,
    "contact": CONTACT,
    "mail": MAIL,
    "searches": listed(TEXTS),
    "links": listed(LINK),
    "footer": listed(LINK),
    "announcements": listed(NEWS),
    "outage": OUTAGE,
    "statuses": by_name(STATUS),
    "question_form": CODE,
    "password_loa": {"enum": ["low", "substantial", "high"]},
}
"""What `Organisation.settings` may hold; docs/admin/packs.md explains each name."""


def present_organisation() -> dict[str, Entry]:
    """The organisation as a pack would say it."""
    organisation = _present()
    said = {key: value for key, value in organisation.settings.items() if key not in BESIDE}
    columns = {column: getattr(organisation, column) for column in COLUMNS}
    return {"": {**columns, **said}}


def write_organisation(key: str, entry: Entry, by: Acting) -> None:
    """Let the organisation say this of itself."""
    organisation = Organisation.objects.get(pk=by.organisation_id)
    said = {key: value for key, value in entry.items() if key in SETTINGS}
    kept = {key: organisation.settings[key] for key in BESIDE & set(organisation.settings)}
    columns: dict[str, Any] = {column: entry[column] for column in COLUMNS}
    change_organisation(organisation, {**columns, "settings": {**said, **kept}}, by=by)


def present_hosts() -> dict[str, Entry]:
    """The host names that lead to the organisation."""
    hosts = Host.objects.filter(organisation=current_organisation()).order_by("pk")
    return {host: {} for host in hosts.values_list("host", flat=True)}


def write_host(key: str, entry: Entry, by: Acting) -> None:
    """Let a host name lead to the organisation."""
    name_host(Organisation.objects.get(pk=by.organisation_id), key, by=by)


def present_demo_roles() -> dict[str, Entry]:
    """What the chooser of the demo says of people."""
    organisation = _present()
    found: dict[str, Entry] = organisation.settings.get(DEMO_ROLES, {})
    return found


def write_demo_role(key: str, entry: Entry, by: Acting) -> None:
    """Let the chooser of the demo say this."""
    organisation = Organisation.objects.get(pk=by.organisation_id)
    roles = {**organisation.settings.get(DEMO_ROLES, {}), key: dict(entry)}
    settings = {**organisation.settings, DEMO_ROLES: roles}
    change_organisation(organisation, {"settings": settings}, by=by)


def present_calendars() -> dict[str, Entry]:
    """The calendars with their versions."""
    return {
        calendar.key: {"region": calendar.region, "versions": list(_versions(calendar))}
        for calendar in Calendar.objects.order_by("key")
    }


def write_calendar(key: str, entry: Entry, by: Acting) -> None:
    """Publish the versions that are new."""
    for version in entry["versions"]:
        publish_calendar(
            key,
            region=entry["region"],
            starts_on=date.fromisoformat(version["from"]),
            hours=version["hours"],
            closed=[date.fromisoformat(day) for day in version.get("closed", ())],
        )


def present_series() -> dict[str, Entry]:
    """The number series."""
    return {
        series.key: {"prefix": series.prefix, "width": series.width, "gapless": series.gapless}
        for series in NumberSeries.objects.order_by("key")
    }


def write_series(key: str, entry: Entry, by: Acting) -> None:
    """Open a series, or widen it."""
    open_series(
        key,
        prefix=entry["prefix"],
        width=entry["width"],
        gapless=entry["gapless"],
        first=entry["first"],
    )


def present_statements() -> dict[str, Entry]:
    """What the organisation accounts for on pages of their own."""
    return dict(_present().statements)


def write_statement(key: str, entry: Entry, by: Acting) -> None:
    """Let the organisation account for something; every footer leads there by its title."""
    organisation = Organisation.objects.get(pk=by.organisation_id)
    statements = {**organisation.statements, key: dict(entry)}
    titles = {slug: said["title"] for slug, said in statements.items()}
    said = {**organisation.settings, STATEMENTS: titles}
    change_organisation(organisation, {"statements": statements, "settings": said}, by=by)


def _present() -> Organisation:
    return Organisation.objects.get(pk=current_organisation() or 0)


def _versions(calendar: Calendar) -> Iterator[Entry]:
    for version in calendar.versions.order_by("starts_on"):
        said: dict[str, Any] = {"from": version.starts_on.isoformat(), "hours": version.hours}
        yield said | ({"closed": version.closed} if version.closed else {})


HOURS = {
    "type": "object",
    "propertyNames": {"enum": list("1234567")},
    "additionalProperties": listed(
        {
            "type": "array",
            "items": {"type": "string", "pattern": r"^([01]\d|2[0-4]):[0-5]\d$"},
            "minItems": 2,
            "maxItems": 2,
        }
    ),
}
REGION = {"enum": ["BE", "NL"]}

ORGANISATION = Section(
    name="organisation",
    single=True,
    shape=shape(
        {
            "name": TEXT,
            "region": REGION,
            "languages": listed({"enum": LANGUAGES}),
            "theme": CODE,
        },
        {"time_zone": TEXT, **SETTINGS},
    ),
    defaults={"time_zone": "Europe/Brussels"},
    present=present_organisation,
    write=write_organisation,
)
HOSTS = Section(name="hosts", shape=shape({}), present=present_hosts, write=write_host)
CALENDARS = Section(
    name="calendars",
    shape=shape(
        {
            "region": REGION,
            "versions": listed(shape({"from": DATE, "hours": HOURS}, {"closed": listed(DATE)})),
        }
    ),
    present=present_calendars,
    write=write_calendar,
)
SERIES = Section(
    name="series",
    shape=shape(
        {"prefix": {"type": "string", "pattern": r"^[A-Z]{1,10}$"}},
        {
            "width": {"type": "integer", "minimum": 1, "maximum": 12},
            "gapless": FLAG,
            "first": COUNT,
        },
    ),
    defaults={"width": 7, "gapless": True, "first": 1},
    unseen=frozenset({"first"}),
    present=present_series,
    write=write_series,
)
STATEMENT_PAGES = Section(
    name=STATEMENTS,
    shape=shape({"title": TEXTS, "parts": listed(shape({"text": TEXTS}, {"heading": TEXTS}))}),
    keys=SLUG,
    present=present_statements,
    write=write_statement,
)
DEMO_PERSONS_ROLES = Section(
    name=DEMO_ROLES, shape=TEXTS, present=present_demo_roles, write=write_demo_role
)
