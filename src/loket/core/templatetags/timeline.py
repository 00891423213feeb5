"""The entries of a timeline: a page has 25 of them, and templates took half of its time for them.

Whatever comes from outside passes `escape` of the standard library, which escapes the same signs
as Django's. `tests/test_ui.py` holds the HTML to what it was.
"""

import re
from datetime import datetime
from functools import lru_cache
from html import escape

from django import template
from django.utils import formats, timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from loket.core.partview import EntryKind, EntryView
from loket.core.templatetags.ui import avatar, badge, drawing

register = template.Library()

PARAGRAPHS = re.compile(r"\n{2,}")
LOOKS = {EntryKind.ME: " sd-message--me", EntryKind.NOTE: " sd-message--note"}
LOCK = '<span class="sd-avatar sd-avatar--amber" aria-hidden="true">{}</span>'


@register.simple_block_tag
def said(content: str, entry: EntryView) -> SafeString:
    """What happened, or who says what; `content` is what came with the words."""
    drawn = happening(entry) if entry.kind == EntryKind.EVENT else message(entry, content)
    return mark_safe(drawn)  # noqa: S308  each part below is escaped


def happening(entry: EntryView) -> str:
    """A line that says what happened."""
    return (
        f'<div class="sd-event" id="e-{escape(entry.key)}">'
        f'<span class="sd-event__dot" aria-hidden="true">{drawing(entry.icon, "")}</span>'
        f"<span>{escape(str(entry.text))}</span>{stamp(entry.at)}</div>"
    )


def message(entry: EntryView, content: str) -> str:
    """Who wrote it, as what, when, the words, and what came with them."""
    key, author = escape(entry.key), escape(entry.author)
    role = f'<span class="sd-meta">{escape(str(entry.role))}</span>' if entry.role else ""
    note = badge(_("Interne notitie"), "wait", "lock") if entry.kind == EntryKind.NOTE else ""
    return (
        f'<article class="sd-message{LOOKS.get(entry.kind, "")}" id="e-{key}"'
        f' aria-labelledby="e-{key}-wie">{face(entry)}<div class="sd-message__body">'
        f'<header class="sd-message__head"><strong id="e-{key}-wie">{author}</strong>'
        f"{role}{note}{stamp(entry.at)}</header>{paragraphs(str(entry.text))}"
        f"{content}</div></article>"
    )


def face(entry: EntryView) -> str:
    """The face beside a message; an internal note has a lock."""
    if entry.kind == EntryKind.NOTE:
        return LOCK.format(drawing("lock", "sm"))
    return avatar(entry.author, "" if entry.kind == EntryKind.ME else "green", entry.avatar_url)


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
