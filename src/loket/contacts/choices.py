"""Which mails a person can switch on and off, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.contacts.rules.matrix import adjustable
from loket.people.employer import has_chiefs
from loket.people.models import Person

AT_THE_DESK = ("work_", "team_")
OF_APPROVALS = frozenset({"approval_done", "work_approved", "work_not_approved"})
"""Only where people have a chief; elsewhere nobody is ever asked for an agreement."""
LABELS: dict[str, Promise] = {
    "draft_expiring": _("Een concept wordt binnenkort verwijderd"),
    "draft_expired": _("Een concept is verwijderd"),
    "receipt_for_you": _("Iemand anders dient een aanvraag over u in"),
    "assigned": _("Iemand neemt uw aanvraag op zich"),
    "started": _("We beginnen aan uw aanvraag"),
    "waits_on_other": _("Uw aanvraag wacht op informatie van iemand anders"),
    "question_dropped": _("Een vraag aan u is niet meer nodig"),
    "approval_done": _("Er is een akkoord voor uw aanvraag"),
    "document_due": _("Een document ontbreekt nog"),
    "document_waived": _("Een document is niet meer nodig"),
    "team_new_case": _("Er is een nieuwe aanvraag voor uw team"),
    "work_assigned": _("Een zaak is aan u toegewezen"),
    "work_answered": _("Er is een antwoord op een vraag van u"),
    "work_message": _("De aanvrager schrijft een bericht"),
    "work_corrected": _("Een aanvraag is verbeterd"),
    "work_approved": _("Er is een akkoord in een zaak van u"),
    "work_not_approved": _("Er is geen akkoord in een zaak van u"),
    "work_document": _("Er is een document toegevoegd"),
    "work_accepted": _("Een oplossing is aanvaard"),
    "work_refused": _("Een oplossing is geweigerd"),
    "work_reopened": _("Een zaak is opnieuw geopend"),
    "work_changes": _("De aanvrager wil iets veranderen"),
    "work_withdrawal": _("De aanvrager wil intrekken"),
    "work_handed_over": _("U neemt het werk van een collega over"),
    "work_consulted": _("Een collega vraagt uw advies"),
    "work_opinion": _("Een collega geeft u advies"),
    "work_consult_withdrawn": _("Uw advies is niet meer nodig"),
    "work_late": _("Een zaak is te laat"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of notice, and whether a mail goes with it for this person."""

    kind: str
    label: Promise
    on: bool


def choices_of(person: Person, *, at_the_desk: bool) -> tuple[list[Choice], list[Choice]]:
    """What this person can choose: about their own requests, and about their work at the desk."""
    mine = person.preferences.filter(channel="mail")
    chosen = dict(mine.values_list("event_kind", "on"))
    standard = adjustable()
    approvals = has_chiefs()
    all_of_them = [
        Choice(kind, label, chosen.get(kind, standard[kind]))
        for kind, label in LABELS.items()
        if approvals or kind not in OF_APPROVALS
    ]
    own = [choice for choice in all_of_them if not choice.kind.startswith(AT_THE_DESK)]
    work = [choice for choice in all_of_them if choice.kind.startswith(AT_THE_DESK)]
    return own, work if at_the_desk else []
