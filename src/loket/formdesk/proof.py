"""The cases that prove a version, and how each comes out now."""

from dataclasses import dataclass

from loket.catalogue.actions.publish import world_for
from loket.catalogue.models import FormVersion
from loket.catalogue.reasons import explained
from loket.catalogue.rules.formcases import cases_of, faults_of
from loket.catalogue.rules.parse import parse_spec
from loket.core.acting import Acting


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case: its name, and what comes out otherwise than it says."""

    name: str
    words: str
    faults: tuple[str, ...]


def case_rows(version: FormVersion, by: Acting) -> list[CaseRow]:
    """Run every case of a version."""
    cases = cases_of(version.spec)
    if not cases:
        return []
    spec = parse_spec(version.spec)
    world = world_for(spec, by=by)
    return [
        CaseRow(
            one.name,
            one.name.replace("-", " "),
            tuple(explained(fault) for fault in faults_of(one, spec, world)),
        )
        for one in cases
    ]
