"""How a draft stands now: its answers as a whole, its files, and what the form makes of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import count
from types import MappingProxyType

from django.db.models import QuerySet

from loket.catalogue.models import Draft, DraftFile
from loket.catalogue.opened import Opened
from loket.catalogue.rules.computed import Lookup
from loket.catalogue.rules.documents import valid_until
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.paths import answers_to, items_of
from loket.catalogue.rules.proof import addresses_to_prove, marked_addresses
from loket.catalogue.rules.spec import Field, FormSpec
from loket.catalogue.rules.state import Context, GivenFile, State
from loket.catalogue.rules.trial import Pretended
from loket.catalogue.rules.values import ITEM, Answers, Json
from loket.catalogue.sources import HouseSources, Sources, TrialSources
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.core.prepared import prepared
from loket.documents.models import StoredFile

NOON = time(12)


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft with everything that a page, a check or the submission needs to know of it."""

    draft: Draft
    spec: FormSpec
    answers: Answers
    conflicts: Mapping[str, list[Json]]
    links: tuple[DraftFile, ...]
    context: Context
    state: State
    sources: Sources
    unsaved: Mapping[str, Json] = MappingProxyType({})
    """Answers and reasons as they were typed, by key, that the draft could not keep just now."""

    @property
    def ready(self) -> bool:
        """Whether it may be submitted: nothing is wrong, and no two windows disagree."""
        return self.state.ok and not self.conflicts

    def file(self, key: str) -> StoredFile:
        """The stored file behind a given one."""
        return next(link.file for link in self.links if link.file.key == key)


def standing_of(draft: Draft, *, by: Acting, sources: Sources | None = None) -> Standing:
    """Say how a draft stands: a handful of queries, and one evaluation."""
    world = sources or sources_of(draft, by)
    return stand(draft, links_of(draft), world, by)


def standings_of(drafts: Sequence[Draft], *, by: Acting) -> list[Standing]:
    """Say how each of several drafts stands, in as many queries as for one."""
    links: dict[int, list[DraftFile]] = {draft.pk: [] for draft in drafts}
    for link in links_of_drafts(*links) if links else ():
        links[link.draft_id].append(link)
    worlds = {subject: HouseSources(subject, by) for subject in map(subject_of, drafts)}
    for subject, world in worlds.items():
        theirs = [one for one in drafts if subject_of(one) == subject]
        world.rows(_rows_of_all(theirs, world))
        world.know_proofs([one.pk for one in theirs if spec_of(one.version).proving])
    return [stand(one, links[one.pk], worlds[subject_of(one)], by) for one in drafts]


def _rows_of_all(drafts: Sequence[Draft], world: Sources) -> dict[str, set[str]]:
    """Name the rows that occur in any of these drafts."""
    codes: dict[str, set[str]] = {}
    for draft in drafts:
        spec = spec_of(draft.version)
        profile = world.profile(prefills_of(spec))
        for table, some in needed_rows(spec, Opened.of(draft).answers, profile).items():
            codes.setdefault(table, set()).update(some)
    return codes


def sources_of(draft: Draft, by: Acting) -> Sources:
    """Where this draft gets what its form asks about the world."""
    if draft.trial is None:
        return HouseSources(subject_of(draft), by)
    person = Pretended.read(draft.trial)
    return TrialSources(subject_of(draft), pretending(draft, by), person)


def pretending(draft: Draft, by: Acting) -> Acting:
    """The same person; in a trial on the day that it pretends."""
    day = Pretended.read(draft.trial).today if draft.trial is not None else None
    return by if day is None else by.later(datetime.combine(day, NOON, by.zone))


def prefills_of(spec: FormSpec) -> set[str]:
    """What the form wants to know of the person."""
    return {field.prefill.source for field in spec.every_field() if field.prefill}


def stand(draft: Draft, links: Sequence[DraftFile], sources: Sources, by: Acting) -> Standing:
    """Say how a draft stands of which the files are at hand; after a save this costs little."""
    spec = spec_of(draft.version)
    by = pretending(draft, by)
    opened = Opened.of(draft)
    answers = with_first_items(spec, opened.answers, draft.field_revs)
    context = context_for(spec, answers, sources, by)
    if spec.proving:
        proven = sources.proven(draft.pk, addresses_to_prove(spec, answers, context.profile or {}))
        context = replace(context, proven=proven)
    state = evaluate(spec, answers, [given_file(link, spec, by) for link in links], context)
    return Standing(draft, spec, answers, opened.conflicts, tuple(links), context, state, sources)


def subject_of(draft: Draft) -> int:
    """Whom the request is about."""
    return draft.subject_id or draft.owner_id


def with_first_items(
    spec: FormSpec, answers: Answers, gone: Collection[str] = ()
) -> dict[str, Json]:
    """Give each group as many items as it needs, so that its questions are there to answer.

    The ids are the first free numbers: every window, and every door, makes the same ones. The
    ids of items that were removed (`gone` holds `group.item`) are not used again.
    """
    whole = dict(answers)
    for group in spec.groups.values():
        items = items_of(answers, group.id)
        short = fewest_items(group) - len(items)
        if short > 0:
            taken = {item.get(ITEM) for item in items}
            free = (
                number
                for number in map(str, count(1))
                if number not in taken and f"{group.id}.{number}" not in gone
            )
            whole[group.id] = [*items, *({ITEM: next(free)} for _ in range(short))]
    return whole


def fewest_items(group: Field) -> int:
    """How many items a group has at least."""
    return max(group.whole(group.min, 0), int(group.required))


def links_of(draft: Draft) -> list[DraftFile]:
    """The files of a draft in their order."""
    return links_of_drafts(draft.pk)


@prepared
def links_of_drafts(*draft_ids: int) -> QuerySet[DraftFile]:
    """The files of these drafts, those of each in their order."""
    links = DraftFile.objects.select_related("file").filter(draft__in=draft_ids)
    return links.order_by("slot", "position", "pk")


def given_file(link: DraftFile, spec: FormSpec, by: Acting) -> GivenFile:
    """A file as `evaluate` takes it."""
    file, place = link.file, (link.slot, link.item)
    if link.given_at is None:
        return GivenFile(file.key, *place, file.name, file.size, file.state)
    slot, given = spec.slot(link.slot), link.given_at.astimezone(by.zone).date()
    until = valid_until(slot, given) if slot else None
    expired = until is not None and until < by.today
    return GivenFile(file.key, *place, file.name, file.size, file.state, expired)


def context_for(spec: FormSpec, answers: Answers, sources: Sources, by: Acting) -> Context:
    """What the form may know: only what it asks for is fetched.

    Which addresses were proven, answers that were handed in tell themselves.
    """
    profile = sources.profile(prefills_of(spec))
    return Context(
        today=by.today,
        language=by.language,
        region=by.region,
        tables=sources.rows(needed_rows(spec, answers, profile)),
        profile=profile,
        no_approver=frozenset(one.id for one in spec.approvals if not sources.has_approver(one.by)),
        proven=frozenset(marked_addresses(answers)),
    )


def needed_rows(
    spec: FormSpec, answers: Answers, profile: Mapping[str, Json]
) -> dict[str, set[str]]:
    """Name the rows of tables that occur in the answers, by table."""
    codes: dict[str, set[str]] = {}
    for field in spec.every_field():
        if field.source and field.takes_answer:
            wanted = list(answers_to(field, answers))
            if field.prefill:
                wanted.append(profile.get(field.prefill.source))
            codes.setdefault(field.source, set()).update(_texts(wanted))
        if isinstance(field.computed, Lookup):
            for ref in field.computed.refs():
                asked = spec.field(f"{field.group}.{ref.name}" if ref.in_item else ref.name)
                found = _texts(answers_to(asked, answers)) if asked else ()
                codes.setdefault(field.computed.source, set()).update(found)
    return {table: some for table, some in codes.items() if some}


def _texts(values: Iterable[Json]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, str))
