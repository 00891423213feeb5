"""The sentence for each problem with a file; every sentence names the file."""

from collections.abc import Iterable

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.core.errors import RuleError
from loket.documents.rules.findings import Code, FileProblem

SENTENCES: dict[Code, Promise | str] = {
    Code.EMPTY: _("Het bestand “%(name)s” is leeg. Kies een ander bestand."),
    Code.TOO_LARGE: _(
        "Het bestand “%(name)s” is te groot. Een bestand mag hoogstens %(limit)s groot zijn."
    ),
    Code.TOO_MANY: _(
        "U kunt hier hoogstens %(limit)s bestanden toevoegen. "
        "Daarom is het bestand “%(name)s” niet bewaard."
    ),
    Code.SUBMISSION_FULL: _(
        "Er is geen plaats meer voor het bestand “%(name)s”. Alle bestanden samen mogen "
        "hoogstens %(limit)s groot zijn. U hebt nog %(left)s over."
    ),
    Code.WRONG_TYPE: _(
        "Wij kunnen het soort bestand van “%(name)s” niet aannemen. U kunt kiezen uit: %(endings)s."
    ),
    Code.ENDING_DIFFERS: _(
        "De inhoud van het bestand “%(name)s” past niet bij de naam. Bewaar het bestand opnieuw "
        "in het juiste soort, bijvoorbeeld als pdf, en voeg het dan toe."
    ),
    Code.ENCRYPTED: _(
        "Het bestand “%(name)s” heeft een wachtwoord. Haal het wachtwoord eraf en voeg het "
        "bestand opnieuw toe."
    ),
    Code.MACROS: _(
        "In het bestand “%(name)s” zitten macro’s. Dat zijn kleine programma’s en die nemen wij "
        "niet aan. Bewaar het bestand zonder macro’s of als pdf en voeg het opnieuw toe."
    ),
    Code.ACTIVE: _(
        "In het bestand “%(name)s” zit een ander bestand of een opdracht die wij niet aannemen. "
        "Bewaar het bestand opnieuw als gewone pdf en voeg het dan toe."
    ),
    Code.ARCHIVE_BOMB: _(
        "Het bestand “%(name)s” wordt bij het openen veel te groot. Bewaar het bestand opnieuw, "
        "bijvoorbeeld als pdf, en voeg het dan toe."
    ),
    Code.PICTURE_TOO_LARGE: _(
        "De foto “%(name)s” heeft te veel beeldpunten. Maak de foto kleiner, tot hoogstens "
        "%(megapixels)s miljoen beeldpunten, en voeg ze opnieuw toe."
    ),
    Code.TOO_HEAVY: _(
        "Het bestand “%(name)s” is te zwaar om te controleren. Bewaar het opnieuw, bijvoorbeeld "
        "als pdf, of verdeel het over meer bestanden."
    ),
    Code.UNREADABLE: _(
        "Wij kunnen het bestand “%(name)s” niet openen. Misschien is het beschadigd. Kijk of het "
        "bij u wel opengaat en voeg het opnieuw toe."
    ),
    Code.INFECTED: _(
        "In het bestand “%(name)s” zit een virus. Wij geven het aan niemand door. Kijk uw toestel "
        "na en kies een ander bestand."
    ),
    Code.NO_SPACE: _(
        "Wij konden het bestand “%(name)s” niet bewaren. Dat ligt aan ons: onze schijf is vol. "
        "Probeer het later opnieuw."
    ),
    Code.CHECK_FAILED: _(
        "Wij konden het bestand “%(name)s” niet controleren. Dat ligt aan ons. Verwijder het "
        "bestand en voeg het opnieuw toe."
    ),
    Code.INCOMPLETE: _("Het bestand “%(name)s” is niet helemaal aangekomen. Voeg het opnieuw toe."),
}
SIZES = frozenset({"limit", "left"})


class UploadRefusedError(RuleError):
    """A file is not taken; `problem` says why."""

    def __init__(self, problem: FileProblem) -> None:
        self.problem = problem
        super().__init__(sentence(problem), code=problem.code, params=dict(problem.params))


def sentence(problem: FileProblem) -> str:
    """Return the sentence for a problem in the language of the moment."""
    shown = {key: _shown(problem.code, key, value) for key, value in problem.params.items()}
    return str(SENTENCES[problem.code]) % {**shown, "name": problem.name}


def _shown(code: Code, key: str, value: object) -> str:
    if key in SIZES and code is not Code.TOO_MANY:
        return filesizeformat(str(value))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(each) for each in value)
    return str(value)
