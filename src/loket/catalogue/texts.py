"""The texts of a form, with the answers that they speak of filled in: `CV (taal: {{cv_taal}})`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from loket.catalogue.display import display_value
from loket.catalogue.rules.computed import Tables
from loket.catalogue.rules.state import FieldState
from loket.catalogue.rules.values import Text, say
from loket.catalogue.standing import Standing

NAMED = re.compile(r"\{\{ *([a-z][a-z0-9_]*) *\}\}")
SENTENCE = re.compile(r"(?<=[.!?]) +")
EMPTY = "…"


@dataclass(frozen=True, slots=True)
class Teller:
    """Says the texts of one draft in its language."""

    language: str
    tables: Tables
    fields: Mapping[str, FieldState]

    @classmethod
    def of(cls, standing: Standing) -> Self:
        """For this draft, as it stands."""
        fields = {one.key: one for one in standing.state.visible()}
        return cls(standing.context.language, standing.context.tables or {}, fields)

    def say(self, text: Text, item: str = "", **more: str) -> str:
        """The text, with the answers it names in words; `item` is where it stands in a group."""
        said = say(text, self.language)
        if "{{" not in said:
            return said
        words = {name: more.get(name) or self._word(name, item) for name in NAMED.findall(said)}
        whole = [one for one in SENTENCE.split(said) if all(words[n] for n in NAMED.findall(one))]
        shown = " ".join(whole) or said  # a sentence without its word is left out, if others stay
        return NAMED.sub(lambda found: words[found[1]] or EMPTY, shown)

    def _word(self, name: str, item: str) -> str:
        inside = (one for one in self.fields.values() if one.item == item and item)
        near = next((one for one in inside if one.field.id == name), None)
        seen = near or self.fields.get(name)
        if seen is None:
            return ""
        return display_value(seen.field, seen.value, self.tables, self.language)


def without_names(text: Text, language: str) -> str:
    """The sentences of a text that speak of no answer: for who has not answered anything yet."""
    said = say(text, language)
    if "{{" not in said:
        return said
    return " ".join(one for one in SENTENCE.split(said) if not NAMED.search(one))
