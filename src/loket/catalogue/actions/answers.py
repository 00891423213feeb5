"""Save what a person typed in a draft, one field or a whole step, and lose nothing of two windows.

A save never fails on validation: what cannot be read is kept as it was typed. A field that
changed in another window since it was shown keeps that answer; the later one stands beside it in
`conflicts` until the person chooses.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.catalogue.actions.drafts import keep, lock_draft
from loket.catalogue.models import Draft, DraftFile
from loket.catalogue.opened import Opened, is_special
from loket.catalogue.rules.clean import store
from loket.catalogue.rules.evaluate import MOST_ITEMS
from loket.catalogue.rules.paths import (
    add_item,
    find_field,
    get_answer,
    get_later,
    get_reason,
    items_of,
    remove_item,
    set_answer,
    set_later,
    set_reason,
)
from loket.catalogue.rules.spec import Field, FormSpec
from loket.catalogue.rules.state import Context
from loket.catalogue.rules.values import ITEM, LATER, REASONS, Answers, Json
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import sources_of, with_first_items
from loket.core.acting import Acting
from loket.core.crash import crash_point
from loket.core.errors import ConflictError, RuleError
from loket.core.signs import tidy

LONGEST_WINDOW = 16
LONGEST = 20_000
"""Characters of one answer that a draft keeps; a form asks for far less."""
TOO_LONG = gettext_lazy("Uw tekst is te lang om te bewaren. Maak de tekst korter.")

UNKNOWN: Json = {"unknown": True}
"""No answer that anybody can give: what a special field was before is not noted."""

Choice = Literal["mine", "theirs"]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page sends: raw answers by key, and what it showed before.

    `seen` is the revision of the draft that the page showed; `shown` holds, for fields of which
    the page knows it, the raw answer that stood there. `window` names the page as it was opened:
    what it saved itself is no surprise to it. `settled` are the keys of which the page showed both
    answers, so that what it sends is the person's choice. `language` is the one in which the page
    spoke, and its numbers are read; "" for that of the person.
    """

    answers: Mapping[str, Json]
    seen: int | None = None
    shown: Mapping[str, Json] = field(default_factory=dict)
    window: str = ""
    settled: frozenset[str] = frozenset()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft after a save, and the keys on which two windows disagree."""

    draft: Draft
    disputed: tuple[str, ...] = ()


def without_too_long(typed: Typed) -> tuple[Typed, dict[str, Json]]:
    """Give what a draft can keep of it, and by key the answers that are too long for that."""
    long = {key: raw for key, raw in typed.answers.items() if _is_too_long(raw)}
    rest = {key: raw for key, raw in typed.answers.items() if key not in long}
    return replace(typed, answers=rest), long


@transaction.atomic
def save_answers(draft: Draft, typed: Typed, *, by: Acting) -> Saved:
    """Save one field or a whole step; only what really changed gets a new revision."""
    draft = lock_draft(draft, by=by)
    spec = spec_of(draft.version)
    hand = Hand(draft, spec, Opened.of(draft), by, typed.language)
    for key, raw in typed.answers.items():
        hand.put(key, raw, typed)
    if hand.changed:
        hand.keep()
    return Saved(draft, tuple(hand.disputed))


def save_field(draft: Draft, key: str, raw: Json, *, seen: int | None = None, by: Acting) -> Saved:
    """Save one field."""
    return save_answers(draft, Typed({key: raw}, seen), by=by)


@transaction.atomic
def settle_conflict(
    draft: Draft, key: str, choice: Choice, typed: Typed | None = None, *, by: Acting
) -> Draft:
    """Choose between two answers: the one that was saved first, or one's own (`typed`)."""
    draft = lock_draft(draft, by=by)
    own = typed or Typed({})
    hand = Hand(draft, spec_of(draft.version), Opened.of(draft), by, own.language)
    losers = hand.opened.conflicts.pop(key, None)
    if choice == "mine":
        hand.put(key, own.answers.get(key), Typed({}))
    if losers is not None or hand.changed:
        hand.keep()
    return draft


@transaction.atomic
def add_group_item(draft: Draft, group: str, *, page: str = "", by: Acting) -> str:
    """Add an empty item to a group (one more child); returns its lasting id.

    `page` names the page that asks it: sent twice, it adds one.
    """
    draft = lock_draft(draft, by=by)
    spec = spec_of(draft.version)
    field_of_group = _group(spec, group)
    opened = Opened.of(draft)
    whole = with_first_items(spec, opened.answers, draft.field_revs)
    item = _item_of(draft, group, page)
    if any(one.get(ITEM) == item for one in items_of(whole, group)):
        return item
    most = min(field_of_group.whole(field_of_group.max, MOST_ITEMS), MOST_ITEMS)
    if len(items_of(whole, group)) >= most:
        raise RuleError(
            _("U kunt hier niet meer dan %(most)s keer iets invullen.") % {"most": most},
            code="group_max",
        )
    opened.answers[group] = add_item(whole, group, item)[group]
    _renew(draft, f"{group}.{item}")
    keep(draft, spec, opened, by)
    return item


@transaction.atomic
def remove_group_item(draft: Draft, group: str, item: str, *, by: Acting) -> Draft:
    """Take an item out of a group; its files stay, in no slot, until the person decides."""
    draft = lock_draft(draft, by=by)
    spec = spec_of(draft.version)
    opened = Opened.of(draft)
    whole = with_first_items(spec, opened.answers, draft.field_revs)
    if all(one.get(ITEM) != item for one in items_of(whole, _group(spec, group).id)):
        return draft
    opened.answers[group] = remove_item(whole, group, item)[group]
    prefix = f"{group}.{item}."
    for key in [key for key in opened.conflicts if key.startswith(prefix)]:
        del opened.conflicts[key]
    slots = [slot.id for slot in spec.documents if slot.per == group]
    DraftFile.objects.filter(draft=draft, slot__in=slots, item=item).update(slot="", item="")
    _renew(draft, f"{group}.{item}", gone=True)
    keep(draft, spec, opened, by)
    return draft


@transaction.atomic
def mark_later(draft: Draft, slot: str, *, later: bool, by: Acting) -> Draft:
    """Say that the document of this slot follows later, or take that back."""
    return save_answers(draft, Typed({f"{LATER}.{slot}": later}), by=by).draft


class Hand:
    """A draft in hand: locked, opened, changed key by key and put back once."""

    def __init__(
        self, draft: Draft, spec: FormSpec, opened: Opened, by: Acting, language: str = ""
    ) -> None:
        """Take a locked draft; what was typed is read in this language, else in the person's."""
        self.draft = draft
        self.spec = spec
        self.opened = opened
        self.by = by
        self.context = Context(by.today, language or by.language, by.region)
        self.changed = False
        self.disputed: list[str] = []
        self.rev = draft.rev + 1

    def put(self, key: str, raw: Json, typed: Typed) -> None:
        """Take one raw answer in, unless another window was first."""
        now = self._now(key)
        new = self._read(key, raw)
        losers = self.opened.conflicts.get(key, [])
        if new == now and not losers:
            return
        chosen = key in typed.settled
        if losers and new == losers[-1] and not chosen:
            self.disputed.append(key)
        elif self._moved(key, now, typed):
            self._dispute(key, new)
        else:
            if chosen or key not in typed.shown:
                self.opened.conflicts.pop(key, None)
            self._set(key, new)
            self._renew(key, now, typed.window)

    def _dispute(self, key: str, new: Json) -> None:
        """Keep the later answer beside the one that stands there; who did not touch it loses none."""
        if new == self._before(key):
            return
        losers = [one for one in self.opened.conflicts.get(key, []) if one != new]
        self.opened.conflicts[key] = [*losers, new]
        self.disputed.append(key)
        self.changed = True

    def keep(self) -> None:
        """Put everything back under the next revision."""
        self.draft.rev = self.rev
        keep(self.draft, self.spec, self.opened, self.by)
        crash_point("autosave.before_commit")

    def _now(self, key: str) -> Json:
        """The answer that stands there now."""
        answers = self.opened.answers
        if name := _after(key, REASONS):
            return get_reason(answers, name)
        if name := _after(key, LATER):
            return name in get_later(answers)
        field = find_field(self.spec, key)
        if field is None or _holds(answers, key):
            return get_answer(answers, key)
        return self._first_answer(field)

    def _first_answer(self, field: Field) -> Json:
        """What a page shows of a question that nobody answered yet."""
        known = self._profile(field.prefill.source) if field.prefill else None
        return field.default if known is None else known

    def _profile(self, source: str) -> Json:
        sources = sources_of(self.draft, self.by)
        return sources.profile([source]).get(source)

    def _read(self, key: str, raw: Json) -> Json:
        """What a draft keeps of what was typed; a key that the form does not know is refused."""
        if _is_too_long(raw):
            raise RuleError(str(TOO_LONG), code="too_long")
        if name := _after(key, REASONS):
            self._known_reason(name)
            return tidy(raw, lines=True) if isinstance(raw, str) else ""
        if name := _after(key, LATER):
            slot = self.spec.slot(name.partition(".")[0])
            if slot is None or slot.may_follow is None:
                raise _unknown()
            return raw in (True, "true", "on")
        return store(self._field(key), raw, self.context)

    def _field(self, key: str) -> Field:
        found = find_field(self.spec, key)
        if found is None or not found.takes_answer or found.type == "group":
            raise _unknown()
        if found.prefill and found.prefill.policy == "locked":
            raise RuleError(_("Dit gegeven kunt u hier niet wijzigen."), code="locked")
        if found.group:
            self._hold_item(found.group, key.split(".")[1])
        return found

    def _hold_item(self, group: str, item: str) -> None:
        """See to it that the item is there; one that was removed elsewhere does not come back."""
        if f"{group}.{item}" in self.draft.field_revs:
            if self.draft.field_revs[f"{group}.{item}"].get("gone"):
                raise ConflictError(
                    _("Dit onderdeel is in een ander venster verwijderd."), code="item_gone"
                )
            return
        whole = with_first_items(self.spec, self.opened.answers, self.draft.field_revs)
        if all(one.get(ITEM) != item for one in items_of(whole, group)):
            raise _unknown()
        self.opened.answers[group] = whole[group]

    def _known_reason(self, name: str) -> None:
        kind, _dot, rest = name.partition(".")
        if kind == "check" and any(one.id == rest for one in self.spec.checks):
            return
        found = find_field(self.spec, rest) if kind == "field" else None
        if found is None or found.prefill is None:
            raise _unknown()

    def _set(self, key: str, value: Json) -> None:
        answers = self.opened.answers
        if name := _after(key, REASONS):
            changed = set_reason(answers, name, str(value))
        elif name := _after(key, LATER):
            changed = set_later(answers, name, later=bool(value))
        else:
            changed = set_answer(answers, key, value)
        answers.update(changed)

    def _renew(self, key: str, before: Json, window: str) -> None:
        """Note the revision, and the answer before it, so that an untouched field is known."""
        self.draft.field_revs[key] = {"rev": self.rev}
        if window:
            self.draft.field_revs[key]["by"] = window[:LONGEST_WINDOW]
        if not is_special(self.spec, key):
            self.draft.field_revs[key]["was"] = before
        self.changed = True

    def _moved(self, key: str, now: Json, typed: Typed) -> bool:
        """Whether another window changed the answer since the page showed it."""
        noted: dict[str, Json] = self.draft.field_revs.get(key, {})
        if typed.window and noted.get("by") == typed.window:
            return False
        if key in typed.shown:
            return now != self._read(key, typed.shown[key])
        rev = noted.get("rev", 0)
        return typed.seen is not None and isinstance(rev, int) and rev > typed.seen

    def _before(self, key: str) -> Json:
        """The answer before the last change; a page that still shows it did not touch it."""
        noted: dict[str, Json] = self.draft.field_revs.get(key, {})
        return noted.get("was", UNKNOWN)


def _after(key: str, prefix: str) -> str:
    return key.removeprefix(f"{prefix}.") if key.startswith(f"{prefix}.") else ""


def _holds(answers: Answers, key: str) -> bool:
    """Whether an answer was ever given, be it an empty one."""
    group, _dot, rest = key.partition(".")
    if not rest:
        return key in answers
    item, _dot, name = rest.partition(".")
    return any(name in one for one in items_of(answers, group) if one.get(ITEM) == item)


def _group(spec: FormSpec, group: str) -> Field:
    found = spec.groups.get(group)
    if found is None:
        raise _unknown()
    return found


def _renew(draft: Draft, key: str, *, gone: bool = False) -> None:
    draft.rev += 1
    draft.field_revs[key] = {"rev": draft.rev, "gone": True} if gone else {"rev": draft.rev}


def _item_of(draft: Draft, group: str, page: str) -> str:
    """The id of an item to be added; that of one page is the same however often it is sent."""
    named = sha256(f"{draft.key} {group} {page}".encode()).hexdigest()[:8]
    gone = draft.field_revs.get(f"{group}.{named}", {}).get("gone")
    return named if page and not gone else secrets.token_hex(4)


def _unknown() -> RuleError:
    return RuleError(_("Deze vraag staat niet in dit formulier."), code="unknown_field")


def _is_too_long(raw: Json) -> bool:
    parts = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else [raw]
    return sum(len(part) for part in parts if isinstance(part, str)) > LONGEST
