"""Reading what people type, in the way of their region."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.catalogue.rules.clean import READERS, clean, store
from loket.catalogue.rules.numerals import read_decimal
from loket.catalogue.rules.tests.make import choices, make_context, make_field, texts
from loket.catalogue.rules.tests.strategies import STEADY
from loket.catalogue.rules.values import Json, Problem

VECTORS = json.loads((Path(__file__).parents[2] / "tests" / "vectors.json").read_text())
WORDS: dict[str, dict[str, Json]] = {
    "choice": {"options": choices("a", "b"), "other": texts("Anders")},
    "many": {"options": choices("a", "b"), "other": texts("Anders"), "multiple": True},
    "reference": {"source": "hr.statuten"},
    "party": {"source": "country", "multiple": True},
    "consent": {"version": "2"},
    "open period": {"open_end": True},
}


def read(kind: str, raw: Json, language: str = "nl", region: str = "BE") -> Json | Problem:
    name = {"many": "choice", "open period": "period"}.get(kind, kind)
    field = make_field(name, **WORDS.get(kind, {}))
    return clean(field, raw, make_context(language=language, region=region))


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        ("text", "  twee   woorden \n", "twee woorden"),
        ("text", "nul\x00teken\ufeff", "nulteken"),
        ("text", "e\u0301", "é"),
        ("text", "   ", None),
        ("text", ["een"], "een"),
        ("textarea", "regel 1\r\nregel 2\r", "regel 1\nregel 2"),
        ("textarea", " \n ", None),
        ("email", " Sarah@Fod.Belgie.BE ", "Sarah@fod.belgie.be"),
        ("phone", "0470/12.34.56", "+32470123456"),
        ("phone", "0031 (0)6 1234 5678", "+31612345678"),
        ("phone", "+32 2 000 00 00", "+3220000000"),
        ("url", "bosa.belgium.be", "https://bosa.belgium.be"),
        ("url", "http://bosa.belgium.be/nl", "http://bosa.belgium.be/nl"),
        ("integer", "1.234", 1234),
        ("integer", 7, 7),
        ("integer", "12,00", 12),
        ("decimal", "1.234,5", "1234.5"),
        ("decimal", "-0,0", "0"),
        ("money", "1.234,56", "1234.56"),
        ("money", "€ 1 234,5", "1234.50"),
        ("money", "007", "7.00"),
        ("date", "21-11-2026", "2026-11-21"),
        ("date", "21/11/2026", "2026-11-21"),
        ("date", "1.3.2027", "2027-03-01"),
        ("date", "2026-11-21", "2026-11-21"),
        ("date", {"day": "1", "month": "3", "year": "2027"}, "2027-03-01"),
        ("date", {"day": "", "month": "", "year": ""}, None),
        ("date", " ", None),
        ("time", "9:30", "09:30"),
        ("time", "9.30", "09:30"),
        ("time", "14u", "14:00"),
        ("time", "14:05:00", "14:05"),
        ("time", "9 uur", "09:00"),
        ("time", " ", None),
        ("datetime", "2026-11-21T10:42", "2026-11-21T10:42"),
        ("datetime", "21-11-2026 10:42", "2026-11-21T10:42"),
        ("datetime", {"date": "21-11-2026", "time": "10u42"}, "2026-11-21T10:42"),
        ("datetime", {"date": "", "time": ""}, None),
        (
            "period",
            {"from": "1-1-2027", "until": "2-1-2027"},
            {"from": "2027-01-01", "until": "2027-01-02"},
        ),
        ("open period", {"from": "1-1-2027"}, {"from": "2027-01-01"}),
        ("period", {"from": "", "until": ""}, None),
        ("boolean", "ja", True),
        ("boolean", "false", False),
        ("boolean", True, True),
        ("choice", "a", "a"),
        ("choice", {"choice": "other", "other": " iets "}, {"other": "iets"}),
        ("choice", {"choice": "", "other": "iets"}, None),
        ("many", ["a", "b", "a"], ["a", "b"]),
        ("many", {"choice": ["a", "other"], "other": "iets"}, ["a", {"other": "iets"}]),
        ("many", ["", None], None),
        ("many", "a", ["a"]),
        ("reference", "statutair", "statutair"),
        ("party", ["BE"], ["BE"]),
        ("bsn", "1112.22.333", "111222333"),
        ("rrn", "85.07.30-033 28", "85073003328"),
        ("kvk", "1234 5678", "12345678"),
        ("kbo", "BE 0403.019.261", "0403019261"),
        ("iban", "BE68 5390 0754 7034", "BE68539007547034"),
        ("vat", "BE 0403.019.261", "BE0403019261"),
        ("iban", " ", None),
        ("consent", "true", {"given": True, "version": "2"}),
        ("statement", "false", {"given": False}),
        (
            "address",
            {"country": "be", "street": "Wetstraat", "number": "16", "postcode": "1000",
             "city": "Brussel", "box": ""},
            {"country": "BE", "street": "Wetstraat", "number": "16", "postcode": "1000",
             "city": "Brussel"},
        ),
        (
            "address",
            {"country": "NL", "number": "1", "postcode": "2513aa"},
            {"country": "NL", "number": "1", "postcode": "2513 AA"},
        ),
        ("address", {"country": "FR", "lines": "1 rue\r\nParis"}, {"country": "FR", "lines": "1 rue\nParis"}),
        ("address", {"country": "BE", "street": ""}, None),
    ],
)  # fmt: skip
def test_what_people_type_becomes_canonical(kind: str, raw: Json, expected: Json) -> None:
    assert read(kind, raw) == expected


@pytest.mark.parametrize("kind", ["choice", "date", "money", "address", "textarea", "consent"])
@pytest.mark.parametrize("raw", [None, "", [], {}])
def test_nothing_typed_is_no_answer(kind: str, raw: Json) -> None:
    assert read(kind, raw) is None
    assert store(make_field(kind), raw, make_context()) is None


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("text", {"a": "b"}, "not_a_text"),
        ("text", True, "not_a_text"),
        ("text", "x" * 251, "too_long"),
        ("textarea", 3, "not_a_text"),
        ("email", "sarah", "not_an_email"),
        ("email", "sarah@huis", "not_an_email"),
        ("phone", "bel mij", "not_a_phone"),
        ("phone", "123", "not_a_phone"),
        ("url", "javascript://x", "not_a_url"),
        ("url", "https://twee woorden.be", "not_a_url"),
        ("url", "https://[", "not_a_url"),
        ("url", "http:///pad", "not_a_url"),
        ("integer", "1,5", "not_a_whole_number"),
        ("integer", "veel", "not_a_whole_number"),
        ("integer", True, "not_a_text"),
        ("integer", 10**16, "not_a_whole_number"),
        ("decimal", "1..2", "not_a_number"),
        ("decimal", "12345678901234567", "not_a_number"),
        ("money", "1,234,5", "not_a_number"),
        ("money", "1,2345", "too_many_decimals"),
        ("date", "31-02-2027", "not_a_date"),
        ("date", "morgen", "not_a_date"),
        ("date", {"day": "1"}, "not_a_date"),
        ("time", "25:00", "not_a_time"),
        ("time", "9:61", "not_a_time"),
        ("time", "straks", "not_a_time"),
        ("datetime", {"date": "1-1-2027"}, "not_a_moment"),
        ("datetime", "10:42", "not_a_moment"),
        ("period", "volgend jaar", "period_start_needed"),
        ("period", {"until": "1-1-2027"}, "period_start_needed"),
        ("period", {"from": "1-1-2027"}, "period_end_needed"),
        ("period", {"from": "2-1-2027", "until": "1-1-2027"}, "period_order"),
        ("boolean", "misschien", "not_a_yes_or_no"),
        ("choice", "c", "not_a_choice"),
        ("choice", ["a", "b"], "not_a_choice"),
        ("choice", {"choice": "other"}, "other_needed"),
        ("reference", "onbekend", "not_a_choice"),
        ("bsn", "123456789", "not_a_bsn"),
        ("rrn", "85073003300", "not_a_rrn"),
        ("kvk", "1234", "not_a_kvk"),
        ("kbo", "0403019262", "not_a_kbo"),
        ("iban", "BE00 0000 0000 0000", "not_an_iban"),
        ("vat", "onzin", "not_a_vat"),
        ("address", "Wetstraat 16", "not_an_address"),
        ("address", {"country": "XX", "street": "x"}, "country_needed"),
        ("address", {"country": "FR", "street": "x"}, "address_lines_needed"),
        ("address", {"country": "BE", "street": "x", "postcode": "12"}, "postcode_needed_be"),
        ("address", {"country": "NL", "street": "x", "postcode": "1000"}, "postcode_needed_nl"),
        ("address", {"country": "NL", "postcode": "2513 AA"}, "number_needed"),
        ("address", {"country": "BE", "street": "Wetstraat", "postcode": "1000"}, "number_needed"),
    ],
)
def test_what_cannot_be_read_is_a_problem(kind: str, raw: Json, code: str) -> None:
    problem = read(kind, raw)

    assert isinstance(problem, Problem)
    assert (problem.path, problem.code, problem.step) == ("x", code, "een")


def test_a_phone_number_of_an_unknown_region_needs_its_country() -> None:
    assert isinstance(read("phone", "0470123456", region="FR"), Problem)
    assert read("phone", "0612345678", region="NL") == "+31612345678"


def test_a_problem_stands_at_its_path() -> None:
    found = clean(make_field("date"), "morgen", make_context(), path="kinderen[0].dag")

    assert isinstance(found, Problem)
    assert found.path == "kinderen[0].dag"


@pytest.mark.parametrize(("text", "language", "expected"), VECTORS["decimals"])
def test_numbers_are_read_as_people_write_them(
    text: str, language: str, expected: str | None
) -> None:
    assert read_decimal(text, language) == expected


@pytest.mark.parametrize(("text", "expected"), VECTORS["days"])
def test_days_are_read_as_people_write_them(text: str, expected: str | None) -> None:
    found = clean(make_field("date"), text, make_context())

    assert (None if isinstance(found, Problem) else found) == expected


def test_a_draft_keeps_what_nobody_can_read() -> None:
    field, context = make_field("date"), make_context()

    assert store(field, "31-02-2027", context) == {"_raw": "31-02-2027"}
    assert store(field, "1-2-2027", context) == "2027-02-01"


RAW = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["day", "month", "year", "date", "time", "from", "until", "choice", "other",
             "country", "postcode", "lines"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=6,
)  # fmt: skip


@STEADY
@given(kind=st.sampled_from(sorted(READERS)), raw=RAW)
def test_whatever_is_posted_is_an_answer_a_problem_or_nothing(kind: str, raw: Json) -> None:
    found = clean(make_field(kind, **WORDS.get(kind, {})), raw, make_context())

    assert found is None or isinstance(found, Problem | str | bool | int | list | dict)


@STEADY
@given(kind=st.sampled_from(sorted(READERS)), raw=RAW)
def test_reading_a_canonical_text_again_changes_nothing(kind: str, raw: Json) -> None:
    field, context = make_field(kind, **WORDS.get(kind, {})), make_context()
    found = clean(field, raw, context)

    again = found if isinstance(found, Problem | dict | list) else clean(field, found, context)

    assert again == found
