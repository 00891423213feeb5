"""The documents of a case as rows of a page: what was asked, what is there, what was found."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from loket.cases.models import Case, CaseFile, Task
from loket.cases.papernames import name_of_paper
from loket.cases.parts import file_view
from loket.cases.photos import mark_for, pdfs_for, photo_sets
from loket.cases.timeline import Attachment
from loket.catalogue.rules.spec import FormSpec
from loket.core.fieldview import FileView
from loket.core.partview import Text
from loket.documents.models import PhotoPdf


@dataclass(frozen=True, slots=True)
class PaperView:
    """One document of a case. `file` is None while it must still come, or may not be seen."""

    label: str
    by: Text
    at: datetime | None
    file: FileView | None = None
    id: int = 0
    state: str = ""
    reason: str = ""
    hidden: bool = False
    due: datetime | None = None
    task: int = 0
    given: datetime | None = None
    """When it was handed in before: it is used again."""
    photos: str = ""
    """Of the PDF of several photos: how far it is (making, made, failed)."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: in which language, by which address a file opens, and what may be seen."""

    language: str
    route: str
    cleared: bool = False
    person_id: int | None = None


def paper_views(
    case: Case, spec: FormSpec, tasks: tuple[Task, ...], reader: Reader
) -> list[PaperView]:
    """All documents: those that are there, then those that are still asked for."""
    language = reader.language
    there = with_photos(papers_of(case), case, spec, reader)
    asked = [
        PaperView(
            label=name_of_paper(case, spec, task.slot, task.item, language),
            by="",
            at=None,
            state="asked",
            due=task.due_at,
            task=task.pk,
        )
        for task in tasks
        if task.kind in (Task.Kind.DELIVER, Task.Kind.REPLACE)
    ]
    return there + asked


def with_photos(
    rows: list[CaseFile], case: Case, spec: FormSpec, reader: Reader
) -> list[PaperView]:
    """The documents that are there; behind the last of several photos comes their PDF."""
    sets = {photos[-1].pk: photos for photos in photo_sets(rows)}
    made = pdfs_for(list(sets.values()))
    found = []
    for row in rows:
        found.append(view_of(row, case, spec, reader))
        photos = sets.get(row.pk, [])
        paper = made.get(mark_for(photos)) if photos else None
        if paper is not None and may_see_all(photos, reader):
            label = name_of_paper(case, spec, row.slot, row.item, reader.language)
            found.append(photos_view(paper, photos, case, reader, label))
    return found


def may_see_all(photos: list[CaseFile], reader: Reader) -> bool:
    """Whether this reader may see each of these photos, and so what is made of them."""
    return all(
        row.privacy != "special" or reader.cleared or row.added_by_id == reader.person_id
        for row in photos
    )


def photos_view(
    paper: PhotoPdf, photos: list[CaseFile], case: Case, reader: Reader, document: str
) -> PaperView:
    """The PDF of several photos."""
    shown = None
    if paper.file is not None:
        attached = Attachment(paper.file.key, paper.file.name, paper.file.size, paper.file.state)
        shown = file_view(attached, case.number, reader.route)
    label = _("%(document)s: %(n)s foto’s in één PDF") % {"document": document, "n": len(photos)}
    return PaperView(label, "", photos[-1].added_at, shown, photos=paper.state)


def view_of(row: CaseFile, case: Case, spec: FormSpec, reader: Reader) -> PaperView:
    """One document; of a special one the uncleared see only that it exists."""
    own = row.added_by_id == reader.person_id
    hidden = row.privacy == "special" and not (reader.cleared or own)
    shown = Attachment(row.file.key, row.file.name, row.file.size, row.file.state)
    return PaperView(
        label=name_of_paper(case, spec, row.slot, row.item, reader.language) or _("Bijlage"),
        by=row.added_by.party.name if row.added_by else "",
        at=row.added_at,
        file=None if hidden else file_view(shown, case.number, reader.route),
        id=row.pk,
        state="" if row.via == CaseFile.FROM_US else row.state,
        reason=row.reason,
        hidden=hidden,
        given=row.given_at,
    )


def papers_of(case: Case) -> list[CaseFile]:
    """The files of a case, in the order in which they came."""
    rows = CaseFile.objects.filter(case=case).exclude(state=CaseFile.State.REPLACED)
    return list(rows.select_related("file", "added_by__party").order_by("pk"))


def label_of(spec: FormSpec, slot_id: str, language: str) -> str:
    """What a document is called wherever no row may be named, as on a file that leaves the house."""
    slot = spec.slot(slot_id) if slot_id else None
    if slot is None:
        return ""
    return slot.label.get(language) or next(iter(slot.label.values()), slot_id)
