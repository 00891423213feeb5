"""The small parts of a page as tags: icon, button, badge, count, avatar, card, alert, figures.

Larger parts are templates in `ui/parts/`. Every text given to a tag goes through `_()`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from html import escape

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from loket.core import figures
from loket.core.badges import STATUSES
from loket.core.folding import fixed
from loket.core.icons import ICONS
from loket.core.page import LanguageLink

register = template.Library()

Text = str | Promise
ALERT_ICONS = {
    "info": "info-circle",
    "ok": "circle-check",
    "warning": "alert-triangle",
    "error": "alert-circle",
}


def filled(shape: str, *parts: object) -> SafeString:
    """The shape with its parts; what is not HTML already is escaped. `format_html`, for texts."""
    texts = (str(part) for part in parts)
    safe = (text if isinstance(text, SafeString) else escape(text) for text in texts)
    return SafeString(shape.format(*safe))


@cache
def drawing(name: str, size: str) -> SafeString:
    """The svg of an icon that only decorates; an unknown name is a fault of the template."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"Unknown icon “{name}”: add it to frontend/icons.txt.")
    extra = f" sd-icon--{size}" if size else ""
    return mark_safe(  # noqa: S308  made of our own icon file
        f'<svg class="sd-icon{extra}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{ICONS[name]}</svg>'
    )


@register.simple_tag
@fixed
def icon(name: str, size: str = "", label: Text = "") -> SafeString:
    """An icon; hidden from screen readers unless it has a label. Sizes: sm, lg."""
    svg = drawing(name, size)
    if not label:
        return svg
    named = f'role="img" aria-label="{escape(str(label))}"'
    return mark_safe(svg.replace('aria-hidden="true"', named, 1))  # noqa: S308  label is escaped


def drawn(name: str) -> SafeString:
    """The icon of a part, or nothing."""
    return drawing(name, "") if name else SafeString("")


def classes(base: str, kinds: str) -> str:
    """The class and its variants: `primary small` of a button."""
    return " ".join([base, *(f"{base}--{kind}" for kind in kinds.split())])


@register.simple_tag
@fixed
def button(
    label: Text, kind: str = "secondary", icon: str = "", name: str = "", value: object = ""
) -> SafeString:
    """A button that sends its form. Kinds: primary, secondary, subtle; also small, wide, after.

    `after` puts the icon behind the words.
    """
    sent = filled(' name="{}" value="{}"', name, value) if name else ""
    return filled(
        '<button class="{}" type="submit"{}>{}</button>',
        classes("nl-button", kind),
        sent,
        face(label, kind, icon),
    )


def face(label: Text, kind: str, icon: str) -> SafeString:
    """What stands on a button."""
    words = filled('<span class="nl-button__label">{}</span>', label)
    return words + drawn(icon) if "after" in kind.split() else drawn(icon) + words


@register.simple_tag
@fixed
def button_link(label: Text, url: str, kind: str = "secondary", icon: str = "") -> SafeString:
    """A link that looks like a button."""
    return filled(
        '<a class="{}" href="{}">{}</a>',
        classes("nl-button", kind),
        url,
        face(label, kind, icon),
    )


@register.simple_tag
@fixed
def badge(label: Text, tone: str = "", icon: str = "") -> SafeString:
    """A sign with colour and word. Tones: brand, busy, wait, done, late; none is grey."""
    colour = f" sd-status--{tone}" if tone else ""
    return filled('<span class="nl-data-badge{}">{}{}</span>', colour, drawn(icon), label)


@register.simple_tag
@fixed
def status(code: str, label: Text = "") -> SafeString:
    """The badge of an official status; `label` is the organisation's own word for it."""
    known = STATUSES[code]
    return badge(label or known.label, known.tone, known.icon)


@register.simple_tag
@fixed
def count(number: int, words: Text = "", tone: str = "") -> SafeString:
    """A figure in a circle; `words` are read aloud after it ("open"). Tones: alert, brand."""
    heard = filled('<span class="sd-sr"> {}</span>', words) if words else ""
    return filled('<span class="{}">{}{}</span>', classes("sd-count", tone), number, heard)


@register.simple_tag
@fixed
def avatar(name: str, tone: str = "", url: str = "") -> SafeString:
    """The face of a person: the picture, else the initials. Tones: amber, green, grey, sm, lg."""
    look = classes("sd-avatar", tone)
    if url:
        return filled('<img class="{}" src="{}" alt="" width="36" height="36">', look, url)
    return filled('<span class="{}" aria-hidden="true">{}</span>', look, initials(name))


@register.filter
def initials(name: str) -> str:
    """The first and the last initial: Sarah Vermeulen is SV."""
    words = [word for word in name.split() if word[0].isalpha()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
@fixed
def bar(value: int, tone: str = "") -> SafeString:
    """A meter from 0 to 100; the figure itself always stands beside it as text."""
    return filled(
        '<svg class="sd-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="sd-bar__track" width="100" height="8"/>'
        '<rect class="{}" width="{}" height="8"/></svg>',
        classes("sd-bar__fill", tone),
        max(0, min(100, value)),
    )


@register.simple_tag
def languages(links: Iterable[LanguageLink], form: str = "") -> SafeString:
    """The same page in each language; the form of that id is sent along, so nothing is lost."""
    return SafeString("".join(language(link, form) for link in links))


def language(link: LanguageLink, form: str) -> str:
    """A language: its code, and its name for who listens."""
    href, code, now = escape(link.href), link.code, ' aria-current="true"' if link.current else ""
    words = f'<span aria-hidden="true">{code.upper()}</span><span class="sd-sr">{link.name}</span>'
    if not form:
        return f'<a href="{href}" lang="{code}" hreflang="{code}"{now}>{words}</a>'
    return (
        f'<button type="submit" form="{escape(form)}" formaction="{href}" formnovalidate'
        f' name="blijf" value="taal" lang="{code}"{now}>{words}</button>'
    )


@lru_cache(maxsize=1000)
def key_of(title: str) -> str:
    """What the heading of a card is called in its page."""
    return f"k-{slugify(title)}"


@register.simple_block_tag
def card(
    content: str, title: Text = "", url: str = "", link: Text = "", tone: str = ""
) -> SafeString:
    """A card with its heading, and a link at the right of it. Tones: tint, attention."""
    if not title:
        return filled(
            '<section class="{}"><div class="sd-card__body">{}</div></section>',
            classes("sd-card", tone),
            content,
        )
    key = key_of(str(title))
    more = filled('<a class="sd-push sd-small" href="{}">{}</a>', url, link) if url else ""
    return filled(
        '<section class="{}" aria-labelledby="{}"><div class="sd-card__head">'
        '<h2 id="{}">{}</h2>{}</div><div class="sd-card__body">{}</div></section>',
        *(classes("sd-card", tone), key, key, title, more, content),
    )


@register.simple_block_tag
def alert(content: str, tone: str = "info", title: Text = "", role: str = "") -> SafeString:
    """A message in the page. Tones: info, ok, warning, error. Role: status or alert when new."""
    head = filled("<strong>{}</strong>", title) if title else ""
    return filled(
        '<div class="utrecht-alert utrecht-alert--{}"{}><div class="utrecht-alert__icon">{}</div>'
        '<div class="utrecht-alert__content"><div class="utrecht-alert__message">{}'
        '<div class="sd-small">{}</div></div></div></div>',
        *(tone, filled(' role="{}"', role) if role else "", drawn(ALERT_ICONS[tone])),
        *(head, content),
    )


@register.simple_block_tag
def empty(content: str, title: Text, icon: str = "circle-check") -> SafeString:
    """Nothing yet, nothing found, or all done: a sign, a sentence and what to do."""
    return filled(
        '<div class="sd-empty">{}<strong>{}</strong><div class="sd-small">{}</div></div>',
        drawn(icon),
        title,
        content,
    )


@register.filter
def at(figures_by_key: Mapping[str, int] | None, key: str) -> int:
    """The figure of a menu item, 0 when nobody counts it."""
    return figures_by_key.get(key, 0) if figures_by_key else 0


@register.filter
def nth(values: Sequence[Text], place: int) -> Text:
    """What stands at a place in a row, the first at 0: the name of a column."""
    return values[place]


@register.filter
def size(value: int) -> str:
    """A number of bytes: 184 kB."""
    return figures.file_size(value)


@register.filter
def day(value: date, today: date) -> str:
    """A day as people say it: vandaag, 18 november."""
    return figures.day(value, today)


@register.filter
def moment(value: datetime, today: date) -> str:
    """A moment as people say it: vandaag, 9.12 uur."""
    return figures.moment(value, today)


@register.filter
def weekday(value: datetime, today: date) -> str:
    """The day above a part of a timeline: Vandaag, vrijdag 20 november."""
    return figures.weekday(value, today)
