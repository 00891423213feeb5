"""Why something cannot be done with a case, as the sentence that the person reads."""

from django.utils.translation import gettext_lazy as _

from loket.catalogue.rules.values import Problem
from loket.core.errors import ConflictError, RuleError

SENTENCES = {
    "closed": _("Deze zaak is al gesloten."),
    "wrong_status": _("Dit kan niet meer: de zaak is intussen verder."),
    "not_your_role": _("U kunt dit niet doen in deze zaak."),
    "task_done": _("Deze taak is al klaar."),
    "already_assigned": _("Een collega heeft deze zaak al genomen."),
    "approval_open": _("De leidinggevende heeft nog niet beslist. Begin daarna."),
    "any_approval_open": _("Er is nog geen akkoord van iedereen die moet beslissen."),
    "document_outstanding": _(
        "Er moet nog een document komen. Kunt u zonder verder? Zeg dat bij Bijlagen."
    ),
    "own_request": _("U kunt niet beslissen over uw eigen aanvraag."),
    "refusal_closes": _("Een weigering sluit deze zaak."),
    "refusal_returns": _("Een weigering stuurt deze zaak terug."),
    "no_acceptance_asked": _("Voor deze zaak wordt geen akkoord gevraagd."),
    "acceptance_asked": _("Voor deze zaak wordt eerst een akkoord gevraagd."),
    "already_started": _("Wij zijn al begonnen met deze zaak."),
    "not_started": _("Wij zijn nog niet begonnen met deze zaak."),
    "withdraw_too_late": _("U kunt deze aanvraag niet meer intrekken."),
    "withdrawal_asked": _("Er is al gevraagd om deze aanvraag in te trekken."),
    "no_withdrawal_asked": _("Niemand heeft gevraagd om deze aanvraag in te trekken."),
    "amend_too_late": _("U kunt deze aanvraag niet meer veranderen. Stuur ons een bericht."),
    "changes_open": _("Beslis eerst over de wijzigingen die de aanvrager stuurde."),
    "changes_waiting": _(
        "De aanvrager stuurde wijzigingen. Weiger pas als de behandelaar daarover beslist heeft."
    ),
    "answers_changed": _(
        "De aanvraag is intussen veranderd. Lees de nieuwe antwoorden en beslis dan. Wat u schreef, staat er nog."
    ),
    "no_changes_open": _("Er zijn geen wijzigingen om over te beslissen."),
    "no_changes": _("U hebt nog niets veranderd."),
    "verdict_missing": _("Kies bij elke wijziging of u ze aanneemt."),
    "verdict_reason": _("Schrijf bij elke wijziging die u niet aanneemt waarom."),
    "verdict_reason_with_yes": _(
        "U schreef waarom niet, maar koos ‘Neem over’. Kies ‘Neem niet over’, of maak het veld leeg."
    ),
    "reason_with_yes": _(
        "U schreef waarom dit document niet goed is, maar klikte op ‘In orde’. Klik op ‘Weiger’, of maak het veld leeg."
    ),
    "undo_too_late": _("U kunt dit niet meer terugdraaien."),
    "reopen_not_possible": _("Deze zaak kan niet opnieuw open."),
    "restore_too_late": _("Dit kan niet meer: de zaak is al langer dan 30 dagen samengevoegd."),
    "reminder_stopped": _("De herinnering is niet meer nodig."),
    "closing_stopped": _("De zaak sluit niet meer vanzelf."),
    "missing_text": _("Schrijf eerst een bericht."),
    "missing_split": _("Schrijf waarover de nieuwe zaak gaat, en waarom u splitst."),
    "missing_reason": _("Schrijf waarom."),
    "missing_party": _("Kies aan wie u de vraag stelt."),
    "missing_solution": _("Schrijf eerst de oplossing."),
    "missing_colleague": _("Kies een collega."),
    "missing_queue": _("Kies een andere wachtrij."),
    "missing_case": _("Vul het nummer in van een zaak die u behandelt."),
    "same_case": _("Dit is dezelfde zaak. Kies een andere."),
    "linked_before": _("Deze zaken zijn intussen al verbonden. Lees de reden die erbij staat."),
    "unlinked_before": _("Deze zaken zijn intussen al losgemaakt. Er is niets meer te doen."),
    "not_closed": _("Deze zaak loopt nog. Stuur ons een bericht in de zaak zelf."),
    "other_case": _("Kies een andere zaak over dezelfde persoon die niet zelf vervangen is."),
    "missing_file": _("Kies een bestand."),
    "stale": _(
        "Iemand heeft deze zaak intussen veranderd. Lees wat er nieuw is en probeer het dan opnieuw. Wat u schreef, staat er nog."
    ),
    "sent_before": _(
        "U stuurde dit al, maar iets is nu anders. Wat u nu invulde, is nog niet verstuurd. Lees eerst wat er staat."
    ),
    "both_assigned": _(
        "Een collega wees deze zaak intussen toe aan %(theirs)s. U koos %(yours)s. Kies opnieuw."
    ),
    "both_released": _(
        "Een collega legde deze zaak intussen terug in de wachtrij. U koos %(yours)s. Kies opnieuw."
    ),
    "both_prioritised": _(
        "Een collega gaf deze zaak intussen een andere prioriteit: %(theirs)s. U koos: %(yours)s. Kies opnieuw."
    ),
    "both_put_off": _(
        "Een collega koos intussen een andere dag waarop deze zaak terugkomt: %(theirs)s. U koos: %(yours)s. Kies opnieuw."
    ),
    "both_kept_off": _(
        "Een collega koos intussen een andere dag waarop deze zaak terugkomt: %(theirs)s. U wilde de zaak nu terughalen. Kies opnieuw."
    ),
    "both_returned": _(
        "Deze zaak staat intussen weer in de lijst. U koos: %(yours)s. Kies opnieuw."
    ),
    "both_checked": _("Een collega vond dit document intussen in orde. Kies opnieuw."),
    "both_refused": _(
        "Een collega weigerde dit document intussen, met deze reden: ‘%(reason)s’. Kies opnieuw."
    ),
    "both_replaced": _("Er is intussen een ander document in de plaats gekomen."),
    "both_decided": _(
        "%(who)s besliste al over deze wijzigingen (%(when)s). U koos iets anders, dat is niet gedaan:"
    ),
    "changes_renewed": _("Dit zijn andere wijzigingen dan u zag. Kies opnieuw."),
    "decided_before": _(
        "%(who)s besliste al over de wijzigingen die u zag (%(when)s). Wat u koos, is niet gedaan. De aanvrager stuurde daarna andere wijzigingen. Die ziet u hieronder."
    ),
    "no_personnel": _("Wij kennen geen personeelsdienst voor deze persoon."),
    "no_manager": _("Wij kennen geen leidinggevende voor deze persoon."),
    "no_approval_asked": _("Dit akkoord wordt niet meer gevraagd."),
    "nobody_agrees": _(
        "Het personeelsregister noemt nu niemand anders die akkoord kan gaan. Laat het register aanvullen en vraag het daarna opnieuw."
    ),
    "same_approver": _(
        "In het personeelsregister is dit nog altijd de leidinggevende. Er is niets veranderd."
    ),
    "no_colleague": _("Deze collega behandelt geen zaken in deze wachtrij."),
    "colleague_closed": _(
        "Het account van deze collega is gesloten: die ziet geen zaken meer. Kies iemand anders."
    ),
    "not_cleared": _("Dit document is vertrouwelijk. U mag het niet bekijken."),
    "not_your_colleague": _("U kunt geen afwezigheid regelen voor deze collega."),
    "absence_days": _("Kies een eerste en een laatste dag die niet voorbij is."),
    "absence_open": _("Er is al een afwezigheid van deze collega. Beëindig die eerst."),
    "absence_over": _("Deze afwezigheid is al voorbij."),
    "no_stand_in": _("Kies een andere collega die het werk overneemt."),
    "stand_in_absent": _(
        "Deze collega is zelf afwezig op een van deze dagen. Kies iemand anders, of vink aan dat u het toch wilt."
    ),
    "given_on": _("Iemand anders behandelt de zaak nu."),
    "back_in_queue": _("De zaak ligt weer in de wachtrij."),
    "colleague_absent": _(
        "Deze collega is afwezig. Wijs de zaak toe aan iemand anders, of vink aan dat u het toch wilt."
    ),
    "not_at_desk": _("Kies een collega of een team van het loket."),
    "party_asked": _("Deze zaak gaat over wie u het vraagt, of over een collega in dat team."),
    "party_assigned": _("Deze zaak is van of over deze collega."),
    "party_stands_in": _("Deze zaak gaat over wie het werk overneemt."),
    "asker_stands_in": _("Wie het werk overneemt, stelde deze vraag zelf."),
    "past_day": _("Kies vandaag of een dag daarna."),
    "missing_consult": _("Kies aan wie u advies vraagt."),
    "missing_priority": _("Kies een prioriteit."),
    "missing_date": _("Kies de dag waarop de zaak terugkomt."),
    "day_past": _("Kies een dag na vandaag."),
    "day_too_far": _("Kies een dag binnen twee jaar."),
    "not_given_by_you": _("Iemand anders heeft deze zaak intussen gekregen of gegeven."),
    "changed_since": _("Deze zaak is intussen weer veranderd."),
    "not_yours": _("U behandelt deze zaak niet of niet meer."),
    "nothing_chosen": _("Kies eerst een of meer zaken."),
    "too_many_chosen": _("Dat zijn meer dan 1 000 zaken. Maak de lijst kleiner met een filter."),
    "fault": _("Dit lukte niet door een fout bij ons. De zaak is niet veranderd."),
    "too_long": _("Uw tekst is te lang. Maak de tekst korter dan 20 000 tekens."),
}


class SubmitRefusedError(RuleError):
    """The answers cannot be handed in yet; `problems` says where and why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems; the page shows each at its question."""
        super().__init__(str(_("Uw aanvraag is nog niet volledig.")), code="incomplete")
        self.problems = problems


def forbidden(code: str) -> RuleError:
    """The error for a refusal of the law."""
    return RuleError(str(SENTENCES[code]), code=code)


def both(code: str, **said: str) -> ConflictError:
    """The error for two who made different things of the same: says both."""
    return ConflictError(str(SENTENCES[code]) % said, code=code)


def stale() -> ConflictError:
    """The error for somebody who looked at an older state of the case."""
    return ConflictError(str(SENTENCES["stale"]), code="stale")


def sent_before() -> ConflictError:
    """The error for other words under a key with which something was sent already."""
    return ConflictError(str(SENTENCES["sent_before"]), code="sent_before")
