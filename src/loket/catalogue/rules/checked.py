"""Testing one canonical answer against its field: the type, the bounds, the choices offered."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import stdnum.be.ssn
import stdnum.be.vat
import stdnum.eu.vat
import stdnum.iban
import stdnum.nl.bsn

from loket.catalogue.rules.codes import ProblemCode
from loket.catalogue.rules.compare import CANONICAL, compare, equal
from loket.catalogue.rules.countries import COUNTRIES
from loket.catalogue.rules.dates import DATETIME, TIME, parse_date
from loket.catalogue.rules.operands import Operand, Scope
from loket.catalogue.rules.predicates import COMPILED
from loket.catalogue.rules.spec import Field
from loket.catalogue.rules.state import Context
from loket.catalogue.rules.values import GIVEN, OTHER, Json

type Fault = tuple[ProblemCode, Mapping[str, str | int]]
type Needed = Mapping[str, ProblemCode]
type Check = Callable[[Field, Json, Scope, Context], Fault | None]

LONGEST = {"textarea": 4000, "email": 254, "url": 2000}
LONGEST_TEXT = 250
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
PHONE = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)
POSTCODES = {
    "BE": re.compile("[1-9][0-9]{3}", re.ASCII),
    "NL": re.compile("[1-9][0-9]{3} [A-Z]{2}", re.ASCII),
}
NEEDED_NL: Needed = {"number": "number_needed"}
NEEDED_BE: Needed = {"street": "street_needed", "number": "number_needed", "city": "city_needed"}


def fault_of(field: Field, value: Json, scope: Scope, context: Context) -> Fault | None:
    """Return what is wrong with a canonical answer: a code with its figures, or None."""
    check = CHECKS.get(field.type)
    return check(field, value, scope, context) if check else None


def longest(field: Field) -> int:
    """Return how many characters a text may have."""
    return field.whole(field.max, LONGEST.get(field.type, LONGEST_TEXT))


def _text(field: Field, value: Json, _scope: Scope, _context: Context) -> Fault | None:
    if not isinstance(value, str):
        return "not_a_text", {}
    most = longest(field)
    if len(value) > most:
        return "too_long", {"max": most, "length": len(value)}
    if field.min is not None and len(value) < field.whole(field.min, 0):
        return "too_short", {"min": field.whole(field.min, 0)}
    if field.pattern and not COMPILED[field.pattern].fullmatch(value):
        return "wrong_pattern", {"pattern": field.pattern}
    return None


def _email(field: Field, value: Json, scope: Scope, context: Context) -> Fault | None:
    if not isinstance(value, str) or not EMAIL.fullmatch(value):
        return "not_an_email", {}
    return _text(field, value, scope, context)


def _url(field: Field, value: Json, scope: Scope, context: Context) -> Fault | None:
    return _text(field, value, scope, context) if is_url(value) else ("not_a_url", {})


def is_url(value: Json) -> bool:
    """Say whether it is a web address."""
    if not isinstance(value, str) or any(letter.isspace() for letter in value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "")


def _matching(code: ProblemCode, is_valid: Callable[[str], bool]) -> Check:
    def check(_field: Field, value: Json, _scope: Scope, _context: Context) -> Fault | None:
        return None if isinstance(value, str) and is_valid(value) else (code, {})

    return check


def _is_kvk(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) == len("12345678")


def _is_iban(value: str) -> bool:
    """Check form and check digits; a list of banks would refuse a new bank."""
    return bool(stdnum.iban.is_valid(value, check_country=False))


def _bounds(
    field: Field, value: Json, scope: Scope, codes: tuple[ProblemCode, ProblemCode]
) -> Fault | None:
    if field.min is None and field.max is None:
        return None
    low, high = _bound(field.min, scope), _bound(field.max, scope)
    if low is not None and compare(value, low) == -1:
        return codes[0], {"min": low}
    if high is not None and compare(value, high) == 1:
        return codes[1], {"max": high}
    return None


def _bound(bound: Operand | None, scope: Scope) -> str | int | None:
    found = bound.read(scope) if bound else None
    return found if isinstance(found, str | int) else None


def _integer(field: Field, value: Json, scope: Scope, _context: Context) -> Fault | None:
    if isinstance(value, bool) or not isinstance(value, int) or compare(value, 0) is None:
        return "not_a_whole_number", {}
    return _bounds(field, value, scope, ("too_small", "too_large"))


def _decimal(field: Field, value: Json, scope: Scope, _context: Context) -> Fault | None:
    found = CANONICAL.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return "not_a_number", {}
    if len(found[3] or "") > field.decimals:
        return "too_many_decimals", {"decimals": field.decimals}
    return _bounds(field, value, scope, ("too_small", "too_large"))


def _date(field: Field, value: Json, scope: Scope, _context: Context) -> Fault | None:
    if not isinstance(value, str) or parse_date(value) is None:
        return "not_a_date", {}
    return _bounds(field, value, scope, ("too_early", "too_late"))


def _time(field: Field, value: Json, scope: Scope, _context: Context) -> Fault | None:
    if not isinstance(value, str) or not TIME.fullmatch(value):
        return "not_a_time", {}
    return _bounds(field, value, scope, ("too_early", "too_late"))


def _datetime(field: Field, value: Json, scope: Scope, _context: Context) -> Fault | None:
    if not isinstance(value, str) or not DATETIME.fullmatch(value) or not parse_date(value[:10]):
        return "not_a_moment", {}
    return _bounds(field, value, scope, ("too_early", "too_late"))


def _period(field: Field, value: Json, scope: Scope, context: Context) -> Fault | None:
    if not isinstance(value, dict) or "from" not in value:
        return "period_start_needed", {}
    start, end = value["from"], value.get("until")
    if fault := _date(field, start, scope, context):
        return fault
    if end is None:
        return None if field.open_end else ("period_end_needed", {})
    if fault := _date(field, end, scope, context):
        return fault
    return ("period_order", {}) if compare(end, start) == -1 else None


def _boolean(_field: Field, value: Json, _scope: Scope, _context: Context) -> Fault | None:
    return None if isinstance(value, bool) else ("not_a_yes_or_no", {})


def _consent(field: Field, value: Json, _scope: Scope, _context: Context) -> Fault | None:
    if not isinstance(value, dict) or not isinstance(value.get(GIVEN), bool):
        return "not_a_yes_or_no", {}
    if value[GIVEN] and value.get("version") != field.version:
        return "statement_changed", {}
    return ("consent_needed", {}) if field.required and not value[GIVEN] else None


def _choice(field: Field, value: Json, scope: Scope, context: Context) -> Fault | None:
    if not field.multiple:
        return _one_choice(field, value, scope, context)
    if not isinstance(value, list):
        return "not_a_choice", {}
    for index, one in enumerate(value):
        if one in value[:index]:
            return "chosen_twice", {}
        if fault := _one_choice(field, one, scope, context):
            return fault
    return _amount(field, len(value))


def _amount(field: Field, count: int) -> Fault | None:
    fewest, most = field.whole(field.min, 0), field.whole(field.max, count)
    if count < fewest:
        return "too_few_choices", {"min": fewest}
    return ("too_many_choices", {"max": most}) if count > most else None


def _one_choice(field: Field, value: Json, scope: Scope, context: Context) -> Fault | None:
    if isinstance(value, dict) and field.other:
        written = value.get(OTHER)
        if not isinstance(written, str) or not written:
            return "other_needed", {}
        return ("too_long", {"max": LONGEST_TEXT}) if len(written) > LONGEST_TEXT else None
    if not isinstance(value, str):
        return "not_a_choice", {}
    known = _row_fits(field, value, scope, context) if field.source else field.option(value)
    return None if known else ("not_a_choice", {})


def _row_fits(field: Field, code: str, scope: Scope, context: Context) -> bool:
    row = (context.tables or {}).get(field.source, {}).get(code)
    if row is None:
        return False
    return all(equal(row.get(column), wanted.read(scope)) for column, wanted in field.filter)


def _address(field: Field, value: Json, _scope: Scope, _context: Context) -> Fault | None:
    if not isinstance(value, dict) or not all(_is_part(one) for one in value.values()):
        return "not_an_address", {}
    country = value.get("country")
    if country not in COUNTRIES or (field.countries and country not in field.countries):
        return "country_needed", {}
    if country not in POSTCODES:
        return None if value.get("lines") else ("address_lines_needed", {})
    if not POSTCODES[str(country)].fullmatch(str(value.get("postcode", ""))):
        return "postcode_needed_nl" if country == "NL" else "postcode_needed_be", {}
    needed = NEEDED_NL if country == "NL" else NEEDED_BE
    return next(((code, {}) for part, code in needed.items() if not value.get(part)), None)


def _is_part(value: Json) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


CHECKS: Mapping[str, Check] = {
    "text": _text,
    "textarea": _text,
    "email": _email,
    "url": _url,
    "phone": _matching("not_a_phone", lambda value: bool(PHONE.fullmatch(value))),
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
    "bsn": _matching("not_a_bsn", stdnum.nl.bsn.is_valid),
    "rrn": _matching("not_a_rrn", stdnum.be.ssn.is_valid),
    "kvk": _matching("not_a_kvk", _is_kvk),
    "kbo": _matching("not_a_kbo", stdnum.be.vat.is_valid),
    "iban": _matching("not_an_iban", _is_iban),
    "vat": _matching("not_a_vat", stdnum.eu.vat.is_valid),
    "consent": _consent,
    "statement": _consent,
}
