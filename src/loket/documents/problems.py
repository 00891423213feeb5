"""The sentence for each problem with a file; every sentence names the file."""

from collections.abc import Iterable

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.core.errors import RuleError
from loket.documents.models import StoredFile
from loket.documents.rules.findings import Code, FileProblem
from loket.documents.rules.limits import MEGABYTE, MOST_HEIC_PIXELS, MOST_PIXELS

SENTENCES: dict[Code, Promise | str] = {
    Code.EMPTY: _("Het bestand ‘%(name)s’ is leeg. Kies een ander bestand."),
    Code.TOO_LARGE: _(
        "Het bestand ‘%(name)s’ is te groot. Een bestand mag hoogstens %(limit)s groot zijn."
    ),
    Code.TOO_MANY: _(
        "U kunt hier hoogstens %(limit)s bestanden toevoegen. "
        "Daarom is het bestand ‘%(name)s’ niet bewaard."
    ),
    Code.SUBMISSION_FULL: _(
        "Er is geen plaats meer voor het bestand ‘%(name)s’. Alle bestanden samen mogen "
        "hoogstens %(limit)s groot zijn. U hebt nog %(left)s over."
    ),
    Code.WRONG_TYPE: _(
        "Wij kunnen het soort bestand van ‘%(name)s’ niet aannemen. U kunt kiezen uit: %(endings)s."
    ),
    Code.ENDING_DIFFERS: _(
        "De inhoud van het bestand ‘%(name)s’ past niet bij de naam. Bewaar het bestand opnieuw "
        "in het juiste soort, bijvoorbeeld als pdf, en voeg het dan toe."
    ),
    Code.ENCRYPTED: _(
        "Het bestand ‘%(name)s’ heeft een wachtwoord. Haal het wachtwoord eraf en voeg het "
        "bestand opnieuw toe."
    ),
    Code.MACROS: _(
        "In het bestand ‘%(name)s’ zitten macro’s. Dat zijn kleine programma’s en die nemen wij "
        "niet aan. Bewaar het bestand zonder macro’s of als pdf en voeg het opnieuw toe."
    ),
    Code.ACTIVE: _(
        "In het bestand ‘%(name)s’ zit een ander bestand of een opdracht die wij niet aannemen. "
        "Bewaar het bestand opnieuw als gewone pdf en voeg het dan toe."
    ),
    Code.ARCHIVE_BOMB: _(
        "Het bestand ‘%(name)s’ wordt bij het openen veel te groot. Bewaar het bestand opnieuw, "
        "bijvoorbeeld als pdf, en voeg het dan toe."
    ),
    Code.PICTURE_TOO_LARGE: _(
        "De foto ‘%(name)s’ heeft te veel beeldpunten. Maak de foto kleiner, tot hoogstens "
        "%(megapixels)s miljoen beeldpunten, en voeg ze opnieuw toe."
    ),
    Code.TOO_HEAVY: _(
        "Het bestand ‘%(name)s’ is te zwaar om te controleren. Bewaar het opnieuw, bijvoorbeeld "
        "als pdf, of verdeel het over meer bestanden."
    ),
    Code.UNREADABLE: _(
        "Wij kunnen het bestand ‘%(name)s’ niet openen. Misschien is het beschadigd. Kijk of het "
        "bij u wel opengaat en voeg het opnieuw toe."
    ),
    Code.INFECTED: _(
        "In het bestand ‘%(name)s’ zit een virus. Wij geven het aan niemand door. Kijk uw toestel "
        "na en kies een ander bestand."
    ),
    Code.NO_SPACE: _(
        "Wij konden het bestand ‘%(name)s’ niet bewaren. Dat ligt aan ons: onze schijf is vol. "
        "Probeer het later opnieuw."
    ),
    Code.NOT_KEPT: _(
        "Wij konden het bestand ‘%(name)s’ niet bewaren. Dat ligt aan ons. Probeer het later opnieuw."
    ),
    Code.CHECK_FAILED: _(
        "Wij konden het bestand ‘%(name)s’ niet controleren. Dat ligt aan ons. Verwijder het "
        "bestand en voeg het opnieuw toe."
    ),
    Code.STOPPED: _("Het bestand ‘%(name)s’ is niet bewaard. Kies het opnieuw."),
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


def megabytes(size: int) -> str:
    """Write a limit, or what is left of it: 25 MB, 1,3 MB. What is left is never rounded up.

    Limits count as the file managers of people do, in 1,024 times 1,024 bytes.
    """
    tenths = size * 10 // MEGABYTE
    number = formats.number_format(tenths / 10, 1 if tenths % 10 else 0)
    return gettext("%(size)s MB") % {"size": number}


def _shown(code: Code, key: str, value: object) -> str:
    if key in SIZES and code is not Code.TOO_MANY:
        return megabytes(int(str(value)))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(each) for each in value)
    return str(value)


def problem_of(file: StoredFile) -> FileProblem | None:
    """Return why a stored file was not taken; None when it is fine or not checked yet."""
    if file.reason not in SENTENCES or file.state not in StoredFile.NOT_TAKEN:
        return None
    most = MOST_HEIC_PIXELS if file.type == "image/heic" else MOST_PIXELS
    return FileProblem(Code(file.reason), file.name, {"megapixels": most // 1_000_000})
