"""What a form may know of the world: rows of tables, and what we know of the person it is about.

A source from above (open cases, for instance) is passed in by the door; this is the protocol.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import batched
from typing import Protocol

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from loket.catalogue.models import DraftProof, ReferenceRow
from loket.catalogue.rules.trial import Pretended
from loket.catalogue.rules.values import Json
from loket.core.acting import Acting
from loket.core.prepared import prepared
from loket.people.actions.codes import Taken, mark_of, state_of
from loket.people.employer import chiefs_of, employment_of
from loket.people.models import Address, AddressCode, Employment, Person
from loket.people.staffing import is_closed

TEXTS = "_texts"
"""Where a row carries its words; a column never begins with an underscore."""

type Codes = Mapping[str, Collection[str]]
type Rows = dict[str, dict[str, Mapping[str, Json]]]

APPROVERS = frozenset({"hr.person.manager"})
"""Every way to find who must agree."""

STEPS_UP = 2
"""An agreement two steps up still comes from somebody who knows."""


class Sources(Protocol):
    """Where a door gets what a form asks about the world."""

    def rows(self, codes: Codes) -> Rows:
        """The rows with these codes, by table and code; only those that are valid today."""

    def profile(self, names: Iterable[str]) -> dict[str, Json]:
        """What is known under these names; what is not known is left out."""

    def has_approver(self, by: str) -> bool:
        """Whether there is somebody to ask for this agreement."""

    def approver_name(self, by: str) -> str:
        """Who will be asked, by name."""

    def know_proofs(self, draft_ids: Collection[int]) -> None:
        """Fetch at once what was proven in these drafts."""

    def proven(self, draft_id: int, addresses: Collection[str]) -> frozenset[str]:
        """Which of these addresses are proven: in this draft, or by who fills it in."""

    def no_code(self, address: str) -> Taken | None:
        """Why no code for this address can be typed now; None when one was mailed to it."""


@dataclass(frozen=True)
class HouseSources:
    """What the house itself knows: its tables and its register of people."""

    subject_id: int
    by: Acting

    def rows(self, codes: Codes) -> Rows:
        """The rows with these codes; what was asked before is at hand, the rest is one query."""
        wanted: list[str] = []
        for table, some in codes.items():
            known = self._known.setdefault(table, {})
            fresh = [code for code in some if code not in known]
            known.update(dict.fromkeys(fresh))
            for code in fresh:
                wanted += (table, code)
        if wanted:
            for row in rows_named(self.by.today, *wanted):
                self._known[row.table.code][row.code] = cells_of(row)
        return {
            table: {code: cells for code in some if (cells := self._known[table][code]) is not None}
            for table, some in codes.items()
        }

    @cached_property
    def _known(self) -> dict[str, dict[str, Mapping[str, Json] | None]]:
        """The rows that were asked for, by table and code; None for one that is not there."""
        return {}

    def profile(self, names: Iterable[str]) -> dict[str, Json]:
        """What the register says of the person that the form is about."""
        known = {name: PROFILE_SOURCES[name](self) for name in names if name in PROFILE_SOURCES}
        return {name: value for name, value in known.items() if value not in (None, "")}

    def has_approver(self, by: str) -> bool:
        """Whether a chief stands above, other than the one who asks."""
        if by not in APPROVERS:
            return False
        return self.chief_to_ask is not None

    def approver_name(self, by: str) -> str:
        """The name of the chief who will be asked."""
        return self.chief_name if by == "hr.person.manager" else ""

    def know_proofs(self, draft_ids: Collection[int]) -> None:
        """Fetch what was proven in those of these drafts that are not at hand, in one query."""
        fresh = [draft_id for draft_id in draft_ids if draft_id not in self._proofs]
        self._proofs.update((draft_id, set()) for draft_id in fresh)
        for draft_id, mark in proofs_in(*fresh) if fresh else ():
            self._proofs[draft_id].add(bytes(mark))

    @cached_property
    def _proofs(self) -> dict[int, set[bytes]]:
        """The marks of what was proven, by draft."""
        return {}

    def proven(self, draft_id: int, addresses: Collection[str]) -> frozenset[str]:
        """Those of the own profile, and those of which a code came back."""
        known = self.own_addresses.intersection(addresses) if addresses else frozenset[str]()
        left = known.symmetric_difference(addresses)
        if left:
            self.know_proofs([draft_id])
            known |= {one for one in left if mark_of(one) in self._proofs[draft_id]}
        return known

    def no_code(self, address: str) -> Taken | None:
        """Why the last code that was mailed there, if any, is worth nothing."""
        return state_of(self.codes.get(mark_of(address)), by=self.by)

    @cached_property
    def codes(self) -> Mapping[bytes, AddressCode]:
        """The codes that were mailed for who fills in."""
        codes = AddressCode.objects.filter(party=self.by.person_id)
        return {bytes(code.mark): code for code in codes}

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """The proven addresses of who fills in, each in its one way of writing."""
        return frozenset(proven_addresses(self.by.person_id))

    @cached_property
    def chief_name(self) -> str:
        """What the chief who will be asked is called."""
        if self.chief_to_ask is None:
            return ""
        return Person.objects.select_related("party").get(pk=self.chief_to_ask).party.name

    @cached_property
    def chief_to_ask(self) -> int | None:
        """The chief, or the chief's chief when the first one is who asks, or left."""
        unfit = {self.subject_id, self.by.person_id}
        nearest = self.work.manager if self.work else None
        if nearest is None or (nearest.pk not in unfit and not is_closed(nearest)):
            return nearest.pk if nearest else None
        chiefs = chiefs_of(self.subject_id, self.by.today)[:STEPS_UP]
        return next((chief for chief in chiefs if chief not in unfit), None)

    @cached_property
    def person(self) -> Person | None:
        """The person it is about; a company is not one."""
        return Person.objects.select_related("party").filter(pk=self.subject_id).first()

    @cached_property
    def work(self) -> Employment | None:
        """Where the person works today."""
        return employment_of(self.subject_id, self.by.today)

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """The first verified address of each kind."""
        found = Address.objects.filter(party=self.subject_id, verified_at__isnull=False)
        pairs = found.order_by("-pk").values_list("kind", "value")
        return dict(pairs)


@dataclass(frozen=True)
class TrialSources(HouseSources):
    """What the house knows, and of the person what a trial pretends."""

    person_pretended: Pretended

    def profile(self, names: Iterable[str]) -> dict[str, Json]:
        """What the trial says of the person."""
        known = self.person_pretended.profile
        return {name: known[name] for name in names if known.get(name) not in (None, "")}

    def proven(self, draft_id: int, addresses: Collection[str]) -> frozenset[str]:
        """All of them: a trial mails no codes."""
        return frozenset(addresses)

    def has_approver(self, by: str) -> bool:
        """Whether the trial has a chief."""
        return by in APPROVERS and self.person_pretended.chief

    def approver_name(self, by: str) -> str:
        """Nobody is asked in a trial; this stands for whoever would be."""
        return _("de leidinggevende") if self.has_approver(by) else ""


def _of_person(name: str) -> Callable[[HouseSources], Json]:
    def read(sources: HouseSources) -> Json:
        value = getattr(sources.person, name, None)
        return value if value is None or isinstance(value, str) else value.isoformat()

    return read


def _name(sources: HouseSources) -> Json:
    return sources.person.party.name if sources.person else None


def _language(sources: HouseSources) -> Json:
    return sources.person.party.language if sources.person else None


def _status(sources: HouseSources) -> Json:
    return sources.work.status if sources.work else None


def _hours(sources: HouseSources) -> Json:
    return f"{sources.work.hours:f}" if sources.work and sources.work.hours is not None else None


def _unit(sources: HouseSources) -> Json:
    names = sources.work.unit.name if sources.work else {}
    return names.get(sources.by.language) or next(iter(names.values()), None)


def _manager(sources: HouseSources) -> Json:
    chief = sources.work.manager if sources.work else None
    return chief.party.name if chief else None


def _address(kind: str) -> Callable[[HouseSources], Json]:
    return lambda sources: sources.addresses.get(kind)


PROFILE_SOURCES: Mapping[str, Callable[[HouseSources], Json]] = {
    "person.name": _name,
    "person.given_name": _of_person("given_name"),
    "person.birth_date": _of_person("birth_date"),
    "person.language": _language,
    "person.email": _address(Address.Kind.EMAIL),
    "person.phone": _address(Address.Kind.PHONE),
    "hr.person.status": _status,
    "hr.person.hours": _hours,
    "hr.person.unit": _unit,
    "hr.person.manager": _manager,
}
"""Every name that a form may take a first answer from."""


def valid_rows(by: Acting) -> QuerySet[ReferenceRow]:
    """The rows that can be chosen today, in their order."""
    return rows_on(by.today)


@prepared
def proofs_in(*draft_ids: int) -> QuerySet[DraftProof, tuple[int, bytes | memoryview]]:
    """What was proven in these drafts: the draft, and the mark of the address."""
    return DraftProof.objects.filter(draft__in=draft_ids).values_list("draft_id", "mark")


@prepared
def proven_addresses(person_id: int | None) -> QuerySet[Address, str]:
    """The e-mail addresses that a person proved to read, or that their employer vouches for."""
    addresses = Address.objects.filter(party=person_id, kind=Address.Kind.EMAIL)
    return addresses.exclude(verified_at=None).values_list("normalised", flat=True)


@prepared
def rows_named(today: date, *names: str) -> QuerySet[ReferenceRow]:
    """The valid rows that are named, each by its table and its code."""
    wanted = Q()
    for table, code in batched(names, 2, strict=True):
        wanted |= Q(table__code=table, code=code)
    return rows_on(today).filter(wanted)


def rows_on(today: date) -> QuerySet[ReferenceRow]:
    """The rows that hold on a day, in their order."""
    return (
        ReferenceRow.objects.select_related("table")
        .filter(Q(starts_on=None) | Q(starts_on__lte=today))
        .filter(Q(ends_on=None) | Q(ends_on__gte=today))
        .order_by("order", "pk")
    )


def cells_of(row: ReferenceRow) -> Mapping[str, Json]:
    """What a form can look up in a row: its data and its code; and what the row is called."""
    return {**row.data, "code": row.code, TEXTS: row.texts}
