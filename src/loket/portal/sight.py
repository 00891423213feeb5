"""What of a case somebody sees in the portal: whose it is, and for whom its special data are."""

from loket.cases.models import Case
from loket.cases.papers import Reader
from loket.people.middleware import PersonRequest
from loket.people.models import Person


def is_party(person: Person, case: Case) -> bool:
    """Whether the case is this person's own; somebody who is only asked something sees less."""
    return person.pk in (case.requester_id, case.subject_id, case.submitted_by_id)


def is_about(person: Person, case: Case) -> bool:
    """Whether the case is about this person: special papers are theirs to see, whoever gave them.

    Who asked for somebody else sees of those what they gave themselves.
    """
    return bool(person.pk == case.subject_id)


def reads_special(person: Person, case: Case) -> bool:
    """Whether this person may read the special answers: they are about them, or typed by them alone."""
    if is_about(person, case):
        return True
    others = case.change_sets.exclude(sent_at=None).exclude(draft__owner=person)
    return case.submitted_by_id == person.pk and not others.exists()


def reader_of(request: PersonRequest, case: Case) -> Reader:
    """How this person sees the papers of a case of theirs."""
    about = is_about(request.person, case)
    return Reader(request.acting.language, "portal:case_file", about, request.person.pk)
