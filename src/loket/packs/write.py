"""Writing a form as the YAML of a pack, in the order in which people write one."""

import json
from functools import cache
from typing import Any

import yaml

from loket.catalogue.rules.reading import Source
from loket.catalogue.rules.schema import FILE
from loket.catalogue.rules.values import Json

WIDTH = 110
LAST = "tests"


class _Dumper(yaml.SafeDumper):
    """Indents the parts of a list, and never points back to an earlier value."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401  as PyYAML declares it
        return True


def yaml_of(form: Source) -> str:
    """The form as a file; read again it is the same."""
    last = {LAST: form[LAST]} if LAST in form else {}
    whole = {**_ordered({key: one for key, one in form.items() if key != LAST}), **last}  # type: ignore[dict-item]
    return yaml.dump(whole, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


def _ordered(value: Json) -> Json:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (_ranks().get(key, len(_ranks())), key))
        return {key: _ordered(value[key]) for key in keys}
    return [_ordered(one) for one in value] if isinstance(value, list) else value


@cache
def _ranks() -> dict[str, int]:
    """The words of the specification in the order in which its schema explains them."""
    found = {"f": 0}  # of a condition: first what it looks at

    def gather(schema: Any) -> None:  # noqa: ANN401  whatever JSON holds
        for key, one in schema.items() if isinstance(schema, dict) else ():
            if key == "properties":
                for name in one:
                    found.setdefault(name, len(found))
            gather(one)

    gather(json.loads(FILE.read_text(encoding="utf-8")))
    return found
