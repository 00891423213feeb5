"""What somebody typed and sent, so that the page that could not take it offers it again.

Nothing but the request is needed. Passwords and one-time codes are not repeated, nor are files: a
browser does not give those back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from loket.core.fieldview import CODE
from loket.core.whose import WHOSE

SECRET = frozenset({"wachtwoord", "adrescode"})
"""The fields of the two forms that say a secret and nothing else worth keeping."""
PROOF = "csrfmiddlewaretoken"
"""Proves that a form comes from our own page; what has none is not offered again."""
ON_THE_DEVICE = "op-dit-apparaat"
"""The field by which the script of a draft says that it keeps what was typed."""
OURS = frozenset({"wordt", "kept", "hergebruik", "versie"})
"""Fields and buttons whose value our pages made up of more than one word: nobody wrote it."""
KEPT = "_words_kept"
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError, OSError)


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent, and whether files of it are lost."""

    address: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool

    @property
    def written(self) -> tuple[str, ...]:
        """What a person wrote in more than one word, each text once."""
        values = (value for name, value in self.fields if name not in OURS)
        return tuple(dict.fromkeys(value for value in values if len(value.split()) > 1))


def typed_in(request: HttpRequest) -> Typed | None:
    """The words of a form that a person sent with a click; None where there is nothing to offer."""
    return None if sent_by_script(request) else _form_in(request)


def _form_in(request: HttpRequest) -> Typed | None:
    if request.method != "POST":
        return None
    with_files = request.content_type == "multipart/form-data"
    if with_files and not hasattr(request, "_files"):
        request.upload_handlers = []  # the words only: files find no place now
    try:
        lists = list(request.POST.lists())
    except UNREADABLE:
        return None
    names = {name for name, _values in lists}
    if PROOF not in names or names & SECRET:
        return None
    asked = ((name, values) for name, values in lists if not name.startswith(CODE))
    fields = tuple((name, value) for name, values in asked for value in values)
    return Typed(request.get_full_path(), fields, with_files)


def words_in(request: HttpRequest) -> Typed | None:
    """What would be lost with this form; None where it holds nothing that a person gave.

    A draft whose script knew that nobody is signed in keeps the words on the device by itself.
    """
    typed = _form_in(request) if sent_by_htmx(request) else typed_in(request)
    if typed is None or ON_THE_DEVICE in request.POST:
        return None
    given = any(
        value for name, value in typed.fields if name != PROOF and not name.startswith(WHOSE)
    )
    return typed if given else None


def note_kept(request: HttpRequest, kept: object) -> None:
    """Say that these words arrived, for a page may show them in another notation.

    `kept` is what was typed: a text, or a list or mapping of them.
    """
    vars(request).setdefault(KEPT, set()).update(_texts_in(kept))


def is_kept(request: HttpRequest, text: str) -> bool:
    """Whether a view said that it keeps these words."""
    return text in vars(request).get(KEPT, ())


def _texts_in(kept: object) -> Iterator[str]:
    match kept:
        case str():
            yield kept
        case Mapping():
            for one in kept.values():
                yield from _texts_in(one)
        case list() | tuple():
            for one in kept:
                yield from _texts_in(one)


def words_read(request: HttpRequest) -> tuple[str, ...]:
    """What a person wrote in a form of ours that was read, to be copied from a page that refuses it."""
    if "_post" not in vars(request) or not is_from_our_page(request):
        return ()
    typed = typed_in(request)
    return typed.written if typed else ()


def files_in(request: HttpRequest) -> tuple[str, ...]:
    """The names of the files that came with a form that was read; a browser gives none back."""
    if "_post" not in vars(request):
        return ()
    files = (file for name in request.FILES for file in request.FILES.getlist(name))
    return tuple(str(file.name) for file in files)


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this very host."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    own = f"{request.scheme}://{request.get_host()}"
    return site == "same-origin" and request.headers.get("Origin") == own


def sent_by_htmx(request: HttpRequest) -> bool:
    """Whether htmx sent a form that a person pressed, and puts the answer in the page.

    It keeps nothing and tries nothing again, unlike our own scripts.
    """
    return request.method == "POST" and "HX-Current-URL" in request.headers


def sent_by_script(request: HttpRequest) -> bool:
    """Whether a script of the page sent it, which keeps what was typed and tries again by itself."""
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return True
    return request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
