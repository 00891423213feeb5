"""The cases beside the forms of the packs: one person with answers, and what comes out of them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from loket.catalogue.rules.formcases import FormCase, World, cases_of
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.state import State
from loket.packs.load import load_pack
from loket.packs.tests.forms import PACKS, form, region, tables

ORGANISATIONS = ("persopoint", "rijnbeek")
HOME = {
    path.stem: pack
    for pack in ORGANISATIONS
    for path in sorted((PACKS / pack / "forms").glob("*.yaml"))
}
"""The pack of each form, by its key."""
KEYS = list(HOME)


@dataclass(frozen=True)
class Told:
    """One case and the form that it is of."""

    key: str
    case: FormCase

    @property
    def name(self) -> str:
        return self.case.name

    @property
    def says(self) -> Any:
        return self.case.says

    @property
    def pack(self) -> str:
        return HOME[self.key]

    @property
    def spec(self) -> FormSpec:
        return form(self.pack, self.key)

    def state(self, answers: dict[str, Any] | None = None) -> State:
        """What the form makes of the answers, or of others of the same person."""
        return self.case.state(self.spec, World(tables(self.pack), region(self.pack)), answers)


@cache
def told(key: str) -> tuple[Told, ...]:
    entry = load_pack(PACKS / HOME[key]).of("forms")[key].entry
    return tuple(Told(key, case) for case in cases_of(entry))
