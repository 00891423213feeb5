"""The documents that are asked now, the approvals that replace them, and the files given."""

from collections.abc import Iterator, Sequence
from datetime import date

from loket.catalogue.rules.checked import Fault
from loket.catalogue.rules.operands import Scope
from loket.catalogue.rules.paths import get_later
from loket.catalogue.rules.spec import Slot
from loket.catalogue.rules.state import BAD, ApprovalState, GivenFile, SlotState
from loket.catalogue.rules.values import Problem
from loket.catalogue.rules.walk import Walk

type Place = tuple[str, str]  # slot and item
GUARDED = ("normal", "sensitive", "special")
"""How well a document is kept from other eyes, from less to more."""


def ask_approvals(walk: Walk) -> tuple[ApprovalState, ...]:
    """Return the approvals that are needed, and whether there is somebody to ask."""
    return tuple(
        ApprovalState(one, possible=one.id not in walk.context.no_approver)
        for one in walk.spec.approvals
        if one.when.holds(walk.scope)
    )


def ask_documents(
    walk: Walk, files: Sequence[GivenFile], approvals: Sequence[ApprovalState]
) -> tuple[tuple[SlotState, ...], tuple[SlotState, ...]]:
    """Return the documents that are asked now, each with its files, and those that are not."""
    agreed = {one.approval.id for one in approvals if one.possible}
    later = set(get_later(walk.answers))
    placed: dict[Place, list[GivenFile]] = {}
    for file in files:
        placed.setdefault((file.slot, file.item), []).append(file)
    asked: list[SlotState] = []
    hidden: list[SlotState] = []
    for slot in walk.spec.documents:
        for place in _places(walk, slot) if slot.step in walk.shown_steps else ():
            if slot.when.holds(place[2]):
                replaced = slot.replaced_by in agreed
                asked.append(_slot(slot, place, placed, later, replaced=replaced))
            else:
                hidden.append(_hidden(slot, place))
    return tuple(asked), tuple(hidden)


def loose_files(files: Sequence[GivenFile], slots: Sequence[SlotState]) -> tuple[GivenFile, ...]:
    """Return the files whose document is not asked now, or whose item is gone."""
    places = {(one.slot.id, one.item) for one in slots}
    return tuple(one for one in files if (one.slot, one.item) not in places)


def document_problems(
    slots: Sequence[SlotState], approvals: Sequence[ApprovalState], last_step: str
) -> Iterator[Problem]:
    """Name what is missing or wrong about documents and approvals."""
    for slot in slots:
        found = _fault(slot)
        if found:
            yield Problem(slot.path, *found, step=slot.slot.step, key=slot.key)
    for one in approvals:
        if not one.possible and not one.approval.fallback:
            path = f"approval.{one.approval.id}"
            yield Problem(path, "no_approver", step=last_step, key=path)


def valid_until(slot: Slot, given: date) -> date | None:
    """The last day on which a document that was given then can be used again; None without one."""
    return slot.valid_for.after(given) if slot.valid_for else None


def keeps_as_well(asked: Slot, other: Slot) -> bool:
    """Whether a document that was given for the one is kept from other eyes as well in the other."""
    return GUARDED.index(other.privacy) >= GUARDED.index(asked.privacy)


def _places(walk: Walk, slot: Slot) -> Iterator[tuple[str, str, Scope]]:
    """Return the item, the index and the scope of each time that the document is asked."""
    if not slot.per:
        yield "", "", walk.scope
        return
    for index, (item, scope) in enumerate(walk.items.get(slot.per, [])):
        yield item, f"[{index}]", scope


def _slot(
    slot: Slot,
    place: tuple[str, str, Scope],
    placed: dict[Place, list[GivenFile]],
    later: set[str],
    *,
    replaced: bool,
) -> SlotState:
    item, index, scope = place
    key = f"{slot.id}.{item}" if item else slot.id
    files = tuple(placed.get((slot.id, item), ()))
    usable = sum(one.state not in BAD for one in files)
    return SlotState(
        slot=slot,
        path=f"document.{slot.id}{index}",
        key=key,
        item=item,
        required=not replaced and (slot.required or slot.required_when.holds(scope)),
        files=files,
        later=slot.may_follow is not None and key in later and usable < slot.min and not replaced,
        replaced=replaced,
    )


def _hidden(slot: Slot, place: tuple[str, str, Scope]) -> SlotState:
    item, index, _scope = place
    key = f"{slot.id}.{item}" if item else slot.id
    return SlotState(slot, f"document.{slot.id}{index}", key, item, required=slot.required)


def _fault(slot: SlotState) -> Fault | None:
    bad = next((one for one in slot.files if one.state in BAD), None)
    if bad is not None:
        return "document_refused", {"name": bad.name}
    old = next((one for one in slot.files if one.expired), None)
    if old is not None:
        return "document_expired", {"name": old.name}
    if len(slot.files) > slot.slot.max:
        return "document_too_many", {"max": slot.slot.max}
    if not slot.missing:
        return None
    if slot.files:
        return "document_too_few", {"min": slot.slot.min}
    return ("document_or_later" if slot.slot.may_follow else "document_missing"), {}
