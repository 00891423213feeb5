"""Questions that have several inputs: a moment, a period, an address."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from loket.catalogue.choices import country_options
from loket.catalogue.rules.spec import Field
from loket.catalogue.rules.values import RAW, Json
from loket.core.fieldview import FieldView, Kind, OptionView


def parts_of(
    view: FieldView, question: Field, value: Json, region: str, language: str
) -> tuple[FieldView, ...]:
    """The inputs of a moment, a period or an address."""
    return tuple(_parts(view, question, value, region, language))


def _parts(
    view: FieldView, question: Field, value: Json, region: str, language: str
) -> Iterator[FieldView]:
    parts = value if isinstance(value, dict) else {}
    if RAW in parts:
        raw = parts[RAW]
        parts = raw if isinstance(raw, dict) else {}
    elif isinstance(value, str):
        day, _t, clock = value.partition("T")
        parts = {"date": day, "time": clock}
    for name, kind, label, wanted in PARTS[question.type](question):
        home = str(parts.get("country") or region)
        yield FieldView(
            path=f"{view.path}.{name}",
            kind=kind,
            label=label,
            value=str(parts.get(name) or ""),
            required=view.required and wanted,
            options=_countries(question, home, language) if name == "country" else (),
        )


type Part = tuple[str, Kind, str, bool]


def _moment_parts(_question: Field) -> list[Part]:
    return [("date", Kind.DATE, _("Datum"), True), ("time", Kind.TIME, _("Tijd"), True)]


def _period_parts(question: Field) -> list[Part]:
    return [
        ("from", Kind.DATE, _("Van"), True),
        ("until", Kind.DATE, _("Tot en met"), not question.open_end),
    ]


def _address_parts(question: Field) -> list[Part]:
    return [
        ("country", Kind.SELECT, _("Land"), True),
        ("street", Kind.TEXT, _("Straat"), True),
        ("number", Kind.TEXT, _("Huisnummer"), True),
        ("box", Kind.TEXT, _("Bus of toevoeging"), False),
        ("postcode", Kind.TEXT, _("Postcode"), True),
        ("city", Kind.TEXT, _("Gemeente of plaats"), True),
        *_foreign_part(question),
    ]


def _foreign_part(question: Field) -> list[Part]:
    if question.countries and set(question.countries) <= {"BE", "NL"}:
        return []
    label = _("Adres in een ander land dan België of Nederland")
    return [("lines", Kind.TEXTAREA, label, True)]


PARTS = {"datetime": _moment_parts, "period": _period_parts, "address": _address_parts}


def _countries(question: Field, home: str, language: str) -> tuple[OptionView, ...]:
    chosen = question.countries[0] if len(question.countries) == 1 else home
    return tuple(
        OptionView(code, name, chosen=code == chosen)
        for code, name in country_options(question.countries, language)
    )
