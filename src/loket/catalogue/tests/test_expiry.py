"""A draft is announced before it goes, and goes with its files."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from loket.catalogue.actions.answers import save_field
from loket.catalogue.actions.drafts import draft_with, finish_draft, start_draft
from loket.catalogue.actions.expiry import announce_expiry, delete_expired
from loket.catalogue.models import Draft, DraftFile, Service
from loket.catalogue.tests.conftest import NOW, acting
from loket.core.acting import Acting
from loket.core.models import Event
from loket.documents.models import StoredFile
from loket.people.models import Person

END = datetime.fromisoformat("2027-02-18T23:59:59+01:00")


@pytest.fixture
def draft(service: Service, sarah: Person) -> Draft:
    return start_draft(service, by=acting(sarah), loa="substantial")


def clock(sarah: Person, at: datetime) -> Acting:
    return acting(sarah, at).as_system()


def notices() -> list[dict[str, object]]:
    found = Event.objects.filter(kind="draft.expiring").order_by("pk")
    return [event.data for event in found]


def pass_by(sarah: Person, at: datetime) -> None:
    announce_expiry(by=clock(sarah, at))
    delete_expired(by=clock(sarah, at))


def test_two_notices_go_out_each_once_and_then_the_draft_goes(draft: Draft, sarah: Person) -> None:
    assert draft.expires_at == END
    days = [END - timedelta(days=15), END - timedelta(days=13), END - timedelta(days=2)]
    for day in [*days, *days[1:]]:
        pass_by(sarah, day)

    assert [(notice["expires_on"], notice["last"]) for notice in notices()] == [
        ("2027-02-18", False),
        ("2027-02-18", True),
    ]
    assert Draft.objects.count() == 1

    pass_by(sarah, END + timedelta(hours=1))

    gone = Event.objects.get(kind="draft.expired")
    assert Draft.objects.count() == 0
    assert gone.data == {"person": sarah.pk, "version": draft.version_id}


def test_an_edit_begins_the_term_and_the_notices_anew(draft: Draft, sarah: Person) -> None:
    pass_by(sarah, END - timedelta(days=13))

    save_field(draft, "opmerking", "nog bezig", by=acting(sarah, END - timedelta(days=12)))
    pass_by(sarah, END + timedelta(hours=1))

    kept = Draft.objects.get()
    assert kept.reminded == 0
    assert kept.expires_at > END + timedelta(days=70)


def test_after_a_stop_nothing_goes_unannounced(draft: Draft, sarah: Person) -> None:
    late = END + timedelta(days=5)

    pass_by(sarah, late)

    assert [notice["last"] for notice in notices()] == [True]
    assert Draft.objects.get().expires_at == late + timedelta(days=3)

    pass_by(sarah, late + timedelta(days=3, minutes=1))

    assert not Draft.objects.exists()


def test_submitted_drafts_and_corrections_stay(draft: Draft, sarah: Person) -> None:
    finish_draft(draft, by=acting(sarah))
    draft_with(draft, {}, [], by=acting(sarah))

    pass_by(sarah, NOW + timedelta(days=400))
    pass_by(sarah, NOW + timedelta(days=500))

    assert Draft.objects.count() == 2
    assert notices() == []


def test_its_files_go_along(draft: Draft, sarah: Person, files: Path) -> None:
    file = StoredFile.objects.create(
        key="sleutel", path="1/aa/bestand", name="rooster.pdf", size=3, sha256=bytes(32),
        type="pdf", uploaded_by=sarah, uploaded_at=NOW,
    )  # fmt: skip
    DraftFile.objects.create(draft=draft, file=file, slot="rooster")

    pass_by(sarah, END - timedelta(days=1))
    pass_by(sarah, END + timedelta(hours=1))

    assert not StoredFile.objects.exists()
