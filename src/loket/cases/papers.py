"""The documents of a case as rows of a page: what was asked, what is there, what was found."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from loket.cases.models import Case, CaseFile, Task
from loket.cases.parts import file_view
from loket.cases.timeline import Attachment
from loket.catalogue.rules.spec import FormSpec
from loket.core.fieldview import FileView
from loket.core.partview import Text


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
    there = [view_of(row, case, spec, reader) for row in papers_of(case)]
    asked = [
        PaperView(
            label=label_of(spec, task.slot, language),
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


def view_of(row: CaseFile, case: Case, spec: FormSpec, reader: Reader) -> PaperView:
    """One document; of a special one the uncleared see only that it exists."""
    own = row.added_by_id == reader.person_id
    hidden = row.privacy == "special" and not (reader.cleared or own)
    shown = Attachment(row.file.key, row.file.name, row.file.size, row.file.state)
    return PaperView(
        label=label_of(spec, row.slot, reader.language) or _("Bijlage"),
        by=row.added_by.party.name if row.added_by else "",
        at=row.added_at,
        file=None if hidden else file_view(shown, case, reader.route),
        id=row.pk,
        state="" if row.via == CaseFile.FROM_US else row.state,
        reason=row.reason,
        hidden=hidden,
    )


def papers_of(case: Case) -> list[CaseFile]:
    """The files of a case, in the order in which they came."""
    rows = CaseFile.objects.filter(case=case).exclude(state=CaseFile.State.REPLACED)
    return list(rows.select_related("file", "added_by__party").order_by("pk"))


def label_of(spec: FormSpec, slot_id: str, language: str) -> str:
    """What a document is called, in the reader's language."""
    slot = spec.slot(slot_id) if slot_id else None
    if slot is None:
        return ""
    return slot.label.get(language) or next(iter(slot.label.values()), slot_id)
