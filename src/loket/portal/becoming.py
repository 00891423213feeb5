"""What sending a draft would do, as its last page says it: a page that says otherwise is too old."""

from django.utils.translation import gettext as _

from loket.cases.actions.again import lock_earlier
from loket.cases.models import ChangeSet
from loket.catalogue.models import Draft
from loket.people.middleware import PersonRequest
from loket.portal.changing import change_of
from loket.portal.goingon import GoesOn, going_on

BECOMES = "wordt"
"""The field of the button that sends a draft: what that page said would come of it."""
NEW, CHANGE, CORRECTION = "zaak", "wijziging", "verbetering"


def becoming(draft: Draft, made: ChangeSet | None, goes_on: GoesOn | None) -> str:
    """What would come of the draft now; of one that goes on from a case also what becomes of that."""
    if draft.lasting:
        return CHANGE if made else CORRECTION
    return f"{NEW} {goes_on.fate}" if goes_on and goes_on.fate else NEW


def became_other(request: PersonRequest, draft: Draft) -> str:
    """The sentence for who presses a button that would do something else by now; "" when it fits.

    What it would do stays so until the end of the transaction: the case that the page speaks of waits.
    """
    said = request.POST.get(BECOMES, "")
    if not said or draft.submitted_at is not None or draft.trial is not None:
        return ""
    if said == NEW and not draft.lasting:
        return ""
    lock_earlier(draft)
    now = becoming(draft, change_of(draft), going_on(request, draft))
    if said == now:
        return ""
    if said in (CHANGE, CORRECTION) and now.startswith(NEW):
        return _(
            "De zaak is intussen gesloten of ingetrokken. Wat u schreef, staat nog in dit concept."
            " Dient u het nu in, dan wordt het een nieuwe aanvraag."
        )
    return _("Er is intussen iets veranderd. Lees wat er nu gebeurt, en druk dan nog eens.")
