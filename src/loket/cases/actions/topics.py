"""Whom and what an event of a case touches beside the case, for the pages that listen."""

from collections.abc import Iterable

from loket.cases.models import Case, Task


def topics_of(case: Case, tasks: Iterable[Task]) -> frozenset[str]:
    """The queue, the people of the case, whoever handles it, and for whom these tasks are.

    Only whoever works on a case at the desk hears of what is internal: each kind of person has a topic.
    """
    tasks = tuple(tasks)
    parties = {case.requester_id, case.subject_id, case.submitted_by_id}
    asked = {task.person_id for task in tasks if task.person_id and task.kind == Task.Kind.CONSULT}
    people = {task.person_id for task in tasks if task.person_id} - parties - asked
    desk = {case.assignee_id, *asked} - {None}
    units = {task.unit_id for task in tasks if task.unit_id}
    return frozenset(
        (
            f"queue:{case.queue_id}",
            *(f"party:{pk}" for pk in parties),
            *(f"person:{pk}" for pk in people),
            *(f"handler:{pk}" for pk in desk),
            *(f"unit:{pk}" for pk in units),
        )
    )
