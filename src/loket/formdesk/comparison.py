"""The differences of two versions as a manager reads them: texts, questions, rules, cases."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from loket.catalogue.rules.differences import Difference, Kind, differences
from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.reading import LANGUAGES, Source
from loket.catalogue.rules.values import say

TITLES: Mapping[Kind, Promise] = {
    Kind.TEXT: gettext_lazy("Teksten"),
    Kind.QUESTION: gettext_lazy("Vragen en instellingen"),
    Kind.RULE: gettext_lazy("Regels"),
    Kind.CASE: gettext_lazy("Testgevallen"),
}


NAMES: Mapping[str, Promise] = {
    "accept": gettext_lazy("Soorten bestanden"),
    "after_submit": gettext_lazy("Na het indienen"),
    "case": gettext_lazy("Zaak"),
    "contact": gettext_lazy("Contact"),
    "default": gettext_lazy("Eerste antwoord"),
    "fields": gettext_lazy("Vragen"),
    "hint": gettext_lazy("Uitleg"),
    "intro": gettext_lazy("Inleiding"),
    "keywords": gettext_lazy("Zoekwoorden"),
    "label": gettext_lazy("Opschrift"),
    "max": gettext_lazy("Hoogstens"),
    "may_follow": gettext_lazy("Mag later komen"),
    "min": gettext_lazy("Minstens"),
    "options": gettext_lazy("Keuzes"),
    "order": gettext_lazy("Volgorde"),
    "prefill": gettext_lazy("Vooraf ingevuld"),
    "privacy": gettext_lazy("Hoe vertrouwelijk"),
    "queue": gettext_lazy("Wachtrij"),
    "recommended": gettext_lazy("Aangeraden"),
    "required": gettext_lazy("Verplicht"),
    "required_when": gettext_lazy("Verplicht als"),
    "rule": gettext_lazy("Regel"),
    "section": gettext_lazy("Tussenkop"),
    "show_when": gettext_lazy("Zichtbaar als"),
    "steps": gettext_lazy("Stappen"),
    "text": gettext_lazy("Tekst"),
    "title": gettext_lazy("Titel"),
    "type": gettext_lazy("Soort"),
    "valid_for": gettext_lazy("Hoe lang geldig"),
    "validate": gettext_lazy("Controle"),
    "what_next": gettext_lazy("Wat daarna gebeurt"),
    "when": gettext_lazy("Als"),
    "widget": gettext_lazy("Vorm"),
}
"""What the parts of a form are called; one that is not here keeps the name that it has in the file."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value that differs: its name in words, the one of the file, and both sides."""

    name: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Part:
    """A question, document or step that differs; the form itself when it is one of those not."""

    name: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """All differences of one kind."""

    title: str
    count: int
    parts: tuple[Part, ...]


def compared(before: Source, after: Source, language: str) -> list[Chapter]:
    """Both versions, by kind and part; the label of a part is the newer one's."""
    labels = dict([*_labels(before, language), *_labels(after, language)])
    found = differences(before, after)
    chapters = []
    for kind, title in TITLES.items():
        some = sorted((one for one in found if one.kind is kind), key=lambda one: one.part)
        parts = tuple(
            Part(name, labels.get(name, "") if name else _("Het formulier zelf"), lines_of(lines))
            for name, lines in groupby(some, key=lambda one: one.part)
        )
        if some:
            chapters.append(Chapter(str(title), len(some), parts))
    return chapters


def lines_of(found: Iterable[Difference]) -> tuple[Line, ...]:
    """The differences of a part, each by its name in words."""
    return tuple(Line(name_of(one.what), one.what, one.before, one.after) for one in found)


def name_of(what: str) -> str:
    """The name of a value in words, with the language of a text: Titel (Nederlands)."""
    *words, last = what.split(".")
    language = last if last in LANGUAGES else ""
    if not language:
        words.append(last)
    name = ": ".join(str(NAMES.get(one, one)) for one in words)
    if not language:
        return name
    spoken = get_language_info(language)["name_translated"]
    return f"{name} ({spoken})" if name else spoken


def _labels(source: Source, language: str) -> Iterator[tuple[str, str]]:
    """What people call the parts of a form."""
    spec = parse_spec(source)
    yield from ((one.id, say(one.title, language)) for one in spec.steps)
    yield from ((one.id, say(one.label, language)) for one in spec.every_field())
    yield from ((one.id, say(one.label, language)) for one in spec.documents)
    yield from ((one.id, say(one.label, language)) for one in spec.approvals)
    yield from ((one.id, say(one.text, language)) for one in spec.checks)
