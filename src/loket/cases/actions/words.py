"""The words that go with an action: a message of the case, with its files."""

from loket.cases.actions.given import Given
from loket.cases.actions.photos import merge_photos
from loket.cases.actions.situation import Situation
from loket.cases.models import CaseFile, CaseMessage
from loket.contacts.actions.drafts import drop_sent_draft
from loket.contacts.actions.messages import Writing, write_message
from loket.contacts.models import Message
from loket.core.acting import Acting
from loket.documents.models import StoredFile
from loket.documents.photos import is_photo

KINDS = {
    "ask": "question",
    "answer": "answer",
    "return_for_correction": "return",
    "correct": "correction",
    "propose_solution": "solution",
    "complete": "solution",
    "refuse": "refusal",
    "approve": "approval",
    "refuse_approval": "refusal",
    "refuse_approval_for_good": "refusal",
    "send_message": "message",
    "write": "message",
    "accept": "message",
    "reopen": "message",
    "stop_waiting": "message",
    "waive_document": "message",
    "close_incomplete": "closing",
    "cancel": "closing",
    "supersede": "closing",
    "restore": "message",
    "split_off": "message",
    "withdraw": "closing",
    "ask_withdrawal": "message",
    "decline_withdrawal": "message",
    "deliver": "answer",
    "add_document": "message",
}
"""Actions whose text everybody on the case reads, and the kind of message that it becomes."""

FROM_US = frozenset(
    {
        "ask",
        "return_for_correction",
        "propose_solution",
        "complete",
        "send_message",
        "stop_waiting",
        "waive_document",
        "close_incomplete",
        "cancel",
        "supersede",
        "restore",
        "split_off",
        "decline_withdrawal",
    }
)
"""Actions by which the service speaks; in all others a person speaks to the service."""


IN_ANOTHER_FIELD = frozenset({"split_off", "waive_document"})
"""Actions whose words have a field of their own: what is half written in that of the case stays."""
WITH_FILES = frozenset({*KINDS, "deliver", "add_document"})


def say(situation: Situation, action: str, given: Given, by: Acting) -> Message | None:
    """Write the message that goes with the action, if it has words, and keep its files."""
    if action not in WITH_FILES:
        return None
    files = list(StoredFile.objects.filter(pk__in=given.files))
    add_files(situation, files, given, by, via=via_of(action))
    if action not in KINDS or not given.text.strip():
        return None
    case = situation.case
    from_us = action in FROM_US
    message, _new = write_message(
        case.requester,
        Writing(body=given.text, key=given.key, from_us=from_us, files=files),
        by=by,
    )
    CaseMessage.objects.create(case=case, message=message, kind=KINDS[action])
    if from_us and given.batch is None and action not in IN_ANOTHER_FIELD:
        for purpose in ("question", "message") if action == "ask" else ("message",):
            drop_sent_draft(case, purpose, given.text, by=by, known=given.kept)
    return message


def via_of(action: str) -> str:
    """The way by which the files of an action came; what the service gives needs no check."""
    if action in FROM_US:
        return CaseFile.FROM_US
    return "deliver" if action == "deliver" else "message"


def add_files(
    situation: Situation, files: list[StoredFile], given: Given, by: Acting, *, via: str
) -> list[CaseFile]:
    """Put files on the case, in the slot that they were asked for."""
    slot = situation.spec.slot(given.slot) if given.slot else None
    rows = CaseFile.objects.bulk_create(
        CaseFile(
            case=situation.case,
            file=file,
            slot=given.slot,
            item=given.item,
            privacy=slot.privacy if slot else "normal",
            via=via,
            added_by_id=by.person_id,
            added_at=by.at,
        )
        for file in files
    )
    if given.slot and any(is_photo(file.type) for file in files):
        merge_photos(situation.case, by=by)
    return rows
