"""The entries of a timeline: a page has 25 of them, and templates took half of its time for them.

Whatever comes from outside passes `escape` of the standard library, which escapes the same signs
as Django's. `tests/test_ui.py` holds the HTML to what it was.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils import formats, timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from loket.core.fieldview import FileView
from loket.core.figures import file_size, weekday
from loket.core.partview import EntryKind, EntryView, Link
from loket.core.templatetags.ui import avatar, badge, drawing

register = template.Library()

PARAGRAPHS = re.compile(r"\n{2,}")
LOOKS = {EntryKind.ME: " sd-message--me", EntryKind.NOTE: " sd-message--note"}
LOCK = '<span class="sd-avatar sd-avatar--amber" aria-hidden="true">{}</span>'


@register.simple_tag
def entries_of_days(entries: Iterable[EntryView], today: date) -> SafeString:
    """The entries, newest on top, under the day on which they fell."""
    drawn: list[str] = []
    shown = None
    for entry in entries:
        there = entry.at.astimezone(timezone.get_current_timezone())
        if there.date() != shown:
            shown = there.date()
            drawn.append(f'<h3 class="sd-day">{escape(weekday(there, today))}</h3>')
        drawn.append(happening(entry) if entry.kind == EntryKind.EVENT else message(entry))
    return mark_safe("\n".join(drawn))  # noqa: S308  each part below is escaped


def happening(entry: EntryView) -> str:
    """A line that says what happened."""
    return (
        f'<div class="sd-event" id="e-{escape(entry.key)}">'
        f'<span class="sd-event__dot" aria-hidden="true">{drawing(entry.icon, "")}</span>'
        f"<span>{sentence(str(entry.text), entry.link)}{origin(entry)}</span>{stamp(entry.at)}</div>"
    )


def message(entry: EntryView) -> str:
    """Who wrote it, as what, when, the words, and what came with them."""
    key, author = escape(entry.key), escape(entry.author)
    role = f'<span class="sd-meta">{escape(str(entry.role))}</span>' if entry.role else ""
    note = badge(_("Interne notitie"), "wait", "lock") if entry.kind == EntryKind.NOTE else ""
    lead = sentence(str(entry.lead), entry.link)
    lead = f'<p class="sd-small sd-muted">{lead}</p>' if lead else ""
    return (
        f'<article class="sd-message{LOOKS.get(entry.kind, "")}" id="e-{key}"'
        f' aria-labelledby="e-{key}-wie">{face(entry)}<div class="sd-message__body">'
        f'<header class="sd-message__head"><strong id="e-{key}-wie">{author}</strong>'
        f"{role}{note}{origin(entry)}{stamp(entry.at)}</header>{lead}{paragraphs(str(entry.text))}"
        f"{details(entry)}{attachments(entry)}</div></article>"
    )


def sentence(text: str, link: Link | None) -> str:
    """What happened; the thing that it names leads to its page."""
    if link is None or not (named := str(link.label)):
        return escape(text)
    shown = f'<a href="{escape(link.url)}">{escape(named)}</a>'
    return escape(text).replace(escape(named), shown, 1)


def origin(entry: EntryView) -> str:
    """In which other case it happened."""
    if not entry.origin:
        return ""
    where = _("in zaak %(number)s") % {"number": entry.origin}
    return f' <span class="sd-meta">{escape(where)}</span>'


def face(entry: EntryView) -> str:
    """The face beside a message; an internal note has a lock."""
    if entry.kind == EntryKind.NOTE:
        return LOCK.format(drawing("lock", "sm"))
    return avatar(entry.author, "" if entry.kind == EntryKind.ME else "green", entry.avatar_url)


def details(entry: EntryView) -> str:
    """What was asked, with a submission."""
    if not entry.details:
        return ""
    return render_to_string("ui/parts/details.html", {"details": entry.details, "rows": True})


def attachments(entry: EntryView) -> str:
    """The files that came with a message; one that may not be opened is only named."""
    if not entry.files:
        return ""
    return f'<div class="sd-attach">{"".join(attachment(file) for file in entry.files)}</div>'


def attachment(file: FileView) -> str:
    """A file with its size, or with what is wrong with it."""
    note = file_size(file.size) if file.url or not file.error else str(file.error)
    words = f"{drawing(file.icon, '')} {escape(file.name)} <small>{escape(note)}</small>"
    if file.url:
        return f'<a href="{escape(file.url)}" download>{words}</a>'
    return f'<span class="sd-attach__held">{words}</span>'


def paragraphs(text: str) -> str:
    """What somebody typed: an empty line parts paragraphs, a new line breaks one."""
    if not text:
        return ""
    parts = PARAGRAPHS.split(escape(text.replace("\r\n", "\n").replace("\r", "\n")))
    return "".join(f"<p>{part.replace('\n', '<br>')}</p>" for part in parts)


def stamp(value: datetime) -> str:
    """The time of day at which something happened, for people and for machines."""
    there = value.astimezone(timezone.get_current_timezone())
    words = clock_words(translation.get_language() or "", there.hour, there.minute)
    return f'<time datetime="{there.isoformat()}">{words}</time>'


@lru_cache(maxsize=4 * 24 * 60)
def clock_words(_language: str, hour: int, minute: int) -> str:
    """A time of day as people of this language write it."""
    return escape(formats.time_format(datetime(1, 1, 1, hour, minute)))  # noqa: DTZ001  a clock, no moment
