"""Letters and mails from templates: words with `{{names}}` in them, and nothing that computes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from loket.core.prepared import prepared
from loket.documents.models import LetterTemplate

SOURCE_LANGUAGE = "nl"
_NAME = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with everything filled in."""

    subject: str
    body: str
    language: str


def names_in(text: str) -> frozenset[str]:
    """The names that a text wants filled in."""
    return frozenset(_NAME.findall(text))


def stray_braces(text: str) -> bool:
    """Say whether a text has braces that are no name: a typing error, or hope for a language."""
    return bool(_BRACES.search(_NAME.sub("", text)))


def merge(text: str, values: Mapping[str, str]) -> str:
    """Fill in the names; what is filled in is never looked at again. A name without value is our
    fault and rises as KeyError.
    """
    return _NAME.sub(lambda found: values[found.group(1)], text)


def latest_template(code: str, language: str) -> LetterTemplate:
    """The newest version of a letter in a language, else in the language of the source."""
    found = templates_of.first(code, language) or templates_of.first(code, SOURCE_LANGUAGE)
    if found is None:
        raise LookupError(f"The organisation has no letter '{code}'.")
    return found


@prepared
def templates_of(code: str, language: str) -> QuerySet[LetterTemplate]:
    """The newest version of a letter in one language."""
    templates = LetterTemplate.objects.filter(code=code, language=language)
    return templates.order_by("-version")[:1]


def write_letter(code: str, language: str, values: Mapping[str, str]) -> Letter:
    """Fill in the newest version of a letter; a subject is always one line."""
    template = latest_template(code, language)
    subject = " ".join(merge(template.subject, values).split())
    return Letter(subject, merge(template.body, values).strip(), template.language)
