"""The words that all rules of a form share: JSON values, texts, problems and what counts as an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loket.catalogue.rules.codes import ProblemCode

type Json = bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None
type Answers = Mapping[str, Json]
type Text = Mapping[str, str]

# Keys of an answers document that are not fields; a field can never start with an underscore.
ITEM = "_id"  # the lasting id of one item of a group
RAW = "_raw"  # what a person typed and nobody could read, kept to show it again
LATER = "_later"  # keys of the slots whose document follows later
REASONS = "_reasons"  # reasons given, by `check.<id>` or `field.<id>`
PROVENANCE = "_provenance"  # where prefilled answers came from, in submitted answers only
PROVEN = "_proven"  # keys of the addresses that were proven, in submitted answers only
COMPUTED = "_computed"  # computed values, in submitted answers only

GIVEN = "given"  # a consent: {"given": true, "version": "1"}
OTHER = "other"  # "other, namely": {"other": "what the person typed"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place; the sentence is made from `code` and `params` elsewhere.

    `path` is for messages (`kinderen[0].naam`, `document.rooster`, `check.terugwerkend`),
    `key` is the lasting name of the control (`kinderen.ab12.naam`), `step` is where it stands.
    """

    path: str
    code: ProblemCode
    params: Mapping[str, str | int] = field(default_factory=dict)
    step: str = ""
    key: str = ""


def view(value: Json) -> Json:
    """Return what a predicate sees: a consent as yes or no, unreadable text as nothing."""
    if isinstance(value, dict):
        if RAW in value:
            return None
        if OTHER in value:
            return OTHER
        if GIVEN in value:
            given: Json = value[GIVEN]
            return given
    elif isinstance(value, list):
        return [view(part) for part in value]
    return value


def is_answered(value: Json) -> bool:
    """Say whether a person answered: False, 0 and "no" are answers, empty is not."""
    if isinstance(value, str):
        return value != ""
    if value is None or isinstance(value, bool):
        return value is not None
    seen = view(value)
    return not (seen is None or seen == "" or seen == [] or seen == {})


def say(text: Text | None, language: str) -> str:
    """Return a text in a language, or in the first language that it has."""
    if not text:
        return ""
    return text.get(language) or next(iter(text.values()))
