"""The proof in a form that it comes from our own page, and who read that page."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from loket.core.whose import WHOSE, reader_of

register = template.Library()

FIELD = mark_safe('<input type="hidden" name="{}" value="{}">')


@register.simple_tag(takes_context=True)
def csrf_token(context: template.Context) -> SafeString | str:
    """Give the two hidden fields of every form; takes the place of Django's own tag."""
    proof: Any = context.get("csrf_token")
    if not proof or proof == "NOTPROVIDED":
        return ""
    request = context.get("request")
    reader = reader_of(request) if request else ""
    known: tuple[object, str, SafeString] = getattr(request, "fields_of_forms", (None, "", FIELD))
    if (known[0], known[1]) != (proof, reader):
        known = (proof, reader, fields_of(str(proof), reader))
        if request:  # a page has a dozen forms: made once for all of them
            request.fields_of_forms = known
    return known[2]


def fields_of(proof: str, reader: str) -> SafeString:
    """Write the two fields; a visitor has the first one only."""
    fields = format_html(FIELD, "csrfmiddlewaretoken", proof)
    return fields + format_html(FIELD, f"{WHOSE}{reader}", 1) if reader else fields
