"""Reading what a person typed or chose into a canonical answer, in the way of the region.

Canonical: text without control characters; whole numbers as numbers; decimals and money as
text with a point (`"1234.56"`); days, times and moments in ISO form; a choice as its code, or
a list of codes; "other" as `{"other": "…"}`; an address and a period as a mapping; a consent as
`{"given": true, "version": "…"}`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

import stdnum.be.ssn
import stdnum.be.vat
import stdnum.eu.vat
import stdnum.iban
import stdnum.nl.bsn
from stdnum.exceptions import ValidationError

from loket.catalogue.rules.checked import fault_of
from loket.catalogue.rules.codes import ProblemCode
from loket.catalogue.rules.numerals import read_decimal
from loket.catalogue.rules.operands import Scope
from loket.catalogue.rules.spec import Field
from loket.catalogue.rules.state import Context
from loket.catalogue.rules.values import GIVEN, OTHER, RAW, Json, Problem
from loket.core.signs import tidy

type Reader = Callable[[Field, Json, Context], Json]

ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
DAY = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", re.ASCII)
CLOCK = re.compile(r"([0-9]{1,2})(?:[:.hu]([0-9]{2}))?(?: ?[hu](?:ur)?)?", re.ASCII)
NL_POSTCODE = re.compile(r"([1-9][0-9]{3}) *([A-Z]{2})", re.ASCII)
PREFIXES = {"BE": "+32", "NL": "+31"}
YES = frozenset({"true", "ja", "oui", "yes", "1", "on"})
NO = frozenset({"false", "nee", "nein", "non", "no", "0"})
ADDRESS_PARTS = ("country", "street", "number", "box", "postcode", "city", "lines")


class UnreadableError(Exception):
    """The text cannot be read as the type of its field."""

    def __init__(self, code: ProblemCode) -> None:
        """Keep the code of the problem."""
        super().__init__(code)
        self.code = code


def clean(
    field: Field, raw: Json, context: Context, *, path: str = "", scope: Scope | None = None
) -> Json | Problem:
    """Return the canonical answer, None when it is empty, or the problem.

    `raw` is text, a list of texts for several choices, or a mapping: `day, month, year`;
    `date, time`; `from, until`; `choice, other`; the parts of an address.
    """
    path = path or field.id
    if raw is None or raw in ("", [], {}):
        return None
    try:
        value = READERS[field.type](field, raw, context)
    except UnreadableError as error:
        return Problem(path, error.code, step=field.step, key=path)
    if value is None:
        return None
    fault = fault_of(field, value, scope or Scope({}, None, context.today), context)
    return Problem(path, fault[0], fault[1], step=field.step, key=path) if fault else value


def store(field: Field, raw: Json, context: Context) -> Json:
    """Return what a draft keeps: the canonical answer, or the very text when it is unreadable.

    A draft never refuses. What can be read but is not allowed is kept as it was read, so that
    `evaluate` names the problem.
    """
    if raw is None or raw in ("", [], {}):
        return None
    try:
        return READERS[field.type](field, raw, context)
    except UnreadableError:
        return {RAW: raw}


def _plain(raw: Json) -> str:
    """Return the typed text; a list of one text, as a browser posts it, is that text."""
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise UnreadableError("not_a_text")
    return tidy(str(raw))


def _text(_field: Field, raw: Json, _context: Context) -> Json:
    return _plain(raw) or None


def _lines(_field: Field, raw: Json, _context: Context) -> Json:
    if not isinstance(raw, str):
        raise UnreadableError("not_a_text")
    return tidy(raw, lines=True) or None


def _email(_field: Field, raw: Json, _context: Context) -> Json:
    text = _plain(raw).replace(" ", "")
    name, _, host = text.rpartition("@")
    return f"{name}@{host.lower()}" if name else text or None


def _phone(_field: Field, raw: Json, context: Context) -> Json:
    text = re.sub(r"[\s./()–-]", "", _plain(raw).replace("(0)", ""))
    if text.startswith("00"):
        text = "+" + text[2:]
    elif text.startswith("0") and context.region in PREFIXES:
        text = PREFIXES[context.region] + text[1:]
    if text and not re.fullmatch(r"\+[0-9]+", text, re.ASCII):
        raise UnreadableError("not_a_phone")
    return text or None


def _url(_field: Field, raw: Json, _context: Context) -> Json:
    text = _plain(raw)
    return f"https://{text}" if text and "://" not in text else text or None


def _integer(_field: Field, raw: Json, context: Context) -> Json:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    found = read_decimal(_plain(raw), context.language)
    whole, _, part = (found or "").partition(".")
    if found is None or part.strip("0"):
        raise UnreadableError("not_a_whole_number")
    return int(whole)


def _decimal(field: Field, raw: Json, context: Context) -> Json:
    found = read_decimal(_plain(raw), context.language)
    if found is None:
        raise UnreadableError("not_a_number")
    if field.type != "money":
        return found
    whole, _, part = found.partition(".")
    return f"{whole}.{part:0<2}"


def _date(_field: Field, raw: Json, _context: Context) -> Json:
    if isinstance(raw, dict):
        parts = [_plain(raw.get(part) or "") for part in ("day", "month", "year")]
        if not any(parts):
            return None
        raw = "-".join(parts)
    return read_day(_plain(raw))


def read_day(text: str) -> str | None:
    """Read `21-11-2026`, `21/11/2026`, `21.11.2026` or `2026-11-21`."""
    if not text:
        return None
    if found := ISO_DAY.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise UnreadableError("not_a_date")
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise UnreadableError("not_a_date") from None


def _time(_field: Field, raw: Json, _context: Context) -> Json:
    text = _plain(raw).lower()
    if not text:
        return None
    found = CLOCK.fullmatch(text.removesuffix(":00") if text.count(":") > 1 else text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise UnreadableError("not_a_time")
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


def _datetime(field: Field, raw: Json, context: Context) -> Json:
    if isinstance(raw, dict):
        day = _date(field, raw.get("date") or "", context)
        clock = _time(field, raw.get("time") or "", context)
    else:
        first, _, last = _plain(raw).replace("T", " ").rpartition(" ")
        day, clock = _date(field, first, context), _time(field, last, context)
    if day is None and clock is None:
        return None
    if day is None or clock is None:
        raise UnreadableError("not_a_moment")
    return f"{day}T{clock}"


def _period(field: Field, raw: Json, context: Context) -> Json:
    if not isinstance(raw, dict):
        raise UnreadableError("period_start_needed")
    ends = {name: _date(field, raw.get(name) or "", context) for name in ("from", "until")}
    return {name: day for name, day in ends.items() if day is not None} or None


def _boolean(_field: Field, raw: Json, _context: Context) -> Json:
    if isinstance(raw, bool):
        return raw
    word = _plain(raw).lower()
    if word in YES or word in NO:
        return word in YES
    raise UnreadableError("not_a_yes_or_no")


def _consent(field: Field, raw: Json, context: Context) -> Json:
    given = _boolean(field, raw, context)
    return {GIVEN: True, "version": field.version} if given else {GIVEN: False}


def _choice(field: Field, raw: Json, _context: Context) -> Json:
    if isinstance(raw, dict):
        other = _plain(raw.get(OTHER) or "")
        chosen = _codes(raw.get("choice"))
    else:
        other, chosen = "", _codes(raw)
    values: list[Json] = [
        {OTHER: other} if field.other and one == OTHER else one for one in dict.fromkeys(chosen)
    ]
    if field.multiple:
        return values or None
    if len(values) > 1:
        raise UnreadableError("not_a_choice")
    return values[0] if values else None


def _codes(raw: Json) -> list[str]:
    """Return the codes chosen; the empty line of a list is not a choice."""
    found = [_plain(one) for one in (raw if isinstance(raw, list) else [raw]) if one is not None]
    return [one for one in found if one]


def _address(_field: Field, raw: Json, context: Context) -> Json:
    if not isinstance(raw, dict):
        raise UnreadableError("not_an_address")
    lines = raw.get("lines")
    parts = {name: _plain(raw.get(name) or "") for name in ADDRESS_PARTS[:-1]}
    parts["lines"] = tidy(lines, lines=True) if isinstance(lines, str) else ""
    if not any(found for name, found in parts.items() if name != "country"):
        return None
    parts["country"] = parts["country"].upper() or context.region
    if found := NL_POSTCODE.fullmatch(parts["postcode"].upper()):
        parts["postcode"] = f"{found[1]} {found[2]}"
    return {name: found for name, found in parts.items() if found}


def _numbered(code: ProblemCode, compact: Callable[[str], str]) -> Reader:
    def read(_field: Field, raw: Json, _context: Context) -> Json:
        text = _plain(raw)
        try:
            return compact(text) or None
        except ValidationError:
            raise UnreadableError(code) from None

    return read


def _only_digits(text: str) -> str:
    return re.sub(r"[\s.-]", "", text)


READERS: Mapping[str, Reader] = {
    "text": _text,
    "textarea": _lines,
    "email": _email,
    "phone": _phone,
    "url": _url,
    "integer": _integer,
    "decimal": _decimal,
    "money": _decimal,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "period": _period,
    "boolean": _boolean,
    "choice": _choice,
    "reference": _choice,
    "party": _choice,
    "address": _address,
    "bsn": _numbered("not_a_bsn", stdnum.nl.bsn.compact),
    "rrn": _numbered("not_a_rrn", stdnum.be.ssn.compact),
    "kvk": _numbered("not_a_kvk", _only_digits),
    "kbo": _numbered("not_a_kbo", stdnum.be.vat.compact),
    "iban": _numbered("not_an_iban", stdnum.iban.compact),
    "vat": _numbered("not_a_vat", stdnum.eu.vat.compact),
    "consent": _consent,
    "statement": _consent,
}
