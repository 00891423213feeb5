"""The meta-schema of `desk.form/1` (a file beside this package), and what breaks it."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator, ValidationError

from loket.catalogue.rules.reading import Source
from loket.catalogue.rules.reasons import Reason

FILE = Path(__file__).resolve().parents[1] / "spec" / "desk.form-1.schema.json"

# Predicates are explained in words of their own, by `lint_predicates`.
PREDICATES = frozenset({"show_when", "required_when", "when", "rule", "where"})


@cache
def validator() -> Draft202012Validator:
    """Return the validator of the meta-schema."""
    return Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8")))


def schema_reasons(source: Source) -> Iterator[Reason]:
    """Name every place where the form has not the shape of the meta-schema."""
    for error in validator().iter_errors(source):
        if not PREDICATES.intersection(str(part) for part in error.absolute_path):
            yield from _reasons(error)


def _reasons(error: ValidationError) -> Iterator[Reason]:
    path, value = _path(error), str(error.instance)
    given = error.instance if isinstance(error.instance, dict) else {}
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    match error.validator:
        case "required":
            missing = [key for key in schema["required"] if key not in given]
            yield from (Reason(path, "missing_key", {"key": key}) for key in missing)
        case "additionalProperties":
            unknown = [key for key in given if key not in schema.get("properties", {})]
            yield from (Reason(path, "unknown_key", {"key": str(key)}) for key in unknown)
        case "enum" | "const":
            allowed = ", ".join(schema.get("enum") or [schema.get("const", "")])
            yield Reason(path, "wrong_value", {"value": value, "allowed": allowed})
        case "maxLength":
            yield Reason(path, "text_too_long", {"max": str(schema["maxLength"])})
        case _:
            is_type = error.validator == "type"
            yield Reason(path, "wrong_type" if is_type else "wrong_form", {"value": value})


def _path(error: ValidationError) -> str:
    path = ""
    for part in error.absolute_path:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.removeprefix(".")
