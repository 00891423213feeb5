"""Keep files, check them, let go of them."""

from collections.abc import Collection, Iterable, Sequence

from django.conf import settings
from django.db import models, transaction
from django.db.models import ForeignObjectRel, Max

from loket.core.acting import IMPORTED, Acting
from loket.core.crash import crash_point
from loket.core.events import record
from loket.core.jobs import enqueue
from loket.core.keys import new_key
from loket.core.models import Event
from loket.documents import store
from loket.documents.examine import Findings
from loket.documents.models import LetterTemplate, PdfPhoto, PhotoPdf, StoredFile
from loket.documents.photos import is_photo, mark_of
from loket.documents.problems import UploadRefusedError
from loket.documents.rules.findings import Code, FileProblem
from loket.documents.rules.limits import Room, limit_problem
from loket.documents.rules.names import display_name, with_ending
from loket.documents.rules.types import (
    BY_CODE,
    DEFAULT_CODES,
    UNKNOWN_TYPE,
    first_problem,
    type_of_name,
)
from loket.documents.store import NotKeptError, Written
from loket.documents.upload import Upload

State = StoredFile.State
NOTHING_YET = Room()
MOST_TRIES = 3
SCANNER_AWAY = "scanner_away"
TRIED = "tried_"


@transaction.atomic
def store_upload(
    upload: Upload,
    *,
    room: Room = NOTHING_YET,
    accepted: Collection[str] = DEFAULT_CODES,
    by: Acting,
) -> StoredFile:
    """Keep a file that came in and have it checked; raises UploadRefusedError.

    `room` is what the slot and the submission hold already. Whoever counts it locks the draft or
    case first, so that two uploads at the same moment do not both take the last place.
    """
    written = _accepted_upload(upload, room, accepted)
    kind = type_of_name(upload.shown_name)
    file = StoredFile.objects.create(
        key=new_key(),
        path=_place(written, upload.shown_name, by),
        name=upload.shown_name,
        size=written.size,
        sha256=written.sha256,
        type=kind.media_type if kind else UNKNOWN_TYPE,
        uploaded_by_id=by.person_id,
        uploaded_at=by.at,
    )
    ask_check(file, behind=by.channel == IMPORTED)
    crash_point("upload.before_commit")
    return file


@transaction.atomic
def store_uploads(
    uploads: Sequence[Upload],
    *,
    room: Room = NOTHING_YET,
    accepted: Collection[str] = DEFAULT_CODES,
    by: Acting,
) -> list[StoredFile]:
    """Keep the files of one field, all or none; raises UploadRefusedError for the first bad one."""
    stored: list[StoredFile] = []
    for upload in uploads:
        stored.append(store_upload(upload, room=room, accepted=accepted, by=by))
        room = room.with_file(upload.size or 0)
    return stored


def _accepted_upload(upload: Upload, room: Room, accepted: Collection[str]) -> Written:
    name, written = upload.shown_name, upload.written
    problem = upload.problem
    if problem is None and written is not None:
        problem = first_problem(name, written.size, written.head, accepted)
        problem = problem or limit_problem(name, written.size, room, settings.FILE_LIMITS)
    if problem is not None or written is None:
        raise UploadRefusedError(problem or FileProblem(Code.EMPTY, name))
    return written


def _place(written: Written, name: str, by: Acting) -> str:
    try:
        return store.place(written, by.organisation_id)
    except NotKeptError as error:
        raise UploadRefusedError(FileProblem(error.code, name)) from error


@transaction.atomic
def store_made(content: Iterable[bytes], name: str, *, by: Acting) -> StoredFile:
    """Keep a file that Loket itself made, such as a PDF; it needs no check."""
    shown = display_name(name)
    kind = type_of_name(shown)
    try:
        written = store.write_all(content)
    except NotKeptError as error:
        raise UploadRefusedError(FileProblem(error.code, shown)) from error
    return StoredFile.objects.create(
        key=new_key(),
        path=_place(written, shown, by),
        name=shown,
        size=written.size,
        sha256=written.sha256,
        type=kind.media_type if kind else UNKNOWN_TYPE,
        state=State.CLEAN,
        uploaded_by_id=by.person_id,
        uploaded_at=by.at,
    )


@transaction.atomic
def copy_file(file: StoredFile, *, by: Acting) -> StoredFile:
    """Keep the same bytes once more, for another owner; the copy is checked as it comes in.

    Raises UploadRefusedError when the disk takes nothing.
    """
    try:
        written = store.write_all(store.parts_of(file.path))
    except NotKeptError as error:
        raise UploadRefusedError(FileProblem(error.code, file.name)) from error
    copied = StoredFile.objects.create(
        key=new_key(),
        path=_place(written, file.name, by),
        name=file.name,
        size=written.size,
        sha256=written.sha256,
        type=file.type,
        uploaded_by_id=by.person_id,
        uploaded_at=by.at,
    )
    ask_check(copied, behind=by.channel == IMPORTED)
    crash_point("copy.before_commit")
    return copied


def ask_check(file: StoredFile, *, behind: bool = False) -> None:
    """Have a file checked soon, or when there is nothing else; asking twice does it once."""
    job, once = "documents.tasks.check_file", f"file:{file.pk}"
    enqueue(job, pool="files", once=once, behind=behind, file_id=file.pk)


@transaction.atomic
def start_check(file_id: int) -> StoredFile | None:
    """Note that a file is being checked; None when it is gone or needs no check any more."""
    file = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None or file.state not in {State.UPLOADED, State.CHECKING}:
        return None
    file.state = State.CHECKING
    file.save(update_fields=["state"])
    return file


@transaction.atomic
def finish_check(file_id: int, findings: Findings, *, by: Acting) -> None:
    """Note what was found; of two checks at the same time the first one counts."""
    file = StoredFile.objects.select_for_update().filter(pk=file_id, state=State.CHECKING).first()
    if file is None:
        findings.discard()
        return
    if findings.problem is None:
        file.state, file.reason = State.CLEAN, ""
        _replace(file, findings.cleaned, by)
        _add_copy(file, findings, by)
    else:
        infected = findings.problem is Code.INFECTED
        file.state = State.INFECTED if infected else State.REFUSED
        file.reason = findings.problem
    file.save()
    crash_point("check.before_commit")
    _say_checked(file, by)


def _say_checked(file: StoredFile, by: Acting) -> None:
    """Let whatever waits for a file go on: what was found is known, or nothing will be."""
    _go_on_with_photos(file)
    record("file.checked", file, by=by, visibility=Event.Visibility.INTERNAL, state=str(file.state))


def _replace(file: StoredFile, cleaned: Written | None, by: Acting) -> None:
    if cleaned is None:
        return
    _remove_after_commit(file.path)
    file.path = store.place(cleaned, by.organisation_id)
    file.size, file.sha256 = cleaned.size, cleaned.sha256


def _add_copy(file: StoredFile, findings: Findings, by: Acting) -> None:
    if findings.copy is None:
        return
    StoredFile.objects.create(
        key=new_key(),
        path=store.place(findings.copy, by.organisation_id),
        name=with_ending(file.name, findings.copy_type),
        size=findings.copy.size,
        sha256=findings.copy.sha256,
        type=BY_CODE[findings.copy_type].media_type,
        state=State.CLEAN,
        derived_from=file,
        uploaded_by_id=file.uploaded_by_id,
        uploaded_at=by.at,
    )


@transaction.atomic
def postpone_check(file_id: int, *, scanner_away: bool, by: Acting) -> None:
    """Note that a check did not work out; it is tried again each minute.

    While the scanner is away that goes on for ever: a file that nobody scanned is never clean. An
    inspection that breaks down three times is given up, and the person is asked for another file.
    """
    file = StoredFile.objects.select_for_update().filter(pk=file_id, state=State.CHECKING).first()
    if file is None:
        return
    if scanner_away:
        file.reason = SCANNER_AWAY
    else:
        tries = int(file.reason.removeprefix(TRIED)) if file.reason.startswith(TRIED) else 0
        file.reason = f"{TRIED}{tries + 1}"
        if tries + 1 >= MOST_TRIES:
            file.state, file.reason = State.FAILED, Code.CHECK_FAILED
    file.save(update_fields=["state", "reason"])
    if file.state == State.FAILED:
        _say_checked(file, by)


@transaction.atomic
def delete_file(file: StoredFile) -> None:
    """Let go of a file, its copies and their bytes, unless something still holds it.

    Who linked to it has removed the link; a PDF with this photo in it goes along.
    """
    if is_held(file):
        return
    for paper in PhotoPdf.objects.filter(photos__file=file).select_related("file"):
        made = paper.file
        paper.delete()
        if made is not None:
            delete_file(made)
    for each in (*file.derived.all(), file):
        _remove_after_commit(each.path)
        each.delete()


def is_held(file: StoredFile) -> bool:
    """Say whether anything that may not lose it points to a file: a draft, a message, a case."""
    for one in StoredFile._meta.get_fields(include_hidden=True):
        if not isinstance(one, ForeignObjectRel) or one.related_model is StoredFile:
            continue
        if one.on_delete is not models.PROTECT:
            continue
        rows = one.related_model._meta.base_manager.filter(**{one.field.name: file.pk})
        if rows.exists():
            return True
    return False


@transaction.atomic
def ask_photo_pdf(photos: Sequence[int], title: str, language: str, *, by: Acting) -> PhotoPdf:
    """Have these photos made into one PDF, in this order; asking twice makes it once."""
    paper, new = PhotoPdf.objects.get_or_create(
        mark=mark_of(photos),
        defaults={"title": title[:200], "language": language, "asked_at": by.at},
    )
    if new:
        PdfPhoto.objects.bulk_create(
            PdfPhoto(pdf=paper, file_id=photo, position=position)
            for position, photo in enumerate(photos)
        )
        make_soon(paper)
    return paper


def make_soon(paper: PhotoPdf) -> None:
    """Have a PDF of photos made soon; asking twice does it once."""
    enqueue(
        "documents.tasks.make_photo_pdf", pool="files", once=f"photos:{paper.pk}", pdf_id=paper.pk
    )


def _go_on_with_photos(file: StoredFile) -> None:
    """A photo was checked: make the papers that wait for it, or give up on them."""
    if not is_photo(file.type):
        return
    waiting = PhotoPdf.objects.filter(photos__file=file, state=PhotoPdf.State.MAKING)
    if file.state == State.CLEAN:
        for paper in waiting:
            make_soon(paper)
    else:
        waiting.update(state=PhotoPdf.State.FAILED)


@transaction.atomic
def finish_photo_pdf(pdf_id: int, content: bytes | None, *, by: Acting) -> None:
    """Keep the PDF that was made, or note that none can be; of two makers the first counts."""
    making = PhotoPdf.objects.select_for_update().filter(pk=pdf_id, state=PhotoPdf.State.MAKING)
    paper = making.first()
    if paper is None:
        return
    if content is not None:
        paper.file = store_made([content], f"{paper.title}.pdf", by=by)
    paper.state = PhotoPdf.State.MADE if content is not None else PhotoPdf.State.FAILED
    paper.save(update_fields=["file", "state"])


def _remove_after_commit(path: str) -> None:
    transaction.on_commit(lambda: store.remove(path))


@transaction.atomic
def save_letter(code: str, language: str, *, subject: str, body: str, by: Acting) -> LetterTemplate:
    """Write a letter in a language; other words than before are its next version."""
    versions = LetterTemplate.objects.filter(code=code, language=language)
    last = versions.order_by("-version").first()
    if last and (last.subject, last.body) == (subject, body):
        return last
    highest = versions.aggregate(highest=Max("version"))["highest"] or 0
    made = LetterTemplate.objects.create(
        code=code, language=language, version=highest + 1, subject=subject, body=body
    )
    record("letter.changed", made, by=by, visibility=Event.Visibility.AUDIT)
    return made
