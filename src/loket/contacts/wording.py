"""The words of a notice: values by language and region, and the sentence for the portal."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from loket.core.page import said_in

Param = str | int | dict[str, str]
"""A number or code as it stands, or a text of a pack by language; a key in `_on` is an ISO date."""

SENTENCES: dict[str, str | Promise] = {
    "draft_expiring": _("Uw concept ‘%(title)s’ wordt op %(expires_on)s verwijderd."),
    "draft_expired": _("Uw concept ‘%(title)s’ is verwijderd, want u hebt het lang niet geopend."),
    "receipt": _("We hebben uw aanvraag %(number)s (%(title)s) ontvangen."),
    "receipt_for_you": _("Er is een aanvraag over u ingediend: %(number)s (%(title)s)."),
    "assigned": _("Iemand van ons neemt uw aanvraag %(number)s op zich."),
    "started": _("We werken aan uw aanvraag %(number)s."),
    "question": _("We hebben een vraag over %(number)s (%(title)s)."),
    "question_reminder": _("We wachten nog op u bij %(number)s (%(title)s)."),
    "correction_reminder": _("We wachten nog op uw verbetering van %(number)s (%(title)s)."),
    "question_dropped": _("Onze vraag over %(number)s is niet meer nodig."),
    "personnel_question": _("Een vraag aan uw personeelsdienst over %(number)s (%(title)s)."),
    "third_party_question": _("Een vraag aan u over aanvraag %(number)s (%(title)s)."),
    "waits_on_other": _("We wachten op informatie van iemand anders voor %(number)s."),
    "message": _("U hebt een bericht over %(number)s (%(title)s)."),
    "returned": _("Verbeter uw aanvraag %(number)s (%(title)s) en dien ze opnieuw in."),
    "approval_asked": _("Gaat u akkoord met aanvraag %(number)s (%(title)s)?"),
    "approval_reminder": _("Uw akkoord wordt nog gevraagd voor %(number)s (%(title)s)."),
    "approval_done": _("Er is een akkoord gegeven voor uw aanvraag %(number)s."),
    "approval_refused": _("Er is geen akkoord gegeven voor uw aanvraag %(number)s."),
    "proposed": _("Er is een oplossing voor %(number)s (%(title)s). Aanvaardt u ze?"),
    "acceptance_reminder": _(
        "Aanvaardt u de oplossing voor %(number)s? Dat kan tot %(closes_on)s."
    ),
    "auto_closed": _("Uw aanvraag %(number)s is afgesloten, want we kregen geen antwoord."),
    "closed": _("Aanvraag %(number)s (%(title)s) is afgesloten."),
    "changes_decided": _("Wij hebben beslist over uw wijzigingen van %(number)s."),
    "split_off": _(
        "Uw aanvraag ‘%(title)s’ is gesplitst. Een deel gaat verder onder nummer %(number)s."
    ),
    "restored": _("Uw aanvraag %(number)s staat weer op zichzelf. Wij gaan ermee verder."),
    "moved": _(
        "%(number)s (%(title)s) is nu bij een ander team. U krijgt uiterlijk op %(expected_on)s antwoord."
    ),
    "withdrawal_declined": _("Uw aanvraag %(number)s kan niet meer worden ingetrokken."),
    "document_due": _("We hebben voor %(number)s nog een document van u nodig."),
    "document_refused": _("Een document bij %(number)s is niet goed. Stuur het opnieuw."),
    "document_waived": _("Een document bij %(number)s is niet meer nodig."),
    "team_new_case": _("Nieuwe aanvraag %(number)s (%(title)s)."),
    "work_assigned": _("%(number)s (%(title)s) is aan u toegewezen."),
    "work_answered": _("Er is een antwoord op uw vraag in %(number)s."),
    "work_message": _("De aanvrager schreef een bericht in %(number)s."),
    "work_corrected": _("%(number)s is verbeterd en opnieuw ingediend."),
    "work_approved": _("Er is een akkoord gegeven in %(number)s."),
    "work_not_approved": _("Er is geen akkoord gegeven in %(number)s."),
    "work_document": _("Er is een document toegevoegd aan %(number)s."),
    "work_accepted": _("De oplossing van %(number)s is aanvaard."),
    "work_accept_undone": _("De aanvaarding van %(number)s is teruggenomen."),
    "work_refused": _("De oplossing van %(number)s is geweigerd. Bekijk de reden."),
    "work_reopened": _("%(number)s (%(title)s) is opnieuw geopend."),
    "work_restored": _("%(number)s (%(title)s) is niet meer samengevoegd. Ze loopt weer."),
    "work_withdrawal": _("De aanvrager wil %(number)s intrekken. Bevestig of weiger dat."),
    "work_withdrawn": _("De aanvrager heeft %(number)s ingetrokken. U hoeft niets meer te doen."),
    "work_changes": _("De aanvrager wil %(number)s veranderen. Beslis over de wijzigingen."),
    "work_moved": _(
        "%(number)s (%(title)s) ging naar een andere wachtrij. De termijn is nu anders."
    ),
    "work_moved_away": _("%(number)s (%(title)s) ging naar een ander team."),
    "work_handed_over": _("U neemt het werk over van %(colleague)s."),
    "work_consulted": _("Een collega vraagt uw advies in %(number)s (%(title)s)."),
    "work_opinion": _("Er is een advies van een collega in %(number)s."),
    "work_consult_withdrawn": _("Uw advies in %(number)s is niet meer nodig."),
    "work_late": _("%(number)s (%(title)s) is te laat."),
}


def sentence_of(kind: str, params: Mapping[str, Param]) -> str:
    """The notice as the portal says it, in the language of the page."""
    language = (get_language() or "nl").partition("-")[0]
    return str(SENTENCES[kind]) % words_of(params, language)


def words_of(params: Mapping[str, Param], language: str) -> dict[str, str]:
    """The values as words; dates as the active region writes them."""
    return {key: _word(key, value, language) for key, value in params.items()}


def _word(key: str, value: Param, language: str) -> str:
    if key.endswith("_on"):
        return date_format(date.fromisoformat(str(value)))
    return said_in(value, language) if isinstance(value, dict) else str(value)
