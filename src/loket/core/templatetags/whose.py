"""The proof in a form that it comes from our own page, and who read that page."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from loket.core.whose import WHOSE, reader_of

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: template.Context) -> SafeString | str:
    """Give the two hidden fields of every form; takes the place of Django's own tag."""
    proof: Any = context.get("csrf_token")
    if not proof or proof == "NOTPROVIDED":
        return ""
    field = '<input type="hidden" name="{}" value="{}">'
    fields = format_html(field, "csrfmiddlewaretoken", proof)
    request = context.get("request")
    reader = reader_of(request) if request else ""
    return fields + format_html(field, f"{WHOSE}{reader}", 1) if reader else fields
