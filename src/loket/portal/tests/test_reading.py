"""A message that asks nothing is a task to read, which ends when the person opens the case."""

from tests.make import make_case, make_message, make_task

from loket.cases.models import Task
from loket.cases.rules.tasks import TaskKind
from loket.catalogue.models import Service
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of


def test_opening_the_case_ends_the_task_to_read(
    sarah: Person, kim: Person, service: Service
) -> None:
    case = make_case(sarah, service, status="assigned", assignee=kim)
    make_message(case, kim, "Wij zijn er mee bezig.", from_us=True)
    task = make_task(case, TaskKind.READ, person=sarah)
    site = browser_of(sarah)

    site.get("/taken/")
    assert Task.objects.get(pk=task.pk).done_at is None
    site.get(f"/zaken/{case.number}/")

    read = Task.objects.get(pk=task.pk)
    assert read.done_at is not None
    assert read.done_by == sarah
    assert case.number not in site.get("/taken/").content.decode()
