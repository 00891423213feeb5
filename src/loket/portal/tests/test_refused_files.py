"""Of a file that the check refused, the person hears on the check page, before anything is sent."""

import pytest
from django.test import Client
from tests.make import attach_to_draft

from loket.cases.models import Case
from loket.catalogue.models import Draft
from loket.catalogue.rules.state import BAD
from loket.documents.models import StoredFile
from loket.documents.rules.findings import Code
from loket.portal.tests.test_filling_in import fill_in, page, read, url

REASONS = {
    StoredFile.State.REFUSED: Code.ENCRYPTED,
    StoredFile.State.INFECTED: Code.INFECTED,
    StoredFile.State.FAILED: Code.CHECK_FAILED,
}


def attach_refused(draft: Draft, state: StoredFile.State, slot: str = "rooster") -> None:
    link = attach_to_draft(draft, slot)
    StoredFile.objects.filter(pk=link.file_id).update(state=state, reason=REASONS[state])


def test_the_form_and_the_case_agree_on_what_counts_as_not_handed_in() -> None:
    assert set(BAD) == set(StoredFile.NOT_TAKEN) == set(REASONS)


@pytest.mark.parametrize("state", REASONS)
def test_a_refused_file_stands_in_the_way_and_is_named(
    site: Client, draft: Draft, state: StoredFile.State
) -> None:
    fill_in(site, draft)
    attach_refused(draft, state)

    shown = page(site.get(url(draft, "controleren/")))
    answer = site.post(url(draft, "indienen"))

    sentence = "Verwijder het bestand ‘rooster.pdf’ en kies een ander."
    assert sentence in shown
    assert answer.status_code == 422
    assert sentence in page(answer)
    assert not Case.objects.exists()
    assert read(draft).submitted_at is None


def test_without_the_refused_file_it_is_sent(site: Client, draft: Draft) -> None:
    fill_in(site, draft)
    attach_refused(draft, StoredFile.State.REFUSED)
    key = draft.files.get().file.key

    site.post(url(draft, f"bestanden/{key}"))
    answer = site.post(url(draft, "indienen"))

    assert answer.status_code == 302
    assert Case.objects.count() == 1
