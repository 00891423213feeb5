"""The sentence for each reason for which a form cannot be published, for those who make forms."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.catalogue.rules.codes import ReasonCode
from loket.catalogue.rules.reasons import Reason

type Sentence = str | Promise

LANGUAGES: Mapping[str, Sentence] = {
    "nl": gettext_lazy("Nederlands"),
    "fr": gettext_lazy("Frans"),
    "de": gettext_lazy("Duits"),
    "en": gettext_lazy("Engels"),
}

SENTENCES: Mapping[ReasonCode, Sentence] = {
    "missing_key": gettext_lazy("Hier ontbreekt ‘%(key)s’."),
    "unknown_key": gettext_lazy("‘%(key)s’ kennen we hier niet. Kijk of het goed gespeld is."),
    "wrong_value": gettext_lazy("‘%(value)s’ kan hier niet. Kies uit: %(allowed)s."),
    "wrong_type": gettext_lazy("‘%(value)s’ is hier niet het juiste soort waarde."),
    "wrong_form": gettext_lazy("‘%(value)s’ heeft niet de juiste vorm."),
    "missing_language": gettext_lazy("Deze tekst ontbreekt in het %(language)s."),
    "unknown_name": gettext_lazy("Er is geen vraag met de naam ‘%(name)s’."),
    "forward_reference": gettext_lazy(
        "Dit kijkt naar ‘%(name)s’, maar die vraag komt pas later. Zet haar ervoor."
    ),
    "wrong_scope": gettext_lazy(
        "‘%(name)s’ begint met een punt. Dat kan alleen binnen een groep die zich herhaalt."
    ),
    "bad_predicate": gettext_lazy("Deze voorwaarde is niet te lezen."),
    "unknown_operator": gettext_lazy("De vergelijking ‘%(operator)s’ bestaat niet."),
    "operator_does_not_fit": gettext_lazy(
        "De vergelijking ‘%(operator)s’ past niet bij de vraag ‘%(name)s’."
    ),
    "bad_value": gettext_lazy("De waarde ‘%(value)s’ is niet te lezen."),
    "unknown_option": gettext_lazy("‘%(value)s’ kan nooit het antwoord zijn op ‘%(name)s’."),
    "unknown_pattern": gettext_lazy("Het patroon ‘%(pattern)s’ bestaat niet."),
    "duplicate_id": gettext_lazy("De naam ‘%(id)s’ staat er twee keer."),
    "default_unreachable": gettext_lazy("‘%(value)s’ kan hier niet het eerste antwoord zijn."),
    "nested_group": gettext_lazy("Een groep kan niet in een andere groep staan."),
    "prefill_in_group": gettext_lazy("In een groep kunnen we niets vooraf invullen."),
    "bounds_crossed": gettext_lazy("Het minimum is groter dan het maximum."),
    "unknown_step": gettext_lazy("Er is geen stap met de naam ‘%(name)s’."),
    "unknown_group": gettext_lazy("Er is geen groep met de naam ‘%(name)s’."),
    "unknown_part": gettext_lazy("Er is geen document of akkoord met de naam ‘%(name)s’."),
    "not_mutual": gettext_lazy(
        "Dit noemt ‘%(name)s’, maar ‘%(name)s’ noemt dit niet. Ze moeten naar elkaar wijzen."
    ),
    "reason_without_warning": gettext_lazy("Alleen een waarschuwing kan om een reden vragen."),
    "verify_needs_email": gettext_lazy(
        "Alleen een vraag naar een e-mailadres kan een code mailen."
    ),
    "calendar_time_needed": gettext_lazy(
        "‘%(value)s’ telt in werkdagen. Gebruik hier gewone dagen, bijvoorbeeld P14D."
    ),
    "case_differs": gettext_lazy(
        "Dit testgeval komt anders uit. Verwacht: %(wanted)s. Gekregen: %(found)s."
    ),
    "not_built": gettext_lazy("‘%(feature)s’ bestaat nog niet in Loket."),
    "reserved_name": gettext_lazy(
        "‘%(name)s’ is een naam die onze eigen pagina’s gebruiken. Kies een andere naam."
    ),
    "bad_closing": gettext_lazy(
        "‘%(value)s’ kan hier niet. Kies een moment tussen het jaar 2000 en 2100."
    ),
    "term_too_long": gettext_lazy(
        "‘%(value)s’ is te lang. Kies hoogstens %(workdays)s werkdagen of %(years)s jaar."
    ),
    "text_too_long": gettext_lazy("Dit is te lang. Hier passen hoogstens %(max)s tekens."),
    "unknown_icon": gettext_lazy("Er is geen pictogram met de naam ‘%(name)s’."),
    "unknown_theme": gettext_lazy("Er is geen thema met de naam ‘%(name)s’."),
    "unknown_queue": gettext_lazy("Er is geen wachtrij met de naam ‘%(name)s’."),
    "unknown_number": gettext_lazy("Er is geen nummerreeks met de naam ‘%(name)s’."),
    "unknown_calendar": gettext_lazy("Er is geen werkkalender met de naam ‘%(name)s’."),
    "asked_twice": gettext_lazy(
        "‘%(name)s’ wordt twee keer gevraagd. Een tweede akkoord moet van iemand anders komen, "
        "of zet er ‘distinct: false’ bij."
    ),
    "unknown_approver": gettext_lazy("Wij weten niet wie ‘%(name)s’ is."),
    "unknown_prefill": gettext_lazy("Wij weten niets onder de naam ‘%(name)s’."),
    "unknown_source": gettext_lazy("Er is geen tabel met de naam ‘%(name)s’."),
    "unknown_column": gettext_lazy("Deze tabel heeft geen kolom met de naam ‘%(name)s’."),
}


def why(reason: Reason) -> str:
    """Return the sentence for a reason, without its place."""
    params = dict(reason.params)
    if "language" in params:
        params["language"] = str(LANGUAGES[params["language"]])
    if reason.code == "case_differs":
        params = {side: words or _("niets") for side, words in params.items()}
    return str(SENTENCES[reason.code] % params)


def explained(reason: Reason) -> str:
    """Return the sentence for a reason, after the place in the form."""
    place = reason.path or _("Dit formulier")
    return f"{place}: {why(reason)}"
