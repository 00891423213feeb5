"""The cases that belong to a case, as far as whoever looks may see them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.cases.models import Case, CaseLink
from loket.core.addresses import address_of
from loket.core.page import said_in
from loket.core.prepared import padded, prepared
from loket.people.models import Person

Kind = CaseLink.Kind
OWN_PAGE = "?zelf=1"
"""Behind the address of a case that was replaced: its own page, not that of its successor."""
FOR_HANDLERS = frozenset({Kind.RELATED})
WORDS: dict[tuple[str, bool], str | Promise] = {
    (Kind.FOLLOWS, True): _("Hoort bij"),
    (Kind.FOLLOWS, False): _("Hoort hierbij"),
    (Kind.AGAIN, True): _("Begon met de antwoorden van"),
    (Kind.AGAIN, False): _("Opnieuw gedaan in"),
    (Kind.REPLACES, True): _("Komt in de plaats van"),
    (Kind.REPLACES, False): _("Vervangen door"),
    (Kind.QUESTION, True): _("Nieuwe vraag over"),
    (Kind.QUESTION, False): _("Nieuwe vraag hierover"),
    (Kind.SPLIT, True): _("Afgesplitst van"),
    (Kind.SPLIT, False): _("Hiervan afgesplitst"),
    (Kind.RELATED, True): _("Heeft te maken met"),
    (Kind.RELATED, False): _("Heeft te maken met"),
}
"""What a case is to the other one (True), or the other one to it."""


class Seen(NamedTuple):
    """Another case that may be named to whoever looks."""

    id: int
    number: str
    title: dict[str, str]
    status: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A linked case as a page shows it."""

    words: str | Promise
    number: str
    title: str
    url: str
    reason: str = ""
    may_end: bool = False


type Row = tuple[int, str, Any, str]
"""The parts of `Seen` as the database gives them."""
type See = Callable[..., list[Row]]


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks at other cases and from where: only what they may see there has a name."""

    see: See
    viewer_id: int
    route: str

    def cases(self, ids: Iterable[int]) -> dict[int, Seen]:
        """Those of these cases that may be named."""
        wanted = padded(sorted(set(ids)))
        rows = self.see(self.viewer_id, *wanted) if wanted else []
        return {row[0]: Seen(*row) for row in rows}

    def url(self, seen: Seen) -> str:
        """The page of a case for whoever looks; of one that was replaced its own, as it was."""
        own = OWN_PAGE if seen.status == Case.Status.SUPERSEDED else ""
        return address_of(self.route, seen.number) + own


@prepared
def concerning(person_id: int, *ids: int) -> QuerySet[Case, Row]:
    """Those of these cases that concern somebody, in the order of `Seen`."""
    person = Person(pk=person_id)
    cases = Case.objects.visible_to(person).concerning(person).filter(pk__in=ids)
    return cases.values_list("pk", "number", "title", "status")


@prepared
def handled(person_id: int, *ids: int) -> QuerySet[Case, Row]:
    """Those of these cases that somebody handles, in the order of `Seen`."""
    person = Person(pk=person_id)
    cases = Case.objects.visible_to(person).handled_by(person).filter(pk__in=ids)
    return cases.values_list("pk", "number", "title", "status")


def in_portal(viewer: Person) -> Sight:
    """What somebody sees of cases in the portal."""
    return Sight(concerning, viewer.pk, "portal:case")


def at_desk(viewer: Person) -> Sight:
    """What a handler sees of cases at the desk."""
    return Sight(handled, viewer.pk, "cases:case")


@prepared
def links_of(case_id: int) -> QuerySet[CaseLink]:
    """The links of a case that were not undone, the oldest first."""
    return CaseLink.objects.standing().of_case(case_id).order_by("pk")


@prepared
def replaced_by(*case_ids: int) -> QuerySet[CaseLink, int]:
    """The cases of which these took the place."""
    links = CaseLink.objects.standing().filter(case__in=case_ids, kind=Kind.REPLACES)
    return links.order_by("pk").values_list("other_id", flat=True)


@prepared
def successors_of(case_id: int) -> QuerySet[CaseLink, int]:
    """The case that took the place of this one."""
    links = CaseLink.objects.standing().filter(other=case_id, kind=Kind.REPLACES)
    return links.values_list("case_id", flat=True)


@dataclass(frozen=True, slots=True)
class Around:
    """The links of a case as they are, and of the other cases those that may be named.

    `merged` are the cases that it took the place of, directly or not: what was said in them is
    read with it.
    """

    case: Case
    sight: Sight
    links: tuple[CaseLink, ...] = ()
    seen: Mapping[int, Seen] = MappingProxyType({})
    merged: tuple[Case, ...] = ()


def look_around(case: Case, sight: Sight) -> Around:
    """What is around a case; a case without links costs one question."""
    links = tuple(links_of(case.pk))
    seen = sight.cases(other_of(one, case) for one in links)
    direct = [one.other_id for one in links if one.kind == Kind.REPLACES and one.case_id == case.pk]
    return Around(case, sight, links, seen, merged_into(case, direct, sight))


def merged_into(case: Case, direct: list[int], sight: Sight) -> tuple[Case, ...]:
    """All cases that went up in this one, in their turn too, as far as they may be seen."""
    found: list[int] = []
    front = direct
    while front:
        found += front
        front = [one for one in replaced_by(*padded(front)) if one not in (case.pk, *found)]
    if not found:
        return ()
    cases = Case.objects.filter(pk__in=sight.cases(found)).select_related("version")
    return tuple(cases.defer("version__spec").order_by("pk"))


def leads_on(case: Case, sight: Sight) -> Seen | None:
    """The case that stands in the place of one that was replaced, at the end of the row.

    No row leads round in a circle, and a circle would end it.
    """
    been, last = {case.pk}, case.pk
    while (successor := successors_of.first(last)) is not None and successor not in been:
        been.add(successor)
        last = successor
    return sight.cases([last]).get(last) if last != case.pk else None


def link_views(near: Around, language: str, *, staff: bool) -> tuple[LinkView, ...]:
    """The linked cases of a case that may be named, with why handlers linked them."""
    links = [one for one in near.links if staff or one.kind not in FOR_HANDLERS]
    return tuple(
        LinkView(
            WORDS[one.kind, one.case_id == near.case.pk],
            other.number,
            said_in(other.title, language),
            near.sight.url(other),
            one.reason if staff else "",
            may_end=staff and one.kind != Kind.REPLACES,
        )
        for one in links
        if (other := near.seen.get(other_of(one, near.case))) is not None
    )


def other_of(link: CaseLink, case: Case) -> int:
    """The case at the other end."""
    other: int = link.other_id if link.case_id == case.pk else link.case_id
    return other
