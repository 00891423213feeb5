"""Make, change and put away text blocks, by those who may."""

from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models import F

from loket.contacts.blocktexts import SENTENCES, TAKEN, say_fault
from loket.contacts.models import TextBlock
from loket.contacts.rules.blocks import BlockPlan, Fault, faults_of
from loket.core.acting import Acting
from loket.core.errors import ConflictError, RuleError
from loket.core.events import record, recorded_once
from loket.core.models import Event
from loket.documents.letters import names_in, stray_braces
from loket.people.access import Rights
from loket.people.models import RoleGrant

Role = RoleGrant.Role


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom a text block is: of this person, of this team, or (neither) of everybody."""

    person_id: int | None = None
    team_id: int | None = None

    @classmethod
    def of(cls, block: TextBlock) -> "Scope":
        """The scope that a block has."""
        return cls(block.person_id, block.team_id)

    def written_by(self, person_id: int | None, rights: Rights) -> bool:
        """Whether somebody with these rights may write here."""
        if self.person_id is not None:
            return self.person_id == person_id
        if self.team_id is not None:
            return rights.has(Role.LEAD, self.team_id)
        return rights.has(Role.ADMIN) or (Role.LEAD, None) in rights.grants


class BlockRefusedError(RuleError):
    """The texts cannot be kept like this; `faults` says what is wrong where."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep what is wrong; the page shows each at its field."""
        super().__init__(say_fault(faults[0]), code=faults[0].code)
        self.faults = faults


@transaction.atomic
def make_block(
    scope: Scope, plan: BlockPlan, *, by: Acting, rights: Rights, key: str = ""
) -> TextBlock:
    """Make a text block; the same key twice is one block, with other words it is another one.

    One of the same code is refused as ever, so that what was typed stays to be read.
    """
    check_right(scope, by, rights)
    idem = f"block:{by.person_id}:{key}" if key else ""
    before = recorded_once(idem)
    if before is not None:
        there = TextBlock.objects.get(pk=before.about_id)
        if says(there, plan) and Scope.of(there) == scope:
            return there
        idem = ""
    check_plan(plan)
    block = TextBlock(person_id=scope.person_id, team_id=scope.team_id)
    write_plan(block, plan, by)
    record("block.made", block, by=by, visibility=Event.Visibility.AUDIT, idem=idem)
    return block


@transaction.atomic
def change_block(
    block: TextBlock, plan: BlockPlan, *, seen: int | None, by: Acting, rights: Rights
) -> TextBlock:
    """Change a text block, unless somebody else did so since it was looked at."""
    found = TextBlock.objects.select_for_update().get(pk=block.pk)
    check_right(Scope.of(found), by, rights)
    if found.from_pack:
        raise RuleError(str(SENTENCES["of_pack"]), code="of_pack")
    if says(found, plan):
        return found
    if seen is not None and seen != found.version_lock:
        raise ConflictError(str(SENTENCES["stale"]), code="stale")
    check_plan(plan)
    found.version_lock += 1
    write_plan(found, plan, by)
    record("block.changed", found, by=by, visibility=Event.Visibility.AUDIT)
    return found


@transaction.atomic
def put_block_away(block: TextBlock, away: bool, *, by: Acting, rights: Rights) -> None:
    """Put a block in the archive, or take it out again; doing it twice is once."""
    found = TextBlock.objects.select_for_update().get(pk=block.pk)
    check_right(Scope.of(found), by, rights)
    if (found.archived_at is not None) == away:
        return
    found.archived_at = by.at if away else None
    found.save(update_fields=["archived_at"])
    kind = "block.archived" if away else "block.restored"
    record(kind, found, by=by, visibility=Event.Visibility.AUDIT)


def count_use(block: TextBlock) -> None:
    """Count that a block was put in a text."""
    TextBlock.objects.filter(pk=block.pk).update(used=F("used") + 1)


@transaction.atomic
def put_organisation_block(plan: BlockPlan, *, by: Acting) -> TextBlock:
    """Let the pack of the organisation say what a block of everybody says; its use is kept."""
    found = TextBlock.objects.filter(person=None, team=None, code=plan.code).first()
    block = found or TextBlock()
    block.version_lock += 1 if found else 0
    block.from_pack = True
    write_plan(block, replace(plan, keeper=block.keeper_id), by)
    kind = "block.changed" if found else "block.made"
    record(kind, block, by=by, visibility=Event.Visibility.AUDIT)
    return block


def check_right(scope: Scope, by: Acting, rights: Rights) -> None:
    """Refuse whoever may not write here."""
    if not scope.written_by(by.person_id, rights):
        raise RuleError(str(SENTENCES["not_yours"]), code="not_yours")


def check_plan(plan: BlockPlan) -> None:
    """Refuse texts that cannot be kept."""
    names = {language: names_in(body) for language, body in plan.body.items()}
    strays = frozenset(one for one, body in plan.body.items() if stray_braces(body))
    faults = faults_of(plan, names, strays)
    if faults:
        raise BlockRefusedError(faults)


def says(block: TextBlock, plan: BlockPlan) -> bool:
    """Whether a block says this already."""
    now = (block.code, block.title, block.body, block.review_on, block.keeper_id)
    return now == (plan.code, dict(plan.title), dict(plan.body), plan.review_on, plan.keeper)


def write_plan(block: TextBlock, plan: BlockPlan, by: Acting) -> None:
    """Write what a plan says; of one person, team or organisation each code is once."""
    block.code = plan.code
    block.title, block.body = dict(plan.title), dict(plan.body)
    block.words = " ".join((plan.code, *plan.title.values())).casefold()
    block.review_on, block.keeper_id = plan.review_on, plan.keeper
    block.changed_at = by.at
    try:
        with transaction.atomic():
            block.save()
    except IntegrityError as taken:
        raise BlockRefusedError((TAKEN,)) from taken
