"""A worker that is killed with -9 at any point sends no mail twice and loses none."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from loket.contacts.models import OutgoingMail
from loket.contacts.tests.conftest import NOW, make_organisation, make_person
from loket.contacts.tests.mailserver import mail_server
from loket.core.models import Organisation

pytestmark = pytest.mark.usefixtures("socket_enabled")
State = OutgoingMail.State
WORK = """
import sys
import django
django.setup()
from loket.contacts.tasks import send_mails
from loket.core.tenancy import acting_in
with acting_in(int(sys.argv[1])):
    send_mails()
"""


def make_mail(organisation: Organisation) -> OutgoingMail:
    return OutgoingMail.objects.create(
        person=make_person("Noor Haddad"),
        recipient="noor@voorbeeld.example",
        language="nl",
        state=State.QUEUED,
        message_id="<vast@dienst.localhost>",
        subject="Uw aanvraag",
        text="Dag Noor",
        html="<p>Dag Noor</p>",
        send_after=NOW,
        created_at=NOW,
    )


def work(organisation: Organisation, database: str, url: str, crash_at: str = "") -> int:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "loket.config.settings_test",
        "LOKET_DB_NAME": database,
        "LOKET_CRASH_AT": crash_at,
        "SMTP_URL": url,
    }
    command = [sys.executable, "-c", WORK, str(organisation.pk)]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  our own


def test_killed_before_the_closing_dot_a_mail_is_sent_once_by_the_next_worker(
    own_database: str,
) -> None:
    organisation = make_organisation()
    mail = make_mail(organisation)
    with mail_server() as (box, url):
        assert work(organisation, own_database, url, "mail.claimed") == -signal.SIGKILL
        assert OutgoingMail.objects.get().state == State.QUEUED
        assert box.taken == []

        OutgoingMail.objects.filter(pk=mail.pk).update(send_after=NOW)  # the lease is over
        assert work(organisation, own_database, url) == 0

        assert len(box.taken) == 1
    assert OutgoingMail.objects.get().state == State.ACCEPTED


@pytest.mark.parametrize("point", ["mail.after_data", "mail.accepted"])
def test_killed_after_the_closing_dot_a_mail_is_uncertain_and_never_sent_again(
    own_database: str, point: str
) -> None:
    organisation = make_organisation()
    mail = make_mail(organisation)
    with mail_server() as (box, url):
        assert work(organisation, own_database, url, point) == -signal.SIGKILL
        assert OutgoingMail.objects.get().state == State.SENDING

        long_ago = NOW - timedelta(hours=1)
        OutgoingMail.objects.filter(pk=mail.pk).update(sending_at=long_ago, send_after=NOW)
        assert work(organisation, own_database, url) == 0

        assert len(box.taken) < 2
    left = OutgoingMail.objects.get()
    assert (left.state, left.attempts) == (State.UNCERTAIN, 1)
