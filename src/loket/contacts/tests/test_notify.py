"""A person is told once, in their language, at an address that is theirs."""

import pytest

from loket.contacts.actions.notices import Notice, mark_notices_read, notify, pace_for
from loket.contacts.models import Notification, OutgoingMail
from loket.contacts.rules.matrix import Mail, Pace, Row
from loket.contacts.tests.conftest import NOW, acting, make_person
from loket.core.models import Event
from loket.documents.models import LetterTemplate
from loket.people.models import Address, Person, Preference

pytestmark = pytest.mark.usefixtures("letters")


def notice(**values: object) -> Notice:
    known: dict[str, object] = {
        "kind": "message",
        "event_id": 1,
        "url": "/zaken/HRB0000001/",
        "params": {"number": "HRB0000001", "title": {"nl": "Verlof", "fr": "Congé"}},
        "mail": True,
    }
    return Notice(**(known | values))  # type: ignore[arg-type]  # a few of them, by name


def test_a_notice_stands_in_the_portal_and_a_mail_goes_with_it(noor: Person, sam: Person) -> None:
    told = notify(noor.pk, notice(), by=acting(sam))

    mail = told.mail
    assert mail is not None
    assert (told.person_id, told.url, told.read_at) == (noor.pk, "/zaken/HRB0000001/", None)
    assert (mail.state, mail.recipient, mail.language) == ("queued", "noor@voorbeeld.example", "nl")
    assert mail.subject == "HRB0000001: Verlof"
    assert mail.text.startswith(
        "Dag Noor,\n\nHRB0000001 (Verlof)\nhttp://dienst.localhost/zaken/HRB0000001/\n"
    )
    assert mail.message_id.endswith("@dienst.localhost>")


def test_the_same_event_tells_a_person_once(noor: Person, sam: Person) -> None:
    first = notify(noor.pk, notice(), by=acting(sam))

    again = notify(noor.pk, notice(), by=acting(sam))

    assert again == first
    assert (Notification.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_a_mail_speaks_the_language_of_the_person(sam: Person) -> None:
    chantal = make_person("Chantal Dubois", language="fr", email="chantal@voorbeeld.example")

    mail = notify(chantal.pk, notice(), by=acting(sam)).mail

    assert mail is not None
    assert (mail.language, mail.subject) == ("fr", "HRB0000001: Congé")
    assert mail.text.startswith("Bonjour Chantal,")


def test_a_mail_says_that_an_answer_is_not_read_and_leads_to_the_case(
    noor: Person, sam: Person
) -> None:
    mail = notify(noor.pk, notice(), by=acting(sam)).mail

    assert mail is not None
    sentence = (
        "Antwoord niet op deze mail: uw antwoord wordt niet gelezen. "
        "Reageren kan hier: http://dienst.localhost/zaken/HRB0000001/"
    )
    assert sentence in mail.text
    assert 'href="http://dienst.localhost/zaken/HRB0000001/"' in mail.html
    assert '<html lang="nl">' in mail.html


def test_a_mail_about_a_closed_case_invites_nobody_to_answer(noor: Person, sam: Person) -> None:
    LetterTemplate.objects.create(
        code="closed", language="nl", version=1, subject="Klaar", body="Afgesloten."
    )

    mail = notify(noor.pk, notice(kind="closed"), by=acting(sam)).mail

    assert mail is not None
    assert "Reageren kan hier" not in mail.text
    assert "U leest alles hier: http://dienst.localhost/zaken/HRB0000001/" in mail.text


def test_where_answers_are_read_the_mail_says_where_they_arrive(noor: Person, sam: Person) -> None:
    noor.organisation.settings = {"mail": {"reply_to": "hulp@dienst.example"}}
    noor.organisation.save()

    mail = notify(noor.pk, notice(), by=acting(sam)).mail

    assert mail is not None
    assert "hulp@dienst.example" in mail.text
    assert "niet gelezen" not in mail.text


@pytest.mark.parametrize(
    "values", [{"verified_at": None}, {"purpose": ["work"]}, {"kind": Address.Kind.PHONE}]
)
def test_without_a_verified_address_there_is_a_notice_and_that_is_written_down(
    noor: Person, sam: Person, values: dict[str, object]
) -> None:
    Address.objects.filter(party=noor.pk).update(**values)

    told = notify(noor.pk, notice(), by=acting(sam))

    assert told.mail is None
    assert not OutgoingMail.objects.exists()
    event = Event.objects.about(told).get()
    assert (event.kind, event.visibility, event.data) == (
        "notice.unmailed",
        "audit",
        {"why": "no_address"},
    )


def test_what_goes_into_a_mail_only_is_not_kept_with_the_notice(noor: Person, sam: Person) -> None:
    told = notify(noor.pk, notice(said={"summary": "Begindatum: morgen"}), by=acting(sam))

    assert "summary" not in told.params


def test_a_preference_counts_except_where_a_mail_always_goes(noor: Person) -> None:
    Preference.objects.create(person=noor, event_kind="assigned", channel="mail", on=True)
    Preference.objects.create(person=noor, event_kind="receipt", channel="mail", on=False)

    assert pace_for(noor.pk, Row("assigned", Mail.OFF)) is Pace.BUNDLE
    assert pace_for(noor.pk, Row("receipt", Mail.ALWAYS)) is Pace.NOW
    assert pace_for(noor.pk, Row("started", Mail.OFF)) is None


def test_reading_marks_ones_own_notices_only(noor: Person, sam: Person) -> None:
    hers = notify(noor.pk, notice(), by=acting(sam))
    his = notify(sam.pk, notice(), by=acting(sam))

    marked = mark_notices_read(noor, by=acting(noor), keys=[hers.key, his.key])

    assert marked == 1
    assert Notification.objects.get(pk=hers.pk).read_at == NOW
    assert Notification.objects.get(pk=his.pk).read_at is None


def test_opening_the_case_reads_its_notices(noor: Person, sam: Person) -> None:
    notify(noor.pk, notice(), by=acting(sam))
    notify(noor.pk, notice(event_id=2, url="/zaken/HRB0000002/"), by=acting(sam))

    mark_notices_read(noor, by=acting(noor), url="/zaken/HRB0000001/")

    assert [left.event_id for left in Notification.objects.visible_to(noor).unread()] == [2]
