"""The sentence for each problem in a form: what to do, in the language of the moment."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.catalogue.display import display_day
from loket.catalogue.rules.dates import DATETIME, parse_date
from loket.catalogue.rules.spec import Field
from loket.catalogue.rules.state import State
from loket.catalogue.rules.values import Problem, say

type Text = str | Promise

SENTENCES: Mapping[str, Text] = {
    # Answers
    "required": _("Vul dit in."),
    "required.choice": _("Kies een antwoord."),
    "required.choices": _("Kies een of meer antwoorden."),
    "required.date": _("Vul een datum in."),
    "required.tick": _("Zet een vinkje als u akkoord gaat."),
    "not_a_text": _("Vul hier tekst in."),
    "too_long": _("Maak de tekst korter: hoogstens %(max)s tekens."),
    "too_short": _("Schrijf iets meer: minstens %(min)s tekens."),
    "wrong_pattern": _("Schrijf dit in de juiste vorm."),
    "wrong_pattern.alphanumeric": _("Gebruik alleen letters en cijfers."),
    "wrong_pattern.case_number": _("Vul een zaaknummer in: letters en daarna zeven cijfers."),
    "wrong_pattern.digits": _("Gebruik alleen cijfers."),
    "wrong_pattern.plate_nl": _("Vul een Nederlands kenteken in, bijvoorbeeld GX-123-B."),
    "wrong_pattern.postcode_be": _("Vul een postcode van vier cijfers in."),
    "wrong_pattern.postcode_nl": _("Vul een postcode in, bijvoorbeeld 1234 AB."),
    "not_an_email": _("Vul een e-mailadres in, bijvoorbeeld naam@example.org."),
    "not_proven": _("Bevestig dit adres met de code die wij mailen."),
    "not_a_phone": _("Vul een volledig telefoonnummer in, met netnummer."),
    "not_a_url": _("Vul een webadres in, bijvoorbeeld www.example.org."),
    "not_a_whole_number": _("Vul een heel getal in, bijvoorbeeld 12."),
    "not_a_number": _("Vul een getal in, bijvoorbeeld 12,5."),
    "too_many_decimals": _("Gebruik hoogstens %(decimals)s cijfers na de komma."),
    "too_small": _("Vul een getal in van %(min)s of meer."),
    "too_large": _("Vul een getal in van %(max)s of minder."),
    "not_a_date": _("Vul een datum in die bestaat, bijvoorbeeld 1/3/2027."),
    "too_early": _("Kies een datum op of na %(min)s."),
    "too_late": _("Kies een datum op of voor %(max)s."),
    "too_early.time": _("Kies een tijd vanaf %(min)s."),
    "too_late.time": _("Kies een tijd tot %(max)s."),
    "not_a_time": _("Vul een tijd in, bijvoorbeeld 14:30."),
    "not_a_moment": _("Vul een datum en een tijd in."),
    "period_start_needed": _("Vul in wanneer de periode begint."),
    "period_end_needed": _("Vul in wanneer de periode eindigt."),
    "period_order": _("Kies een einde op of na het begin."),
    "not_a_yes_or_no": _("Kies ja of nee."),
    "consent_needed": _("Zet een vinkje als u akkoord gaat."),
    "statement_changed": _("De tekst is gewijzigd. Lees de tekst opnieuw en zet weer een vinkje."),
    "not_a_choice": _("Kies een antwoord uit de lijst."),
    "chosen_twice": _("Kies elk antwoord maar één keer."),
    "other_needed": _("Schrijf wat u bedoelt met ‘anders’."),
    "too_few_choices": _("Kies minstens %(min)s antwoorden."),
    "too_many_choices": _("Kies hoogstens %(max)s antwoorden."),
    "not_an_address": _("Vul een adres in."),
    "country_needed": _("Kies een land."),
    "postcode_needed_be": _("Vul een postcode van vier cijfers in."),
    "postcode_needed_nl": _("Vul een postcode in, bijvoorbeeld 1234 AB."),
    "street_needed": _("Vul de straat in."),
    "number_needed": _("Vul het huisnummer in."),
    "city_needed": _("Vul de gemeente in."),
    "address_lines_needed": _("Vul het adres in."),
    "not_a_bsn": _("Dit burgerservicenummer klopt niet. Kijk de cijfers na."),
    "not_a_rrn": _("Dit rijksregisternummer klopt niet. Kijk de cijfers na."),
    "not_a_kvk": _("Dit KVK-nummer klopt niet. Vul acht cijfers in."),
    "not_a_kbo": _("Dit ondernemingsnummer klopt niet. Kijk de cijfers na."),
    "not_an_iban": _("Dit rekeningnummer klopt niet. Kijk de letters en cijfers na."),
    "not_a_vat": _("Dit btw-nummer klopt niet. Kijk de letters en cijfers na."),
    "contest_reason": _("Schrijf wat er niet klopt aan het gegeven dat wij hadden."),
    "conflict": _("Kies welk antwoord klopt."),
    "unknown_case": _("Wij vinden geen zaak van u met dit nummer. Kijk het na bij Mijn zaken."),
    # Groups
    "group_min": _("Vul dit minstens %(min)s keer in."),
    "group_max": _("Vul dit hoogstens %(max)s keer in."),
    # Documents
    "document_missing": _("Voeg dit document toe."),
    "document_or_later": _("Voeg dit document toe, of kies dat u het later stuurt."),
    "document_too_few": _("Voeg minstens %(min)s bestanden toe."),
    "document_too_many": _("Voeg hoogstens %(max)s bestanden toe."),
    "document_refused": _("Verwijder het bestand ‘%(name)s’ en kies een ander."),
    "document_expired": _("Het bestand ‘%(name)s’ is niet meer geldig. Kies een nieuw."),
    # Approvals and remarks
    "no_approver": _("Wij weten niet wie dit moet goedkeuren. Neem contact met ons op."),
    "reason_needed": _("Schrijf waarom."),
    "recommended": _(
        "U hebt dit niet ingevuld. Dat mag, maar met dit antwoord helpen wij u sneller."
    ),
}
TICKS = frozenset({"consent", "statement"})
CHOICES = frozenset({"choice", "reference", "party", "boolean"})
DATES = frozenset({"date", "datetime", "period"})


def sentence(problem: Problem, state: State, language: str) -> str:
    """What the person reads about a problem."""
    seen = state.fields.get(problem.path)
    field = seen.field if seen else None
    if problem.code == "rule" and field is not None:
        return _ended(say(field.rules[int(problem.params["rule"])].text, language))
    params = {name: shown(value) for name, value in problem.params.items()}
    return str(SENTENCES[_variant(problem, field)]) % params


def shown(value: str | int) -> str:
    """A bound as people write it: days in the way of the region."""
    if isinstance(value, str) and (DATETIME.fullmatch(value) or parse_date(value)):
        return display_day(value[:10])
    return str(value)


def _variant(problem: Problem, field: Field | None) -> str:
    """The code of the sentence, for a kind of question where that has its own."""
    if problem.code == "required" and field is not None:
        return f"required{_kind(field)}"
    if problem.code == "wrong_pattern":
        exact = f"wrong_pattern.{problem.params.get('pattern', '')}"
        return exact if exact in SENTENCES else problem.code
    if problem.code in ("too_early", "too_late") and field is not None and field.type == "time":
        return f"{problem.code}.time"
    return problem.code


def _kind(field: Field) -> str:
    if field.type in TICKS:
        return ".tick"
    if field.type in DATES:
        return ".date"
    if field.type in CHOICES:
        return ".choices" if field.multiple else ".choice"
    return ""


def _ended(text: str) -> str:
    """A sentence of a form ends with a point like ours."""
    return text if not text or text[-1] in ".?!" else f"{text}."
