"""A timeline as the parts of a page show it, for whoever reads it."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.cases.models import Case
from loket.cases.timeline import Attachment, Entry, Timeline
from loket.core.addresses import address_of
from loket.core.fieldview import FileState, FileView
from loket.core.partview import DetailView, EntryKind, EntryView, Text

ICONS = {
    "pdf": "file-type-pdf",
    "jpg": "photo",
    "jpeg": "photo",
    "png": "photo",
    "heic": "photo",
    "xlsx": "file-spreadsheet",
    "ods": "file-spreadsheet",
    "docx": "file-text",
    "odt": "file-text",
}
STATES = {
    "clean": FileState.ADDED,
    "refused": FileState.REFUSED,
    "infected": FileState.REFUSED,
    "failed": FileState.REFUSED,
}
WRONG: Mapping[str, str | Promise] = {
    "refused": gettext_lazy("Wij konden dit bestand niet aannemen."),
    "infected": gettext_lazy("Dit bestand is niet veilig."),
    "failed": gettext_lazy("Wij konden dit bestand niet controleren. Dat ligt aan ons."),
}
"""What is wrong with a file that nobody can open."""

ROLES: Mapping[str, str | Promise] = {
    "question": gettext_lazy("vraag"),
    "solution": gettext_lazy("oplossing"),
    "return": gettext_lazy("teruggestuurd"),
    "correction": gettext_lazy("verbetering"),
    "approval": gettext_lazy("akkoord"),
    "refusal": gettext_lazy("niet akkoord"),
    "closing": gettext_lazy("zaak gesloten"),
}
"""What a message is, by its kind."""
OPINIONS = frozenset({"case.consulted", "case.opinion_given", "case.moved"})
"""Notes that are more than a note: a line says what."""


def entry_views(
    timeline: Timeline,
    case: Case,
    file_route: str,
    first: tuple[DetailView, ...] = (),
    handler: Text = "",
) -> list[EntryView]:
    """The entries of a timeline; `first` is what was asked, shown with the submission.

    `handler` is what the organisation calls whoever speaks for it.
    """
    return [
        replace(view, origin=entry.origin) if entry.origin else view
        for entry in timeline.entries
        for view in views_of_entry(entry, case, file_route, first, handler)
    ]


def views_of_entry(
    entry: Entry, case: Case, file_route: str, first: tuple[DetailView, ...], handler: Text
) -> list[EntryView]:
    """A message with its words, or a line that says what happened."""
    author = entry.actor.party.name if entry.actor else "Loket"
    if entry.note:
        lead = entry.sentence if entry.kind in OPINIONS else ""
        return [EntryView(str(entry.id), EntryKind.NOTE, entry.at, entry.note, author, lead=lead)]
    if entry.body or (entry.first and first):
        speaks = EntryView(
            str(entry.id),
            EntryKind.ME if entry.mine else EntryKind.THEM,
            entry.at,
            entry.body,
            _("U") if entry.mine else author,
            role_of(entry, handler),
            lead="" if entry.first else entry.sentence,
            link=entry.other,
            details=first if entry.first else (),
            files=tuple(
                file_view(file, entry.origin or case.number, file_route) for file in entry.files
            ),
        )
        return [speaks]
    return [
        EntryView(
            str(entry.id),
            EntryKind.EVENT,
            entry.at,
            entry.sentence,
            icon=entry.icon,
            link=entry.other,
        )
    ]


def role_of(entry: Entry, handler: Text) -> Text:
    """What the author is, in a word; the submission says that it is one."""
    if entry.first:
        return _("aanvraag ingediend")
    if entry.message_kind in ROLES:
        return str(ROLES[entry.message_kind])
    return handler if entry.from_us else ""


def file_view(file: Attachment, number: str, file_route: str) -> FileView:
    """A file with its address, when it may be opened."""
    state = STATES.get(file.state, FileState.CHECKING)
    return FileView(
        key=file.key,
        name=file.name,
        size=file.size,
        state=state,
        icon=icon_of(file.name),
        url=address_of(file_route, number, file.key) if state == FileState.ADDED else "",
        error=str(WRONG.get(file.state, "")),
        removable=False,
    )


def icon_of(name: str) -> str:
    """The sign for a kind of file."""
    return ICONS.get(name.rsplit(".", 1)[-1].lower(), "file")
