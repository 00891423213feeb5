"""A case as one row of a list of the desk."""

from collections.abc import Callable, Mapping

from django.utils import formats
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from loket.cases.labels import PRIORITIES, status_badge, waits_on_words
from loket.cases.models import Case
from loket.core.addresses import address_of
from loket.core.figures import day, moment
from loket.core.page import said_in
from loket.core.partview import Text, WorkRowView
from loket.people.middleware import PersonRequest


def handler_of(case: Case, request: PersonRequest) -> Text:
    """Who handles it."""
    return case.assignee.party.name if case.assignee else _("niemand")


def unit_of(case: Case, request: PersonRequest) -> Text:
    """Where the requester worked when they asked."""
    unit = case.requester_unit
    return said_in(unit.name, request.acting.language) if unit else ""


def received_on(case: Case, request: PersonRequest) -> Text:
    """The day on which it came."""
    local = case.created_at.astimezone(request.acting.zone)
    return formats.date_format(local, "SHORT_DATE_FORMAT")


def returning(case: Case, request: PersonRequest) -> list[str]:
    """When a case that was put off comes back, or came."""
    if case.returns_on is None:
        return []
    today = request.acting.today
    back = _("Komt terug: %(day)s") if case.returns_on > today else _("Kwam terug: %(day)s")
    return [back % {"day": day(case.returns_on, today)}]


CELLS: Mapping[str, Callable[[Case, PersonRequest], Text]] = {
    "aanvrager": lambda case, request: case.requester.name,
    "dienst": unit_of,
    "behandelaar": handler_of,
    "wachtrij": lambda case, request: said_in(case.queue.texts["name"], request.acting.language),
    "ontvangen": received_on,
    "laatste": lambda case, request: moment(case.last_public_at, request.acting.today),
    "prioriteit": lambda case, request: PRIORITIES.get(case.priority, PRIORITIES[3]),
    "schrijftaal": lambda case, request: get_language_info(case.language)["name_translated"],
}
"""What stands in each column that can be chosen."""


def row_of(
    case: Case, request: PersonRequest, columns: tuple[str, ...], url: str = ""
) -> WorkRowView:
    """What a handler needs to choose: what, from whom, by when, and a button to take it."""
    language = request.acting.language
    free = case.assignee_id is None and case.closed_at is None
    due = case.due_at.astimezone(request.acting.zone)
    waits = ", ".join(waits_on_words(case, request.acting, own=False))
    said = [_("Wacht op %(who)s") % {"who": waits}] if waits else []
    return WorkRowView(
        key=case.number,
        id=case.pk,
        number=case.number,
        title=said_in(case.title, language),
        url=url or address_of("cases:case", case.number),
        badge=status_badge(case, request.organisation, language),
        cells=tuple(CELLS[column](case, request) for column in columns),
        due=formats.date_format(due, "SHORT_DATE_FORMAT"),
        late=case.is_late,
        action=address_of("cases:do", case.number, "nemen") if free else "",
        action_label=_("Neem"),
        waits=". ".join(said + returning(case, request)),
        seen=case.stands.mark,
    )
