"""Own cases as a list shows them."""

from django.db.models import Q, QuerySet

from loket.cases.models import Case
from loket.core.acting import Acting
from loket.core.badges import STATUSES
from loket.core.figures import moment
from loket.core.page import said_in
from loket.core.partview import BadgeView, CaseRowView
from loket.people.models import Person
from loket.portal import places


def case_row(case: Case, by: Acting, new: str = "") -> CaseRowView:
    """One case: its title, number, when something last happened, and where it stands."""
    badge = STATUSES[case.status]
    return CaseRowView(
        title=said_in(case.title, by.language),
        url=places.case_url(case),
        number=case.number,
        when=moment(case.last_public_at, by.today),
        badge=BadgeView(badge.label, badge.tone, badge.icon),
        new=new,
    )


def cases_of(person: Person) -> QuerySet[Case]:
    """The cases that a person asked for, or that others asked for them."""
    return Case.objects.filter(Q(requester=person.pk) | Q(subject=person.pk))
