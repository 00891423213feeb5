"""The JSON Schema of the answers of one version, for those who read them by machine."""

from collections.abc import Mapping

from loket.catalogue.rules.checked import longest
from loket.catalogue.rules.predicates import PATTERNS
from loket.catalogue.rules.spec import Field, FormSpec
from loket.catalogue.rules.values import GIVEN, ITEM, OTHER, Json

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DATE: Json = {"type": "string", "format": "date"}
TIME: Json = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
MOMENT: Json = {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$",
}
DECIMAL: Json = {"type": "string", "pattern": r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?$"}
WORDS = frozenset({"text", "textarea", "email", "url"})
SHAPES: Mapping[str, Json] = {
    "integer": {"type": "integer"},
    "decimal": DECIMAL,
    "money": DECIMAL,
    "date": DATE,
    "time": TIME,
    "datetime": MOMENT,
    "period": {
        "type": "object",
        "properties": {"from": DATE, "until": DATE},
        "required": ["from"],
        "additionalProperties": False,
    },
    "boolean": {"type": "boolean"},
    "address": {"type": "object", "additionalProperties": {"type": "string"}},
    "consent": {
        "type": "object",
        "properties": {GIVEN: {"type": "boolean"}, "version": {"type": "string"}},
        "required": [GIVEN],
        "additionalProperties": False,
    },
}


def json_schema(spec: FormSpec, language: str = "nl") -> dict[str, Json]:
    """Return the schema of what `submitted_answers` gives for this form.

    Whether a question must be answered depends on the other answers, so nothing is required
    here; what stands beside the answers starts with an underscore and is left open.
    """
    return {
        "$schema": DRAFT,
        "$id": f"urn:loket:form:{spec.key}:{spec.version}",
        "title": spec.title.get(language, spec.key),
        **_object(tuple(spec.fields.values()), language),
    }


def _object(fields: tuple[Field, ...], language: str) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": {
            one.id: {"title": one.label.get(language, one.id), **_shape(one, language)}
            for one in fields
            if one.takes_answer
        },
        "patternProperties": {"^_": {}},
        "additionalProperties": False,
    }


def _shape(field: Field, language: str) -> dict[str, Json]:
    if field.type == "group":
        item = _object(field.fields, language) | {"required": [ITEM]}
        return {"type": "array", "items": item}
    shape = _one(field)
    if field.multiple:
        shape = {"type": "array", "items": shape, "uniqueItems": True}
    # A person may take a first answer away; that is kept as null.
    begun = field.prefill is not None or field.default is not None
    return {"anyOf": [shape, {"type": "null"}]} if begun else shape


def _one(field: Field) -> dict[str, Json]:
    if field.type in ("choice", "reference", "party"):
        return _choice(field)
    shape = SHAPES.get("consent" if field.type == "statement" else field.type)
    if isinstance(shape, dict):
        return {**shape}
    words: dict[str, Json] = {"type": "string"}
    if field.type in WORDS:
        words["maxLength"] = longest(field)
    if field.pattern in PATTERNS:
        words["pattern"] = f"^{PATTERNS[field.pattern]}$"
    return words


def _choice(field: Field) -> dict[str, Json]:
    codes: Json = [one.value for one in field.options]
    named: dict[str, Json] = {"enum": codes} if codes else {"type": "string"}
    if not field.other:
        return named
    other: Json = {
        "type": "object",
        "properties": {OTHER: {"type": "string"}},
        "required": [OTHER],
        "additionalProperties": False,
    }
    return {"anyOf": [named, other]}
