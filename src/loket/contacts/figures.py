"""How the mails of all organisations fare, in numbers."""

from dataclasses import dataclass

from django.db.models import Count, Q

from loket.contacts.models import OutgoingMail
from loket.core.literals import Literal
from loket.core.models import Organisation
from loket.core.tenancy import acting_in

State = OutgoingMail.State
TROUBLE = (Literal(State.FAILED), Literal(State.UNCERTAIN))


@dataclass(frozen=True, slots=True)
class MailsInTrouble:
    """Mails that never arrived, and mails of which nobody knows whether they did."""

    failed: int = 0
    uncertain: int = 0
    held: bool = False
    """Those of some organisation wait: it was put back from a backup."""


def mails_in_trouble() -> MailsInTrouble:
    """Count them over all organisations; an index holds exactly these mails."""
    failed = uncertain = 0
    held = False
    for organisation_id, since in Organisation.objects.values_list("pk", "mails_held_since"):
        held = held or since is not None
        with acting_in(organisation_id):
            mails = OutgoingMail.objects.filter(state__in=TROUBLE)
            found = mails.aggregate(
                failed=Count("pk", filter=Q(state=State.FAILED)),
                uncertain=Count("pk", filter=Q(state=State.UNCERTAIN)),
            )
        failed += found["failed"]
        uncertain += found["uncertain"]
    return MailsInTrouble(failed, uncertain, held)
