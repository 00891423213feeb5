"""A newer version of the form of a draft: whether it can be taken over, and what would not fit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from loket.catalogue.chapters import chapters_of
from loket.catalogue.models import FormVersion
from loket.catalogue.rownames import title_of
from loket.catalogue.rules.refit import Refit, is_compatible, refit, takes_slot
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.values import say
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import Standing
from loket.core.seal import unseal

type Words = tuple[str, str]
"""A question, and what was answered."""


@dataclass(frozen=True, slots=True)
class Newer:
    """The version that is online now, and what of the draft it no longer asks."""

    version: FormVersion
    compatible: bool
    left: tuple[str, ...]


def live_beside(standing: Standing) -> FormVersion | None:
    """The version that is online now, when it is another one than that of the draft.

    Who tries a version meant that one.
    """
    draft = standing.draft
    form = draft.version.form
    if draft.lasting or draft.trial is not None or form.live_version_id in (None, draft.version_id):
        return None
    return FormVersion.objects.filter(pk=form.live_version_id).first()


def newer_of(standing: Standing) -> Newer | None:
    """The newer version to offer; None when there is none, or its owner did not want it."""
    live = live_beside(standing)
    if live is None or live.n <= standing.draft.version.n:
        return None
    if standing.draft.stays_until is not None and live.n <= standing.draft.stays_until:
        return None
    new = spec_of(live)
    if replace(new, version=standing.spec.version) == standing.spec:
        return None  # nothing that its owner could see is another
    language = standing.context.language
    if not is_compatible(standing.spec, new):
        return Newer(live, compatible=False, left=())
    fit = refit(standing.spec, new, standing.answers)
    named = [label_of(standing.spec, name, language) for name in fit.left]
    named += [paper_of(standing, *place) for place in homeless(standing, new)]
    labels = dict.fromkeys(named)
    return Newer(live, compatible=True, left=tuple(labels))


def homeless(standing: Standing, new: FormSpec) -> Iterator[tuple[str, str]]:
    """The places of files that the new version does not ask any more."""
    for link in standing.links:
        if link.slot and not takes_slot(new, link.slot, link.item):
            yield link.slot, link.item


def label_of(spec: FormSpec, name: str, language: str) -> str:
    """What a question or a document is called."""
    found = spec.field(name) or spec.slot(name)
    return say(found.label, language) if found else name


def paper_of(standing: Standing, slot_id: str, item: str) -> str:
    """What a document of the draft is called, with the row that it is about."""
    slots = standing.state.slots
    asked = next((one for one in slots if (one.slot.id, one.item) == (slot_id, item)), None)
    if asked is None:
        return label_of(standing.spec, slot_id, standing.context.language)
    return title_of(standing, asked)


def words_left(standing: Standing, fit: Refit, new: FormSpec) -> list[Words]:
    """What does not fit, in words that can still be read."""
    left = set(fit.left)
    found = [
        (line.label, line.value)
        for chapter in chapters_of(standing.spec, standing.state, standing.context)
        for line in chapter.lines
        if line.value and belongs(line.key, left)
    ]
    gone = set(homeless(standing, new))
    return found + [
        (paper_of(standing, link.slot, link.item), link.file.name)
        for link in standing.links
        if (link.slot, link.item) in gone
    ]


def belongs(key: str, left: set[str]) -> bool:
    """Whether an answer is one of those that do not fit; of a group each item has its own."""
    group, _dot, rest = key.partition(".")
    part = rest.partition(".")[2]
    return group in left or (bool(part) and f"{group}.{part}" in left)


def read_left(sealed: bytes | memoryview | None) -> list[Words]:
    """What an earlier version asked and this one does not, as it was answered."""
    kept = unseal(sealed)["kept"] if sealed else []
    return [(str(label), str(value)) for one in kept for label, value in one["words"]]
