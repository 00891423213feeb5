"""Answers as a person reads them: words instead of codes, dates and amounts as the region writes."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import time
from decimal import Decimal

from babel import Locale
from django.utils import formats
from django.utils.translation import gettext as _

from loket.catalogue.rules.computed import Lookup, Tables
from loket.catalogue.rules.dates import parse_date
from loket.catalogue.rules.spec import Field
from loket.catalogue.rules.values import GIVEN, OTHER, RAW, Json, say
from loket.catalogue.sources import TEXTS
from loket.core import figures

ADDRESS = (("street", "number", "box"), ("postcode", "city"), ("lines",), ("country",))


def item_label(group: Field, number: int, language: str) -> str:
    """The heading of one item of a group: Kind 2."""
    return f"{say(group.item or group.label, language)} {number}"


def display_value(field: Field, value: Json, tables: Tables, language: str) -> str:
    """An answer in words; empty when there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict) and RAW in value:
        return raw_text(value[RAW])
    if isinstance(value, list):
        return ", ".join(display_value(field, one, tables, language) for one in value)
    return _SHOWN.get(field.type, _plain)(field, value, tables, language)


def raw_text(raw: Json) -> str:
    """What was typed and could not be read, as one text."""
    if isinstance(raw, dict):
        return " ".join(str(part) for part in raw.values() if part)
    if isinstance(raw, list):
        return " ".join(str(part) for part in raw)
    return "" if raw is None else str(raw)


def display_day(text: str) -> str:
    """A day as the region writes it in words: 1 maart 2027."""
    day = parse_date(text)
    return formats.date_format(day, "DATE_FORMAT") if day else text


def _plain(_field: Field, value: Json, _tables: Tables, _language: str) -> str:
    return str(value)


def _day(_field: Field, value: Json, _tables: Tables, _language: str) -> str:
    return display_day(str(value))


def _time(_field: Field, value: Json, _tables: Tables, _language: str) -> str:
    return formats.time_format(time.fromisoformat(str(value)))


def _moment(_field: Field, value: Json, _tables: Tables, _language: str) -> str:
    day, _t, clock = str(value).partition("T")
    return f"{display_day(day)}, {formats.time_format(time.fromisoformat(clock))}"


def _period(_field: Field, value: Json, _tables: Tables, _language: str) -> str:
    ends = value if isinstance(value, dict) else {}
    since, until = (display_day(str(ends.get(end, ""))) for end in ("from", "until"))
    if not until:
        return _("vanaf %(since)s") % {"since": since}
    return _("van %(since)s tot en met %(until)s") % {"since": since, "until": until}


def _yes_no(_field: Field, value: Json, _tables: Tables, _language: str) -> str:
    return _("Ja") if value is True else _("Nee")


def _consent(_field: Field, value: Json, _tables: Tables, _language: str) -> str:
    given = isinstance(value, dict) and value.get(GIVEN) is True
    return _("Ja, akkoord") if given else _("Nee")


def _number(_field: Field, value: Json, _tables: Tables, _language: str) -> str:
    amount = Decimal(str(value))
    places = max(0, -int(amount.as_tuple().exponent))
    return formats.number_format(amount, places, force_grouping=True)


def _money(_field: Field, value: Json, _tables: Tables, _language: str) -> str:
    return figures.money(Decimal(str(value)))


def _choice(field: Field, value: Json, tables: Tables, language: str) -> str:
    if isinstance(value, dict):
        return str(value.get(OTHER, ""))
    if field.source:
        return row_label(tables.get(field.source, {}).get(str(value)), language) or str(value)
    option = field.option(str(value))
    return say(option.text, language) if option else str(value)


def row_label(row: Mapping[str, Json] | None, language: str, name: str = "label") -> str:
    """What a row of a table is called."""
    texts = row.get(TEXTS) if row else None
    words = texts.get(name) if isinstance(texts, dict) else None
    return say(words, language) if isinstance(words, dict) else ""


def country_name(code: str, language: str) -> str:
    """What a country is called."""
    return str(Locale.parse(language).territories.get(code, code))


def _address(_field: Field, value: Json, _tables: Tables, language: str) -> str:
    parts = dict(value) if isinstance(value, dict) else {}
    parts["country"] = country_name(str(parts.get("country", "")), language)
    lines = (" ".join(str(parts[name]) for name in line if parts.get(name)) for line in ADDRESS)
    return "\n".join(line for line in lines if line)


def _computed(field: Field, value: Json, tables: Tables, language: str) -> str:
    """A figure as the region writes it; of a cell of a table only what is surely no code."""
    looked_up = isinstance(field.computed, Lookup)
    if field.shown_as == "money" and not isinstance(value, bool):
        with suppress(ArithmeticError):  # a cell with words in it is shown as it stands
            return _money(field, value, tables, language)
    if isinstance(value, bool):
        return _yes_no(field, value, tables, language)
    if isinstance(value, float) or not looked_up:
        return _number(field, value, tables, language)
    return display_day(str(value))


_SHOWN = {
    "date": _day,
    "time": _time,
    "datetime": _moment,
    "period": _period,
    "boolean": _yes_no,
    "consent": _consent,
    "statement": _consent,
    "integer": _number,
    "decimal": _number,
    "money": _money,
    "choice": _choice,
    "reference": _choice,
    "party": _choice,
    "address": _address,
    "computed": _computed,
}
