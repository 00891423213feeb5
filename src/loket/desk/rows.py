"""A case as one row of a list of the desk."""

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from loket.cases.labels import status_badge, waits_on_words
from loket.cases.models import Case
from loket.core.page import said_in
from loket.core.partview import WorkRowView
from loket.people.middleware import PersonRequest


def row_of(case: Case, request: PersonRequest, view: str, *, with_queue: bool) -> WorkRowView:
    """What a handler needs to choose: what, from whom, by when, and a button to take it."""
    language = request.acting.language
    assignee = case.assignee.party.name if case.assignee else ""
    cells = [case.requester.name, assignee or _("niemand")]
    if with_queue:
        cells.append(said_in(case.queue.texts["name"], language))
    free = case.assignee_id is None and case.closed_at is None
    due = case.due_at.astimezone(request.acting.zone)
    waits = ", ".join(waits_on_words(case, request.acting, own=False))
    return WorkRowView(
        key=case.number,
        number=case.number,
        title=said_in(case.title, language),
        url=reverse("cases:case", args=[case.number]),
        badge=status_badge(case, request.organisation, language),
        cells=tuple(cells),
        due=formats.date_format(due, "SHORT_DATE_FORMAT"),
        late=case.is_late,
        action=reverse("cases:do", args=[case.number, "nemen"]) if free else "",
        action_label=_("Neem"),
        waits=_("Wacht op %(who)s") % {"who": waits} if waits else "",
    )
