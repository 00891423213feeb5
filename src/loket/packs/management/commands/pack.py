"""Check a pack, show what it would change, apply it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from loket.core.clock import now
from loket.core.errors import RuleError
from loket.core.models import Organisation
from loket.packs.apply import apply_pack
from loket.packs.check import problems_of
from loket.packs.demo import tell_stories
from loket.packs.diff import Difference, differences
from loket.packs.load import Pack, load_pack, names_of_packs


class Command(BaseCommand):
    """`pack check NAME`, `pack diff NAME --to ORG`, `pack apply NAME … --to ORG … [--demo]`."""

    help = "Check a pack, show what it would change in an organisation, or apply it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, with which packs, to which organisation."""
        parser.add_argument("verb", choices=("check", "diff", "apply"))
        parser.add_argument("names", nargs="*", help="packs; none checks them all")
        parser.add_argument(
            "--to",
            nargs="+",
            default=[],
            help="slug of the organisation, made when it is new; one for all packs, or one for each",
        )
        parser.add_argument(
            "--take",
            nargs="+",
            default=[],
            metavar="FORM",
            help="keys of forms of which the text of the pack goes online, whatever people made of them",
        )
        parser.add_argument(
            "--demo", action="store_true", help="with the persons and stories of the demo"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  as Django calls it
        """Do it, or say in one list what is wrong."""
        names = options["names"] or names_of_packs(settings.PACKS)
        slugs = options["to"] if len(options["to"]) != 1 else options["to"] * len(names)
        if options["verb"] != "check" and len(slugs) != len(names):
            raise CommandError("Say for which organisation: --to SLUG.")
        try:
            packs = [self._read(name, options) for name in names] if options["take"] else []
            for key in options["take"]:
                if not any(key in pack.of("forms") for pack in packs):
                    raise CommandError(f"forms {key}: no pack named here has a form of this name.")
            for number, name in enumerate(names):
                self._one(name, slugs[number] if slugs else "", options)
        except RuleError as problem:
            raise CommandError(problem.message) from problem

    def _read(self, name: str, options: dict[str, Any]) -> Pack:
        demo = options["demo"] or options["verb"] == "check"
        return load_pack(settings.PACKS / name, demo=demo)

    def _one(self, name: str, slug: str, options: dict[str, Any]) -> None:
        pack = self._read(name, options)
        problems = problems_of(pack)
        if problems:
            raise CommandError("\n".join(problems))
        if options["verb"] == "check":
            self.stdout.write(f"{name}: in order")
            return
        self._compare(pack, slug, options)

    def _compare(self, pack: Pack, slug: str, options: dict[str, Any]) -> None:
        taken = [key for key in options["take"] if key in pack.of("forms")]
        if options["verb"] == "diff":
            organisation = Organisation.objects.filter(slug=slug).first()
            self._show(differences(pack, organisation, taken))
            return
        self._show(apply_pack(pack, slug, at=now(), taken=taken))
        told = tell_stories(pack, slug, now=now())
        if told:
            self.stdout.write(f"{told} stories told")

    def _show(self, found: list[Difference]) -> None:
        for difference in found:
            self.stdout.write(str(difference))
        if not found:
            self.stdout.write("No difference.")
