"""Reading the YAML of a pack without surprises: every value is what it looks like.

Only `true`, `false`, whole numbers, numbers with a point and `null` (or nothing) are read as
such; `9:30`, `NO`, `on` and `010` stay text. A key may stand once. Each message names file and
line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.catalogue.rules.values import Json
from loket.core.errors import RuleError

MOST_BYTES = 2_000_000
MOST_VALUES = 50_000  # after following references, so that a small file cannot become a huge one
MOST_DEPTH = 40

PREFIX = "tag:yaml.org,2002:"
BOOL = re.compile(r"true|false")
INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,10}")
NULL = re.compile(r"null|")
INDEX = re.compile(r"(.*)(?:\[[0-9]+\]|\.[^.\[]*)")


FAULTS = (
    (
        "mapping values are not allowed",
        gettext_lazy("hier mag geen dubbele punt staan; zet aanhalingstekens om de tekst"),
    ),
    (
        "cannot start any token",
        gettext_lazy(
            "hier staat een teken dat niet mag, zoals een tab; gebruik spaties, of zet aanhalingstekens om de tekst"
        ),
    ),
    ("could not find expected ':'", gettext_lazy("hier ontbreekt een dubbele punt")),
    ("expected <block end>", gettext_lazy("deze regel springt niet in zoals de regels erboven")),
    (
        "unexpected end of stream",
        gettext_lazy("een aanhalingsteken dat open is, gaat niet meer dicht"),
    ),
    ("expected ',' or", gettext_lazy("een haakje gaat niet meer dicht, of een komma ontbreekt")),
    (
        "expected the node content",
        gettext_lazy("een haakje gaat niet meer dicht, of er staat niets waar iets moet staan"),
    ),
    ("undefined alias", gettext_lazy("hier wordt verwezen naar iets dat er niet is")),
    ("duplicate anchor", gettext_lazy("een naam om naar te verwijzen staat er twee keer")),
    (
        "unknown escape character",
        gettext_lazy("na een schuine streep staat een teken dat niet mag"),
    ),
    (
        "expected a single document",
        gettext_lazy("er begint een tweede document; een bestand heeft er maar een"),
    ),
)
"""What the reader of YAML says, and what that is in plain words."""


class PackError(RuleError):
    """A file of a pack is not as it should be; the sentence begins with file and line."""

    def __init__(self, place: str, sentence: str) -> None:
        """Say where, then what."""
        self.place = place
        self.sentence = sentence
        super().__init__(f"{place}: {sentence}", code="pack")


class StrictLoader(yaml.SafeLoader):
    """A loader that knows only the plain values named above."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _name, _pattern, _first in (
    ("bool", BOOL, "tf"),
    ("int", INT, "-0123456789"),
    ("float", FLOAT, "-0123456789"),
    ("null", NULL, ["n", ""]),
):
    StrictLoader.add_implicit_resolver(
        PREFIX + _name, re.compile(rf"(?:{_pattern.pattern})\Z"), list(_first)
    )


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says, and on which line each part of it stands."""

    path: Path
    data: Mapping[str, Json]
    lines: Mapping[str, int]

    def where(self, path: str = "") -> str:
        """Return `file:line` of a part such as `steps[0].fields[2]`, or of what holds it."""
        while path not in self.lines:
            found = INDEX.fullmatch(path)
            path = found[1] if found else ""
        return f"{self.path}:{self.lines[path]}"


def read_yaml(path: Path) -> Source:
    """Read one file; it must hold one mapping."""
    try:
        size = path.stat().st_size
        text = path.read_text(encoding="utf-8-sig") if size <= MOST_BYTES else ""
    except UnicodeDecodeError as error:
        raise PackError(f"{path}:1", _("Dit bestand is geen tekst in UTF-8.")) from error
    if size > MOST_BYTES:
        raise PackError(f"{path}:1", _("Dit bestand is te groot."))
    return parse_yaml(text, path)


def parse_yaml(text: str, path: Path) -> Source:
    """Read the text of a file; `path` is only for the messages."""
    try:
        node = yaml.compose(text, Loader=StrictLoader)
    except RecursionError as error:
        raise PackError(f"{path}:1", _("Dit bestand is te groot of te diep.")) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise PackError(f"{path}:{line}", fault_in_words(error)) from error
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise PackError(f"{path}:{line}", _("Hier staat een teken dat niet mag.")) from error
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node else 1
        raise PackError(f"{path}:{line}", _("Dit bestand moet beginnen met namen en waarden."))
    reading = _Reading(path)
    data = reading.mapping(node, "", 0)
    return Source(path, data, reading.lines)


def fault_in_words(error: yaml.MarkedYAMLError) -> str:
    """What is wrong with a file that is no YAML, in plain words."""
    said = f"{error.context or ''} {error.problem or ''}"
    known = next((words for sign, words in FAULTS if sign in said), None)
    if known is None:
        return _("Dit is geen geldige YAML.")
    return _("Dit is geen geldige YAML: %s.") % known


class _Reading:
    """One pass over the nodes of a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[str, int] = {}

    def value(self, node: yaml.Node, path: str, depth: int) -> Json:
        self.lines[path] = node.start_mark.line + 1
        if len(self.lines) > MOST_VALUES or depth > MOST_DEPTH:
            raise self.error(node, _("Dit bestand is te groot of te diep."))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            self.expect(node, "seq")
            return [
                self.value(one, f"{path}[{index}]", depth + 1)
                for index, one in enumerate(node.value)
            ]
        return self.scalar(node)

    def mapping(self, node: yaml.MappingNode, path: str, depth: int) -> dict[str, Json]:
        self.expect(node, "map")
        self.lines[path] = node.start_mark.line + 1
        found: dict[str, Json] = {}
        for key_node, value_node in node.value:
            key = self.key(key_node)
            if key in found:
                raise self.error(key_node, _("De naam ‘%s’ staat er twee keer.") % key)
            inner = f"{path}.{key}" if path else key
            found[key] = self.value(value_node, inner, depth + 1)
            self.lines[inner] = key_node.start_mark.line + 1
        return found

    def key(self, node: yaml.Node) -> str:
        if node.tag != PREFIX + "str" or not node.value:
            raise self.error(node, _("Een naam moet tekst zijn. Zet er aanhalingstekens om."))
        return str(node.value)

    def scalar(self, node: yaml.Node) -> Json:
        text = str(node.value)
        match node.tag.removeprefix(PREFIX):
            case "str":
                return text
            case "null" if NULL.fullmatch(text):
                return None
            case "bool" if BOOL.fullmatch(text):
                return text == "true"
            case "int" if INT.fullmatch(text):
                return int(text)
            case "float" if FLOAT.fullmatch(text):
                return float(text)
            case _:
                raise self.error(node, _("Het soort ‘%s’ kennen we hier niet.") % node.tag)

    def expect(self, node: yaml.Node, kind: str) -> None:
        if node.tag != PREFIX + kind:
            raise self.error(node, _("Het soort ‘%s’ kennen we hier niet.") % node.tag)

    def error(self, node: yaml.Node, sentence: str) -> PackError:
        return PackError(f"{self.path}:{node.start_mark.line + 1}", sentence)
