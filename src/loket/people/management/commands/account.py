"""Make an account for a person, give it another password, close it or open it again."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from loket.accounts.actions import change_account, make_account, set_password
from loket.accounts.models import Loa, User
from loket.core.acting import Acting
from loket.core.clock import now
from loket.core.errors import RuleError
from loket.core.models import Organisation
from loket.core.tenancy import acting_in
from loket.people.actions.addresses import note_known_email
from loket.people.actions.parties import make_person
from loket.people.actions.roles import grant_role
from loket.people.models import RoleGrant


class Command(BaseCommand):
    """`account make LOGIN --to ORG --name NAME`, and `password`, `close`, `open`."""

    help = "Make an account for a person, give it another password, close it or open it again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do with which account, and who the person is."""
        parser.add_argument("verb", choices=("make", "password", "close", "open"))
        parser.add_argument("login")
        parser.add_argument("--to", required=True, help="slug of the organisation")
        parser.add_argument("--name", help="family name and given name as they are written")
        parser.add_argument("--given-name", default="")
        parser.add_argument("--email", default="", help="verified address for notices")
        parser.add_argument("--language", default="nl")
        parser.add_argument("--loa", choices=Loa.values, default=Loa.LOW)
        parser.add_argument("--role", action="append", choices=RoleGrant.Role.values, default=[])

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  as Django calls it
        """Do it in the organisation, as the system."""
        organisation = Organisation.objects.filter(slug=options["to"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {options['to']}.")
        by = Acting(
            person_id=None,
            organisation_id=organisation.pk,
            at=now(),
            channel="command",
            time_zone=organisation.time_zone,
            region=organisation.region,
        )
        with acting_in(organisation.pk):
            try:
                self._do(options, by)
            except RuleError as refusal:
                raise CommandError(refusal.message) from refusal

    def _do(self, options: dict[str, Any], by: Acting) -> None:
        if options["verb"] == "make":
            self._make(options, by)
            return
        user = User.objects.known_as(options["login"])
        if user is None:
            raise CommandError(f"There is no account {options['login']}.")
        if options["verb"] == "password":
            set_password(user, ask_password(), by=by)
            self.stdout.write("The password is changed; open sessions have ended.")
            return
        change_account(user, loa=user.loa_password, active=options["verb"] == "open", by=by)
        self.stdout.write("Done.")

    @transaction.atomic
    def _make(self, options: dict[str, Any], by: Acting) -> None:
        if not options["name"]:
            raise CommandError("Say who it is: --name.")
        password = ask_password()
        user = make_account(options["login"], password=password, loa=options["loa"], by=by)
        person = make_person(
            options["name"],
            given_name=options["given_name"],
            language=options["language"],
            user=user,
            by=by,
        )
        if options["email"]:
            note_known_email(person.party, options["email"], by=by)
        for role in options["role"]:
            grant_role(person, role, by=by)
        self.stdout.write(f"{person} can sign in as {user.login}.")


def ask_password() -> str:
    """Ask for a password twice, or take the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass("Password: ")
    if first != getpass("Once more: "):
        raise CommandError("These are two different passwords.")
    return first
