"""What happens below is told: a draft that ends, an address that must be proven."""

from collections.abc import Callable

import pytest
from tests.make import (
    NOW,
    acting,
    at,
    make_draft,
    make_letters,
    make_organisation,
    make_person,
    make_queue,
    make_series,
    make_service,
)

from loket.catalogue.actions.expiry import announce_expiry, delete_expired
from loket.catalogue.actions.proofs import ask_proof, prove_address
from loket.catalogue.models import Draft
from loket.catalogue.tests.proving import CONTACT
from loket.contacts.models import Notification, OutgoingMail
from loket.contacts.reactions import mail_address_code, mail_draft_code
from loket.core.models import Event
from loket.people.actions.addresses import add_email, ask_code, verify_address
from loket.people.models import Address, AddressCode, Person

RunJobs = Callable[..., list[str]]


@pytest.fixture
def sarah(db: None) -> Person:
    make_organisation()
    make_letters()
    return make_person("Sarah V", email="sarah@voorbeeld.example")


@pytest.fixture
def draft(sarah: Person) -> Draft:
    make_queue()
    make_series()
    return make_draft(sarah, make_service(sarah), expires_at=at("2026-12-20 23:59:59"))


def test_a_draft_that_ends_soon_is_announced_with_the_day(draft: Draft, run_jobs: RunJobs) -> None:
    announce_expiry(by=acting(None, at("2026-12-18 10:00")))

    run_jobs()

    told = Notification.objects.get()
    assert (told.kind, told.person_id, told.url) == (
        "draft_expiring",
        draft.owner_id,
        "/concepten/",
    )
    assert told.mail is not None
    assert "tot 20 december 2026" in told.mail.text


def test_a_draft_that_was_submitted_in_the_meantime_is_not_announced(
    draft: Draft, run_jobs: RunJobs
) -> None:
    announce_expiry(by=acting(None, at("2026-12-18 10:00")))
    Draft.objects.update(submitted_at=NOW)

    run_jobs()

    assert not Notification.objects.exists()


def test_a_draft_that_is_gone_is_told_to_whose_it_was(draft: Draft, run_jobs: RunJobs) -> None:
    announce_expiry(by=acting(None, at("2026-12-18 10:00")))
    run_jobs()
    delete_expired(by=acting(None, at("2026-12-21 10:00")))

    run_jobs()

    assert not Draft.objects.exists()
    told = Notification.objects.get(kind="draft_expired")
    assert (told.person_id, told.url) == (draft.owner_id, "/aanvragen/")
    assert told.mail is not None


def test_a_code_goes_to_the_address_that_it_proves(sarah: Person, run_jobs: RunJobs) -> None:
    address = add_email(sarah.party, "thuis@voorbeeld.example", by=acting(sarah))

    run_jobs(NOW)

    mail = OutgoingMail.objects.get()
    assert mail.recipient == "thuis@voorbeeld.example"
    code = mail.subject.removeprefix("Uw code: ")
    verify_address(address, code, by=acting(sarah))
    assert Address.objects.get(pk=address.pk).verified_at == NOW


def test_a_code_is_mailed_once_however_often_the_job_runs(sarah: Person, run_jobs: RunJobs) -> None:
    add_email(sarah.party, "thuis@voorbeeld.example", by=acting(sarah))
    run_jobs(NOW)

    mail_address_code(event_id=Event.objects.get(kind="address.code_asked").pk)

    assert OutgoingMail.objects.count() == 1


def test_no_code_goes_to_an_address_that_is_proven_or_gone(
    sarah: Person, run_jobs: RunJobs
) -> None:
    proven = add_email(sarah.party, "thuis@voorbeeld.example", by=acting(sarah))
    Address.objects.filter(pk=proven.pk).update(verified_at=NOW)
    gone = add_email(sarah.party, "werk@voorbeeld.example", by=acting(sarah))
    ask_code(gone, by=acting(sarah))
    gone.delete()

    run_jobs(NOW)

    assert not OutgoingMail.objects.exists()


@pytest.fixture
def asked(sarah: Person) -> Draft:
    """A draft that asked a code for the address of somebody else."""
    make_queue()
    make_series()
    given = {"naam": "Sarah", "mail": "Kim@voorbeeld.example"}
    draft = make_draft(sarah, make_service(sarah, CONTACT), answers=given)
    ask_proof(draft, "mail", by=acting(sarah))
    return draft


def test_a_code_of_a_form_goes_to_the_address_that_was_given(
    asked: Draft, sarah: Person, run_jobs: RunJobs
) -> None:
    run_jobs(NOW)

    mail = OutgoingMail.objects.get()
    assert mail.recipient == "Kim@voorbeeld.example"
    assert "‘Vermindering van werkregime’" in mail.text
    assert "Sarah" not in mail.subject + mail.text + mail.html
    code = mail.subject.removeprefix("Uw code: ")
    prove_address(asked, "mail", code, by=acting(sarah))
    assert asked.proofs.count() == 1


def test_a_code_of_a_form_is_mailed_once_and_only_while_it_is_worth_something(
    asked: Draft, sarah: Person, run_jobs: RunJobs
) -> None:
    event = Event.objects.get(kind="draft.code_asked")
    run_jobs(NOW)
    mail_draft_code(event_id=event.pk)
    AddressCode.objects.all().delete()
    mail_draft_code(event_id=event.pk)

    assert OutgoingMail.objects.count() == 1


def test_the_mail_of_a_code_speaks_the_language_of_who_fills_in(
    asked: Draft, sarah: Person, run_jobs: RunJobs
) -> None:
    sarah.party.language = "de"
    sarah.party.save()

    run_jobs(NOW)

    assert OutgoingMail.objects.get().subject.startswith("Ihr Code: ")
