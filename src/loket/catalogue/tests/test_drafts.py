"""A draft keeps what a person typed, field by field."""

from datetime import UTC, datetime, timedelta

import pytest

from loket.catalogue.actions.answers import (
    Typed,
    add_group_item,
    mark_later,
    remove_group_item,
    save_answers,
    save_field,
    settle_conflict,
)
from loket.catalogue.actions.drafts import (
    begin_draft,
    finish_draft,
    rename_draft,
    start_draft,
)
from loket.catalogue.models import Draft, Service
from loket.catalogue.rules.paths import items_of
from loket.catalogue.standing import standing_of
from loket.catalogue.tests.conftest import NOW, acting
from loket.core.errors import ConflictError, RuleError
from loket.core.models import Event
from loket.people.models import Person


@pytest.fixture
def draft(service: Service, sarah: Person) -> Draft:
    return start_draft(service, by=acting(sarah), loa="substantial")


def read(draft: Draft) -> Draft:
    return Draft.objects.select_related("version").get(pk=draft.pk)


def test_a_new_draft_shows_what_is_known_already(draft: Draft, sarah: Person) -> None:
    state = standing_of(draft, by=acting(sarah)).state

    assert state.fields["statuut"].value == "statutair"
    assert draft.answers == {}


def test_several_drafts_of_one_form_stand_beside_each_other(
    draft: Draft, service: Service, sarah: Person
) -> None:
    other = start_draft(service, by=acting(sarah), loa="low")

    save_field(other, "verlof", "medisch", by=acting(sarah))

    assert read(draft).answers == {}
    assert read(other).answers == {"verlof": "medisch"}


def test_a_second_click_on_begin_gives_the_draft_of_the_first(
    service: Service, sarah: Person
) -> None:
    first = begin_draft(service, by=acting(sarah), loa="low")
    again = begin_draft(service, by=acting(sarah, NOW + timedelta(seconds=3)), loa="low")

    assert again == first
    assert Draft.objects.count() == 1


def test_what_has_a_name_or_an_answer_or_is_older_is_another_draft(
    service: Service, sarah: Person
) -> None:
    first = begin_draft(service, by=acting(sarah), loa="low")
    named = begin_draft(service, by=acting(sarah), loa="low", name="zomer")
    save_field(first, "verlof", "medisch", by=acting(sarah, NOW + timedelta(seconds=1)))
    second = begin_draft(service, by=acting(sarah, NOW + timedelta(seconds=2)), loa="low")
    later = begin_draft(service, by=acting(sarah, NOW + timedelta(seconds=30)), loa="low")

    assert len({first, named, second, later}) == 4


def test_a_field_is_saved_by_itself(draft: Draft, sarah: Person) -> None:
    saved = save_field(draft, "begindatum", "1/3/2027", by=acting(sarah))

    assert saved.disputed == ()
    assert read(draft).answers == {"begindatum": "2027-03-01"}
    assert read(draft).rev == 1


def test_saving_writes_no_event(draft: Draft, sarah: Person) -> None:
    before = Event.objects.count()

    save_field(draft, "begindatum", "1/3/2027", by=acting(sarah))

    assert Event.objects.count() == before


def test_what_cannot_be_read_is_kept_as_it_was_typed(draft: Draft, sarah: Person) -> None:
    save_field(draft, "begindatum", "31 februari", by=acting(sarah))

    standing = standing_of(read(draft), by=acting(sarah))
    assert standing.answers["begindatum"] == {"_raw": "31 februari"}
    assert "not_a_date" in {problem.code for problem in standing.state.problems}


def test_an_answer_that_did_not_change_leaves_the_draft_alone(draft: Draft, sarah: Person) -> None:
    save_field(draft, "begindatum", "1/3/2027", by=acting(sarah))
    save_field(draft, "begindatum", "2027-03-01", by=acting(sarah))

    assert read(draft).rev == 1


def test_a_prefilled_answer_that_is_sent_along_stays_the_registers(
    draft: Draft, sarah: Person
) -> None:
    save_field(draft, "statuut", "statutair", by=acting(sarah))

    assert read(draft).answers == {}


def test_a_prefilled_answer_can_be_emptied_and_changed(draft: Draft, sarah: Person) -> None:
    save_field(draft, "statuut", "", by=acting(sarah))
    emptied = standing_of(read(draft), by=acting(sarah)).state.fields["statuut"]
    save_field(draft, "statuut", "contractueel", by=acting(sarah))
    changed = standing_of(read(draft), by=acting(sarah)).state.fields["statuut"]

    assert emptied.value is None
    assert changed.value == "contractueel"
    assert changed.origin is not None
    assert changed.origin.original == "statutair"


def test_why_a_prefilled_answer_is_wrong_is_kept(draft: Draft, sarah: Person) -> None:
    typed = Typed({"statuut": "contractueel", "_reasons.field.statuut": "Nieuw contract"})
    save_answers(draft, typed, by=acting(sarah))

    origin = standing_of(read(draft), by=acting(sarah)).state.fields["statuut"].origin
    assert origin is not None
    assert origin.reason == "Nieuw contract"
    assert read(draft).reasons == {"field.statuut": "Nieuw contract"}


def test_an_unknown_field_is_refused_and_changes_nothing(draft: Draft, sarah: Person) -> None:
    with pytest.raises(RuleError) as refused:
        save_field(draft, "salaris", "1000", by=acting(sarah))

    assert refused.value.code == "unknown_field"
    assert read(draft).rev == 0


def test_a_text_without_end_is_refused(draft: Draft, sarah: Person) -> None:
    with pytest.raises(RuleError) as refused:
        save_field(draft, "opmerking", "x" * 20_001, by=acting(sarah))

    assert refused.value.code == "too_long"


def test_nobody_else_saves_in_it(draft: Draft, stranger: Person) -> None:
    with pytest.raises(RuleError) as refused:
        save_field(draft, "opmerking", "hallo", by=acting(stranger))

    assert refused.value.code == "not_yours"
    assert read(draft).answers == {}


def test_a_submitted_draft_is_closed(draft: Draft, sarah: Person) -> None:
    finish_draft(draft, by=acting(sarah))

    with pytest.raises(RuleError) as refused:
        save_field(draft, "opmerking", "hallo", by=acting(sarah))

    assert refused.value.code == "submitted"


def test_an_older_window_does_not_overwrite_a_newer_answer(draft: Draft, sarah: Person) -> None:
    save_field(draft, "opmerking", "eerste venster", seen=0, by=acting(sarah))

    saved = save_field(draft, "opmerking", "tweede venster", seen=0, by=acting(sarah))

    assert saved.disputed == ("opmerking",)
    assert read(draft).answers["opmerking"] == "eerste venster"
    assert read(draft).conflicts == {"opmerking": ["tweede venster"]}
    assert not standing_of(read(draft), by=acting(sarah)).ready


def test_another_field_in_an_older_window_is_no_dispute(draft: Draft, sarah: Person) -> None:
    save_field(draft, "opmerking", "eerste venster", seen=0, by=acting(sarah))

    saved = save_field(draft, "verlof", "medisch", seen=0, by=acting(sarah))

    assert saved.disputed == ()
    assert read(draft).answers == {"opmerking": "eerste venster", "verlof": "medisch"}


def test_a_whole_step_of_an_older_window_keeps_what_it_did_not_touch(
    draft: Draft, sarah: Person
) -> None:
    save_field(draft, "opmerking", "oud", by=acting(sarah))
    save_field(draft, "opmerking", "nieuw", seen=1, by=acting(sarah))

    typed = Typed({"opmerking": "oud", "begindatum": "1/3/2027"}, seen=1)
    saved = save_answers(draft, typed, by=acting(sarah))

    assert saved.disputed == ()
    assert read(draft).answers == {"opmerking": "nieuw", "begindatum": "2027-03-01"}


def test_a_window_that_shows_the_older_answer_is_noticed_by_that_answer(
    draft: Draft, sarah: Person
) -> None:
    save_field(draft, "opmerking", "van het andere venster", by=acting(sarah))

    typed = Typed({"opmerking": "van mij"}, shown={"opmerking": ""})
    saved = save_answers(draft, typed, by=acting(sarah))

    assert saved.disputed == ("opmerking",)


def test_a_window_is_not_surprised_by_what_it_saved_itself(draft: Draft, sarah: Person) -> None:
    save_answers(draft, Typed({"opmerking": "half"}, seen=0, window="a1"), by=acting(sarah))

    typed = Typed({"opmerking": "half af"}, seen=0, window="a1")
    saved = save_answers(draft, typed, by=acting(sarah))

    assert saved.disputed == ()
    assert read(draft).answers["opmerking"] == "half af"


def test_a_person_chooses_the_own_answer(draft: Draft, sarah: Person) -> None:
    save_field(draft, "opmerking", "eerste", seen=0, by=acting(sarah))
    save_field(draft, "opmerking", "tweede", seen=0, by=acting(sarah))

    settle_conflict(draft, "opmerking", "mine", Typed({"opmerking": "tweede"}), by=acting(sarah))

    assert read(draft).answers["opmerking"] == "tweede"
    assert read(draft).conflicts == {}


def test_a_person_chooses_the_other_answer(draft: Draft, sarah: Person) -> None:
    save_field(draft, "opmerking", "eerste", seen=0, by=acting(sarah))
    save_field(draft, "opmerking", "tweede", seen=0, by=acting(sarah))

    settle_conflict(draft, "opmerking", "theirs", by=acting(sarah))

    assert read(draft).answers["opmerking"] == "eerste"
    assert read(draft).conflicts == {}


def test_sending_both_answers_again_does_not_choose(draft: Draft, sarah: Person) -> None:
    save_field(draft, "opmerking", "eerste", seen=0, by=acting(sarah))
    save_field(draft, "opmerking", "tweede", seen=0, by=acting(sarah))

    saved = save_field(draft, "opmerking", "tweede", seen=2, by=acting(sarah))

    assert saved.disputed == ("opmerking",)
    assert read(draft).conflicts == {"opmerking": ["tweede"]}


def test_a_new_answer_settles_the_dispute(draft: Draft, sarah: Person) -> None:
    save_field(draft, "opmerking", "eerste", seen=0, by=acting(sarah))
    save_field(draft, "opmerking", "tweede", seen=0, by=acting(sarah))

    save_field(draft, "opmerking", "eerste en tweede", seen=2, by=acting(sarah))

    assert read(draft).answers["opmerking"] == "eerste en tweede"
    assert read(draft).conflicts == {}


def test_medical_words_are_only_in_the_sealed_part(draft: Draft, sarah: Person) -> None:
    save_field(draft, "verlof", "medisch", by=acting(sarah))
    save_field(draft, "ziekte", "nierziekte", seen=1, by=acting(sarah))
    save_field(draft, "ziekte", "iets anders", seen=1, by=acting(sarah))

    kept = read(draft)
    everything_open = f"{kept.answers} {kept.conflicts} {kept.field_revs} {kept.reasons}"
    standing = standing_of(kept, by=acting(sarah))
    assert "nierziekte" not in everything_open
    assert "iets anders" not in everything_open
    assert b"nierziekte" not in bytes(kept.sealed or b"")
    assert standing.answers["ziekte"] == "nierziekte"
    assert standing.conflicts == {"ziekte": ["iets anders"]}


def test_a_group_has_its_first_item_before_anybody_typed(draft: Draft, sarah: Person) -> None:
    save_field(draft, "verlof", "ouderschap", by=acting(sarah))

    state = standing_of(read(draft), by=acting(sarah)).state

    assert state.fields["kinderen[0].naam"].key == "kinderen.1.naam"
    assert [slot.key for slot in state.slots if slot.slot.id == "akte"] == ["akte.1"]


def test_items_are_added_up_to_the_most(draft: Draft, sarah: Person) -> None:
    add_group_item(draft, "kinderen", by=acting(sarah))
    item = add_group_item(draft, "kinderen", by=acting(sarah))
    save_field(draft, f"kinderen.{item}.naam", "Lena", by=acting(sarah))

    with pytest.raises(RuleError) as refused:
        add_group_item(draft, "kinderen", by=acting(sarah))

    names = [child.get("naam") for child in read(draft).answers["kinderen"]]
    assert refused.value.code == "group_max"
    assert names == [None, None, "Lena"]


def test_an_item_that_was_removed_elsewhere_does_not_come_back(draft: Draft, sarah: Person) -> None:
    save_field(draft, "kinderen.1.naam", "Lena", by=acting(sarah))
    remove_group_item(draft, "kinderen", "1", by=acting(sarah))

    with pytest.raises(ConflictError) as refused:
        save_field(draft, "kinderen.1.naam", "Lena", by=acting(sarah))

    standing = standing_of(read(draft), by=acting(sarah))
    assert refused.value.code == "item_gone"
    assert [item["_id"] for item in items_of(standing.answers, "kinderen")] == ["2"]


def test_a_document_can_be_promised_for_later(draft: Draft, sarah: Person) -> None:
    mark_later(draft, "rooster", later=True, by=acting(sarah))
    promised = [slot.key for slot in standing_of(read(draft), by=acting(sarah)).state.following]
    mark_later(draft, "rooster", later=False, by=acting(sarah))

    assert promised == ["rooster"]
    assert read(draft).later == []


def test_a_document_that_may_not_follow_is_not_promised(draft: Draft, sarah: Person) -> None:
    with pytest.raises(RuleError):
        mark_later(draft, "attest", later=True, by=acting(sarah))


def test_the_term_slides_with_each_edit(draft: Draft, sarah: Person) -> None:
    first = draft.expires_at

    save_field(draft, "opmerking", "hallo", by=acting(sarah, NOW + timedelta(days=30)))

    kept = read(draft)
    assert first == datetime(2027, 2, 18, 22, 59, 59, tzinfo=UTC)
    assert kept.expires_at == datetime(
        2027, 3, 22, 22, 59, 59, tzinfo=UTC
    )  # the 20th is a Saturday
    assert kept.touched_at == NOW + timedelta(days=30)


def test_a_draft_has_a_name_of_its_own(draft: Draft, sarah: Person) -> None:
    rename_draft(draft, "  Voor   maart ", by=acting(sarah))

    assert read(draft).name == "Voor maart"
