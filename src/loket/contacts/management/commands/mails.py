"""Says how mails fare, and sends one again when a human being decides so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from loket.contacts.actions.mails import send_mail_again
from loket.contacts.models import OutgoingMail
from loket.core import clock
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.models import Organisation
from loket.core.tenancy import acting_in

State = OutgoingMail.State
TROUBLE = (State.FAILED, State.UNCERTAIN)


class Command(BaseCommand):
    """`manage.py mails`, or `manage.py mails --again '<…@host>'`."""

    help = "Counts the mails that wait, and lists those that failed or are uncertain."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only a choice between looking and sending again."""
        parser.add_argument("--again", metavar="MESSAGE-ID", help="send this mail once more")

    def handle(self, *args: Any, again: str | None, **options: Any) -> None:  # noqa: ANN401  as Django calls it
        """Look at every organisation in turn; a mail is found by its Message-ID."""
        found = [self._look(organisation, again) for organisation in Organisation.objects.all()]
        if again and not any(found):
            raise CommandError(f"There is no mail {again}.")

    def _look(self, organisation: Organisation, again: str | None) -> bool:
        with acting_in(organisation.pk):
            if not again:
                self._show(organisation)
                return True
            mail = OutgoingMail.objects.filter(message_id=again).first()
            if mail is None:
                return False
            self._send_again(mail, organisation)
            return True

    def _show(self, organisation: Organisation) -> None:
        mails = OutgoingMail.objects.order_by("pk")
        waiting = mails.filter(state=State.QUEUED).count()
        self.stdout.write(f"{organisation.slug}: {waiting} waiting")
        for mail in mails.filter(state__in=TROUBLE):
            self.stdout.write(
                f"  {mail.state} {mail.created_at:%Y-%m-%d %H:%M} {mail.message_id} "
                f"{mail.last_error}"
            )

    def _send_again(self, mail: OutgoingMail, organisation: Organisation) -> None:
        by = Acting(None, organisation.pk, clock.now(), "command")
        try:
            send_mail_again(mail, by=by)
        except RuleError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{mail.message_id} waits to be sent again.")
