"""The six official statuses as a person sees them: sign, colour and words.

An organisation may word a status differently in its pack; the sign and the colour stay.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Badge:
    """A sign, a colour and a word, always together (WCAG 1.4.1)."""

    label: str | Promise
    icon: str
    tone: str = ""


STATUSES = {
    "draft": Badge(_("Concept"), "pencil"),
    "open": Badge(_("Open"), "circle-dotted"),
    "assigned": Badge(_("Toegewezen"), "user-check", "brand"),
    "in_progress": Badge(_("Werk in uitvoering"), "progress", "busy"),
    "waiting": Badge(_("In afwachting"), "user-question", "wait"),
    "returned": Badge(_("Teruggestuurd"), "corner-up-left", "wait"),
    "awaiting_acceptance": Badge(_("In afwachting van acceptatie"), "hourglass", "wait"),
    "closed_complete": Badge(_("Voltooid gesloten"), "circle-check", "done"),
    "closed_incomplete": Badge(_("Gesloten, niet voltooid"), "circle-x"),
    "cancelled": Badge(_("Geannuleerd"), "ban"),
    "withdrawn": Badge(_("Ingetrokken"), "arrow-back-up"),
    "superseded": Badge(_("Vervangen"), "refresh"),
}
