"""The section of a pack with the words of letters and mails."""

from collections.abc import Iterator

from loket.core.acting import Acting
from loket.core.packing import LANGUAGES, TEXT, Entry, Section, shape
from loket.documents.actions import save_letter
from loket.documents.letters import names_in, stray_braces
from loket.documents.models import LetterTemplate

LONGEST_SUBJECT = 200


def present_letters() -> dict[str, Entry]:
    """The newest words of each letter, by language."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for letter in LetterTemplate.objects.order_by("code", "language", "version"):
        words = {"subject": letter.subject, "body": letter.body}
        found.setdefault(letter.code, {})[letter.language] = words
    return dict(found)


def write_letter(key: str, entry: Entry, by: Acting) -> None:
    """Write a letter in all its languages."""
    for language, words in entry.items():
        save_letter(key, language, subject=words["subject"], body=words["body"], by=by)


def names_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """Every name that the letter wants filled in, with its place."""
    for path, text in _texts(entry):
        for name in sorted(names_in(text)):
            yield path, name


def strays_of(entry: Entry) -> Iterator[str]:
    """The places with braces that are no name."""
    for path, text in _texts(entry):
        if stray_braces(text):
            yield path


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    for language, words in entry.items():
        for part, text in words.items():
            yield f"{language}.{part}", text


LETTERS = Section(
    name="letters",
    shape={
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"enum": LANGUAGES},
        "additionalProperties": shape(
            {"subject": {**TEXT, "maxLength": LONGEST_SUBJECT}, "body": TEXT}
        ),
    },
    present=present_letters,
    write=write_letter,
)
