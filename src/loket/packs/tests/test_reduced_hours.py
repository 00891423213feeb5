"""The form "Vermindering van werkregime", as the handbook of PersoContact describes it."""

import pytest

from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.state import Context, GivenFile, State
from loket.catalogue.rules.submitted import submitted_answers
from loket.catalogue.rules.values import Answers, Json
from loket.core.durations import Duration
from loket.packs.tests.forms import TODAY, form, tables

SPEC = form("persopoint", "hr.vermindering-werkregime")
PARENTAL = ["lo_ouderschap", "ouderschap_onbezoldigd"]
BASIC: dict[str, Json] = {
    "soort": "verminderde_prestaties",
    "verlof": "vierdagenweek_premie",
    "begindatum": "2027-03-01",
}
CHILDREN: Json = [
    {"_id": "1", "naam": "An", "geboortedatum": "2020-05-01"},
    {"_id": "2", "naam": "Jo", "geboortedatum": "2022-05-01"},
]


def look(answers: Answers, *given: str, no_chief: bool = False) -> State:
    context = Context(
        today=TODAY,
        tables=tables("persopoint"),
        profile={"hr.person.status": "statutair"},
        no_approver=frozenset({"chef"} if no_chief else ()),
    )
    files = [
        GivenFile(key=name, slot=name.split(".")[0], item=name.partition(".")[2]) for name in given
    ]
    return evaluate(SPEC, answers, files, context)


def codes(state: State) -> dict[str, str]:
    return {one.path: one.code for one in state.problems}


def test_it_has_two_steps_and_the_case_that_was_asked_for() -> None:
    assert [step.id for step in SPEC.steps] == ["soort", "periode"]
    assert [field.id for field in SPEC.steps[0].fields] == ["soort", "verlof"]
    assert {slot.step for slot in SPEC.documents} == {"periode"}
    assert (SPEC.case.number, SPEC.case.decision) == ("HRB", Duration(workdays=5))
    acceptance = SPEC.after.acceptance
    assert (acceptance.remind, acceptance.auto_close) == (
        Duration(workdays=5),
        Duration(workdays=10),
    )
    assert acceptance.reopen is None
    assert (SPEC.after.amend_until, SPEC.after.withdraw_until) == (
        "in_progress",
        "awaiting_acceptance",
    )


def test_it_asks_by_the_words_of_the_handbook() -> None:
    fields = [field for step in SPEC.steps for field in step.fields]

    assert {field.id: field.label["nl"] for field in fields} == {
        "soort": "Vermindering van werkregime",
        "verlof": "Om welk verlof gaat het precies?",
        "begindatum": "Begindatum",
        "einddatum": "Einddatum",
        "statuut": "Statuut",
        "kinderen": "Kinderen",
        "opmerking": "Opmerking",
    }
    assert {slot.id: slot.label["nl"].partition(" (")[0] for slot in SPEC.documents} == {
        "akkoord_chef": "Akkoord van uw chef",
        "rooster": "Goedgekeurd rooster",
        "geboorteakte": "Geboorteakte",
        "medisch_attest": "Medisch attest",
        "attest_mantelzorger": "Attest van erkenning als mantelzorger",
        "attesten_adoptie": "Attesten betreffende de adoptie",
        "bewijs_onthaalouder": "Bewijs van de hoedanigheid van onthaalouder",
        "aanstelling_pleegouder": "Formele aanstellingsbeslissing",
        "overige": "Andere bijlagen",
    }
    assert SPEC.intro["nl"].startswith("Loopbaanonderbreking, ouderschapsverlof, vierdagenweek, ")
    assert [field.id for field in fields if field.required] == [
        "soort",
        "verlof",
        "begindatum",
        "statuut",
    ]


def test_opvangverlof_and_pleegouderverlof_are_two_leaves_in_every_language() -> None:
    (leave,) = (field for field in SPEC.steps[0].fields if field.id == "verlof")
    names = {one.value: one.text for one in leave.options}

    assert all(names["opvang"][each] != names["pleegouder"][each] for each in SPEC.languages)


@pytest.mark.parametrize(
    ("leave", "documents"),
    [
        ("vierdagenweek_premie", []),
        ("vierdagenweek", []),
        ("lo_gewoon", []),
        ("lo_ouderschap", ["geboorteakte", "geboorteakte"]),
        ("ouderschap_onbezoldigd", ["geboorteakte", "geboorteakte"]),
        ("lo_palliatief", ["medisch_attest"]),
        ("lo_medisch", ["medisch_attest"]),
        ("mantelzorg", ["attest_mantelzorger"]),
        ("adoptie", ["attesten_adoptie"]),
        ("opvang", ["bewijs_onthaalouder"]),
        ("pleegouder", ["aanstelling_pleegouder"]),
    ],
)
def test_each_leave_asks_exactly_its_documents(leave: str, documents: list[str]) -> None:
    state = look({**BASIC, "verlof": leave, "kinderen": CHILDREN})

    asked = [one.slot.id for one in state.slots]
    assert asked == ["akkoord_chef", "rooster", *documents, "overige"]


@pytest.mark.parametrize("kind", ["hervatting", "stage"])
def test_an_early_return_and_a_traineeship_ask_no_leave_and_no_papers_of_one(kind: str) -> None:
    state = look({**BASIC, "soort": kind, "verlof": "adoptie"}, "rooster")

    assert not state.fields["verlof"].visible
    assert [one.slot.id for one in state.slots] == ["akkoord_chef", "rooster", "overige"]
    assert state.ok
    assert "verlof" not in submitted_answers(state)


def test_a_child_has_a_name_a_birth_date_in_the_past_and_a_certificate() -> None:
    children: Json = [
        {"_id": "1", "naam": "An", "geboortedatum": "2027-01-01"},
        {"_id": "2", "geboortedatum": "2022-05-01"},
    ]

    state = look(
        {**BASIC, "verlof": "lo_ouderschap", "kinderen": children}, "rooster", "geboorteakte.1"
    )

    assert codes(state) == {
        "kinderen[0].geboortedatum": "rule",
        "kinderen[1].naam": "required",
        "document.geboorteakte[1]": "document_missing",
    }


def test_parental_leave_needs_at_least_one_child() -> None:
    state = look({**BASIC, "verlof": "lo_ouderschap"}, "rooster")

    assert codes(state) == {"kinderen": "group_min"}


def test_the_agreement_in_the_portal_replaces_the_upload_while_there_is_a_chief() -> None:
    with_chief, without = look(BASIC, "rooster"), look(BASIC, "rooster", no_chief=True)

    assert with_chief.ok
    assert with_chief.slots[0].replaced
    assert codes(without) == {"document.akkoord_chef": "document_missing"}
    assert look(BASIC, "rooster", "akkoord_chef", no_chief=True).ok


def test_the_schedule_may_follow_within_fourteen_days() -> None:
    state = look({**BASIC, "_later": ["rooster"]})

    assert state.ok
    assert [one.slot.may_follow for one in state.following] == [Duration(days=14)]
    assert codes(look(BASIC)) == {"document.rooster": "document_or_later"}


def test_the_end_date_is_recommended_and_not_before_the_start() -> None:
    state = look(BASIC, "rooster")

    assert [one.path for one in state.advice] == ["einddatum"]
    assert codes(look({**BASIC, "einddatum": "2027-02-28"}, "rooster")) == {"einddatum": "rule"}
    assert look({**BASIC, "einddatum": "2027-03-01"}, "rooster").ok
    assert not look({**BASIC, "soort": "hervatting"}).fields["einddatum"].visible


def test_a_start_in_the_past_asks_why() -> None:
    answers = {**BASIC, "begindatum": "2026-11-20"}

    assert codes(look(answers, "rooster")) == {"check.terugwerkend": "reason_needed"}
    explained = look({**answers, "_reasons": {"check.terugwerkend": "Ziek geweest."}}, "rooster")
    assert explained.ok
    assert explained.flags == ("retroactive",)
    assert look({**BASIC, "begindatum": "2026-11-21"}, "rooster").ok


def test_the_known_status_counts_and_another_one_asks_why() -> None:
    assert look(BASIC).fields["statuut"].value == "statutair"
    state = look({**BASIC, "statuut": "contractueel"}, "rooster")
    assert codes(state) == {"statuut": "contest_reason"}


def test_nothing_filled_in_names_every_question_of_the_form() -> None:
    assert codes(look({})) == {
        "soort": "required",
        "begindatum": "required",
        "document.rooster": "document_or_later",
    }


def test_papers_of_special_categories_are_marked() -> None:
    special = {slot.id for slot in SPEC.documents if slot.privacy == "special"}

    assert special == {
        "medisch_attest", "attest_mantelzorger", "attesten_adoptie", "aanstelling_pleegouder",
    }  # fmt: skip
