"""The differences of two versions as a manager reads them: texts, questions, rules, cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.catalogue.rules.differences import Difference, Kind, differences
from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.reading import Source
from loket.catalogue.rules.values import say

TITLES: Mapping[Kind, Promise] = {
    Kind.TEXT: gettext_lazy("Teksten"),
    Kind.QUESTION: gettext_lazy("Vragen en instellingen"),
    Kind.RULE: gettext_lazy("Regels"),
    Kind.CASE: gettext_lazy("Testgevallen"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A question, document or step that differs; the form itself when it is one of those not."""

    name: str
    label: str
    lines: tuple[Difference, ...]


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
            Part(name, labels.get(name, "") if name else _("Het formulier zelf"), tuple(lines))
            for name, lines in groupby(some, key=lambda one: one.part)
        )
        if some:
            chapters.append(Chapter(str(title), len(some), parts))
    return chapters


def _labels(source: Source, language: str) -> Iterator[tuple[str, str]]:
    """What people call the parts of a form."""
    spec = parse_spec(source)
    yield from ((one.id, say(one.title, language)) for one in spec.steps)
    yield from ((one.id, say(one.label, language)) for one in spec.every_field())
    yield from ((one.id, say(one.label, language)) for one in spec.documents)
    yield from ((one.id, say(one.label, language)) for one in spec.approvals)
    yield from ((one.id, say(one.text, language)) for one in spec.checks)
