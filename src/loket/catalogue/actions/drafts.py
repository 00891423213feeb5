"""Begin, name, end and delete a draft; every change keeps it alive for another term."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from loket.catalogue.audience import may_use, subject_for
from loket.catalogue.models import Draft, DraftFile, DraftProof, Service
from loket.catalogue.opened import Opened, put_back
from loket.catalogue.rules.dates import end_of
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.values import COMPUTED, PROVEN, PROVENANCE, Answers
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.prepared import prepared
from loket.core.publicholidays import holiday_name
from loket.people.models import Person

FOLLOWS = (PROVENANCE, PROVEN, COMPUTED)
"""What stands beside answers that were handed in and is worked out anew in a draft."""

type Placed = tuple[str, str, int]
"""A slot, the item of its group ("" for none), and the stored file that lies there."""

CLICKED_TWICE = timedelta(seconds=10)
"""Begun again so soon, with nothing typed in between, it is the same draft that was meant."""
LAST_MOMENT = time(23, 59, 59)
FRIDAY = 5
LONGEST_NAME = Draft._meta.get_field("name").max_length


@transaction.atomic
def start_draft(
    service: Service, *, by: Acting, loa: str, about: Person | None = None, name: str = ""
) -> Draft:
    """Begin a new draft of the form as it is online now; `loa` is how sure we are who it is.

    `name` tells several drafts of one form apart. `about` is the employee for whom a personnel
    department asks; the draft bears their name.
    """
    version = service.form.live_version
    if version is None or not can_begin(service, by):
        raise RuleError(_("U kunt dit formulier niet meer invullen."), code="not_offered")
    if by.person_id is None or not may_use(service.audience, by.person_id, by.today):
        raise RuleError(_("Dit formulier is niet voor u bedoeld."), code="not_for_you")
    spec = spec_of(version)
    return Draft.objects.create(
        version=version,
        owner_id=by.person_id,
        subject_id=subject_for(spec, about, by),
        name=name_of(about.party.name if about and spec.on_behalf else name),
        language=by.language,
        loa=loa,
        created_at=by.at,
        touched_at=by.at,
        expires_at=expiry_of(spec, by),
    )


@transaction.atomic
def begin_draft(
    service: Service, *, by: Acting, loa: str, about: Person | None = None, name: str = ""
) -> Draft:
    """Begin a draft from a page: a second click on the button gives the draft of the first."""
    Person.objects.select_for_update(no_key=True).filter(pk=by.person_id).first()
    draft = start_draft(service, by=by, loa=loa, about=about, name=name)
    same = Draft.objects.open().filter(owner=draft.owner_id, version=draft.version_id)
    same = same.filter(subject=draft.subject_id, name=draft.name, touched_at=F("created_at"))
    first = same.filter(created_at__gte=by.at - CLICKED_TWICE).order_by("pk")[0]
    if first != draft:
        draft.delete()
    return first


@transaction.atomic
def rename_draft(draft: Draft, name: str, *, by: Acting) -> Draft:
    """Give a draft a name of the person's own, to tell several apart."""
    draft = lock_draft(draft, by=by)
    draft.name = name_of(name)
    touch_draft(draft, by=by)
    draft.save(update_fields=["name"])
    return draft


def name_of(text: str) -> str:
    """A name as it was typed, without needless spaces and not too long."""
    return " ".join(text.split())[:LONGEST_NAME].strip()


@transaction.atomic
def throw_away(draft: Draft, *, by: Acting) -> Draft:
    """Throw a draft away; it can be taken back for some days. Twice is as good as once."""
    draft = lock_draft(draft, by=by, thrown=True)
    if draft.lasting:
        raise RuleError(
            _("U kunt dit niet verwijderen: het hoort bij een zaak die op u wacht."), code="lasting"
        )
    if draft.thrown_at is None:
        draft.thrown_at = by.at
        draft.save(update_fields=["thrown_at"])
    return draft


@transaction.atomic
def take_back(draft: Draft, *, by: Acting) -> Draft:
    """Take back a draft that was thrown away, as it was, for a term that begins anew."""
    draft = lock_draft(draft, by=by, thrown=True)
    if draft.thrown_at is not None:
        draft.thrown_at = None
        draft.save(update_fields=["thrown_at"])
        touch_draft(draft, by=by)
    return draft


@transaction.atomic
def finish_draft(draft: Draft, *, by: Acting) -> Draft:
    """Close a draft that became a case: nobody changes it any more."""
    draft = lock_draft(draft, by=by)
    close_draft(draft, by=by)
    return draft


def close_draft(draft: Draft, *, by: Acting) -> None:
    """Close a draft that is locked."""
    draft.submitted_at = by.at
    draft.save(update_fields=["submitted_at"])


def free_draft(draft: Draft, *, by: Acting) -> None:
    """Give a correction back to its owner as a draft like any other: nothing waits for it now."""
    draft.lasting = False
    draft.expires_at = expiry_of(spec_of(draft.version), by)
    draft.save(update_fields=["lasting", "expires_at"])


def hold_draft(draft: Draft) -> None:
    """Let something wait for a draft once more: it does not end by itself."""
    draft.lasting = True
    draft.save(update_fields=["lasting"])


@transaction.atomic
def draft_with(draft: Draft, answers: Answers, files: Iterable[Placed], *, by: Acting) -> Draft:
    """Begin a draft like another one, with these answers and files, to change what was handed in."""
    copy = blank_copy(draft, by)
    kept = {name: value for name, value in answers.items() if name not in FOLLOWS}
    put_back(copy, spec_of(draft.version), Opened(kept, {}))
    copy.save()
    DraftFile.objects.bulk_create(
        DraftFile(draft=copy, file_id=file, slot=slot, item=item, position=position)
        for position, (slot, item, file) in enumerate(files)
    )
    copy_proofs(draft, copy)
    return copy


def copy_proofs(draft: Draft, copy: Draft) -> None:
    """What was proven once stays proven."""
    DraftProof.objects.bulk_create(
        DraftProof(draft=copy, mark=proof.mark, proven_at=proof.proven_at)
        for proof in draft.proofs.all()
    )


def blank_copy(draft: Draft, by: Acting) -> Draft:
    """A lasting draft of the same person about the same, with nothing in it and not saved yet."""
    return Draft(
        version=draft.version,
        owner_id=draft.owner_id,
        subject_id=draft.subject_id,
        acting_for_id=draft.acting_for_id,
        name=draft.name,
        language=draft.language,
        loa=draft.loa,
        lasting=True,
        created_at=by.at,
        touched_at=by.at,
        expires_at=expiry_of(spec_of(draft.version), by),
    )


def lock_draft(draft: Draft, *, by: Acting, thrown: bool = False) -> Draft:
    """The draft as it is now, held until the end of the transaction; the owner's only.

    One that was thrown away is only for who says so: it must be taken back before it changes.
    """
    found = locked_drafts.first(draft.pk)
    if found is None:
        raise RuleError(_("Dit concept bestaat niet meer."), code="gone")
    if found.owner_id != by.person_id:
        raise RuleError(_("Dit is niet uw concept."), code="not_yours")
    if found.submitted_at is not None:
        raise RuleError(_("Deze aanvraag is al ingediend."), code="submitted")
    if found.thrown_at is not None and not thrown:
        raise RuleError(
            _("Dit concept hebt u weggegooid. Zet het eerst terug bij Concepten."), code="thrown"
        )
    return found


@prepared
def locked_drafts(draft_id: int) -> QuerySet[Draft]:
    """This draft, locked, with its version."""
    drafts = Draft.objects.select_for_update(of=("self",)).filter(pk=draft_id)
    return drafts.select_related("version").defer("version__spec")


def touch_draft(draft: Draft, *also: str, by: Acting) -> None:
    """Keep a locked draft for another term, and note that something in it changed.

    `also` are the fields that the caller changed, to be saved at once.
    """
    touch(draft, spec_of(draft.version), by)
    draft.rev += 1
    draft.save(update_fields=["rev", *TOUCHED, *also])


TOUCHED = ("touched_at", "expires_at", "reminded", "language")
KEPT = ("answers", "sealed", "conflicts", "reasons", "later", "field_revs", "rev", *TOUCHED)


def keep(draft: Draft, spec: FormSpec, opened: Opened, by: Acting) -> None:
    """Save what changed in the answers, under the next revision."""
    put_back(draft, spec, opened)
    touch(draft, spec, by)
    draft.save(update_fields=KEPT)


def touch(draft: Draft, spec: FormSpec, by: Acting) -> None:
    """Begin the term anew; the last day moves at most once a day."""
    before = draft.touched_at.astimezone(ZoneInfo(by.time_zone)).date()
    if before != by.today or draft.reminded:
        draft.expires_at = expiry_of(spec, by)
    draft.touched_at = by.at
    draft.reminded = 0
    draft.language = by.language


def expiry_of(spec: FormSpec, by: Acting) -> datetime:
    """The end of the last day on which a draft that is changed now is still kept."""

    def works(day: date) -> bool:
        return day.isoweekday() <= FRIDAY and holiday_name(by.region, day, "nl") is None

    last = end_of(spec.save.ttl, by.today, works)
    return datetime.combine(last, LAST_MOMENT, ZoneInfo(by.time_zone))


def can_begin(service: Service, by: Acting) -> bool:
    """Whether its form is online and the hard stop of it has not passed; who may, is another matter."""
    version = service.form.live_version
    if version is None or not service.offered:
        return False
    return version.closes_at is None or version.closes_at > by.at
