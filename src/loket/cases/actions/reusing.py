"""Use a document again that lies with us already, and keep when it was first handed in."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from loket.cases.earlier import earlier_documents, refused_among
from loket.cases.models import Case, CaseFile
from loket.cases.problems import SubmitRefusedError
from loket.catalogue.actions.files import reuse_file, slot_at
from loket.catalogue.models import Draft, DraftFile
from loket.catalogue.rules.values import Problem
from loket.catalogue.standing import Standing, standing_of, subject_of
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.documents.actions import copy_file
from loket.documents.models import StoredFile


@transaction.atomic
def reuse_document(draft: Draft, place: str, key: str, *, by: Acting) -> DraftFile:
    """Put the earlier document with this key in a slot of a draft; `place` is `slot` or `slot.item`.

    The file is shared: whichever of the two requests lets go of it, the other keeps it.
    """
    there = draft.files.filter(file__key=key).first()
    if there is not None:
        return there
    standing = standing_of(draft, by=by)
    slot, _item = slot_at(standing.spec, place)
    offered = earlier_documents(standing, [slot], by=by).get(slot.id, [])
    found = next((one for one in offered if one.file.key == key), None)
    if found is None:
        raise RuleError(_("Dit document kan hier niet opnieuw gebruikt worden."), code="no_reuse")
    return reuse_file(draft, place, found.file, found.given_at, by=by)


def refuse_no_longer_good(standing: Standing) -> None:
    """Hand in no document of before that was refused since in a case about the same person."""
    links = [link for link in standing.links if link.given_at is not None]
    bad = refused_among(links, subject_of(standing.draft))
    names = {link.file.key: link.file.name for link in bad}
    problems = tuple(
        Problem(one.path, "document_refused", {"name": name}, step=one.slot.step, key=one.key)
        for one in standing.state.slots
        if (name := next((names[file.key] for file in one.files if file.key in names), ""))
    )
    if problems:
        raise SubmitRefusedError(problems)


def for_place(case: Case, file: StoredFile, place: tuple[str, str], by: Acting) -> StoredFile:
    """A file for a slot and item of a case; a copy where the case holds it at another place already.

    So each place keeps its own document, with what was found of it.
    """
    rows = CaseFile.objects.filter(case=case, file=file).values_list("slot", "item")
    return file if rows.first() in (None, place) else copy_file(file, by=by)


def note_copied(case: Case, copies: Mapping[int, int]) -> None:
    """Keep of copies, by the file that they are of, when that was given first."""
    rows = CaseFile.objects.filter(case=case)
    for copied, first in copies.items():
        row = rows.get(file=first)
        rows.filter(file=copied).update(given_at=row.given_at or row.added_at)


def note_first_given(case: Case, draft: Draft) -> None:
    """Keep on the case of which documents of a draft it is known when they were first given."""
    for link in draft.files.exclude(given_at=None):
        rows = CaseFile.objects.filter(case=case, file=link.file_id, given_at=None)
        rows.update(given_at=link.given_at)
