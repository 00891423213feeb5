"""Why a form may not be published: a code with its place and figures, never a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loket.catalogue.rules.codes import ReasonCode


@dataclass(frozen=True, slots=True)
class Reason:
    """What is wrong, at which place of the specification (`steps[0].fields[2].show_when`)."""

    path: str
    code: ReasonCode
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What this organisation has; None means that it is not looked at.

    `tables` gives the columns of each reference table, `approvers` the ways to find who agrees.
    """

    tables: Mapping[str, frozenset[str]] | None = None
    profile: frozenset[str] | None = None
    queues: frozenset[str] | None = None
    themes: frozenset[str] | None = None
    numbers: frozenset[str] | None = None
    calendars: frozenset[str] | None = None
    approvers: frozenset[str] | None = None
    icons: frozenset[str] | None = None
