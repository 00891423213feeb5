"""Hand out a file: as a download, to those whom its owner's page lets through.

The view that calls this has fetched the draft, message or case with `visible_to` first: a file
has no permission of its own. What holds for every file is asked here: nobody gets one in which a
virus was found, and others than who handed it in get it only when it is clean.
"""

from django.http import FileResponse
from django.utils.translation import gettext as _

from loket.core.errors import RuleError
from loket.documents import store
from loket.documents.models import StoredFile
from loket.documents.problems import problem_of, sentence
from loket.documents.rules.names import ending_of
from loket.documents.rules.types import BY_CODE, UNKNOWN_TYPE

State = StoredFile.State
OWN = frozenset({State.CLEAN, State.UPLOADED, State.CHECKING})
HEIC = BY_CODE["heic"].media_type
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class NotServedError(RuleError):
    """The file is not handed out; the sentence says why."""


def serve(file: StoredFile, download_name: str = "", *, own: bool = False) -> FileResponse:
    """Return the download of a file; `own` when it goes to the person who handed it in.

    `download_name` comes without its ending or with any: the ending is that of what is sent.
    """
    refuse_unserved(file, own=own)
    sent = readable_copy(file)
    name = _named(download_name or sent.name, sent)
    response = FileResponse(
        store.full_path(sent.path).open("rb"),
        as_attachment=True,
        filename=name,
        content_type=sent.type or UNKNOWN_TYPE,
        headers=HEADERS,
    )
    response["Content-Length"] = str(sent.size)
    return response


def may_be_served(file: StoredFile, *, own: bool = False) -> bool:
    """Tell whether a file may be handed out now, so that a page shows a link or none."""
    return file.state in OWN if own else file.state == State.CLEAN


def refuse_unserved(file: StoredFile, *, own: bool = False) -> None:
    """Raise NotServedError when a file may not be handed out now."""
    if may_be_served(file, own=own):
        return
    problem = problem_of(file)
    if problem is not None:
        raise NotServedError(sentence(problem), code=problem.code)
    said = _(
        "Wij controleren het bestand ‘%(name)s’ nog op virussen. Probeer het over enkele minuten "
        "opnieuw."
    )
    raise NotServedError(said % {"name": file.name}, code="checking")


def readable_copy(file: StoredFile) -> StoredFile:
    """Return the copy that everybody can open, or the file itself when it needs none."""
    if file.type != HEIC or file.state != State.CLEAN:
        return file
    return file.derived.order_by("-pk").first() or file


def _named(name: str, sent: StoredFile) -> str:
    ending = ending_of(sent.name)
    if not ending or ending_of(name) == ending:
        return name
    stem = name.rpartition(".")[0] if ending_of(name) else name
    return f"{stem}.{ending}"
