"""Half-written words of the desk: kept, unless they came after the message that they became."""

from collections.abc import Mapping

from django.db import transaction

from loket.cases.actions.carry import idem_of
from loket.cases.actions.given import Given
from loket.cases.actions.notes import words_of_note
from loket.cases.models import Case
from loket.contacts.actions.drafts import keep_message_draft, note_beside
from loket.contacts.models import Message
from loket.contacts.rules.prose import tidy
from loket.core.acting import Acting
from loket.core.events import recorded_once
from loket.core.likeness import ink

SOLVING = "complete"
"""What giving a solution is called where nobody is asked to accept it."""


@transaction.atomic
def keep_words(
    case: Case,
    action: str,
    purpose: str,
    *,
    by: Acting,
    given: Given,
    beside: Mapping[str, str] | None = None,
) -> bool:
    """Keep what is written for an action; False when the page sent these very words already.

    The case is locked, so that words that are kept and sent at once are first one, then the other.
    """
    version = Case.objects.select_for_update().values_list("version_lock", flat=True)
    now = version.get(pk=case.pk)
    if was_sent(case, action, given):
        return False
    seen = min(given.seen or now, now)
    draft = keep_message_draft(
        case, purpose, given.text, base_version=seen, by=by, known=given.kept
    )
    note_beside(draft, beside or {})
    return True


def was_sent(case: Case, action: str, given: Given) -> bool:
    """Whether these words, or more, went out under the key of the page."""
    words = ink(tidy(given.text))
    if not given.key or not words:
        return False
    done = recorded_once(*(idem_of(case.pk, one, given.key) for one in (action, SOLVING)))
    if done is None:
        return False
    message = Message.objects.filter(pk=done.data.get("message") or 0)
    said = message.values_list("body", flat=True).first()
    said = said or words_of_note(done.data.get("note") or 0)
    return ink(tidy(said)).startswith(words)
