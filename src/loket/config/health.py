"""Tells a monitor whether Loket can do its work, and how the mails fare."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.contacts.figures import mails_in_trouble

WHERE = "docs/admin/mail.md"


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers; a fault rises and is a 500.

    A mail that failed is a line, not a fault: the service goes on, and a human being looks at it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    trouble = mails_in_trouble()
    lines = [
        "goed",
        f"mails mislukt: {trouble.failed}",
        f"mails onzeker: {trouble.uncertain}",
    ]
    if trouble.held:
        lines.append("mails wachten op de beheerder")
    if trouble.failed or trouble.uncertain or trouble.held:
        lines.append(f"zie: manage.py mails ({WHERE})")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
