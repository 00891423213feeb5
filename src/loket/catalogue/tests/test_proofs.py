"""A mailed code proves an address in a draft, for as long as the draft is there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loket.catalogue.actions.answers import save_field
from loket.catalogue.actions.drafts import draft_with, start_draft
from loket.catalogue.actions.files import delete_draft
from loket.catalogue.actions.proofs import ask_proof, note_proofs, prove_address
from loket.catalogue.actions.publish import publish_form, save_draft_version
from loket.catalogue.models import Draft, DraftProof, Service
from loket.catalogue.standing import standing_of, standings_of
from loket.catalogue.tests.conftest import NOW, acting
from loket.catalogue.tests.proving import CONTACT
from loket.core.errors import RuleError
from loket.core.models import Event
from loket.people.actions.addresses import note_known_email
from loket.people.actions.codes import mailed
from loket.people.models import AddressCode, Person

ADDRESS = "kim@voorbeeld.be"


@pytest.fixture
def form(shelves: None, sarah: Person) -> Service:
    version = save_draft_version(CONTACT, by=acting(sarah))
    publish_form(version, by=acting(sarah))
    return Service.objects.select_related("form__live_version").get(form=version.form)


@pytest.fixture
def draft(form: Service, sarah: Person) -> Draft:
    draft = start_draft(form, by=acting(sarah), loa="high")
    save_field(draft, "naam", "Sarah", by=acting(sarah))
    return save_field(draft, "mail", ADDRESS, by=acting(sarah)).draft


def read(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def code_now(person: Person) -> str:
    found = mailed(AddressCode.objects.get(), by=acting(person))
    assert found is not None
    return found.digits


def prove(draft: Draft, person: Person) -> None:
    ask_proof(draft, "mail", by=acting(person))
    prove_address(draft, "mail", code_now(person), by=acting(person))


def is_ready(draft: Draft, person: Person) -> bool:
    return standing_of(read(draft), by=acting(person)).ready


def test_a_draft_is_ready_once_the_code_came_back(draft: Draft, sarah: Person) -> None:
    assert not is_ready(draft, sarah)

    prove(draft, sarah)

    assert is_ready(draft, sarah)


def test_what_happened_is_kept_by_ids_and_codes_only(draft: Draft, sarah: Person) -> None:
    prove(draft, sarah)

    told = dict(Event.objects.filter(kind__startswith="draft.").values_list("kind", "data"))
    assert told.keys() == {"draft.code_asked", "draft.address_proven"}
    assert told["draft.address_proven"] == {"question": "mail"}
    assert list(told["draft.code_asked"]) == ["code"]
    assert ADDRESS not in str(told)


def test_five_wrong_codes_count_though_each_is_refused(draft: Draft, sarah: Person) -> None:
    ask_proof(draft, "mail", by=acting(sarah))
    right = code_now(sarah)

    said = []
    for _try in range(5):
        with pytest.raises(RuleError) as refusal:
            prove_address(draft, "mail", "none", by=acting(sarah))
        said.append(refusal.value.code)
    with pytest.raises(RuleError, match="te vaak"):
        prove_address(draft, "mail", right, by=acting(sarah))

    assert said == ["code_wrong"] * 4 + ["code_spent"]


def test_a_code_works_half_an_hour(draft: Draft, sarah: Person) -> None:
    ask_proof(draft, "mail", by=acting(sarah))
    late = acting(sarah, NOW + timedelta(minutes=30))

    with pytest.raises(RuleError, match="te oud"):
        prove_address(draft, "mail", code_now(sarah), by=late)


def test_a_code_proves_the_address_that_stands_there_now(draft: Draft, sarah: Person) -> None:
    ask_proof(draft, "mail", by=acting(sarah))
    code = code_now(sarah)
    save_field(draft, "mail", "mo@voorbeeld.be", by=acting(sarah))

    with pytest.raises(RuleError, match="Vraag eerst een code"):
        prove_address(draft, "mail", code, by=acting(sarah))

    save_field(draft, "mail", ADDRESS, by=acting(sarah))
    prove_address(draft, "mail", code, by=acting(sarah))
    assert is_ready(draft, sarah)


def test_the_same_code_in_two_tabs_is_no_fault(draft: Draft, sarah: Person) -> None:
    ask_proof(draft, "mail", by=acting(sarah))
    code = code_now(sarah)

    for _tab in range(2):
        prove_address(draft, "mail", code, by=acting(sarah))

    assert DraftProof.objects.count() == 1


def test_a_proven_address_is_not_mailed_again(draft: Draft, sarah: Person) -> None:
    prove(draft, sarah)

    ask_proof(draft, "mail", by=acting(sarah, NOW + timedelta(hours=1)))

    assert not AddressCode.objects.exists()


def test_a_proof_holds_in_the_draft_in_which_it_was_given_only(
    draft: Draft, form: Service, sarah: Person
) -> None:
    prove(draft, sarah)
    other = start_draft(form, by=acting(sarah), loa="high")
    save_field(other, "naam", "Sarah", by=acting(sarah))
    save_field(other, "mail", ADDRESS, by=acting(sarah))

    assert not is_ready(other, sarah)


def test_a_correction_keeps_the_proof_even_of_an_address_that_left_the_profile(
    draft: Draft, sarah: Person
) -> None:
    known = note_known_email(sarah.party, ADDRESS, by=acting(sarah))
    note_proofs(standing_of(read(draft), by=acting(sarah)), by=acting(sarah))
    note_proofs(standing_of(read(draft), by=acting(sarah)), by=acting(sarah))
    known.delete()

    copy = draft_with(read(draft), read(draft).answers, [], by=acting(sarah))

    assert is_ready(copy, sarah)
    save_field(copy, "mail", "mo@voorbeeld.be", by=acting(sarah))
    assert not is_ready(copy, sarah)


def test_only_the_owner_has_addresses_proven(draft: Draft, stranger: Person) -> None:
    with pytest.raises(RuleError, match="niet uw concept"):
        ask_proof(draft, "mail", by=acting(stranger))
    with pytest.raises(RuleError, match="niet uw concept"):
        prove_address(draft, "mail", "1", by=acting(stranger))


def test_the_proof_goes_with_the_draft(draft: Draft, sarah: Person) -> None:
    prove(draft, sarah)

    delete_draft(draft, by=acting(sarah))

    assert not DraftProof.objects.exists()


def test_two_answers_from_two_windows_are_settled_first(draft: Draft, sarah: Person) -> None:
    save_field(draft, "mail", "mo@voorbeeld.be", seen=0, by=acting(sarah))

    with pytest.raises(RuleError, match="Kies eerst welk adres klopt"):
        ask_proof(draft, "mail", by=acting(sarah))


def test_more_drafts_ask_the_database_no_more(
    draft: Draft, form: Service, service: Service, sarah: Person
) -> None:
    others = []
    for _one in range(3):
        other = start_draft(form, by=acting(sarah), loa="high")
        others.append(save_field(other, "mail", ADDRESS, by=acting(sarah)).draft)

    def asked(*drafts: Draft) -> int:
        with CaptureQueriesContext(connection) as caught:
            standings_of(drafts, by=acting(sarah))
        return len(caught)

    assert asked(draft, *others) == asked(draft)
    without = start_draft(service, by=acting(sarah), loa="high")
    with CaptureQueriesContext(connection) as caught:
        standing_of(without, by=acting(sarah))
    assert not [query for query in caught if "proof" in query["sql"]]
