"""What waits for a person, as rows of a page: the same on the home page and in the list."""

from collections.abc import Iterable

from django.db.models import Case as Choose
from django.db.models import F, Q, QuerySet, When
from django.utils.translation import gettext as _

from loket.cases.labels import status_label
from loket.cases.models import Task
from loket.cases.papernames import name_of_paper
from loket.catalogue.specs import spec_of
from loket.core import figures
from loket.core.addresses import address_of
from loket.core.page import said_in
from loket.core.partview import AnswerView, BadgeView, TaskView
from loket.core.prepared import prepared
from loket.people.middleware import PersonRequest
from loket.people.models import Person
from loket.portal.places import desk_case_url

LONGEST_QUOTE = 160
FEW, MOST = 4, 200


def open_tasks(request: PersonRequest, *, few: bool = False) -> list[Task]:
    """What this person, or a unit of theirs, must still do; the most urgent first."""
    tasks = tasks_waiting(few, request.person.pk, *sorted(request.units))
    for task in tasks:
        if task.item:
            task.case.answers, task.case.sealed = vars(task)["answers"], vars(task)["sealed"]
    return tasks


@prepared
def tasks_waiting(few: bool, person_id: int, *unit_ids: int) -> QuerySet[Task]:
    """Open tasks of a person or one of these units: by their ids, so that an index finds each;
    the predicate is the fence. Answers come along only where one of them names a document."""
    return (
        Task.objects.open()
        .filter(Q(person=person_id) | Q(unit__in=unit_ids))
        .visible_to(Person(pk=person_id))
        .exclude(third_party__gt="")
        .select_related("case__version", "case__requester", "question")
        .defer("case__answers", "case__sealed", "case__version__spec")
        .annotate(answers=where_named("case__answers"), sealed=where_named("case__sealed"))
        .order_by("due_at", "pk")[: FEW if few else MOST]
    )


def where_named(column: str) -> Choose:
    """What stands in a column of the case of a task that asks for the document of a row."""
    return Choose(When(item__gt="", then=F(column)))


def task_views(tasks: Iterable[Task], request: PersonRequest) -> list[TaskView]:
    """The tasks with their words and their buttons."""
    return [task_view(task, request) for task in tasks]


def task_view(task: Task, request: PersonRequest) -> TaskView:
    """One task: what it is about, what is asked, and how to do it."""
    case, language = task.case, request.acting.language
    url = address_of("portal:case", case.number)
    view = TaskView(
        key=task.key,
        title=said_in(case.title, language),
        url=url,
        badge=badge_of(task, request),
        number=case.number,
        when=when_of(task, request),
        quote=quote_of(task, language),
    )
    return with_way(view, task, url)


def with_way(view: TaskView, task: Task, url: str) -> TaskView:
    """The same task with the way to do it: in place, or on its page."""
    match task.kind:
        case Task.Kind.ACCEPT:
            return accept_in_place(view, task)
        case Task.Kind.APPROVE:
            url = address_of("portal:approval", task.key)
            way = AnswerView(url, _("Bekijk en beslis"), "rubber-stamp")
        case Task.Kind.DELIVER | Task.Kind.REPLACE:
            way = AnswerView(f"{url}#taak-{task.key}", _("Document toevoegen"), "paperclip")
        case Task.Kind.CORRECT:
            way = AnswerView(f"{url}#taak-{task.key}", _("Verbeter uw aanvraag"), "pencil")
        case Task.Kind.READ:
            way = AnswerView(url, _("Lees het bericht"), "message")
        case Task.Kind.CONSULT:
            url = desk_case_url(task.case)
            way = AnswerView(f"{url}?doe=adviseren#schrijf", _("Geef advies"), "message")
        case _:
            way = AnswerView(f"{url}#taak-{task.key}", _("Geef antwoord"), "message")
    return TaskView(
        key=view.key,
        title=view.title,
        url=url,
        badge=view.badge,
        number=view.number,
        when=view.when,
        quote=view.quote,
        link=way,
    )


def accept_in_place(view: TaskView, task: Task) -> TaskView:
    """Yes or no to a solution, without opening the case."""
    return TaskView(
        key=view.key,
        title=view.title,
        url=view.url,
        badge=view.badge,
        number=view.number,
        when=view.when,
        quote=view.quote,
        action=address_of("portal:accept", task.case.number, task.key),
        question=_("Bent u het eens met deze oplossing?"),
        answers=(
            AnswerView("ja", _("Ja, akkoord"), "check"),
            AnswerView("nee", _("Nee, nog niet"), "x"),
        ),
        remark=True,
    )


def badge_of(task: Task, request: PersonRequest) -> BadgeView:
    """What kind of thing waits."""
    language = request.acting.language
    match task.kind:
        case Task.Kind.ACCEPT:
            label = status_label("awaiting_acceptance", request.organisation, language)
            return BadgeView(label, "wait", "hourglass")
        case Task.Kind.APPROVE:
            return BadgeView(_("Goedkeuring"), "busy", "rubber-stamp")
        case Task.Kind.READ:
            return BadgeView(_("Nieuw bericht"), "brand", "message")
        case _:
            return BadgeView(_("Wij wachten op u"), "wait", "user-question")


def when_of(task: Task, request: PersonRequest) -> str:
    """By when, or from whom."""
    if task.kind == Task.Kind.APPROVE:
        return _("Gevraagd door %(name)s") % {"name": task.case.requester.name}
    if task.due_at is None:
        return ""
    due = task.due_at.astimezone(request.acting.zone).date()
    return _("Uiterlijk %(date)s") % {"date": figures.day(due, request.acting.today)}


def quote_of(task: Task, language: str) -> str:
    """What is asked, in the words of whoever asks it."""
    if task.question is not None:
        body = " ".join(task.question.body.split())
        return body if len(body) <= LONGEST_QUOTE else f"{body[: LONGEST_QUOTE - 1]}…"
    if task.slot:
        case = task.case
        label = name_of_paper(case, spec_of(case.version), task.slot, task.item, language)
        return _("Stuur ons dit document: %(document)s") % {"document": label}
    sentences = {
        Task.Kind.CORRECT: _("Verbeter uw aanvraag en stuur ze opnieuw."),
        Task.Kind.APPROVE: _("Lees de aanvraag en zeg of u akkoord bent."),
    }
    return sentences.get(Task.Kind(task.kind), "")
