"""The letters that Loket sends, and which names each of them may fill in."""

ALWAYS = frozenset({"name", "link", "organisation"})
_CASE = ALWAYS | {"number", "title"}

LETTERS: dict[str, frozenset[str]] = {
    "address_code": ALWAYS | {"code", "minutes"},
    "draft_code": ALWAYS | {"code", "minutes", "title"},
    "draft_expiring": ALWAYS | {"title", "expires_on"},
    "draft_expired": ALWAYS | {"title"},
    "receipt": _CASE | {"summary", "expected_on", "to_do"},
    "receipt_for_you": _CASE | {"expected_on"},
    "assigned": _CASE | {"to_do"},
    "started": _CASE | {"to_do"},
    "moved": _CASE | {"expected_on", "to_do"},
    "question": _CASE,
    "question_reminder": _CASE,
    "correction_reminder": _CASE,
    "personnel_question": _CASE,
    "third_party_question": _CASE,
    "message": _CASE,
    "returned": _CASE,
    "approval_asked": _CASE | {"requester"},
    "approval_reminder": _CASE | {"requester"},
    "approval_done": _CASE | {"to_do"},
    "approval_refused": _CASE,
    "proposed": _CASE | {"closes_on"},
    "acceptance_reminder": _CASE | {"closes_on"},
    "auto_closed": _CASE,
    "closed": _CASE,
    "withdrawal_declined": _CASE,
    "document_due": _CASE,
    "document_refused": _CASE,
    "news": _CASE | {"news"},
    "bundle": ALWAYS | {"count", "items"},
    "team_new_case": _CASE,
    "work_assigned": _CASE,
    "work_handed_over": ALWAYS | {"colleague"},
    "work_refused": _CASE,
    "work_news": _CASE | {"news"},
}
"""By code. Packs are checked against this: a letter that is missing, or asks for another name,
is refused when the pack is applied."""

OVER = frozenset({"closed", "auto_closed"})
"""What says that something is over: there is nothing left to answer, and the mail invites nobody to."""


def letter_of(notice: str) -> str:
    """The letter of a notice: its own, or the one that carries small news."""
    if notice in LETTERS:
        return notice
    return "work_news" if notice.startswith("work_") else "news"


def names_of(notice: str) -> frozenset[str]:
    """The names that the letter of a notice wants filled in."""
    return LETTERS[letter_of(notice)]
