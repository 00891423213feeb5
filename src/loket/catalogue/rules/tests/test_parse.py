"""Reading a specification."""

from hypothesis import given
from hypothesis import strategies as st

from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.predicates import NEVER, Always
from loket.catalogue.rules.reading import Source
from loket.catalogue.rules.spec import Acceptance, Prefill
from loket.catalogue.rules.tests.make import choices, make_field, make_spec, question, texts
from loket.catalogue.rules.tests.strategies import STEADY
from loket.catalogue.rules.values import say
from loket.core.durations import Duration


def test_an_empty_form_has_careful_defaults() -> None:
    spec = parse_spec({})

    assert (spec.key, spec.version, spec.steps) == ("", 0, ())
    assert (spec.access.login, spec.access.loa, spec.access.audience) == (
        "required", "low", ("self",),
    )  # fmt: skip
    assert spec.save.ttl == Duration(days=90)
    assert spec.after.acceptance == Acceptance(ask=False)
    assert spec.field("x") is None


def test_all_terms_of_a_form_are_read() -> None:
    spec = make_spec(
        access={"login": "none", "loa": "high", "for": ["self", "employer_hr"]},
        case={
            "type": "hr.tijd",
            "number": "HRB",
            "queue": "tijd",
            "sla": {"calendar": "be", "first_response": "2wd", "decision": "5wd"},
        },
        save={"ttl": "P90D", "remind": ["P14D", "P3D", "straks"], "autosave": False},
        after_submit={
            "amend_until": "in_progress",
            "withdraw_until": "awaiting_acceptance",
            "acceptance": {"ask": True, "remind": "5wd", "auto_close": "10wd"},
        },
        retention={"case": "P10Y"},
        keywords={"nl": ["4/5", 3], "fr": "geen lijst"},
        links=[{"url": "https://bosa.belgium.be/", **texts("uitleg")}],
    )

    assert spec.access.audience == ("self", "employer_hr")
    assert spec.case.decision == Duration(workdays=5)
    assert spec.save.remind == (Duration(days=14), Duration(days=3))
    assert not spec.save.autosave
    assert spec.after.acceptance.auto_close == Duration(workdays=10)
    assert spec.after.acceptance.reopen is None
    assert spec.keep_case == Duration(years=10)
    assert spec.keywords == {"nl": ("4/5",), "fr": ()}
    assert spec.links[0].url == "https://bosa.belgium.be/"


def test_a_document_stands_in_the_last_step_unless_it_says_otherwise() -> None:
    spec = make_spec(
        question("a"),
        documents=[
            {"id": "x", "label": texts("x"), "max_mb": 5, "valid_for": "P1Y", "accept": ["pdf"]},
            {"id": "y", "label": texts("y"), "step": "nul"},
        ],
        approvals=[{"id": "chef", "label": texts("c"), "by": "b", "on_refuse": "close"}],
    )

    assert [one.step for one in spec.documents] == ["een", "nul"]
    assert spec.documents[0].max_mb == 5
    assert spec.slot("y") is spec.documents[1]
    assert spec.slot("z") is None
    assert spec.approval("chef") is spec.approvals[0]
    assert spec.approval("z") is None


def test_a_field_is_found_by_its_name_and_by_its_group() -> None:
    spec = make_spec(question("k", "group", fields=[question("naam")]), question("a"))

    assert spec.field("k.naam") is spec.fields["k"].fields[0]
    assert spec.field("k.weg") is None
    assert [one.id for one in spec.every_field()] == ["k", "naam", "a"]
    assert list(spec.groups) == ["k"]


def test_a_field_knows_its_choices_and_its_first_answer() -> None:
    field = make_field("choice", options=choices("a"), prefill={"from": "hr.x", "policy": "straks"})

    assert field.option("a") is field.options[0]
    assert field.option("b") is None
    assert field.prefill == Prefill("hr.x", "confirm")
    assert field.show_when == Always(True)
    assert field.required_when == NEVER


def test_a_text_falls_back_on_the_language_that_it_has() -> None:
    assert say({"nl": "ja", "fr": "oui"}, "fr") == "oui"
    assert say({"nl": "ja"}, "de") == "ja"
    assert say({}, "nl") == ""
    assert say(None, "nl") == ""


RUBBISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(
        st.sampled_from(
            ["steps", "fields", "id", "type", "title", "documents", "checks", "when", "options",
             "from", "sum", "count", "months_between", "lookup", "case", "sla", "save", "remind",
             "prefill", "validate", "rule", "keywords", "links", "approvals", "filter", "max"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=15,
)  # fmt: skip


@STEADY
@given(source=st.dictionaries(st.sampled_from(["steps", "documents", "checks", "case"]), RUBBISH))
def test_reading_never_raises(source: Source) -> None:
    assert parse_spec(source).version == 0
