"""The side of the page of a case: who, by when, what is open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from loket.cases.absences import away_on
from loket.cases.labels import PRIORITIES, WAITS_ON
from loket.cases.links import Around, LinkView, link_views
from loket.cases.models import Absence, Approval, Task
from loket.cases.papernames import name_of_paper
from loket.cases.reading import Reading
from loket.core.page import said_in
from loket.core.partview import DetailView, Text
from loket.core.prepared import prepared
from loket.people.middleware import PersonRequest
from loket.people.models import Person, RoleGrant
from loket.people.staffing import is_closed, name_at_work

TASKS = {
    "answer": gettext_lazy("Een vraag beantwoorden"),
    "accept": gettext_lazy("Ja of nee zeggen tegen de oplossing"),
    "correct": gettext_lazy("De aanvraag verbeteren"),
    "deliver": gettext_lazy("Een document sturen"),
    "replace": gettext_lazy("Een ander document sturen"),
    "approve": gettext_lazy("Beslissen over de aanvraag"),
    "read": gettext_lazy("Een bericht lezen"),
    "confirm_withdraw": gettext_lazy("Beslissen of de aanvraag ingetrokken wordt"),
    "decide_changes": gettext_lazy("Beslissen over de wijzigingen van de aanvrager"),
    "consult": gettext_lazy("Advies geven"),
}


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Something that somebody must still do."""

    what: Text
    who: str
    due: datetime | None
    id: int
    answerable: bool = False
    """The handler writes the answer down: it came from a third party by phone or post."""
    withdrawable: bool = False
    """A question for an opinion, which can be taken back; not by whoever is asked."""
    passable: bool = False
    """An agreement that does not come: whoever leads the person now can be asked."""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """What the handler keeps in sight."""

    about: tuple[DetailView, ...]
    tasks: tuple[OpenTask, ...]
    approvals: tuple[DetailView, ...]
    colleagues: tuple[Person, ...]
    links: tuple[LinkView, ...]
    may_link: bool
    may_split: bool
    plan: "Plan | None" = None

    @property
    def somebody_away(self) -> bool:
        """Whether one of the colleagues is absent: giving them a case is asked twice."""
        return any(getattr(one, "away_until", None) for one in self.colleagues)


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes first, and what comes back later."""

    priorities: tuple[tuple[int, Text], ...]
    may_put_off: bool
    tomorrow: date


def plan_of(reading: Reading, today: date) -> Plan | None:
    """What this handler may plan."""
    if "set_priority" not in reading.possible:
        return None
    levels = tuple(PRIORITIES.items())
    return Plan(levels, "put_off" in reading.possible, today + timedelta(1))


def side_of(request: PersonRequest, reading: Reading, near: Around) -> Side:
    """The side for this handler."""
    case, language, today = reading.case, request.acting.language, request.acting.today
    can_assign = reading.possible & {"assign", "reassign"}
    return Side(
        about=about_of(reading, language),
        tasks=tuple(task_of(task, reading, request) for task in reading.tasks),
        approvals=tuple(approval_of(one, reading, language) for one in reading.approvals),
        colleagues=tuple(colleagues_of(case.queue.team_id, today)) if can_assign else (),
        links=link_views(near, language, staff=True),
        may_link="link" in reading.possible,
        may_split="split_off" in reading.possible,
        plan=plan_of(reading, today),
    )


def about_of(reading: Reading, language: str) -> tuple[DetailView, ...]:
    """The facts of the case."""
    case = reading.case
    facts = [
        DetailView(_("Nummer"), case.number),
        DetailView(_("Aanvrager"), case.requester.name),
    ]
    if case.subject_id != case.requester_id:
        facts.append(DetailView(_("Over"), case.subject.name))
    facts += [
        DetailView(_("Taal"), get_language_info(case.language)["name_translated"]),
        DetailView(_("Wachtrij"), said_in(case.queue.texts["name"], language)),
        DetailView(_("Behandelaar"), case.assignee.party.name if case.assignee else _("niemand")),
    ]
    if case.refused_count:
        facts.append(DetailView(_("Oplossing geweigerd"), str(case.refused_count)))
    return tuple(facts)


def task_of(task: Task, reading: Reading, request: PersonRequest) -> OpenTask:
    """An open task in words."""
    language = request.acting.language
    what: Text = TASKS[task.kind]
    if task.slot:
        what = (
            f"{what}: {name_of_paper(reading.case, reading.spec, task.slot, task.item, language)}"
        )
    mine = bool(task.third_party) and task.person_id == request.person.pk
    overdue = task.due_at is not None and task.due_at < request.acting.at
    gone = task.person is not None and is_closed(task.person)
    return OpenTask(
        what,
        who_of(task, language),
        task.due_at,
        task.pk,
        answerable=mine,
        withdrawable=task.kind == Task.Kind.CONSULT
        and task.person_id != request.person.pk
        and "withdraw_consult" in reading.possible,
        passable=task.kind == Task.Kind.APPROVE
        and (overdue or gone)
        and "pass_approval" in reading.possible,
        overdue=overdue,
    )


def who_of(task: Task, language: str) -> str:
    """Whose task it is."""
    if task.third_party:
        return task.third_party
    if task.unit is not None:
        return said_in(task.unit.name, language)
    return name_at_work(task.person) if task.person else str(WAITS_ON.get(task.party, ""))


def approval_of(approval: Approval, reading: Reading, language: str) -> DetailView:
    """An approval and what became of it."""
    asked = reading.spec.approval(approval.spec_id)
    label = said_in(dict(asked.label), language) if asked else approval.spec_id
    words = {
        "asked": _("gevraagd aan %(name)s"),
        "approved": _("akkoord door %(name)s"),
        "refused": _("niet akkoord door %(name)s"),
        "dropped": _("niet meer nodig van %(name)s"),
    }
    value = words[approval.state] % {"name": name_at_work(approval.approver)}
    return DetailView(label, f"{value}\n{approval.reason}".strip())


@prepared
def colleagues_of(team_id: int, today: date) -> QuerySet[Person]:
    """Those who can get a case of this team."""
    grants = RoleGrant.objects.on(today).filter(
        Q(unit=team_id) | Q(unit=None), role=RoleGrant.Role.HANDLER
    )
    found = Person.objects.reachable().filter(pk__in=grants.values("person"))
    away = Absence.objects.filter(away_on(today), person=OuterRef("pk")).values("ends_on")[:1]
    shown = found.annotate(away_until=Subquery(away))
    return shown.select_related("party").order_by("party__sort_key")
