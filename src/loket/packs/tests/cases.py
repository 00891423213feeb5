"""The cases beside the forms of a pack: one person with answers, and what comes out of them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.state import Context, GivenFile, State
from loket.packs.read import read_yaml
from loket.packs.tests.forms import PACKS, TODAY, form, region, tables

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
    """One case: of which form, what it is called, what it says."""

    key: str
    name: str
    says: dict[str, Any]

    @property
    def pack(self) -> str:
        return HOME[self.key]

    @property
    def spec(self) -> FormSpec:
        return form(self.pack, self.key)

    def state(self) -> State:
        """What the form makes of the answers."""
        return self.evaluated(
            {**self.says.get("answers", {}), "_later": self.says.get("later", [])}
        )

    def evaluated(self, answers: dict[str, Any]) -> State:
        absent = {one.id for one in self.spec.approvals} if self.says.get("no_chief") else set()
        context = Context(
            today=TODAY,
            tables=tables(self.pack),
            profile=self.says.get("profile", {}),
            no_approver=frozenset(absent),
            region=region(self.pack),
        )
        files = [
            GivenFile(key=name, slot=name.partition(".")[0], item=name.partition(".")[2])
            for name in self.says.get("files", [])
        ]
        return evaluate(self.spec, answers, files, context)


@cache
def told(key: str) -> tuple[Told, ...]:
    cases: Any = read_yaml(PACKS / HOME[key] / "forms" / "cases" / f"{key}.yaml").data["cases"]
    return tuple(Told(key, name, says) for name, says in cases.items())
