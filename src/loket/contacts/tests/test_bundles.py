"""Messages and small news are collected into one mail; what goes at once takes them along."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from loket.contacts.actions.bundles import bundle_due, close_bundles
from loket.contacts.actions.notices import Notice, notify
from loket.contacts.models import Notification, OutgoingMail
from loket.contacts.rules.matrix import Pace
from loket.contacts.tests.conftest import NOW, acting
from loket.core.acting import Acting
from loket.core.models import Event
from loket.people.models import Address, Person, Preference

pytestmark = pytest.mark.usefixtures("letters")

type Tell = Callable[..., OutgoingMail]


@pytest.fixture
def tell(noor: Person, sam: Person, settings: Settings) -> Tell:
    """Tell Noor something; a mail goes along, collected unless it is said otherwise."""
    settings.MAIL_BUNDLE_SECONDS = 600
    numbers = iter(range(1, 100))

    def told(pace: Pace = Pace.BUNDLE, minutes: float = 0, kind: str = "message") -> OutgoingMail:
        n = next(numbers)
        notice = Notice(
            kind=kind,
            event_id=n,
            url=f"/zaken/HRB000000{n}/",
            params={"number": f"HRB000000{n}", "title": {"nl": "Verlof"}},
            mail=True,
            pace=pace,
        )
        by = Acting(
            person_id=sam.pk,
            organisation_id=sam.organisation_id,
            at=NOW + timedelta(minutes=minutes),
            time_zone="Europe/Brussels",
        )
        mail = notify(noor.pk, notice, by=by).mail
        assert mail is not None
        return mail

    return told


def close(person: Person, minutes: float) -> int:
    by = acting(person).as_system()
    return close_bundles(
        by=Acting(
            person_id=None,
            organisation_id=by.organisation_id,
            at=NOW + timedelta(minutes=minutes),
            channel="mail",
        )
    )


def test_messages_are_collected_for_ten_minutes_from_the_first(sam: Person, tell: Tell) -> None:
    first, second = tell(), tell(minutes=9)

    assert second == first
    assert (first.state, first.send_after) == ("collecting", NOW + timedelta(minutes=10))
    assert close(sam, 9.9) == 0
    assert close(sam, 10) == 1


def test_several_pieces_of_news_are_one_mail_that_leads_to_each(sam: Person, tell: Tell) -> None:
    tell()
    tell()
    close(sam, 10)

    mail = OutgoingMail.objects.get()
    assert mail.state == "queued"
    assert "2" in mail.subject
    assert (
        "U hebt een bericht over HRB0000001 (Verlof).\nhttp://dienst.localhost/zaken/HRB0000001/"
        in mail.text
    )
    assert "http://dienst.localhost/zaken/HRB0000002/" in mail.text
    assert Notification.objects.filter(mail=mail).count() == 2


def test_one_piece_of_news_has_its_own_letter(sam: Person, tell: Tell) -> None:
    tell()
    close(sam, 10)

    assert OutgoingMail.objects.get().subject == "HRB0000001: Verlof"


def test_after_a_bundle_is_closed_a_new_one_begins(sam: Person, tell: Tell) -> None:
    first = tell()
    close(sam, 10)

    assert tell(minutes=11) != first


def test_what_goes_at_once_takes_an_open_bundle_along(tell: Tell) -> None:
    tell()
    tell()

    now = tell(pace=Pace.NOW, minutes=2)

    assert OutgoingMail.objects.get() == now
    assert now.state == "queued"
    assert "Ook nieuw:" in now.text
    assert "http://dienst.localhost/zaken/HRB0000001/" in now.text
    assert "http://dienst.localhost/zaken/HRB0000002/" in now.text
    assert Notification.objects.filter(mail=now).count() == 3


def test_what_waits_for_the_morning_is_not_taken_along(tell: Tell) -> None:
    day = tell(pace=Pace.DAY)

    now = tell(pace=Pace.NOW)

    assert "Ook nieuw:" not in now.text
    assert OutgoingMail.objects.get(pk=day.pk).state == "collecting"


def test_the_bundle_of_one_person_is_not_that_of_another(sam: Person, tell: Tell) -> None:
    tell()
    notice = Notice(
        kind="message",
        event_id=50,
        url="/zaken/HRB0000050/",
        params={"number": "HRB0000050", "title": {"nl": "Verlof"}},
        mail=True,
    )

    mail = notify(sam.pk, notice, by=acting(sam)).mail

    assert mail is not None
    assert "HRB0000001" not in mail.text
    assert OutgoingMail.objects.count() == 2


def test_who_has_no_address_any_more_gets_no_mail_and_that_is_written_down(
    noor: Person, sam: Person, tell: Tell
) -> None:
    tell()
    Address.objects.filter(party=noor.pk).delete()

    close(sam, 10)

    assert not OutgoingMail.objects.exists()
    assert Notification.objects.get().mail is None
    assert Event.objects.filter(kind="notice.unmailed").count() == 1


def no_mail(person: Person, kind: str) -> None:
    Preference.objects.create(person=person, event_kind=kind, channel="mail", on=False)


def test_news_that_waits_is_not_mailed_when_its_person_wants_no_mail_by_now(
    noor: Person, sam: Person, tell: Tell
) -> None:
    tell(kind="waits_on_other")
    tell(kind="document_waived")
    tell()
    no_mail(noor, "waits_on_other")

    close(sam, 10)

    mail = OutgoingMail.objects.get()
    assert "2" in mail.subject
    assert "HRB0000001" not in mail.text
    assert list(mail.notices.order_by("pk").values_list("kind", flat=True)) == [
        "document_waived",
        "message",
    ]


def test_one_piece_of_news_that_is_left_has_its_own_letter(
    noor: Person, sam: Person, tell: Tell
) -> None:
    tell(kind="waits_on_other")
    tell()
    no_mail(noor, "waits_on_other")

    close(sam, 10)

    assert OutgoingMail.objects.get().subject == "HRB0000002: Verlof"


def test_a_bundle_of_which_nothing_is_wanted_by_now_is_no_mail(
    noor: Person, sam: Person, tell: Tell
) -> None:
    tell(kind="waits_on_other")
    no_mail(noor, "waits_on_other")

    close(sam, 10)

    assert not OutgoingMail.objects.exists()
    assert not Event.objects.filter(kind="notice.unmailed").exists()


def test_a_mail_that_goes_at_once_takes_nothing_along_that_is_not_wanted_by_now(
    noor: Person, tell: Tell
) -> None:
    tell(kind="waits_on_other")
    no_mail(noor, "waits_on_other")

    mail = tell(Pace.NOW)

    assert "HRB0000001" not in mail.text


def test_what_must_arrive_arrives_whatever_was_chosen_meanwhile(
    noor: Person, sam: Person, tell: Tell
) -> None:
    tell()
    no_mail(noor, "message")

    close(sam, 10)

    assert OutgoingMail.objects.get().subject == "HRB0000001: Verlof"


@pytest.mark.parametrize(
    ("said", "morning"),
    [
        ("2026-11-20T07:59:00+01:00", "2026-11-20T08:00:00+01:00"),
        ("2026-11-20T08:00:00+01:00", "2026-11-21T08:00:00+01:00"),
        ("2027-03-27T20:00:00+01:00", "2027-03-28T08:00:00+02:00"),
    ],
)
def test_the_mail_of_the_day_goes_at_eight_by_the_clock_on_the_wall(
    said: str, morning: str
) -> None:
    by = Acting(
        person_id=None,
        organisation_id=1,
        at=datetime.fromisoformat(said),
        time_zone="Europe/Brussels",
    )

    assert bundle_due(Pace.DAY, by) == datetime.fromisoformat(morning)
