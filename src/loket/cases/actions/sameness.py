"""Whether what comes once more under the key of a page is what was done with it before."""

from loket.cases.actions.given import Given
from loket.cases.actions.words import KINDS
from loket.cases.models import Case, CaseFile, Task
from loket.cases.problems import sent_before
from loket.cases.rules.flow import MOVED
from loket.contacts.actions.messages import checked_body
from loket.contacts.models import Message
from loket.core.models import Event
from loket.documents.models import StoredFile
from loket.documents.photos import is_photo


def refuse_other(done: Event, case: Case, given: Given) -> None:
    """Do not pass over what was changed in a page after it was sent."""
    if not given.batch and is_other(done, case, given):
        raise sent_before()


def is_other(done: Event, case: Case, given: Given) -> bool:
    """Whether something was changed in the page after it was sent: nobody would see it.

    What was left out since (a browser forgets chosen files) is no change.
    """
    return (
        _says_other(done, given)
        or _names_other(done, given)
        or _asks_other(done, case, given)
        or _brings_other(done, case, given)
    )


def _says_other(done: Event, given: Given) -> bool:
    if not given.text.strip() or done.data.get("action") not in KINDS:
        return False
    message = done.data.get("message")
    said = Message.objects.filter(pk=message or 0).values_list("body", flat=True).first()
    return said != checked_body(given.text)


def _names_other(done: Event, given: Given) -> bool:
    """Whether another colleague, case, priority or day was chosen."""
    chosen = {
        "colleague": given.colleague,
        "case": given.case if done.data.get("action") == "supersede" else None,
        "priority": None if given.priority is None else str(given.priority),
        "queue": given.queue if done.data.get("action") in MOVED else None,
        "until": given.returns_on.isoformat() if given.returns_on else None,
    }
    return any(value and done.data.get(name) != value for name, value in chosen.items())


def _asks_other(done: Event, case: Case, given: Given) -> bool:
    """Whether somebody else is asked, or until another day."""
    asked = given.asked
    if asked is None:
        return False
    kinds = (Task.Kind.ANSWER, Task.Kind.CONSULT)
    rows = Task.objects.filter(case=case, kind__in=kinds, created_at=done.occurred_at)
    rows = rows.filter(party=asked.party, unit=asked.unit_id, third_party=asked.name)
    if asked.unit_id is None:
        rows = rows.filter(person=asked.person_id)
    if given.until is not None:
        rows = rows.filter(due_at=given.until)
    return not rows.exists()


def _brings_other(done: Event, case: Case, given: Given) -> bool:
    """Whether a file comes along that did not the first time."""
    brought = StoredFile.objects.filter(pk__in=given.files)
    if not brought:
        return False
    rows = CaseFile.objects.filter(case=case, added_by=done.actor_id, added_at=done.occurred_at)
    kept = [row.file for row in rows.select_related("file")]
    return not all(any(_is_same(file, one) for one in kept) for file in brought)


def _is_same(file: StoredFile, kept: StoredFile) -> bool:
    """Whether it is the same file; a photo that was checked lost what was hidden in it."""
    if file.name != kept.name:
        return False
    stripped = is_photo(kept.type) and kept.state == StoredFile.State.CLEAN
    return stripped or bytes(file.sha256) == bytes(kept.sha256)
