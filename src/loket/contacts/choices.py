"""Which mails a person gets, and how soon: what they can choose, in words."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.contacts.actions.notices import chosen_in
from loket.contacts.alerts import kind_of, own_alerts
from loket.contacts.rules.matrix import (
    NOT_AT_ALL,
    Mail,
    Pace,
    Row,
    adjustable,
    pace_of,
    standard_pace,
)
from loket.core.page import said_in
from loket.people.employer import has_chiefs
from loket.people.models import Person
from loket.routing.models import Queue

AT_THE_DESK = "work_"
OF_APPROVALS = frozenset({"approval_done", "work_approved", "work_not_approved"})
"""Only where people have a chief; elsewhere nobody is ever asked for an agreement."""
LABELS: dict[str, Promise] = {
    "message": _("Wij schrijven u een bericht"),
    "draft_expiring": _("Een concept wordt binnenkort verwijderd"),
    "draft_expired": _("Een concept is verwijderd"),
    "receipt_for_you": _("Iemand anders dient een aanvraag over u in"),
    "assigned": _("Iemand neemt uw aanvraag op zich"),
    "started": _("We beginnen aan uw aanvraag"),
    "waits_on_other": _("Uw aanvraag wacht op informatie van iemand anders"),
    "question_dropped": _("Een vraag aan u is niet meer nodig"),
    "approval_done": _("Er is een akkoord voor uw aanvraag"),
    "moved": _("Uw aanvraag gaat naar een ander team"),
    "document_due": _("Een document ontbreekt nog"),
    "document_waived": _("Een document is niet meer nodig"),
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
    "work_moved": _("Een zaak van u gaat naar een andere wachtrij"),
    "work_moved_away": _("Een zaak van u gaat naar een ander team"),
    "work_handed_over": _("U neemt het werk van een collega over"),
    "work_consulted": _("Een collega vraagt uw advies"),
    "work_opinion": _("Een collega geeft u advies"),
    "work_consult_withdrawn": _("Uw advies is niet meer nodig"),
    "work_late": _("Een zaak is te laat"),
}


TO_DO = frozenset(
    {
        "draft_expiring",
        "document_due",
        "work_assigned",
        "work_answered",
        "work_message",
        "work_corrected",
        "work_document",
        "work_refused",
        "work_reopened",
        "work_changes",
        "work_withdrawal",
        "work_handed_over",
        "work_consulted",
        "work_late",
    }
)
"""What asks something of whoever reads it; the rest is good to know."""


class Switch(StrEnum):
    """Everything at once, in one of three ways."""

    ALL = "alles"
    TO_DO = "taken"
    NOTHING = "niets"


SWITCHES: dict[Switch, Promise] = {
    Switch.ALL: _("Alles per mail"),
    Switch.TO_DO: _("Alleen wat ik moet doen"),
    Switch.NOTHING: _("Zo weinig mogelijk"),
}
PACES: dict[str, Promise] = {
    Pace.NOW: _("Meteen"),
    Pace.BUNDLE: _("Samen, na enkele minuten"),
    Pace.DAY: _("Eén mail per dag, om 8 uur"),
    NOT_AT_ALL: _("Geen mail"),
}
ALERTS: dict[str, Promise] = {
    Queue.Alert.EACH: _("Van elke zaak meteen"),
    Queue.Alert.DIGEST: _("Eén mail per dag, om 8 uur"),
    Queue.Alert.NONE: _("Niets"),
}
AS_THE_TEAM: dict[str, Promise] = {
    Queue.Alert.EACH: _("Als het team: meteen"),
    Queue.Alert.DIGEST: _("Als het team: één mail per dag"),
    Queue.Alert.NONE: _("Als het team: niets"),
}
ALERT_PACES: dict[str, str] = {
    Queue.Alert.EACH: Pace.NOW,
    Queue.Alert.DIGEST: Pace.DAY,
    Queue.Alert.NONE: NOT_AT_ALL,
}
OF_QUEUE = tuple((ALERT_PACES[alert], label) for alert, label in ALERTS.items())


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of notice, and how soon a mail goes with it for this person."""

    kind: str
    label: str | Promise
    value: str
    options: tuple[tuple[str, str | Promise], ...]


def choices_of(person: Person, *, at_the_desk: bool) -> tuple[list[Choice], list[Choice]]:
    """What this person can choose: about their own requests, and about their work at the desk."""
    rows = person.preferences.filter(channel="mail")
    chosen = {row.event_kind: chosen_in(row) for row in rows}
    standard = adjustable()
    approvals = has_chiefs()
    all_of_them = [
        choice(kind, label, standard[kind], chosen.get(kind))
        for kind, label in LABELS.items()
        if approvals or kind not in OF_APPROVALS
    ]
    own = [one for one in all_of_them if not one.kind.startswith(AT_THE_DESK)]
    work = [one for one in all_of_them if one.kind.startswith(AT_THE_DESK)]
    return own, work if at_the_desk else []


def choice(kind: str, label: Promise, stands: tuple[str, bool], chosen: str | None) -> Choice:
    """One choice, as it stands now; what must arrive cannot be off."""
    standard, may_be_off = stands
    mail = Mail.ALWAYS if not may_be_off else Mail.OFF if standard == NOT_AT_ALL else Mail.ON
    value = pace_of(Row(kind, mail), chosen) or NOT_AT_ALL
    options = tuple(PACES.items()) if may_be_off else tuple(PACES.items())[:-1]
    return Choice(kind, label, value, options)


def switched(switch: str, choices: Collection[Choice]) -> dict[str, str]:
    """What changes when everything is switched at once; how soon a mail goes, stays as it was."""
    found = {one.kind: value_under(switch, one) for one in choices}
    stands = {one.kind: one.value for one in choices}
    return {kind: value for kind, value in found.items() if value != stands[kind]}


def value_under(switch: str, one: Choice) -> str:
    """How soon a mail goes with this kind of notice then; what must arrive cannot be off."""
    of_a_queue = "" in dict(one.options)
    if switch == Switch.TO_DO and of_a_queue:
        return one.value
    on = switch == Switch.ALL or (switch == Switch.TO_DO and one.kind in TO_DO)
    if not on:
        return NOT_AT_ALL if NOT_AT_ALL in dict(one.options) else one.value
    if one.value not in ("", NOT_AT_ALL):
        return one.value
    return Pace.NOW if of_a_queue else standard_pace(one.kind)


def switch_now(choices: Collection[Choice]) -> str:
    """Which of the three stands now, if one does."""
    return next((one for one in Switch if not switched(one, choices)), "")


def alerts_for(person: Person, language: str) -> list[Choice]:
    """How this person hears of new work, for each queue that they work on."""
    chosen = own_alerts(person)
    found = []
    for queue in Queue.objects.worked_by(person).order_by("pk"):
        kind = kind_of(queue.pk)
        value = ALERT_PACES[chosen[kind]] if kind in chosen else ""
        name = said_in(queue.texts["name"], language)
        found.append(Choice(kind, name, value, (("", AS_THE_TEAM[queue.alert]), *OF_QUEUE)))
    return found
