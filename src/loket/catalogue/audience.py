"""For whom a form is meant: everybody for themselves, chiefs, personnel departments."""

from collections.abc import Collection
from datetime import date

from loket.people.models import Employment, RoleGrant


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
