"""An answer as it stands in an input, whether it could be read and kept or not."""

import json

from loket.catalogue.compound import PARTS
from loket.catalogue.display import raw_text
from loket.catalogue.rules.spec import Field
from loket.catalogue.rules.values import OTHER, RAW, Json

NUMBERS = frozenset({"integer", "decimal", "money"})
PICKED = frozenset({"choice", "reference", "party", "boolean"})


def typed_value(question: Field, value: Json, language: str) -> str:
    """An answer as it stands in an input."""
    if value is None or isinstance(value, bool | list):
        return str(value).lower() if isinstance(value, bool) else ""
    if isinstance(value, dict):
        return raw_text(value[RAW]) if RAW in value else ""
    if question.type in NUMBERS:
        return str(value) if language == "en" else str(value).replace(".", ",")
    return str(value)


def as_typed(question: Field, raw: Json) -> Json:
    """An answer as a page sent it, like one that could not be read."""
    if isinstance(raw, dict) and OTHER in raw:
        chosen = raw.get("choice")
        codes = chosen if isinstance(chosen, list) else []
        return [*(code for code in codes if code != OTHER), {OTHER: raw[OTHER]}]
    picked = isinstance(raw, list) or question.type in PICKED
    return raw if picked else {RAW: raw}


def sent_back(question: Field, value: Json, language: str) -> str:
    """The saved answer as the script sends it back."""
    if question.type in PARTS and isinstance(value, dict):
        return json.dumps(value.get(RAW, value))
    if question.multiple:
        chosen = value if isinstance(value, list) else []
        return json.dumps([OTHER if isinstance(one, dict) else one for one in chosen])
    return typed_value(question, value, language)


def is_unread(value: Json) -> bool:
    """Whether it could not be read, and is kept as it was typed."""
    return isinstance(value, dict) and RAW in value
