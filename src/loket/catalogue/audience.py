"""For whom a form is meant: everybody for themselves, chiefs, personnel departments; about whom."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from loket.catalogue.rules.spec import FormSpec
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.people.employees import employees_of
from loket.people.models import Employment, Person, RoleGrant


def may_use(audience: Collection[str], person_id: int, today: date) -> bool:
    """Whether this person may fill in a form for these."""
    if "self" in audience:
        return True
    if "employer_hr" in audience and _holds_personnel(person_id, today):
        return True
    if "manager" not in audience:
        return False
    return Employment.objects.on(today).filter(manager=person_id).exists()


def _holds_personnel(person_id: int, today: date) -> bool:
    grants = RoleGrant.objects.on(today).filter(person=person_id, role=RoleGrant.Role.PERSONNEL)
    return grants.exists()


def subject_for(spec: FormSpec, about: Person | None, by: Acting) -> int | None:
    """Whom a new request is about: whoever asks, or the employee for whom they may ask it."""
    if not spec.on_behalf or by.person_id is None:
        return by.person_id
    if about is None or not employees_of(by.person_id, by.today).filter(pk=about.pk).exists():
        raise RuleError(_("Kies eerst de medewerker voor wie u dit vraagt."), code="no_subject")
    subject: int = about.pk
    return subject
