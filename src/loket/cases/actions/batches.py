"""Do one thing with many cases: each row by the action that does it to one, and by the same law.

A row and what is done to its case are one transaction: a worker that is killed in the middle goes
on with the next row, and no row is done twice.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import Error, transaction
from django.utils.translation import gettext as _

from loket.cases.actions.batchkinds import DOINGS, UNDOINGS, before_of
from loket.cases.actions.carry import refuse_braces
from loket.cases.actions.given import Given
from loket.cases.models import Batch, BatchItem, Case
from loket.cases.problems import SENTENCES, forbidden
from loket.cases.rules.meeting import Seen
from loket.core.acting import Acting
from loket.core.crash import crash_point
from loket.core.errors import ConflictError, RuleError
from loket.core.jobs import enqueue
from loket.core.keys import new_key
from loket.people.models import Person

logger = logging.getLogger(__name__)

MOST = 1000
"""Cases of one batch; more at once is a list that nobody looked at."""
LONGEST_TEXT = 20_000
KEPT = timedelta(days=30)
UNSTARTED_KEPT = timedelta(days=1)
type Doing = Callable[[BatchItem, Case, Acting, Given], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to do with each case of a batch."""

    kind: Batch.Kind
    colleague: Person | None = None
    text: str = ""
    priority: int | None = None
    returns_on: date | None = None


@transaction.atomic
def choose_cases(
    cases: Sequence[int], back: str, *, key: str, by: Acting, seen: Mapping[int, Seen] | None = None
) -> Batch:
    """Remember which cases were chosen and how each stood; the same choice sent twice is one.

    `seen` is how they stood in the list; what the list did not show stands as it does now. Who goes
    back to the page and chooses other cases, or after a change, makes another choice.
    """
    seen = {case: stood for case, stood in (seen or {}).items() if case in set(cases)}
    if not cases:
        raise forbidden("nothing_chosen")
    if len(cases) > MOST:
        raise forbidden("too_many_chosen")
    batch, made = Batch.objects.get_or_create(
        person_id=by.person_id, key=key, defaults={"back": back, "created_at": by.at}
    )
    if not made and not is_same_choice(batch, cases, seen):
        batch = Batch.objects.create(
            person_id=by.person_id, key=new_key(), back=back, created_at=by.at
        )
        made = True
    if made:
        stood = standing_now(cases) | seen
        BatchItem.objects.bulk_create(
            BatchItem(batch=batch, case_id=case, seen=stood[case].mark if case in stood else "")
            for case in cases
        )
    return batch


def is_same_choice(batch: Batch, cases: Sequence[int], seen: Mapping[int, Seen]) -> bool:
    """Whether the same cases were chosen, and none that the list shows otherwise now."""
    kept = dict(batch.items.values_list("case_id", "seen"))
    return kept.keys() == set(cases) and all(kept[one] == seen[one].mark for one in seen)


def standing_now(cases: Sequence[int]) -> dict[int, Seen]:
    """How cases stand now."""
    rows = Case.objects.filter(pk__in=cases)
    rows = rows.only("version_lock", "assignee", "priority", "returns_on")
    return {case.pk: case.stands for case in rows}


@transaction.atomic
def start_batch(batch: Batch, order: Order, *, by: Acting) -> Batch:
    """Begin; what was begun already goes on as it is, and whoever wants something else hears so."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.started_at is not None:
        refuse_other_order(batch, order)
        return batch
    check_order(order, by)
    batch.kind = order.kind
    batch.colleague = order.colleague
    batch.text = order.text.strip()
    batch.priority = order.priority
    batch.returns_on = order.returns_on
    batch.started_at = by.at
    batch.save()
    enqueue("cases.tasks.run_batch", batch_id=batch.pk)
    return batch


def refuse_other_order(batch: Batch, order: Order) -> None:
    """Refuse when something else was begun with these cases."""
    begun = Order(
        kind=Batch.Kind(batch.kind),
        colleague=batch.colleague,
        text=batch.text,
        priority=batch.priority,
        returns_on=batch.returns_on,
    )
    if begun != replace(order, text=order.text.strip()):
        raise ConflictError(
            _("Met deze zaken bent u al iets anders begonnen. Dit is niet gedaan."),
            code="other_order",
        )


def check_order(order: Order, by: Acting) -> None:
    """Whether everything is there that each row will need."""
    missing = {
        Batch.Kind.ASSIGN: ("missing_colleague", order.colleague is None),
        Batch.Kind.PUT_OFF: ("missing_date", order.returns_on is None),
        Batch.Kind.PRIORITY: ("missing_priority", order.priority is None),
        Batch.Kind.MESSAGE: ("missing_text", not order.text.strip()),
        Batch.Kind.CLOSE: ("missing_reason", not order.text.strip()),
    }
    code, lacking = missing[order.kind]
    if lacking:
        raise forbidden(code)
    if order.returns_on is not None and order.returns_on <= by.today:
        raise forbidden("day_past")
    if len(order.text) > LONGEST_TEXT:
        raise forbidden("too_long")
    refuse_braces("send_message", order.text)


@transaction.atomic
def undo_batch(batch: Batch, *, by: Acting) -> Batch:
    """Take back what was done, row by row, where the law still allows it; once."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.undo_started_at is not None or batch.finished_at is None or not batch.undoable:
        return batch
    batch.undo_started_at = by.at
    batch.save(update_fields=["undo_started_at"])
    done = batch.items.filter(state=BatchItem.State.DONE)
    done.update(undo=BatchItem.State.WAITING)
    enqueue("cases.tasks.run_batch", batch_id=batch.pk)
    return batch


def do_next(batch: Batch, *, by: Acting) -> bool:
    """Do the next row that nobody is doing; say whether there was one."""
    undoing = batch.undo_started_at is not None
    field = "undo" if undoing else "state"
    with transaction.atomic():
        waiting = batch.items.filter(**{field: BatchItem.State.WAITING}).order_by("pk")
        item = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if item is None:
            return False
        item.batch = batch
        if undoing:
            item.undo, item.undo_code = outcome_of(UNDOINGS[Batch.Kind(batch.kind)], item, by)
        else:
            item.state, item.code = outcome_of(DOINGS[Batch.Kind(batch.kind)], item, by)
        crash_point("batch.before_row")
        item.save(update_fields=["state", "code", "undo", "undo_code", "before"])
        crash_point("batch.before_commit")
    crash_point("batch.after_row")
    return True


def outcome_of(doing: Doing, item: BatchItem, by: Acting) -> tuple[BatchItem.State, str]:
    """Do it to one case, or say by its code why not; a fault of ours stops no other row."""
    key = f"{'undo' if item.batch.undo_started_at else 'batch'}-{item.batch_id:012}-{item.pk:012}"
    try:
        with transaction.atomic():
            case = case_of(item, by)
            item.before = item.before or before_of(case)
            if item.batch.undo_started_at:
                refuse_decided_since(item)
            doing(item, case, by, Given(key=key, batch=item.batch_id))
    except RuleError as refusal:
        code = refusal.code if refusal.code in SENTENCES else "fault"
        return BatchItem.State.REFUSED, code
    except Error:
        raise
    except Exception:
        logger.exception("row %s of a batch failed", item.pk)
        return BatchItem.State.REFUSED, "fault"
    return BatchItem.State.DONE, ""


def refuse_decided_since(item: BatchItem) -> None:
    """Leave what a later batch decided, also when that was the same."""
    batch = item.batch
    later = BatchItem.objects.filter(
        case=item.case_id,
        state=BatchItem.State.DONE,
        batch__kind=batch.kind,
        batch__started_at__gte=batch.started_at,
    )
    if later.exclude(batch=batch).exclude(undo=BatchItem.State.DONE).exists():
        raise forbidden("changed_since")


@transaction.atomic
def choose_again(batch: Batch, *, by: Acting) -> Batch:
    """Choose the cases with which it did not work, to do it with those as they stand now."""
    refused = batch.items.filter(state=BatchItem.State.REFUSED).order_by("pk")
    return choose_cases(
        list(refused.values_list("case", flat=True)), batch.back, key=new_key(), by=by
    )


def case_of(item: BatchItem, by: Acting) -> Case:
    """The case as whoever started the batch finds it now: the right to it may be gone."""
    person = Person(pk=by.person_id)
    mine = Case.objects.visible_to(person).handled_by(person).select_related("queue", "version")
    case = mine.select_for_update(of=("self",)).filter(pk=item.case_id).first()
    if case is None:
        raise forbidden("not_yours")
    return case


@transaction.atomic
def finish_batch(batch: Batch, at: datetime) -> None:
    """Say that it is done, unless another worker still has a row of it."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.undo_started_at is not None:
        if not batch.items.filter(undo=BatchItem.State.WAITING).exists():
            batch.undone_at = batch.undone_at or at
    elif not batch.items.filter(state=BatchItem.State.WAITING).exists():
        batch.finished_at = batch.finished_at or at
    batch.save(update_fields=["finished_at", "undone_at"])


def forget_batches(at: datetime) -> None:
    """Let go of what is old, and of what was chosen and never begun."""
    Batch.objects.filter(created_at__lt=at - KEPT).delete()
    Batch.objects.filter(started_at=None, created_at__lt=at - UNSTARTED_KEPT).delete()
