"""The notices of a person, and which of them come by mail too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.contacts.actions.notices import mark_notices_read
from loket.contacts.choices import SWITCHES, Choice, alerts_for, choices_of, switch_now, switched
from loket.contacts.models import Notification
from loket.contacts.wording import sentence_of
from loket.core import figures
from loket.core.signs import whole_number
from loket.people.actions.preferences import choose_mails
from loket.people.doors import signed_in
from loket.people.middleware import PersonRequest

PAGE = 25


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One line of the list."""

    sentence: str
    url: str
    when: str
    unread: bool


@require_safe
@signed_in
def notices(request: PersonRequest) -> HttpResponse:
    """Show what happened, newest first."""
    mine = Notification.objects.visible_to(request.person)
    before = whole_number(request.GET.get("voor", ""))
    older = mine if before is None else mine.filter(pk__lt=before)
    found = list(older.order_by("-pk")[: PAGE + 1])
    own = reverse("contacts:notices")
    context = {
        "notices": [_line(notice, request.acting.today) for notice in found[:PAGE]],
        "unread": mine.unread().exists(),
        "first_url": "" if before is None else own,
        "next_url": f"{own}?voor={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "contacts/notices.html", context)


@require_safe
@signed_in
def notice(request: PersonRequest, key: str) -> HttpResponse:
    """Go to what a notice is about; that is reading it, to ask for the head only is not."""
    found = get_object_or_404(Notification.objects.visible_to(request.person), key=key)
    if request.method == "GET":
        mark_notices_read(request.person, by=request.acting, keys=[found.key])
    return redirect(found.url)


@require_POST
@signed_in
def read_all(request: PersonRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_notices_read(request.person, by=request.acting)
    return redirect("contacts:notices")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mails(request: PersonRequest) -> HttpResponse:
    """Choose which notices come by mail too, and how soon."""
    staff = request.rights.is_staff
    own, work = choices_of(request.person, at_the_desk=staff)
    queues = alerts_for(request.person, request.acting.language) if staff else []
    rows = own + work + queues
    if request.method == "POST":
        switch = request.POST.get("keuze", "")
        changed = switched(switch, rows) if switch in SWITCHES else changes_in(request, rows)
        choose_mails(request.person, changed, by=request.acting)
        return redirect(f"{reverse('contacts:mails')}?gedaan=1")
    context = {
        "own": own,
        "work": work,
        "queues": queues,
        "done": "gedaan" in request.GET,
        "switches": SWITCHES.items(),
        "switch": switch_now(rows),
    }
    return render(request, "contacts/mails.html", context)


def changes_in(request: PersonRequest, choices: Sequence[Choice]) -> dict[str, str]:
    """What was chosen otherwise in the lists than they showed; another window may have changed them."""
    changed = {}
    for choice in choices:
        value = request.POST.get(f"mail-{choice.kind}", choice.value)
        shown = request.POST.get(f"was-{choice.kind}", choice.value)
        if value not in {shown, choice.value} and value in dict(choice.options):
            changed[choice.kind] = value
    return changed


def _line(found: Notification, today: date) -> NoticeView:
    return NoticeView(
        sentence=sentence_of(found.kind, found.params),
        url=reverse("contacts:notice", kwargs={"key": found.key}),
        when=figures.moment(found.created_at, today),
        unread=found.read_at is None,
    )
