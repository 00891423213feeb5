"""Says how mails fare, and sends one again when a human being decides so."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from loket.contacts.actions.mails import doubt_held_mails, release_mails, send_mail_again
from loket.contacts.models import OutgoingMail
from loket.core import clock
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.jobs import waiting_jobs
from loket.core.models import Organisation
from loket.core.tenancy import acting_in

State = OutgoingMail.State
TROUBLE = (State.FAILED, State.UNCERTAIN)


class Command(BaseCommand):
    """`manage.py mails`, `--again '<…@host>'`, and after a restore `--release` or `--doubt`."""

    help = "Counts the mails that wait, and lists those that failed or are uncertain."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do; without a word it only shows."""
        parser.add_argument("--again", metavar="MESSAGE-ID", help="send this mail once more")
        held = parser.add_mutually_exclusive_group()
        held.add_argument(
            "--release", action="store_true", help="after a restore: send the mails that wait"
        )
        held.add_argument(
            "--doubt", action="store_true", help="after a restore: send none of those that wait"
        )

    def handle(self, *args: Any, again: str | None, **options: Any) -> None:  # noqa: ANN401  as Django calls it
        """Look at every organisation in turn; a mail is found by its Message-ID."""
        organisations = list(Organisation.objects.order_by("pk"))
        for organisation in organisations:
            with acting_in(organisation.pk):
                if options["release"] or options["doubt"]:
                    self._decide(organisation, doubt=options["doubt"])
                elif not again:
                    self._show(organisation)
        found = [again and self._find(organisation, again) for organisation in organisations]
        if again and not any(found):
            raise CommandError(f"There is no mail {again}.")

    def _find(self, organisation: Organisation, again: str) -> bool:
        with acting_in(organisation.pk):
            mail = OutgoingMail.objects.filter(message_id=again).first()
            if mail is not None:
                self._send_again(mail, organisation)
        return mail is not None

    def _decide(self, organisation: Organisation, *, doubt: bool) -> None:
        if organisation.mails_held_since is None:
            self.stdout.write(f"{organisation.slug}: no mails are held.")
            return
        by = Acting(None, organisation.pk, clock.now(), "command", time_zone=organisation.time_zone)
        if doubt:
            count = doubt_held_mails(organisation, by=by)
            self.stdout.write(f"{organisation.slug}: {count} are not sent; what comes now is.")
        else:
            release_mails(organisation, by=by)
            self.stdout.write(f"{organisation.slug}: all mails go.")

    def _show(self, organisation: Organisation) -> None:
        mails = OutgoingMail.objects.order_by("pk")
        waiting = mails.filter(state__in=(State.QUEUED, State.COLLECTING))
        self.stdout.write(f"{organisation.slug}: {waiting.count()} waiting")
        if organisation.mails_held_since:
            self._show_held(organisation.mails_held_since, waiting)
        for mail in mails.filter(state__in=TROUBLE):
            self.stdout.write(
                f"  {mail.state} {mail.created_at:%Y-%m-%d %H:%M} {mail.message_id} "
                f"{mail.last_error}"
            )

    def _show_held(self, since: datetime, waiting: QuerySet[OutgoingMail]) -> None:
        self.stdout.write(
            f"  held since a backup was put back at {since:%Y-%m-%d %H:%M}:"
            f" decide by --release or --doubt; {waiting_jobs()} jobs may add to these"
        )
        for mail in waiting:
            self.stdout.write(f"  {mail.state} {mail.created_at:%Y-%m-%d %H:%M} {mail.message_id}")

    def _send_again(self, mail: OutgoingMail, organisation: Organisation) -> None:
        by = Acting(None, organisation.pk, clock.now(), "command")
        try:
            send_mail_again(mail, by=by)
        except RuleError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{mail.message_id} waits to be sent again.")
