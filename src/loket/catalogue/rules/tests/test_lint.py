"""Why a form may not be published."""

import json
import re
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.catalogue.rules.lint import lint
from loket.catalogue.rules.reading import Source
from loket.catalogue.rules.reasons import Known, Reason
from loket.catalogue.rules.tests.good import GOOD
from loket.catalogue.rules.tests.make import question, texts
from loket.catalogue.rules.tests.strategies import STEADY
from loket.catalogue.rules.values import Json

KNOWN = Known(
    tables={"country": frozenset({"cv_language"}), "bz.posts": frozenset({"country"})},
    profile=frozenset({"hr.status"}),
    queues=frozenset({"tijd"}),
    themes=frozenset({"hr"}),
    numbers=frozenset({"HRB"}),
    calendars=frozenset({"be"}),
    approvers=frozenset({"hr.person.manager"}),
    icons=frozenset({"home"}),
)
HERE = "steps[0].fields"


def put(path: str, value: Json, source: dict[str, Json] | None = None) -> dict[str, Json]:
    """The good form, or another, with one value put at a path; None takes it away."""
    source = deepcopy(source or GOOD)
    *way, last = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]
    spot = source
    for part in way:
        spot = spot[part]  # type: ignore[assignment,index]
    if value is None:
        del spot[last]  # type: ignore[arg-type]
    else:
        spot[last] = value  # type: ignore[index]
    return source


def found(source: Source) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in lint(source, KNOWN)]


def test_a_good_form_has_nothing_against_it() -> None:
    assert lint(GOOD, KNOWN) == []
    assert lint(GOOD) == []


CASES: list[tuple[str, Json, str, str]] = [
    # the shape
    ("key", "Met Hoofdletters", "key", "wrong_form"),
    ("languages", ["nl", "xx"], "languages[1]", "wrong_value"),
    ("spec", "desk.form/2", "spec", "wrong_value"),
    ("steps[0].title", None, "steps[0]", "missing_key"),
    ("extra", 1, "", "unknown_key"),
    (f"{HERE}[0].requird", True, f"{HERE}[0]", "unknown_key"),
    (f"{HERE}[0].required", "ja", f"{HERE}[0].required", "wrong_type"),
    (f"{HERE}[0].type", "slider", f"{HERE}[0].type", "wrong_value"),
    ("save.ttl", "90 dagen", "save.ttl", "wrong_form"),
    ("links[0].url", "http://onveilig.be", "links[0].url", "wrong_form"),
    ("steps", [], "steps", "wrong_form"),
    # texts
    ("title", {"nl": "goed", "fr": "bon", "de": "gut"}, "title", "missing_language"),
    ("title", {"nl": "x", "fr": "x", "de": "x", "en": "  "}, "title", "missing_language"),
    (f"{HERE}[0].options[1].fr", None, f"{HERE}[0].options[1]", "missing_language"),
    ("keywords.en", None, "keywords", "missing_language"),
    ("intro", texts("op {{nergens}}"), "intro", "unknown_name"),
    ("intro", texts("binnen {{term}}"), "intro", "unknown_name"),
    ("documents[0].hint", texts("van {{naam}}"), "documents[0].hint", "unknown_name"),
    # names
    (f"{HERE}[1].id", "soort", f"{HERE}[1]", "duplicate_id"),
    (f"{HERE}[6].fields[1].id", "naam", f"{HERE}[6].fields[1]", "duplicate_id"),
    ("steps[1].id", "een", "steps[1]", "duplicate_id"),
    ("documents[1].id", "akkoord", "documents[1]", "duplicate_id"),
    (f"{HERE}[0].options[1].v", "a", f"{HERE}[0].options[1]", "duplicate_id"),
    # predicates
    (f"{HERE}[0].show_when", {"f": "begin", "answered": True}, f"{HERE}[0].show_when", "forward_reference"),
    (f"{HERE}[0].show_when", {"f": "soort", "eq": "a"}, f"{HERE}[0].show_when", "forward_reference"),
    (f"{HERE}[6].fields[0].show_when", {"f": ".mee", "eq": True}, f"{HERE}[6].fields[0].show_when", "forward_reference"),
    (f"{HERE}[6].fields[0].show_when", {"f": "ja", "eq": True}, f"{HERE}[6].fields[0].show_when", "forward_reference"),
    ("steps[1].show_when", {"f": "slot", "answered": True}, "steps[1].show_when", "forward_reference"),
    (f"{HERE}[1].show_when", {"f": "nergens", "eq": 1}, f"{HERE}[1].show_when", "unknown_name"),
    (f"{HERE}[1].show_when", {"f": ".naam", "eq": "a"}, f"{HERE}[1].show_when", "wrong_scope"),
    (f"{HERE}[1].show_when", {"f": "soort", "like": "a"}, f"{HERE}[1].show_when", "unknown_operator"),
    (f"{HERE}[1].show_when", {"f": "soort", "eq": "a", "ne": "b"}, f"{HERE}[1].show_when", "bad_predicate"),
    (f"{HERE}[1].show_when", {"f": "Soort", "eq": "a"}, f"{HERE}[1].show_when", "bad_predicate"),
    (f"{HERE}[1].show_when", {"and": []}, f"{HERE}[1].show_when", "bad_predicate"),
    (f"{HERE}[1].show_when", "altijd", f"{HERE}[1].show_when", "bad_predicate"),
    (f"{HERE}[1].show_when", {}, f"{HERE}[1].show_when", "bad_predicate"),
    (f"{HERE}[1].show_when", {"all": [True, {"not": {"f": "x", "eq": 1}}]}, f"{HERE}[1].show_when.all[1].not", "unknown_name"),
    (f"{HERE}[1].show_when", {"f": "soort", "in": "a"}, f"{HERE}[1].show_when", "bad_value"),
    (f"{HERE}[1].show_when", {"f": "soort", "answered": "ja"}, f"{HERE}[1].show_when", "bad_value"),
    (f"{HERE}[1].show_when", {"f": "soort", "in": ["c"]}, f"{HERE}[1].show_when", "unknown_option"),
    (f"{HERE}[1].show_when", {"f": "soort", "eq": True}, f"{HERE}[1].show_when", "unknown_option"),
    (f"{HERE}[1].show_when", {"f": "soort", "eq": None}, f"{HERE}[1].show_when", "bad_value"),
    (f"{HERE}[1].show_when", {"f": "soort", "lt": "a"}, f"{HERE}[1].show_when", "operator_does_not_fit"),
    (f"{HERE}[1].show_when", {"f": "soort", "contains": "a"}, f"{HERE}[1].show_when", "operator_does_not_fit"),
    ("steps[1].show_when", {"f": "keuzes", "eq": "x"}, "steps[1].show_when", "operator_does_not_fit"),
    ("steps[1].show_when", {"f": "keuzes", "contains": "z"}, "steps[1].show_when", "unknown_option"),
    ("steps[1].show_when", {"f": "kinderen", "eq": "x"}, "steps[1].show_when", "operator_does_not_fit"),
    ("steps[1].show_when", {"f": "periode", "gt": "today"}, "steps[1].show_when", "operator_does_not_fit"),
    ("steps[1].show_when", {"f": "periode.straks", "gt": "today"}, "steps[1].show_when", "unknown_name"),
    ("steps[1].show_when", {"f": "begin", "gt": "today+9x"}, "steps[1].show_when", "bad_value"),
    ("steps[1].show_when", {"f": "begin", "gt": "morgen"}, "steps[1].show_when", "unknown_option"),
    ("steps[1].show_when", {"f": "begin", "gt": "@nergens"}, "steps[1].show_when", "unknown_name"),
    ("steps[1].show_when", {"f": "begin", "gt": "@Begin"}, "steps[1].show_when", "bad_value"),
    ("steps[1].show_when", {"f": "ja", "eq": "ja"}, "steps[1].show_when", "unknown_option"),
    ("steps[1].show_when", {"f": "statuut", "matches": "[a-z]+"}, "steps[1].show_when", "unknown_pattern"),
    ("steps[1].show_when", {"f": "ja", "matches": "digits"}, "steps[1].show_when", "operator_does_not_fit"),
    ("steps[1].show_when", {"f": "bedrag", "gt": 0.5}, "steps[1].show_when", "bad_value"),
    ("documents[1].when", {"f": ".weg", "eq": True}, "documents[1].when", "unknown_name"),
    ("approvals[0].when", {"f": ".mee", "eq": True}, "approvals[0].when", "wrong_scope"),
    ("checks[0].when", {"f": "weg", "eq": True}, "checks[0].when", "unknown_name"),
    (f"{HERE}[1].validate", [{"rule": {"f": "weg", "eq": 1}, **texts("x")}], f"{HERE}[1].validate[0].rule", "unknown_name"),
    # values outside predicates
    (f"{HERE}[2].min", "@weg", f"{HERE}[2].min", "unknown_name"),
    (f"{HERE}[4].filter.country", "@weg", f"{HERE}[4].filter.country", "unknown_name"),
    (f"{HERE}[7].from.key", "@slot", f"{HERE}[7].from.key", "forward_reference"),
    (f"{HERE}[8].from", {"sum": ["@bedrag"]}, f"{HERE}[8].from.sum", "forward_reference"),
    (f"{HERE}[8].from", {"sum": "@kinderen.weg"}, f"{HERE}[8].from.sum", "unknown_name"),
    # questions
    (f"{HERE}[0].options", None, f"{HERE}[0]", "missing_key"),
    (f"{HERE}[0].default", "c", f"{HERE}[0].default", "default_unreachable"),
    (f"{HERE}[6].default", "x", f"{HERE}[6].default", "default_unreachable"),
    (f"{HERE}[7].default", "nl", f"{HERE}[7].default", "default_unreachable"),
    (f"{HERE}[6].fields[0].type", "group", f"{HERE}[6].fields[0]", "nested_group"),
    (f"{HERE}[6].fields[0].prefill", {"from": "hr.status", "policy": "locked"}, f"{HERE}[6].fields[0].prefill", "prefill_in_group"),
    (f"{HERE}[11].pattern", "[0-9]", f"{HERE}[11].pattern", "unknown_pattern"),
    (f"{HERE}[12].min", "11", f"{HERE}[12].min", "bounds_crossed"),
    # documents, approvals, checks, terms
    ("documents[0].step", "drie", "documents[0].step", "unknown_step"),
    ("documents[0].min", 11, "documents[0].min", "bounds_crossed"),
    ("documents[1].per", "begin", "documents[1].per", "unknown_group"),
    ("documents[0].replaced_by", "approval.weg", "documents[0].replaced_by", "unknown_part"),
    ("documents[0].replaced_by", None, "approvals[0].fallback", "not_mutual"),
    ("approvals[0].fallback", None, "documents[0].replaced_by", "not_mutual"),
    ("approvals[0].covers[0]", "weg", "approvals[0].covers[0]", "unknown_name"),
    ("checks[0].level", "block", "checks[0].ask_reason", "reason_without_warning"),
    ("save.ttl", "90wd", "save.ttl", "calendar_time_needed"),
    ("save.remind[0]", "3wd", "save.remind", "calendar_time_needed"),
    ("documents[1].may_follow", "14wd", "documents[1].may_follow", "calendar_time_needed"),
    # what is not built
    ("access.mandate", "kcp", "access.mandate", "not_built"),
    ("access.for", ["self", "partner"], "access.for", "not_built"),
    ("access.login", "none", "access.login", "not_built"),
    ("access.login", "optional", "access.login", "not_built"),
    ("case.subcases", ["x"], "case.subcases", "not_built"),
    ("save.share_with", "team", "save.share_with", "not_built"),
    (
        "after_submit.amend_routes_to",
        ["case.queue", "all_open_subcases"],
        "after_submit.amend_routes_to[1]",
        "not_built",
    ),
    ("steps[0].fill_in_request", {"to": "attache"}, "steps[0].fill_in_request", "not_built"),
    (f"{HERE}[9].type", "appointment", f"{HERE}[9].type", "not_built"),
    (f"{HERE}[9].type", "article", f"{HERE}[9].type", "not_built"),
    (f"{HERE}[9].article", "uitleg", f"{HERE}[9].article", "not_built"),
    (f"{HERE}[13].verify", "sms", f"{HERE}[13].verify", "wrong_value"),
    (f"{HERE}[9].verify", "code", f"{HERE}[9].verify", "verify_needs_email"),
    (f"{HERE}[9].verify", "code", f"{HERE}[9].type", "wrong_value"),
    ("documents[0].template", "besluit", "documents[0].template", "not_built"),
    ("approvals[0].before", "subcase.3w", "approvals[0].before", "not_built"),
    ("links[0].article", "uitleg", "links[0].article", "not_built"),
    ("notify", {"to": ["x"]}, "notify", "not_built"),
    ("on_behalf_of", {"party": "x", "source": "hr.employees", "scope": "employer"}, "on_behalf_of.party", "not_built"),
    ("on_behalf_of", {"source": "hr.persons", "scope": "employer"}, "on_behalf_of.source", "not_built"),
    ("on_behalf_of", {"source": "hr.employees", "scope": "employer"}, "access.for", "wrong_value"),
    # what the organisation has
    ("theme", "weg", "theme", "unknown_theme"),
    ("case.queue", "weg", "case.queue", "unknown_queue"),
    ("case.number", "weg", "case.number", "unknown_number"),
    ("case.sla.calendar", "weg", "case.sla.calendar", "unknown_calendar"),
    ("approvals[0].by", "weg", "approvals[0].by", "unknown_approver"),
    (f"{HERE}[11].prefill.from", "weg", f"{HERE}[11].prefill", "unknown_prefill"),
    (f"{HERE}[3].source", "weg", f"{HERE}[3].source", "unknown_source"),
    (f"{HERE}[4].filter", {"weg": "x"}, f"{HERE}[4].filter", "unknown_column"),
    (f"{HERE}[7].from.lookup", "weg.cv_language", f"{HERE}[7].from.lookup", "unknown_source"),
    (f"{HERE}[7].from.lookup", "country.weg", f"{HERE}[7].from.lookup", "unknown_column"),
    ("case.follows", "weg", "case.follows", "unknown_name"),
    ("case.follows", "ja", "case.follows", "unknown_name"),
    ("case.period", {"from": "weg"}, "case.period.from", "unknown_name"),
    ("case.period", {"from": "ja", "until": "ja"}, "case.period.until", "unknown_name"),
    ("case.routes[0].queue", "weg", "case.routes[0].queue", "unknown_queue"),
    ("case.routes[0].when", {"f": "weg", "eq": 1}, "case.routes[0].when", "unknown_name"),
    (f"{HERE}[1].link", {"url": "/zaken/", **texts("x")}, f"{HERE}[1].link", "unknown_key"),
    (f"{HERE}[14].link.url", "http://x.example/", f"{HERE}[14].link.url", "wrong_form"),
    (f"{HERE}[14].link.fr", None, f"{HERE}[14].link", "missing_language"),
    ("icon", "weg", "icon", "unknown_icon"),
    # what no page, calendar or shelf can hold
    (f"{HERE}[9].id", "terug", f"{HERE}[9]", "reserved_name"),
    (f"{HERE}[6].id", "document", f"{HERE}[6]", "reserved_name"),
    ("steps[1].id", "controleren", "steps[1]", "reserved_name"),
    ("key", "inlezen", "key", "reserved_name"),
    ("closes_at", "0001-01-01T00:00:00+02:00", "closes_at", "bad_closing"),
    ("closes_at", "9999-12-31T23:59:59-05:00", "closes_at", "bad_closing"),
    ("closes_at", "2027-13-01T00:00:00Z", "closes_at", "bad_closing"),
    ("closes_at", "2027-01-01T00:00:00+99:00", "closes_at", "bad_closing"),
    (f"{HERE}[1].pattern", {"a": 1}, f"{HERE}[1].pattern", "unknown_pattern"),
    (f"{HERE}[1].pattern", ["rrn"], f"{HERE}[1].pattern", "unknown_pattern"),
    ("case.sla.decision", "9999wd", "case.sla.decision", "term_too_long"),
    ("case.sla.decision", "P999Y", "case.sla.decision", "term_too_long"),
    ("case.sla.first_response", "P5Y1D", "case.sla.first_response", "term_too_long"),
    ("after_submit.acceptance.auto_close", "9999wd", "after_submit.acceptance.auto_close", "term_too_long"),
    ("after_submit.acceptance.remind", "501wd", "after_submit.acceptance.remind", "term_too_long"),
    ("after_submit.acceptance.reopen", "P9999W", "after_submit.acceptance.reopen", "term_too_long"),
    ("slug", "a" * 300, "slug", "text_too_long"),
    ("title", texts("x" * 5000), "title.nl", "text_too_long"),
    (f"{HERE}[9].label", texts("x" * 20_000), f"{HERE}[9].label.nl", "text_too_long"),
    (f"{HERE}[11].max", ".inf", f"{HERE}[11].max", "bad_value"),
    (f"{HERE}[11].max", 10**20, f"{HERE}[11].max", "bad_value"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "place", "code"), CASES)
def test_each_fault_is_named_at_its_place(path: str, value: Json, place: str, code: str) -> None:
    assert (place, code) in found(put(path, value))


FINE: list[tuple[str, Json]] = [
    ("documents[1].hint", texts("van {{naam}}, vanaf {{begin}}")),
    (f"{HERE}[0].required_when", {"f": "begin", "answered": True}),
    (f"{HERE}[6].fields[0].required_when", {"f": "ja", "eq": True}),
    ("steps[1].show_when", {"f": "keuzes", "contains": "x"}),
    ("steps[1].show_when", {"f": "kinderen", "answered": True}),
    ("steps[1].show_when", {"f": "periode.until", "gt": "@periode.from+6m"}),
    ("steps[1].show_when", {"f": "statuut", "matches": "digits"}),
    (f"{HERE}[8].from", {"sum": "@kinderen.naam"}),
    (f"{HERE}[3].default", "BE"),
    (f"{HERE}[6].fields[0].default", "An"),
    ("documents[0].min", 10),
    ("closes_at", "2027-03-01T12:00:00+01:00"),
    ("icon", "home"),
    ("case.sla.decision", "P2Y"),
    ("after_submit.acceptance.auto_close", "500wd"),
    (f"{HERE}[6].fields", [question("mee", "boolean"), question("naam"), question("terug")]),
    (f"{HERE}[1].min", "today-2y"),
    (f"{HERE}[1].max", "2030-01-01"),
]  # fmt: skip


def test_one_person_is_asked_twice_only_when_the_form_says_so() -> None:
    def asked(**more: Json) -> list[tuple[str, str]]:
        approvals: list[Json] = [
            {"id": name, "label": texts("Akkoord"), "by": "hr.person.manager"} | more
            for name in ("een", "twee")
        ]
        return found(put("approvals", approvals))

    assert ("approvals[1].by", "asked_twice") in asked()
    assert ("approvals[1].by", "asked_twice") not in asked(distinct=False)


@pytest.mark.parametrize(("path", "value"), FINE)
def test_what_is_possible_is_not_refused(path: str, value: Json) -> None:
    assert found(put(path, value)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("steps[1].show_when", {"f": "begin", "gt": "@nergens"}),
        ("steps[1].show_when", {"f": "soort", "eq": None}),
        ("case.queue", "weg"),
        (f"{HERE}[0].options[1].fr", None),
        ("languages", ["nl", "xx"]),
    ],
)
def test_one_fault_gives_one_reason(path: str, value: Json) -> None:
    assert len(found(put(path, value))) == 1


def test_the_other_choice_may_not_have_the_name_of_an_option() -> None:
    source = put(f"{HERE}[0].other", texts("Anders"), put(f"{HERE}[0].options[1].v", "other"))

    assert found(source) == [(f"{HERE}[0].options[1]", "duplicate_id")]


def test_a_predicate_on_the_other_choice_is_possible_where_it_is_offered() -> None:
    source = put("steps[1].show_when", {"f": "soort", "eq": "other"})

    assert found(source) == [("steps[1].show_when", "unknown_option")]
    assert found(put(f"{HERE}[0].other", texts("Anders"), source)) == []


def test_a_predicate_nested_too_deep_is_refused() -> None:
    deep: Json = True
    for _ in range(30):
        deep = {"all": [deep]}

    assert [code for _, code in found(put("checks[0].when", deep))] == ["bad_predicate"]


def test_the_address_of_a_person_has_parts() -> None:
    source = put(f"{HERE}[9].type", "address")

    assert found(put("checks[0].when", {"f": "periode.country", "eq": "BE"}, source)) == []


def test_all_faults_are_named_at_once() -> None:
    source = put("theme", "weg")
    del source["title"]
    source["case"] = {"type": "x"}

    assert sorted(lint(source, KNOWN), key=str) == [
        Reason("", "missing_key", {"key": "title"}),
        Reason("case", "missing_key", {"key": "number"}),
        Reason("case", "missing_key", {"key": "queue"}),
        Reason("theme", "unknown_theme", {"name": "weg"}),
    ]


RUBBISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(
        st.sampled_from(
            ["f", "eq", "in", "all", "not", "id", "type", "fields", "options", "v", "nl", "from",
             "when", "show_when", "per", "replaced_by", "fallback", "default", "prefill"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip


@STEADY
@given(
    path=st.sampled_from(
        ["steps", "documents", "approvals", "checks", "languages", "keywords", "links", "title",
         f"{HERE}[0]", f"{HERE}[6]", f"{HERE}[6].fields[0]", f"{HERE}[7].from", "checks[0].when"]
    ),
    rubbish=RUBBISH.filter(lambda value: value is not None),
)  # fmt: skip
def test_reading_rubbish_gives_reasons_and_no_error(path: str, rubbish: Json) -> None:
    reasons = lint(put(path, rubbish), KNOWN)

    assert all(json.dumps(dict(one.params)) for one in reasons)
