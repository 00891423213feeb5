"""All sections of a pack, in the order in which they are applied: who is named comes first."""

from loket.catalogue.pack import FORMS, TABLES, THEMES
from loket.contacts.pack import BLOCKS
from loket.core.pack import (
    CALENDARS,
    DEMO_PERSONS_ROLES,
    HOSTS,
    ORGANISATION,
    SERIES,
    STATEMENT_PAGES,
)
from loket.core.packing import Section
from loket.documents.pack import LETTERS
from loket.people.pack import PERSONS, UNITS, WORK
from loket.routing.pack import QUEUES

SECTIONS: tuple[Section, ...] = (
    ORGANISATION,
    STATEMENT_PAGES,
    HOSTS,
    CALENDARS,
    SERIES,
    UNITS,
    QUEUES,
    TABLES,
    THEMES,
    LETTERS,
    BLOCKS,
    DEMO_PERSONS_ROLES,
    PERSONS,
    WORK,
    FORMS,
)
BY_NAME = {section.name: section for section in SECTIONS}
