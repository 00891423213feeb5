"""A newer version of the form of a draft: whether it can be taken over, and what would not fit."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from loket.catalogue.chapters import chapters_of
from loket.catalogue.models import FormVersion
from loket.catalogue.rownames import title_of
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.refit import is_compatible, refit, uncounted
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.values import say
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import Standing, context_for, given_file, with_first_items
from loket.core.acting import Acting
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


def newer_of(standing: Standing, *, by: Acting) -> Newer | None:
    """The newer version to offer; None when there is none, or its owner did not want it."""
    live = live_beside(standing)
    if live is None or live.n <= standing.draft.version.n:
        return None
    if standing.draft.stays_until is not None and live.n <= standing.draft.stays_until:
        return None
    new = spec_of(live)
    if replace(new, version=standing.spec.version) == standing.spec:
        return None  # nothing that its owner could see is another
    if not is_compatible(standing.spec, new):
        return Newer(live, compatible=False, left=())
    words = words_left(standing, new, by=by)
    return Newer(live, compatible=True, left=tuple(dict.fromkeys(label for label, _said in words)))


def words_left(standing: Standing, new: FormSpec, *, by: Acting) -> list[Words]:
    """What counts no more in another version, in words that can still be read."""
    fit = refit(standing.spec, new, standing.answers)
    answers = with_first_items(new, fit.answers, standing.draft.field_revs)
    context = context_for(new, answers, standing.sources, by)
    files = [given_file(link, new, by) for link in standing.links]
    after = evaluate(new, answers, files, context)
    gone = set(uncounted(standing.spec, standing.answers, after))
    asked = {(one.slot.id, one.item) for one in after.slots}
    return [*_answers_left(standing, gone), *_papers_left(standing, asked)]


def _answers_left(standing: Standing, gone: Collection[str]) -> Iterator[Words]:
    """The answers with these keys, in words that can still be read."""
    lines = {
        line.key: line.value
        for chapter in chapters_of(standing.spec, standing.state, standing.context)
        for line in chapter.lines
    }
    for one in standing.state.visible():
        said = lines.get(one.key) or (one.unread if isinstance(one.unread, str) else "")
        if one.key in gone and said:
            yield say(one.field.label, standing.context.language), said


def _papers_left(standing: Standing, asked: Collection[tuple[str, str]]) -> Iterator[Words]:
    """The documents that were asked and are not asked any more."""
    titles = {(one.slot.id, one.item): one for one in standing.state.slots}
    for link in standing.links:
        if (place := (link.slot, link.item)) in titles and place not in asked:
            yield title_of(standing, titles[place]), link.file.name


def read_left(sealed: bytes | memoryview | None) -> list[Words]:
    """What an earlier version asked and this one does not, as it was answered."""
    kept = unseal(sealed)["kept"] if sealed else []
    return [(str(label), str(value)) for one in kept for label, value in one["words"]]
