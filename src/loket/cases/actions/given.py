"""What comes with an action on a case, besides who acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from loket.cases.models import Task
from loket.cases.rules.state import Asks
from loket.cases.rules.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """To whom a question goes: a person, a unit, or a third party known by name only."""

    party: Task.Party
    person_id: int | None = None
    unit_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Words, files and choices that a person hands in with an action.

    `text` is the message, the reason or the solution. `files` are stored files. `seen` is the version
    of the case that the person looked at, `was` how what they change stood then: who handled it (0:
    nobody), its priority, or the day on which it comes back (empty: none). `key` is made by the page,
    so that the same click twice is one action; `kept` is what that page kept half-written, as digests.
    `reask` names the approvals that a correction asks again, `asks` is all that the corrected answers
    ask, and `approvers` are those who can be asked to agree, by the approval of the form. `case` is the
    one that comes in the place of this one. `until` is how long a colleague has who is asked for an
    opinion. `queue` is where the case goes. `own_gift` is true for whoever gave the case to its handler; `batch` is the row of work of
    which this is a part; `also` is what somebody is to the case by something that the action found
    beside it.
    """

    text: str = ""
    files: tuple[int, ...] = ()
    colleague: int | None = None
    task: int | None = None
    asked: Asked | None = None
    slot: str = ""
    item: str = ""
    case_file: int | None = None
    case: int | None = None
    queue: int | None = None
    reask: frozenset[str] = frozenset()
    asks: Asks | None = None
    until: datetime | None = None
    also: frozenset[Role] = frozenset()
    approvers: Mapping[str, int] = MappingProxyType({})
    priority: int | None = None
    returns_on: date | None = None
    own_gift: bool = False
    batch: int | None = None
    seen: int | None = None
    was: int | str | None = None
    key: str = ""
    kept: frozenset[str] = frozenset()

    @property
    def needs_met(self) -> frozenset[str]:
        """The needs of the table of transitions that this answers."""
        text = {"text", "reason", "solution"} if self.text.strip() else set()
        file = {"file"} if self.files or self.case_file else set()
        colleague = {"colleague"} if self.colleague else set()
        party = {"party"} if self.asked else set()
        case = {"case"} if self.case else set()
        priority = {"priority"} if self.priority is not None else set()
        day = {"date"} if self.returns_on else set()
        return frozenset(text | file | colleague | party | case | priority | day)
