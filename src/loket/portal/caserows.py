"""Own cases as a list shows them."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from loket.cases.labels import status_badge, waits_on_words
from loket.cases.models import Case
from loket.cases.rules.statuses import Status
from loket.core.figures import day, moment
from loket.core.http import ActingRequest
from loket.core.page import said_in
from loket.core.partview import CaseRowView
from loket.people.models import Person
from loket.portal import places


def case_row(case: Case, request: ActingRequest, new: str = "") -> CaseRowView:
    """One case: its title, number, when something last happened, and where it stands."""
    language = request.acting.language
    return CaseRowView(
        title=said_in(case.title, language),
        url=places.case_url(case),
        number=case.number,
        when=moment(case.last_public_at, request.acting.today),
        badge=status_badge(case, request.organisation, language),
        new=new,
        waits=waits_of(case, request),
    )


def waits_of(case: Case, request: ActingRequest) -> str:
    """Who must act now and by when there is an answer; nothing once the case is closed."""
    if case.closed_at is not None:
        return ""
    who = ", ".join(waits_on_words(case, request.acting))
    due = day(case.due_at.astimezone(request.acting.zone).date(), request.acting.today)
    said = [_("Wij wachten op: %(who)s") % {"who": who} if who else _("Wij zijn aan zet")]
    if case.status != Status.AWAITING_ACCEPTANCE:
        said.append(_("Antwoord uiterlijk %(date)s") % {"date": due})
    return " · ".join(said)


def cases_of(person: Person) -> QuerySet[Case]:
    """The cases that a person asked for, or that others asked for them; the predicate is the fence."""
    return Case.objects.filter(Q(requester=person.pk) | Q(subject=person.pk)).visible_to(person)
