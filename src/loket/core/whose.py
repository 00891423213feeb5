"""Whom a page was made for: it goes along with every form, so that nobody sends what another typed.

On a device that people share, a page of one stays open while the next signs in beside it. It is the
name of a field and not its value, so that a browser that goes back does not give the next person
what the first one typed: Chromium and WebKit fill a form in again when its address and the names of
its first two fields are the same.
"""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WHOSE = "van-wie-"
"""How the name of the field of every form begins that says its reader; a visitor has none."""
SIGNS = 20


def reader_of(request: HttpRequest) -> str:
    """Who reads a page, in 20 hexadecimal signs that mean nothing elsewhere; "" for a visitor."""
    person = getattr(request, "person", None)
    if person is None:
        return ""
    known: tuple[int, str] = getattr(request, "reader", (0, ""))
    if known[0] != person.pk:
        signs = salted_hmac("loket.core.whose", str(person.pk), algorithm="sha256").hexdigest()
        known = (person.pk, signs[:SIGNS])
        request.reader = known  # type: ignore[attr-defined]  # counted once for all forms of a page
    return known[1]


def is_of_another(request: HttpRequest) -> bool:
    """Whether a form was typed on a page of somebody else than who is signed in now."""
    reader = reader_of(request)
    return bool(reader) and f"{WHOSE}{reader}" not in request.POST
