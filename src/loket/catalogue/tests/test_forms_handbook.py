"""The handbook of forms names everything that a form may say."""

import json
import re
from pathlib import Path

from loket.catalogue.rules.predicates import OPERATORS, PATTERNS
from loket.catalogue.rules.schema import FILE

HANDBOOK = (Path(__file__).parents[4] / "docs" / "admin" / "forms.md").read_text()
LANGUAGES = {"nl", "fr", "de", "en"}


def names_in(schema: object) -> set[str]:
    """Every name of a property in a schema."""
    if isinstance(schema, list):
        return set().union(*map(names_in, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    properties = schema.get("properties", {})
    inside = [value for key, value in schema.items() if key != "properties"]
    return set(properties) | names_in(inside) | names_in(list(properties.values()))


def test_every_name_of_the_specification_is_in_the_handbook() -> None:
    names = names_in(json.loads(FILE.read_text())) - LANGUAGES
    said = set(re.findall(r"[a-z_]+", HANDBOOK))

    assert names | set(OPERATORS) | set(PATTERNS) <= said
