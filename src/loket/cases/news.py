"""What happened in a case since somebody began to write: a line for each thing that everybody sees."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import Truncator

from loket.cases.links import Around
from loket.cases.rules.meeting import missed_by
from loket.cases.timeline import Entry
from loket.cases.timeline_staff import for_staff
from loket.catalogue.rules.spec import FormSpec

WORDS = 16
"""Of a message, for who reads the whole of it below."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened: where it stands on the page, who did it, and how it begins."""

    id: int
    who: str
    words: str
    at: datetime


def news_since(near: Around, spec: FormSpec, seen: int, language: str) -> tuple[News, ...]:
    """What happened since this version of the case, the newest first.

    The version counts what everybody on the case sees, so that so many of the newest are new.
    """
    missed = missed_by(seen, near.case.version_lock)
    entries = for_staff(near, spec, language, cleared=False).entries if missed else ()
    return tuple(line_of(one) for one in entries if not one.internal)[:missed]


def line_of(entry: Entry) -> News:
    """An entry as a line."""
    words = Truncator(entry.body or entry.sentence).words(WORDS)
    who = entry.actor.party.name if entry.actor and entry.body else ""
    return News(entry.id, who, words, entry.at)
