"""The documents of a step as a page shows them, each with its files."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.catalogue.actions.files import slot_bytes, slot_most
from loket.catalogue.models import DraftFile
from loket.catalogue.rownames import heading_of, title_of
from loket.catalogue.rules.spec import Slot
from loket.catalogue.rules.state import SlotState
from loket.catalogue.standing import Standing
from loket.catalogue.texts import Teller
from loket.core.fieldview import FileState, FileView, KnownView, OptionView, SlotView
from loket.documents.models import StoredFile
from loket.documents.photos import is_photo
from loket.documents.problems import megabytes, problem_of, sentence
from loket.documents.rules.types import BY_MEDIA_TYPE, DEFAULT_CODES, Family, endings_of

STATES: Mapping[str, FileState] = {
    StoredFile.State.UPLOADED: FileState.CHECKING,
    StoredFile.State.CHECKING: FileState.CHECKING,
    StoredFile.State.CLEAN: FileState.ADDED,
}
KINDS: Mapping[str, str | Promise] = {
    "pdf": "pdf",
    "docx": "Word",
    "xlsx": "Excel",
    "odt": "OpenDocument",
    "ods": "OpenDocument",
    "txt": gettext_lazy("tekst (txt)"),
    "eml": gettext_lazy("bewaarde e-mail"),
    "msg": gettext_lazy("bewaarde e-mail"),
}
"""What people call the kinds of file that we take."""
PHOTOS = ("jpg", "png", "heic")
ICONS: Mapping[str, str] = {
    Family.PDF: "file-type-pdf",
    Family.PICTURE: "photo",
    Family.MAIL: "mail",
    Family.OUTLOOK: "mail",
}


@dataclass(frozen=True, slots=True)
class FileAddresses:
    """Where the files of a draft are sent to and fetched from."""

    base: str
    """The address that takes files; with a file's key behind it, that file."""
    known: Mapping[str, tuple[KnownView, ...]] = field(default_factory=dict)
    """What lies with us already, by slot."""

    def file(self, key: str) -> str:
        """The address of one file."""
        return f"{self.base}{key}"

    def row(self, place: str) -> str:
        """The address that shows one slot anew."""
        return f"{self.base}?slot={place}"


def slot_views(
    standing: Standing, step: str, at: FileAddresses, errors: Mapping[str, str]
) -> tuple[SlotView, ...]:
    """The documents of a step, also those that an answer may still ask: the script shows them.

    `errors` are sentences by `document.<key>`.
    """
    asked = {one.key for one in standing.state.slots}
    order = {slot.id: place for place, slot in enumerate(standing.spec.documents)}
    found = [*standing.state.slots, *standing.state.hidden_slots]
    found.sort(key=lambda one: (order[one.slot.id], one.path))
    return tuple(
        replace(slot_view(standing, one, at, errors), visible=one.key in asked)
        for one in found
        if one.slot.step == step
    )


def slot_view(
    standing: Standing, one: SlotState, at: FileAddresses, errors: Mapping[str, str]
) -> SlotView:
    """One document that is asked."""
    teller = Teller.of(standing)
    path = f"document.{one.key}"
    codes = one.slot.accept or DEFAULT_CODES
    given = {file.key for file in one.files}
    links = [link for link in standing.links if link.file.key in given]
    return SlotView(
        path=path,
        label=heading_of(standing, one),
        title=title_of(standing, one),
        hint="" if one.replaced else teller.say(one.slot.hint, one.item),
        error=errors.get(path, ""),
        required=one.required or one.replaced,
        files=tuple(file_view(link, at) for link in links),
        accept=",".join(f".{ending}" for ending in endings_of(codes)),
        limits=limits_of(one.slot),
        max_bytes=slot_bytes(one.slot),
        files_left=max(0, slot_most(one.slot) - len(one.files)),
        upload_url=at.base,
        refresh_url=at.row(path),
        later=_later(one),
        replaced_by=_replaced(one, standing),
        known=known_for(one, at),
        photos=sum(is_photo(link.file.type) for link in links),
        rev=standing.draft.rev,
    )


def known_for(one: SlotState, at: FileAddresses) -> tuple[KnownView, ...]:
    """What can be used again in a slot that still takes a file."""
    full = len(one.files) >= slot_most(one.slot) or one.replaced
    return () if full else at.known.get(one.slot.id, ())


def file_view(link: DraftFile, at: FileAddresses) -> FileView:
    """One file, with the sentence for what is wrong with it."""
    file = link.file
    problem = problem_of(file)
    kind = BY_MEDIA_TYPE.get(file.type)
    return FileView(
        key=file.key,
        name=file.name,
        size=file.size,
        state=STATES.get(file.state, FileState.REFUSED),
        icon=ICONS.get(kind.family if kind else "", "file-text"),
        url=at.file(file.key),
        error=sentence(problem) if problem else "",
    )


def room_left(standing: Standing) -> int:
    """How many bytes the whole draft still takes."""
    used = sum(link.file.size for link in standing.links)
    most: int = settings.FILE_LIMITS.submission_bytes
    return max(0, most - used)


def limits_of(slot: Slot) -> str:
    """What may be added: pdf, Word, photo, at most 25 MB."""
    codes = slot.accept or DEFAULT_CODES
    kinds = dict.fromkeys(str(words) for code, words in KINDS.items() if code in codes)
    if photos := ", ".join(code for code in PHOTOS if code in codes):
        kinds[_("foto (%(kinds)s)") % {"kinds": photos}] = None
    return _("Wij nemen aan: %(kinds)s. Een bestand mag hoogstens %(size)s groot zijn.") % {
        "kinds": ", ".join(kinds),
        "size": megabytes(slot_bytes(slot)),
    }


def room_words(standing: Standing) -> str:
    """What may still be added to the whole draft, in words."""
    return _("U kunt in totaal nog %(room)s toevoegen.") % {"room": megabytes(room_left(standing))}


def _later(one: SlotState) -> OptionView | None:
    if one.slot.may_follow is None or not one.required:
        return None
    return OptionView("true", _("Ik stuur dit document later."), chosen=one.later)


def _replaced(one: SlotState, standing: Standing) -> str:
    if not one.replaced:
        return ""
    approval = standing.spec.approval(one.slot.replaced_by)
    name = standing.sources.approver_name(approval.by) if approval else ""
    if name:
        return _("U hoeft dit niet toe te voegen: wij vragen het aan %(name)s.") % {"name": name}
    return _("U hoeft dit niet toe te voegen: wij vragen het voor u.")
