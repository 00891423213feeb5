"""Addresses that lead from a list to its cases and back, so that neither is lost on the way."""

from dataclasses import dataclass
from urllib.parse import quote

from loket.cases.models import Case
from loket.cases.views.trail import LIST
from loket.core.addresses import address_of
from loket.desk.wish import Wish
from loket.desk.worklist import Place, place_of

START, HERE = "na", "plek"
"""In the address: where the page of the list begins, and where the case stood in it."""


@dataclass(frozen=True, slots=True)
class Way:
    """A page of a list: its queue, its view, what was wished for, and where it begins."""

    queue: str
    view: str
    wish: Wish
    start: Place | None

    @property
    def words(self) -> str:
        """The words behind the question mark."""
        words = [self.wish.query] if self.wish.query else []
        words += [f"{START}={quote(str(self.start))}"] if self.start else []
        return "&".join(words)


def list_url(way: Way, number: str) -> str:
    """The page of the list, at a row."""
    url = address_of("desk:worklist", way.queue, way.view)
    return f"{url}?{way.words}#rij-{number}" if way.words else f"{url}#rij-{number}"


def case_url(way: Way, case: Case) -> str:
    """The page of a case, with the list that it is opened from."""
    here = f"{HERE}={quote(str(place_of(case, way.wish.sort)))}"
    words = f"{way.words}&{here}" if way.words else here
    text = quote(f"{way.queue}/{way.view}?{words}", safe="")
    return f"{address_of('cases:case', case.number)}?{LIST}={text}"
