"""The page of a step shows what `evaluate` says, in words."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from loket.catalogue.actions.answers import Typed, save_answers, save_field
from loket.catalogue.actions.drafts import start_draft
from loket.catalogue.chapters import chapters_of, chapters_with_reasons
from loket.catalogue.choices import choices_for
from loket.catalogue.display import display_value
from loket.catalogue.forms import StepPage, step_page
from loket.catalogue.inputs import typed_value
from loket.catalogue.models import Draft, Service
from loket.catalogue.rules.computed import Computed, Lookup, Sum
from loket.catalogue.rules.operands import Fixed, Ref
from loket.catalogue.rules.spec import Field
from loket.catalogue.rules.values import Json
from loket.catalogue.standing import standing_of
from loket.catalogue.tests.conftest import acting
from loket.core.fieldview import FieldView, Kind
from loket.people.models import Person

SUM = Sum((Ref("a"),))
LOOKUP = Lookup("landen", "x", Fixed("BE"))


@pytest.fixture
def draft(service: Service, sarah: Person) -> Draft:
    return start_draft(service, by=acting(sarah), loa="substantial")


def page_of(draft: Draft, step: str, sarah: Person, *, judged: bool = False) -> StepPage:
    standing = standing_of(Draft.objects.get(pk=draft.pk), by=acting(sarah))
    return step_page(standing, step, choices_for(standing, step, acting(sarah)), judged=judged)


def fields_of(page: StepPage) -> dict[str, FieldView]:
    return {field.path: field for section in page.sections for field in section.fields}


def test_a_step_shows_its_questions_in_their_order(draft: Draft, sarah: Person) -> None:
    fields = fields_of(page_of(draft, "periode", sarah))

    assert list(fields) == ["begindatum", "einddatum", "statuut", "kinderen", "ziekte", "opmerking"]
    assert fields["begindatum"].kind == Kind.DATE
    assert fields["begindatum"].required
    assert fields["opmerking"].max_length == 2000
    assert not fields["kinderen"].visible


def test_a_short_table_stands_open_with_the_known_answer_chosen(
    draft: Draft, sarah: Person
) -> None:
    field = fields_of(page_of(draft, "periode", sarah))["statuut"]

    assert field.kind == Kind.RADIO
    assert [(option.label, option.chosen) for option in field.options] == [
        ("Statutair", True),
        ("Contractueel", False),
    ]
    assert field.source == "Dit weten wij uit uw personeelsgegevens."
    assert field.correction is not None
    assert field.correction.path == "_reasons.field.statuut"


def test_another_answer_than_the_known_one_opens_the_question_why(
    draft: Draft, sarah: Person
) -> None:
    save_field(draft, "statuut", "contractueel", by=acting(sarah))

    field = fields_of(page_of(draft, "periode", sarah))["statuut"]

    shown = render_to_string("ui/parts/field.html", {"field": field})
    assert '<details class="sd-remark" open>' in shown


def test_a_group_shows_an_item_to_fill_in(draft: Draft, sarah: Person) -> None:
    save_field(draft, "verlof", "ouderschap", by=acting(sarah))

    group = fields_of(page_of(draft, "periode", sarah))["kinderen"]

    assert [item.label for item in group.items] == ["Kinderen 1"]
    assert [field.path for field in group.items[0].fields] == [
        "kinderen.1.naam",
        "kinderen.1.geboortedatum",
    ]
    assert not group.items[0].removable
    assert group.add_label


def test_what_only_its_group_hides_comes_with_it(draft: Draft, sarah: Person) -> None:
    group = fields_of(page_of(draft, "periode", sarah))["kinderen"]

    assert not group.visible
    assert all(field.visible for field in group.items[0].fields)


def test_a_new_page_shows_no_errors_and_a_judged_one_all(draft: Draft, sarah: Person) -> None:
    assert page_of(draft, "periode", sarah).errors == ()

    judged = page_of(draft, "periode", sarah, judged=True)

    assert [(error.path, error.text) for error in judged.errors] == [
        ("begindatum", "Begindatum: Vul een datum in."),
        ("document.rooster", "Rooster: Voeg dit document toe, of kies dat u het later stuurt."),
    ]
    assert fields_of(judged)["begindatum"].error == "Vul een datum in."


def test_what_could_not_be_read_stays_in_the_input(draft: Draft, sarah: Person) -> None:
    save_field(draft, "begindatum", "31 februari", by=acting(sarah))

    field = fields_of(page_of(draft, "periode", sarah, judged=True))["begindatum"]

    assert field.value == "31 februari"
    assert field.error == "Vul een datum in die bestaat, bijvoorbeeld 1/3/2027."


def test_the_sentence_of_a_rule_of_the_form_is_shown(draft: Draft, sarah: Person) -> None:
    save_answers(
        draft, Typed({"begindatum": "2/3/2027", "einddatum": "1/3/2027"}), by=acting(sarah)
    )

    field = fields_of(page_of(draft, "periode", sarah, judged=True))["einddatum"]

    assert field.error == "Kies een einddatum op of na de begindatum."


def test_a_warning_asks_for_a_reason(draft: Draft, sarah: Person) -> None:
    save_field(draft, "begindatum", "1/3/2026", by=acting(sarah))

    page = page_of(draft, "periode", sarah, judged=True)

    assert page.remarks[0].text == "De begindatum ligt in het verleden. Leg uit waarom."
    assert page.remarks[0].reason is not None
    assert page.remarks[0].reason.error == "Schrijf waarom."
    assert "_reasons.check.terugwerkend" in {error.path for error in page.errors}


def test_two_windows_that_disagree_show_both_answers(draft: Draft, sarah: Person) -> None:
    save_field(draft, "opmerking", "eerste", seen=0, by=acting(sarah))
    save_field(draft, "opmerking", "tweede", seen=0, by=acting(sarah))

    field = fields_of(page_of(draft, "periode", sarah, judged=True))["opmerking"]

    assert field.value == "tweede"
    assert field.conflict is not None
    assert field.conflict.theirs == "eerste"
    assert field.error == "Kies welk antwoord klopt."


def test_the_answers_are_shown_in_words(draft: Draft, sarah: Person) -> None:
    typed = Typed({"verlof": "ouderschap", "begindatum": "1/3/2027", "kinderen.1.naam": "Lena"})
    save_answers(draft, typed, by=acting(sarah))
    standing = standing_of(Draft.objects.get(pk=draft.pk), by=acting(sarah))

    with translation.override("nl-be"):
        chapters = chapters_of(standing.spec, standing.state, standing.context)

    lines = {
        line.key: (line.label, line.value, line.item) for one in chapters for line in one.lines
    }
    assert lines["verlof"] == ("Om welk verlof gaat het?", "Ouderschapsverlof", "")
    assert lines["begindatum"] == ("Begindatum", "1 maart 2027", "")
    assert lines["statuut"] == ("Statuut", "Statutair", "")
    assert lines["kinderen.1.naam"] == ("Naam van het kind", "Lena", "Kinderen 1")


def test_who_reads_the_answers_reads_the_reasons_too(draft: Draft, sarah: Person) -> None:
    typed = {
        "begindatum": "1/3/2026",
        "statuut": "contractueel",
        "_reasons.field.statuut": "Sinds juni heb ik een contract.",
        "_reasons.check.terugwerkend": "Ik was ziek.",
    }
    save_answers(draft, Typed(typed), by=acting(sarah))
    standing = standing_of(Draft.objects.get(pk=draft.pk), by=acting(sarah))
    known = (standing.spec, standing.state, standing.context)

    whole = [(one.label, one.value) for page in chapters_with_reasons(*known) for one in page.lines]
    without = [(one.label, one.value) for page in chapters_of(*known) for one in page.lines]

    remark = ("De begindatum ligt in het verleden. Leg uit waarom.", "Ik was ziek.")
    place = whole.index(("Statuut", "Contractueel"))
    assert whole[place + 1 : place + 3] == [
        ("Wat wij hadden", "Statutair"),
        ("Wat klopt er niet?", "Sinds juni heb ik een contract."),
    ]
    assert [one for one in whole if one not in without] == [remark]


@pytest.mark.parametrize(
    ("kind", "value", "words", "typed"),
    [
        ("date", "2027-03-01", "1 maart 2027", "2027-03-01"),
        ("time", "14:30", "14.30 uur", "14:30"),
        ("datetime", "2027-03-01T14:30", "1 maart 2027, 14.30 uur", "2027-03-01T14:30"),
        ("period", {"from": "2027-03-01"}, "vanaf 1 maart 2027", ""),
        ("boolean", False, "Nee", "false"),
        ("decimal", "1234.5", "1.234,5", "1234,5"),
        ("money", "1234.50", "€ 1.234,50", "1234,50"),
        ("integer", 12, "12", "12"),
        ("consent", {"given": True, "version": "1"}, "Ja, akkoord", ""),
        ("address", {"street": "Wetstraat", "number": "1", "postcode": "1000", "city": "Brussel"},
         "Wetstraat 1\n1000 Brussel", ""),
        ("address", {"country": "LU", "lines": "1, rue du Fort\nL-1111"},
         "1, rue du Fort\nL-1111\nLuxemburg", ""),
        ("text", {"_raw": "een\x00"}, "een\x00", "een\x00"),
        ("text", None, "", ""),
    ],
)  # fmt: skip
def test_every_type_has_its_words(kind: str, value: Json, words: str, typed: str) -> None:
    field = Field(id="x", type=kind, label={})

    with translation.override("nl-be"):
        assert display_value(field, value, {}, "nl").replace("\xa0", " ") == words
        assert typed_value(field, value, "nl") == typed


@pytest.mark.parametrize(
    ("how", "value", "language", "words"),
    [
        (SUM, "1245.00", "nl-be", "1.245,00"),
        (SUM, 1245, "nl-be", "1.245"),
        (SUM, "1245.50", "en-gb", "1,245.50"),
        (LOOKUP, "2027-03-01", "nl-be", "1 maart 2027"),
        (LOOKUP, 2027, "nl-be", "2027"),
        (LOOKUP, 0.5, "nl-be", "0,5"),
        (LOOKUP, True, "nl-be", "Ja"),
        (LOOKUP, "BRU", "nl-be", "BRU"),
    ],
)
def test_what_nobody_typed_reads_as_people_write_it(
    how: Computed, value: Json, language: str, words: str
) -> None:
    field = Field(id="x", type="computed", label={}, computed=how)

    with translation.override(language):
        assert display_value(field, value, {}, language[:2]).replace("\xa0", " ") == words


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        (126, "nl-be", "€ 126,00"),
        ("1245.5", "fr-be", "1 245,50 €"),
        (126, "en-gb", "€126.00"),
        ("op aanvraag", "nl-be", "op aanvraag"),
    ],
)
def test_an_amount_that_was_looked_up_is_written_as_one(
    value: Json, language: str, words: str
) -> None:
    field = Field(id="x", type="computed", label={}, computed=LOOKUP, shown_as="money")

    with translation.override(language):
        shown = display_value(field, value, {}, language[:2])
    assert shown.replace("\xa0", " ").replace("\u202f", " ") == words
