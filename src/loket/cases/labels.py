"""The words for a status, which the organisation may choose itself, with its sign and colour."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.cases.models import Case
from loket.core.acting import Acting
from loket.core.badges import STATUSES
from loket.core.figures import day
from loket.core.models import Organisation
from loket.core.page import said_in
from loket.core.partview import BadgeView, Text

EXPLAINED = {
    "open": _("Wij hebben uw aanvraag ontvangen."),
    "assigned": _("Iemand van ons heeft uw aanvraag gekregen."),
    "in_progress": _("Wij werken aan een oplossing."),
    "waiting": _("Wij hebben eerst informatie nodig."),
    "returned": _("Kijk uw aanvraag na en stuur ze opnieuw."),
    "awaiting_acceptance": _("Wij zijn klaar. Laat weten of u het eens bent."),
    "closed_complete": _("De zaak is gesloten. U kunt alles nog lezen."),
    "closed_incomplete": _("De zaak is gesloten zonder oplossing. U kunt alles nog lezen."),
    "cancelled": _("De zaak is geannuleerd. U kunt alles nog lezen."),
    "withdrawn": _("De aanvraag is ingetrokken. U kunt alles nog lezen."),
    "superseded": _("Een andere zaak komt in de plaats van deze zaak."),
}
WAITS_ON = {
    "requester": _("u"),
    "manager": _("de leidinggevende"),
    "personnel": _("de personeelsdienst"),
    "third": _("een andere dienst"),
}
PRIORITIES = {0: _("laag"), 1: _("gewoon"), 2: _("hoog"), 3: _("dringend")}


def status_label(code: str, organisation: Organisation, language: str) -> Text:
    """The word of the organisation for a status, else ours."""
    own = organisation.settings.get("statuses", {}).get(code, {}).get("label")
    return said_in(own, language) if own else STATUSES[code].label


def status_note(code: str, organisation: Organisation, language: str) -> Text:
    """One plain sentence that says what a status means for the person."""
    own = organisation.settings.get("statuses", {}).get(code, {}).get("note")
    return said_in(own, language) if own else EXPLAINED[code]


def handler_word(organisation: Organisation, language: str) -> Text:
    """What the organisation calls whoever handles a case."""
    own = organisation.settings.get("handler")
    return said_in(own, language) if own else gettext("behandelaar")


def status_badge(case: Case, organisation: Organisation, language: str) -> BadgeView:
    """The status of a case with its sign and colour."""
    sign = STATUSES[case.status]
    return BadgeView(status_label(case.status, organisation, language), sign.tone, sign.icon)


def waits_on_words(case: Case, by: Acting, *, own: bool = True) -> tuple[str, ...]:
    """On whom the case waits now and until when, in words for whose case it is, or for others."""
    words = WAITS_ON if own else WAITS_ON | {"requester": _("de aanvrager")}
    parties = [party for party in case.waits_on.split(",") if party]
    return tuple(with_date(words[one], case.waits_until.get(one, ""), by) for one in parties)


def with_date(who: Text, until: str, by: Acting) -> str:
    """Somebody, and the day until which they have, if there is one."""
    if not until:
        return str(who)
    last = datetime.fromisoformat(until).astimezone(by.zone).date()
    return gettext("%(who)s (uiterlijk %(date)s)") % {"who": who, "date": day(last, by.today)}
