"""Tasks as the home page shows them: what is asked, about which case, by when, and where to do it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.cases.models import Task
from loket.core.acting import Acting
from loket.core.figures import day
from loket.core.page import said_in
from loket.core.partview import AnswerView, BadgeView, TaskView
from loket.portal import places

type Words = str | Promise

BADGES: Mapping[str, BadgeView] = {
    Task.Kind.ANSWER: BadgeView(gettext_lazy("Wij wachten op u"), "wait", "user-question"),
    Task.Kind.ACCEPT: BadgeView(gettext_lazy("Akkoord gevraagd"), "wait", "hourglass"),
    Task.Kind.CORRECT: BadgeView(gettext_lazy("Verbeteren"), "wait", "corner-up-left"),
    Task.Kind.DELIVER: BadgeView(gettext_lazy("Document gevraagd"), "wait", "paperclip"),
    Task.Kind.REPLACE: BadgeView(gettext_lazy("Document gevraagd"), "wait", "paperclip"),
    Task.Kind.APPROVE: BadgeView(gettext_lazy("Goedkeuring"), "brand", "rubber-stamp"),
    Task.Kind.READ: BadgeView(gettext_lazy("Nieuw bericht"), "brand", "message"),
    Task.Kind.CONFIRM_WITHDRAW: BadgeView(
        gettext_lazy("Intrekken gevraagd"), "wait", "arrow-back-up"
    ),
}
BUTTONS: Mapping[str, tuple[Words, str]] = {
    Task.Kind.ANSWER: (gettext_lazy("Beantwoord de vraag"), "message"),
    Task.Kind.ACCEPT: (gettext_lazy("Bekijk de oplossing"), "check"),
    Task.Kind.CORRECT: (gettext_lazy("Verbeter uw aanvraag"), "pencil"),
    Task.Kind.DELIVER: (gettext_lazy("Document toevoegen"), "paperclip"),
    Task.Kind.REPLACE: (gettext_lazy("Document toevoegen"), "paperclip"),
    Task.Kind.APPROVE: (gettext_lazy("Bekijk de aanvraag"), "rubber-stamp"),
    Task.Kind.READ: (gettext_lazy("Lees het bericht"), "message"),
    Task.Kind.CONFIRM_WITHDRAW: (gettext_lazy("Bekijk de zaak"), "arrow-right"),
}


def task_row(task: Task, by: Acting) -> TaskView:
    """One task; `task.case.requester` and `task.question` are at hand."""
    label, icon = BUTTONS[task.kind]
    url = task_url(task)
    return TaskView(
        key=task.key,
        title=said_in(task.case.title, by.language),
        url=url,
        badge=BADGES[task.kind],
        number=task.case.number,
        when=_when(task, by),
        quote=_quote(task),
        link=AnswerView(url, label, icon),
    )


def task_url(task: Task) -> str:
    """Where the task is done."""
    if task.kind == Task.Kind.APPROVE:
        return f"{places.APPROVALS}{task.key}/"
    return places.case_url(task.case)


def _when(task: Task, by: Acting) -> str:
    if task.kind == Task.Kind.APPROVE:
        return _("Gevraagd door %(name)s") % {"name": task.case.requester.name}
    if task.due_at is None:
        return ""
    return _("Uiterlijk %(day)s") % {"day": day(by.later(task.due_at).today, by.today)}


def _quote(task: Task) -> str:
    """The beginning of the question; nothing for an approver, who sees the case itself."""
    if task.question is None or task.kind == Task.Kind.APPROVE:
        return ""
    body = " ".join(task.question.body.split())
    return body if len(body) <= 160 else f"{body[:157].rsplit(' ', 1)[0]}…"
