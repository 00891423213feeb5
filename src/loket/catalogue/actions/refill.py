"""Put answers and documents that were handed in before into a new draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from loket.catalogue.actions.drafts import LONGEST_NAME, copy_proofs
from loket.catalogue.models import Draft, DraftFile
from loket.catalogue.opened import Opened, put_back
from loket.catalogue.rules.documents import keeps_as_well
from loket.catalogue.rules.refit import refit, takes_slot, uncounted
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.values import Answers
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import standing_of
from loket.core.acting import Acting
from loket.documents.actions import copy_file
from loket.documents.models import StoredFile
from loket.documents.rules.types import DEFAULT_CODES, type_of_name


@dataclass(frozen=True, slots=True)
class Filed:
    """A document in the slot that it was given for, and when it was given the first time."""

    slot: str
    item: str
    file: StoredFile
    given_at: datetime


@transaction.atomic
def refill_draft(
    draft: Draft, form: FormSpec, answers: Answers, files: Iterable[Filed], *, by: Acting
) -> list[str]:
    """Fill a blank draft with answers to (a version of) its form, and with copies of documents.

    What somebody declared of the earlier request (all is true, we may use it) is declared anew.
    Returns the names of the answers and slots that the form no longer has, or does not ask now.
    """
    spec = spec_of(draft.version)
    said = {name: value for name, value in answers.items() if not _is_declared(form, name)}
    fit = refit(form, spec, said)
    put_back(draft, spec, Opened(fit.answers, {}))
    draft.save()
    links, left = [], list(fit.left)
    for position, one in enumerate(files):
        if one.file.state in StoredFile.NOT_TAKEN:
            continue
        if not _fits(form, spec, one):
            left.append(one.slot)
            continue
        copied = copy_file(one.file, by=by)
        links.append(
            DraftFile(
                draft=draft,
                file=copied,
                slot=one.slot,
                item=one.item,
                position=position,
                given_at=one.given_at,
            )
        )
    DraftFile.objects.bulk_create(links)
    after = standing_of(draft, by=by).state
    keys = [key.split(".") for key in uncounted(form, said, after)]
    asked = {(one.slot.id, one.item) for one in after.slots}
    left += [".".join(dict.fromkeys((key[0], key[-1]))) for key in keys]
    left += [link.slot for link in links if (link.slot, link.item) not in asked]
    return list(dict.fromkeys(left))


@transaction.atomic
def take_along(draft: Draft, earlier: Draft) -> None:
    """Give a draft the name of an earlier one of the same person, and what was proven in it."""
    draft.name = draft.name or earlier.name[:LONGEST_NAME]
    draft.save(update_fields=["name"])
    copy_proofs(earlier, draft)


def _is_declared(form: FormSpec, name: str) -> bool:
    field = form.fields.get(name)
    return field is not None and field.type in ("consent", "statement")


def _fits(form: FormSpec, spec: FormSpec, one: Filed) -> bool:
    """Whether the form still asks this document, keeps it as well, and takes files of this kind."""
    asked, slot = form.slot(one.slot), spec.slot(one.slot)
    if slot is None or not takes_slot(spec, one.slot, one.item):
        return False
    if asked is not None and not keeps_as_well(asked, slot):
        return False
    kind = type_of_name(one.file.name)
    return kind is not None and kind.code in (slot.accept or DEFAULT_CODES)
