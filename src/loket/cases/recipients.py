"""Who hears of an event of a case, by the table of notices: each person once, by their first role."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from loket.cases.models import Case, Consult, Task
from loket.contacts.alerts import alerts_chosen
from loket.contacts.rules.matrix import Role, Row, rows_for
from loket.core.models import Event
from loket.core.prepared import padded, prepared
from loket.people.models import Membership, Person, RoleGrant
from loket.people.staffing import is_closed
from loket.routing.models import Queue

ORDER = (
    Role.REQUESTER,
    Role.SUBJECT,
    Role.ASKED,
    Role.ASKER,
    Role.APPROVER,
    Role.ASSIGNEE,
    Role.FORMER,
    Role.TEAM,
)

FOR_THEMSELVES = frozenset({Role.REQUESTER, Role.SUBJECT})
"""Who hears of their own case though their account was closed; who worked in it does not."""
NO_LONGER = frozenset(
    {
        "case.consult_withdrawn",
        "case.waiting_stopped",
        "case.closed",
        "approval.decided",
        "approval.passed",
    }
)
"""What is told to people who were asked something, and could see the case until now."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, as what they hear of it, and which notice that is."""

    person: Person
    role: Role
    row: Row
    alert: str = ""
    """How a member of the team wants to hear of new work."""


def occasion_of(event: Event) -> str:
    """The row of the table of notices that an event of a case belongs to."""
    data = event.data
    details = {
        "case.asked": data.get("party"),
        "case.closed": data.get("outcome"),
        "case.submitted": {"split": "split"}.get(data.get("action", ""), ""),
        "case.message": {"send_message": "from_us"}.get(data.get("action"), "from_requester"),
        "document.checked": {"restore_document": "restored"}.get(data.get("action", ""), ""),
        "approval.decided": {"approve": "approved"}.get(data.get("action"), "refused"),
        "case.reminded": _kind_of_task(data["task"]) if event.kind == "case.reminded" else "",
    }
    detail = details.get(event.kind)
    return f"{event.kind}:{detail}" if detail else event.kind


def recipients_of(event: Event, case: Case) -> list[Recipient]:
    """Everybody who hears of it and may see the case; never who did it, unless it is a receipt.

    A team sees new work in its list; it hears of it where its queue asks for that, and each member
    as they chose for themselves.
    """
    rows = dict(rows_for(occasion_of(event)))
    alerts = alerts_of(case) if Role.TEAM in rows else {}
    if not alerts:
        rows.pop(Role.TEAM, None)
    first: dict[int, Role] = {}
    for role in (role for role in ORDER if role in rows):
        found_in = alerts if role is Role.TEAM else set(_in_role(role, event, case))
        for person_id in sorted(found_in):
            if person_id != event.actor_id or rows[role].also_self:
                first.setdefault(person_id, role)
    people = {one.pk: one for one in people_told(*padded(first))} if first else {}
    found = (
        Recipient(people[pk], role, rows[role], alerts.get(pk, "") if role is Role.TEAM else "")
        for pk, role in first.items()
        if pk in people and (role in FOR_THEMSELVES or not is_closed(people[pk]))
    )
    return [told for told in found if _is_gone(told, event) or _may_see(told.person, case)]


def _is_gone(told: Recipient, event: Event) -> bool:
    """Whether it tells somebody that the case, or a question in it, is theirs no longer."""
    asked = told.role is Role.ASKED and event.kind in NO_LONGER
    return asked or told.role is Role.FORMER


def _may_see(person: Person, case: Case) -> bool:
    return bool(still_visible(person.pk, case.pk))


@prepared
def people_told(*person_ids: int) -> QuerySet[Person]:
    """People, with what a notice needs of them."""
    return Person.objects.select_related("party", "user").filter(pk__in=person_ids)


@prepared
def still_visible(person_id: int, case_id: int) -> QuerySet[Case, int]:
    """The case, while this person may see it."""
    cases = Case.objects.visible_to(Person(pk=person_id)).filter(pk=case_id)
    return cases.values_list("pk", flat=True)


def _in_role(role: Role, event: Event, case: Case) -> Iterator[int]:
    match role:
        case Role.REQUESTER:
            yield from (case.submitted_by_id, case.requester_id)
        case Role.SUBJECT:
            yield case.subject_id
        case Role.ASSIGNEE if case.assignee_id is not None:
            yield case.assignee_id
        case Role.FORMER if event.data.get("former"):
            yield int(event.data["former"])
        case Role.APPROVER:
            yield from _holders(event, case, Task.Kind.APPROVE)
        case Role.ASKED:
            yield from _asked(event, case)
        case Role.ASKER:
            asked = Consult.objects.filter(task=event.data.get("task"))
            yield from asked.values_list("asker_id", flat=True)


def alerts_of(case: Case) -> dict[int, str]:
    """Who of the team hears of new work in this queue, and how; empty when nobody does."""
    queue = case.queue
    chosen = alerts_chosen(queue.pk)
    if queue.alert == Queue.Alert.NONE and not set(chosen.values()) - {Queue.Alert.NONE.value}:
        return {}
    grants = RoleGrant.objects.current().filter(
        unit=queue.team_id, role__in=(RoleGrant.Role.HANDLER, RoleGrant.Role.LEAD)
    )
    team = grants.values_list("person_id", flat=True)
    heard = {person: chosen.get(person, str(queue.alert)) for person in team}
    return {person: alert for person, alert in heard.items() if alert != Queue.Alert.NONE}


def _holders(event: Event, case: Case, kind: Task.Kind) -> Iterator[int]:
    """Who holds a task that opened with this event."""
    yield from _people_in(opened_with(case.pk, event.occurred_at, kind))


@prepared
def opened_with(
    case_id: int, at: datetime, kind: Task.Kind
) -> QuerySet[Task, tuple[int | None, int | None]]:
    """Who holds the open tasks of this kind that a case got at this moment."""
    opened = Task.objects.open().filter(case=case_id, kind=kind, created_at=at)
    return opened.values_list("person_id", "unit_id")


def _asked(event: Event, case: Case) -> Iterator[int]:
    """Who holds the question of this event, or held it until now."""
    tasks = Task.objects.filter(case=case)
    if event.kind == "case.asked":
        yield from _people_of(tasks.filter(question=event.data.get("message")))
    elif event.kind == "case.consulted":
        yield from _holders(event, case, Task.Kind.CONSULT)
    elif event.kind == "case.consult_withdrawn":
        yield from _people_of(tasks.filter(pk=event.data.get("task")))
    elif event.kind == "case.reminded":
        yield from _people_of(tasks.filter(pk=event.data.get("task"), done_at=None))
    else:
        to_others = tasks.filter(kind__in=(Task.Kind.ANSWER, Task.Kind.APPROVE))
        ended = to_others.filter(dropped=True, done_at=event.occurred_at)
        yield from _people_of(ended)


def _people_of(tasks: QuerySet[Task]) -> Iterator[int]:
    yield from _people_in(tasks.values_list("person_id", "unit_id"))


def _people_in(held: Iterable[tuple[int | None, int | None]]) -> Iterator[int]:
    for person_id, unit_id in held:
        if person_id is not None:
            yield person_id
        else:
            members = Membership.objects.filter(unit=unit_id)
            yield from members.values_list("person_id", flat=True)


def _kind_of_task(pk: int) -> str:
    return str(Task.objects.filter(pk=pk).values_list("kind", flat=True).first() or "")
