"""Half-written words about cases that their writer does not handle any more: they stay to be read."""

from loket.cases.actions.consulting import ANSWER
from loket.cases.models import Case
from loket.contacts.actions.drafts import drafts_for
from loket.contacts.models import MessageDraft
from loket.core.acting import Acting
from loket.people.models import Person


def words_left(person: Person, *, by: Acting) -> list[MessageDraft]:
    """What somebody wrote about cases that went to others, the newest first; opinions stand apart."""
    drafts = list(drafts_for(Case, by=by).exclude(purpose=ANSWER))
    handled = Case.objects.visible_to(person).handled_by(person)
    theirs = set(
        handled.filter(pk__in=[one.about_id for one in drafts]).values_list("pk", flat=True)
    )
    return [one for one in drafts if one.about_id not in theirs]
