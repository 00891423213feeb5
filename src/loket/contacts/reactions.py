"""What contacts do when something happened below: warn of a draft's end, mail a code."""

from django.db import transaction

from loket.catalogue.models import Draft, FormVersion
from loket.contacts.actions.mails import queue_mail
from loket.contacts.actions.notices import Notice, notify, pace_for
from loket.contacts.orders import MailOrder
from loket.contacts.rules.matrix import Pace, Role, rows_for
from loket.contacts.wording import Param
from loket.core.events import acting_after
from loket.core.models import Event
from loket.people.actions.addresses import code_to_mail
from loket.people.actions.codes import CODE_MINUTES, mailed
from loket.people.models import Address, AddressCode


def tell_owner_of_draft(event_id: int) -> None:
    """Tell somebody that their draft will be thrown away, while it is still there."""
    event = Event.objects.get(pk=event_id)
    if not Draft.objects.open().filter(pk=event.about_id).exists():
        return
    params = _title(event) | {"expires_on": str(event.data["expires_on"])}
    _tell_owner(event, "/concepten/", params)


def tell_owner_of_lost_draft(event_id: int) -> None:
    """Tell somebody that their draft was thrown away; the event knows whose it was."""
    event = Event.objects.get(pk=event_id)
    _tell_owner(event, "/aanvragen/", _title(event))


def _title(event: Event) -> dict[str, Param]:
    version = FormVersion.objects.get(pk=event.data["version"])
    return {"title": version.spec["title"]}


@transaction.atomic
def _tell_owner(event: Event, url: str, params: dict[str, Param]) -> None:
    row = rows_for(event.kind)[Role.OWNER]
    owner_id = int(event.data["person"])
    pace = pace_for(owner_id, row)
    notice = Notice(
        kind=row.notice,
        event_id=event.pk,
        url=url,
        params=params,
        mail=pace is not None,
        pace=pace or Pace.NOW,
    )
    notify(owner_id, notice, by=acting_after(event, "notice"))


def mail_address_code(event_id: int) -> None:
    """Mail the code that proves an address, to that address, once."""
    event = Event.objects.get(pk=event_id)
    address = Address.objects.filter(pk=event.about_id, verified_at=None).first()
    if address is None:
        return
    by = acting_after(event, "mail")
    code = code_to_mail(address, by=by)
    if not code:
        return
    order = MailOrder(
        notice="address_code",
        url="/profiel/",
        params={"code": code, "minutes": CODE_MINUTES},
        to=address.value,
        once=f"event:{event.pk}",
    )
    queue_mail(address.party_id, order, by=by)


def mail_draft_code(event_id: int) -> None:
    """Mail the code that proves an address in a draft, to that address, once."""
    event = Event.objects.get(pk=event_id)
    draft = Draft.objects.open().filter(pk=event.about_id).select_related("version").first()
    code = AddressCode.objects.filter(pk=event.data["code"]).first()
    by = acting_after(event, "mail")
    found = mailed(code, by=by) if code else None
    if draft is None or found is None:
        return
    order = MailOrder(
        notice="draft_code",
        url="/concepten/",
        params={
            "code": found.digits,
            "minutes": CODE_MINUTES,
            "title": draft.version.spec["title"],
        },
        to=found.to,
        once=f"event:{event.pk}",
    )
    queue_mail(draft.owner_id, order, by=by)
