"""Own cases as a list shows them."""

from django.db.models import Q, QuerySet

from loket.cases.labels import status_badge
from loket.cases.models import Case
from loket.core.figures import moment
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
    )


def cases_of(person: Person) -> QuerySet[Case]:
    """The cases that a person asked for, or that others asked for them."""
    return Case.objects.filter(Q(requester=person.pk) | Q(subject=person.pk))
