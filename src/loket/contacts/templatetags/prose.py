"""Show typed text safely: paragraphs, line ends and links, nothing else."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from loket.contacts.rules.prose import Line, Paragraph, paragraphs

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Typed text as paragraphs; addresses in it become links, everything else stays text."""
    return format_html_join("\n", "<p>{}</p>", ((_paragraph(block),) for block in paragraphs(text)))


def _paragraph(block: Paragraph) -> SafeString:
    *before, last = (_line(line) for line in block)
    return format_html_join("", "{}<br>", ((line,) for line in before)) + last


def _line(line: Line) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece.text, piece.url),) for piece in line))


def _piece(text: str, url: str) -> SafeString:
    if not url:
        return format_html("{}", text)
    return format_html('<a href="{}" rel="noopener noreferrer nofollow">{}</a>', url, text)
