"""Canonical answers against their field."""

import pytest

from loket.catalogue.rules.checked import fault_of
from loket.catalogue.rules.operands import Scope
from loket.catalogue.rules.tests.make import TODAY, choices, make_context, make_field, texts
from loket.catalogue.rules.values import Json

ADDRESS = {"country": "BE", "postcode": "1000", "street": "Wetstraat", "number": "16", "city": "x"}


def fault(kind: str, value: Json, **rest: Json) -> str:
    scope = Scope({"begin": "2026-12-01", "land": "BE"}, None, TODAY)
    found = fault_of(make_field(kind, **rest), value, scope, make_context())
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("kind", "value", "rest", "code"),
    [
        ("text", 3, {}, "not_a_text"),
        ("text", "abc", {"max": 2}, "too_long"),
        ("text", "abc", {"min": 4}, "too_short"),
        ("text", "12a", {"pattern": "digits"}, "wrong_pattern"),
        ("text", "123", {"pattern": "digits", "min": 3, "max": 3}, ""),
        ("email", "a@b.be", {"max": 3}, "too_long"),
        ("email", 3, {}, "not_an_email"),
        ("url", 3, {}, "not_a_url"),
        ("url", "https://bosa.belgium.be", {"max": 9}, "too_long"),
        ("phone", "+32470123456", {}, ""),
        ("phone", "0470123456", {}, "not_a_phone"),
        ("integer", "3", {}, "not_a_whole_number"),
        ("integer", True, {}, "not_a_whole_number"),
        ("integer", 3, {"min": 4}, "too_small"),
        ("integer", 3, {"max": 2}, "too_large"),
        ("integer", 3, {"min": 3, "max": 3}, ""),
        ("decimal", 3, {}, "not_a_number"),
        ("decimal", "3.125", {"decimals": 3}, ""),
        ("money", "3.125", {}, "too_many_decimals"),
        ("money", "3.12", {"max": "3.11"}, "too_large"),
        ("date", "2026-02-30", {}, "not_a_date"),
        ("date", "2026-11-20", {"min": "today"}, "too_early"),
        ("date", "2026-11-23", {"max": "today+1d"}, "too_late"),
        ("date", "2026-11-30", {"min": "@begin"}, "too_early"),
        ("date", "2026-11-30", {"min": "@onbekend"}, ""),
        ("time", "24:00", {}, "not_a_time"),
        ("time", "08:59", {"min": "09:00"}, "too_early"),
        ("datetime", "2026-02-30T09:00", {}, "not_a_moment"),
        ("datetime", "2026-02-28", {}, "not_a_moment"),
        ("datetime", "2026-02-28T09:00", {"max": "today"}, ""),
        ("period", "2026", {}, "period_start_needed"),
        ("period", {"from": "x"}, {}, "not_a_date"),
        ("period", {"from": "2026-12-01", "until": "x"}, {}, "not_a_date"),
        ("period", {"from": "2026-12-01", "until": "2026-12-01"}, {}, ""),
        ("boolean", "ja", {}, "not_a_yes_or_no"),
        ("consent", True, {}, "not_a_yes_or_no"),
        ("consent", {"given": "ja"}, {}, "not_a_yes_or_no"),
        ("consent", {"given": True, "version": "1"}, {"version": "2"}, "statement_changed"),
        ("consent", {"given": False}, {"required": True}, "consent_needed"),
        ("consent", {"given": False}, {}, ""),
        ("statement", {"given": True, "version": "2"}, {"version": "2"}, ""),
        ("choice", "c", {"options": choices("a")}, "not_a_choice"),
        ("choice", 3, {"options": choices("a")}, "not_a_choice"),
        ("choice", {"other": "x"}, {"options": choices("a")}, "not_a_choice"),
        ("choice", {"other": 3}, {"other": texts("Anders")}, "other_needed"),
        ("choice", {"other": "x" * 251}, {"other": texts("Anders")}, "too_long"),
        ("choice", {"other": "x"}, {"other": texts("Anders")}, ""),
        ("choice", "a", {"options": choices("a"), "multiple": True}, "not_a_choice"),
        ("choice", ["a", "a"], {"options": choices("a"), "multiple": True}, "chosen_twice"),
        ("choice", ["a", "c"], {"options": choices("a"), "multiple": True}, "not_a_choice"),
        ("choice", ["a"], {"options": choices("a"), "multiple": True, "min": 2}, "too_few_choices"),
        (
            "choice",
            ["a", "b"],
            {"options": choices("a", "b"), "multiple": True, "max": 1},
            "too_many_choices",
        ),
        ("reference", "BRU", {"source": "bz.posts", "filter": {"country": "@land"}}, ""),
        (
            "reference",
            "PAR",
            {"source": "bz.posts", "filter": {"country": "@land"}},
            "not_a_choice",
        ),
        ("reference", "PAR", {"source": "onbekend"}, "not_a_choice"),
        ("address", {"country": "BE", "postcode": 1000}, {}, "not_an_address"),
        ("address", {**ADDRESS, "street": "x" * 251}, {}, "not_an_address"),
        ("address", ADDRESS, {}, ""),
        ("address", ADDRESS, {"countries": ["NL"]}, "country_needed"),
        ("address", {"country": "FR", "lines": "x"}, {}, ""),
        ("kvk", "１２３４５６７８", {}, "not_a_kvk"),
        ("kbo", 3, {}, "not_a_kbo"),
        ("onbekend", "wat dan ook", {}, ""),
    ],
)
def test_a_canonical_answer_fits_its_field_or_not(
    kind: str, value: Json, rest: dict[str, Json], code: str
) -> None:
    assert fault(kind, value, **rest) == code
