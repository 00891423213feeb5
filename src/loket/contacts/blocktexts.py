"""What is said about text blocks: their names to fill in, and why one cannot be kept."""

from django.utils.translation import gettext_lazy as _

from loket.contacts.rules.blocks import Fault
from loket.core.partview import Text

FIELD_LABELS: dict[str, Text] = {
    "name": _("naam van de aanvrager"),
    "subject": _("naam van wie het over gaat"),
    "number": _("nummer van de zaak"),
    "title": _("titel van de aanvraag"),
    "expected_on": _("uiterste datum van de zaak"),
    "today": _("de dag van vandaag"),
    "handler": _("uw eigen naam"),
    "team": _("naam van het team"),
    "organisation": _("naam van de organisatie"),
    "phone": _("telefoonnummer van de organisatie"),
}
SENTENCES: dict[str, Text] = {
    "code": _("Kies een korte code van kleine letters, cijfers en streepjes."),
    "taken": _("Er is al een tekstblok met deze code. Kijk ook in het archief."),
    "empty": _("Schrijf de tekst in minstens één taal."),
    "untitled": _("Geef de tekst een titel in deze taal."),
    "without_text": _("Er is een titel in deze taal, maar geen tekst."),
    "title_long": _("Maak de titel korter dan 120 tekens."),
    "body_long": _("Maak de tekst korter dan 10 000 tekens."),
    "unknown": _("Wij kennen het invulveld ‘%(word)s’ niet."),
    "braces": _("Er staan accolades in de tekst die geen invulveld zijn."),
    "date": _("Schrijf de datum als jaar, maand, dag."),
    "not_yours": _("U mag dit tekstblok niet veranderen."),
    "of_pack": _("Dit tekstblok komt uit het pakket van de organisatie. Verander het daar."),
    "stale": _("Iemand heeft dit tekstblok intussen veranderd. Wat u schreef, staat er nog."),
}
TAKEN = Fault("code", "taken")


def say_fault(fault: Fault) -> str:
    """What is wrong, as the person reads it."""
    return str(SENTENCES[fault.code]) % {"word": fault.word}


def unfilled_sentence(names: tuple[str, ...]) -> str:
    """What must still be filled in before the text can be sent."""
    words = ", ".join(str(FIELD_LABELS.get(name, name)) for name in names)
    return str(_("Vul eerst in wat nog tussen accolades staat: %(words)s.")) % {"words": words}
