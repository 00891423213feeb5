"""Say everything that is wrong with a pack, each with file and line; the database is not asked."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, cast

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from loket.catalogue.reasons import why
from loket.catalogue.rules.formcases import World, case_reasons
from loket.catalogue.rules.lint import lint
from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.reasons import Known
from loket.catalogue.sources import APPROVERS, PROFILE_SOURCES
from loket.contacts.pack import strays_in
from loket.contacts.rules.blocks import FIELDS
from loket.contacts.rules.letters import LETTERS
from loket.core.icons import ICONS
from loket.core.packing import LANGUAGES, Mention
from loket.documents.pack import names_of, strays_of
from loket.packs.load import Item, Pack
from loket.packs.sections import BY_NAME, SECTIONS
from loket.packs.stories import STORY, persons_of

STORIES = Draft202012Validator(dict(STORY))


def problems_of(pack: Pack) -> list[str]:
    """Every problem, as `file:line: sentence`, in the order of the files."""
    found = [
        f"{item.where(path)}: {sentence}"
        for section in SECTIONS
        for item in pack.of(section.name).values()
        for path, sentence in _item_problems(pack, item)
    ]
    found += [
        f"{item.where(path)}: {sentence}"
        for item in pack.stories
        for path, sentence in _story_problems(pack, item)
    ]
    found += [f"{pack.name}: {sentence}" for sentence in _whole_problems(pack)]
    return sorted(set(found))


def _story_problems(pack: Pack, item: Item) -> Iterator[tuple[str, str]]:
    """What is wrong with a story: its shape, its people, its form."""
    wrong = [(_path(error), _sentence(error)) for error in STORIES.iter_errors(item.entry)]
    yield from wrong
    if wrong:
        return
    for path, login in persons_of(item.entry):
        if login not in pack.of("persons"):
            yield path, _missing(login, "persons")
    if item.entry["form"] not in pack.of("forms"):
        yield "form", _missing(item.entry["form"], "forms")


def _missing(key: str, section: str) -> str:
    return _("‘%(key)s’ staat niet bij %(section)s.") % {"key": key, "section": section}


def _whole_problems(pack: Pack) -> Iterator[str]:
    """What is missing as a whole; a pack may leave all letters to another one."""
    if not pack.of("organisation"):
        yield _("Het pakket zegt niets over de organisatie.")
    letters = pack.of("letters")
    missing = sorted(set(LETTERS) - set(letters) - _never_sent(pack))
    if letters and missing:
        yield _("Deze brieven ontbreken: %s.") % ", ".join(missing)


def _never_sent(pack: Pack) -> set[str]:
    """The letters that have nobody to go to here."""
    kinds = {unit.entry.get("kind") for unit in pack.of("units").values()}
    return set() if "personnel" in kinds else {"personnel_question"}


def _item_problems(pack: Pack, item: Item) -> Iterator[tuple[str, str]]:
    section = BY_NAME[item.section]
    if not section.single and not re.fullmatch(section.keys, item.key):
        yield "", _("De naam ‘%s’ past hier niet. Gebruik kleine letters en streepjes.") % item.key
    wrong = [
        (_path(error), _sentence(error))
        for error in _validator(section.name).iter_errors(item.entry)
    ]
    yield from wrong
    if wrong:
        return
    if item.section == "forms":
        yield from _form_problems(pack, item)
    else:
        yield from _missing_words(item.entry, pack.languages(), "")
    yield from _mention_problems(pack, section.mentions(section.whole(item.entry)))
    match item.section:
        case "letters":
            yield from _letter_problems(item)
        case "blocks":
            yield from _block_problems(item)


def _form_problems(pack: Pack, item: Item) -> Iterator[tuple[str, str]]:
    """Everything for which a form could not be published; it says itself which languages it has."""
    tables = {
        name: {"code", *(key for row in table.entry["rows"] for key in row.get("data", {}))}
        for name, table in pack.of("tables").items()
    }
    known = Known(
        tables={name: frozenset(columns) for name, columns in tables.items()},
        profile=frozenset(PROFILE_SOURCES),
        calendars=frozenset(pack.of("calendars")),
        approvers=APPROVERS,
        icons=frozenset(ICONS),
    )
    reasons = lint(item.entry, known) or case_reasons(
        item.entry, parse_spec(item.entry), _world(pack)
    )
    for reason in reasons:
        yield reason.path, why(reason)


def _world(pack: Pack) -> World:
    """What the cases of a form may know: the tables of the pack, and where it is."""
    tables = {
        name: {
            row["code"]: {**row.get("data", {}), "code": row["code"]} for row in one.entry["rows"]
        }
        for name, one in pack.of("tables").items()
    }
    said = pack.of("organisation").get("")
    return World(tables, str(said.entry.get("region", "BE")) if said else "BE")


def _missing_words(value: Any, languages: tuple[str, ...], path: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Every text that lacks a language of the organisation."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _missing_words(one, languages, f"{path}[{index}]")
    if not isinstance(value, dict):
        return
    if value and set(value) <= set(LANGUAGES):
        missing = [language for language in languages if language not in value]
        if missing:
            yield path, _("Deze tekst ontbreekt in: %s.") % ", ".join(missing)
    for key, one in value.items():
        yield from _missing_words(one, languages, f"{path}.{key}" if path else key)


def _letter_problems(item: Item) -> Iterator[tuple[str, str]]:
    known = LETTERS.get(item.key)
    if known is None:
        yield "", _("Een brief met deze naam versturen we nooit.")
        return
    for path, name in names_of(item.entry):
        if name not in known:
            yield path, _unknown_name(name, known)
    for path in strays_of(item.entry):
        yield path, _("Hier staan accolades die geen naam zijn.")


def _mention_problems(pack: Pack, mentions: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    for mention in mentions:
        if mention.key not in pack.of(mention.section):
            yield mention.path, _missing(mention.key, mention.section)


def _block_problems(item: Item) -> Iterator[tuple[str, str]]:
    for path, name in strays_in(item.key, item.entry):
        yield path, _unknown_name(name, FIELDS)


def _unknown_name(name: str, known: Iterable[str]) -> str:
    said = {"name": name, "known": ", ".join(sorted(known))}
    return _("‘%(name)s’ kan hier niet. Wel: %(known)s.") % said


@cache
def _validator(section: str) -> Draft202012Validator:
    return Draft202012Validator(dict(BY_NAME[section].shape))


def _path(error: ValidationError) -> str:
    found = ""
    for step in error.absolute_path:
        if isinstance(step, int):
            found += f"[{step}]"
        else:
            found += f".{step}" if found else str(step)
    return found


def _sentence(error: ValidationError) -> str:
    expected = cast("Any", error.validator_value)
    instance = cast("Any", error.instance)
    match error.validator:
        case "required":
            missing = [name for name in expected if name not in instance]
            return _("Hier ontbreekt: %s.") % ", ".join(missing)
        case "additionalProperties":
            allowed = cast("Any", error.schema).get("properties", {})
            extra = [name for name in instance if name not in allowed]
            return _("Dit kennen we hier niet: %s.") % ", ".join(extra)
        case "enum":
            return _("Hier kan alleen: %s.") % ", ".join(map(str, expected))
        case _:
            return _("Deze waarde past hier niet: %s") % error.message[:200]
