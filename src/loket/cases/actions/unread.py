"""A message that nobody read yet stays unread when its case goes up in another one, and back."""

from collections.abc import Iterable

from loket.cases.models import Case, CaseMessage, Task
from loket.core.acting import Acting


def unread_when_closed(case: Case) -> list[Task]:
    """The messages that were still to be read when the case closed."""
    ended = Task.objects.filter(case=case, dropped=True, done_at=case.closed_at)
    return list(ended.filter(kind=Task.Kind.READ).order_by("pk"))


def bring_unread(old: Case, new: Case, by: Acting) -> None:
    """Let what was not read yet in a case be read in the one that takes its place."""
    if new.closed_at is not None:
        return
    waiting = Task.objects.open().filter(case=new, kind=Task.Kind.READ)
    known = set(waiting.values_list("person_id", flat=True))
    left = {task.person_id: task for task in unread_when_closed(old)}
    Task.objects.bulk_create(
        Task(
            case=new,
            kind=Task.Kind.READ,
            party=task.party,
            person_id=person_id,
            question_id=task.question_id,
            blocks=False,
            created_at=by.at,
        )
        for person_id, task in left.items()
        if person_id not in known
    )


def take_unread_back(tasks: Iterable[Task], other: Case | None, by: Acting) -> list[Task]:
    """The messages that were read nowhere meanwhile; the case that let go asks for them no more."""
    left = []
    for task in tasks:
        moved = Task.objects.filter(case=other, kind=Task.Kind.READ, question=task.question_id)
        if moved.filter(done_at__isnull=False, dropped=False).exists():
            continue
        for one in moved.filter(done_at=None):
            let_go(one, by)
        left.append(task)
    return left


def let_go(moved: Task, by: Acting) -> None:
    """End a task that came along, unless the case has news of its own since then."""
    own = CaseMessage.objects.filter(case=moved.case_id, message__from_us=True)
    newer = own.filter(message__sent_at__gte=moved.created_at).order_by("-message").first()
    if newer is not None:
        moved.question_id = newer.message_id
    else:
        moved.done_at, moved.done_by_id, moved.dropped = by.at, by.person_id, True
    moved.save(update_fields=["question", "done_at", "done_by", "dropped"])
