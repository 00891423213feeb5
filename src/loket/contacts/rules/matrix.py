"""Who hears of what, and how: the table of notices.

An occasion is the kind of an event, where needed with a detail after a colon. A notice always
stands in the portal; the table says whether a mail goes with it. `docs/admin/mail.md` shows this
table; a test holds both together.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the thing that the event is about."""

    OWNER = "owner"  # of a draft
    REQUESTER = "requester"
    SUBJECT = "subject"  # it is about this person, somebody else asked for it
    ASSIGNEE = "assignee"
    FORMER = "former"  # had the case until now
    TEAM = "team"  # where the queue asks for it
    APPROVER = "approver"
    ASKER = "asker"  # asked a colleague for an opinion
    ASKED = "asked"  # holds the task: a personnel department, a manager, a third party


class Mail(StrEnum):
    """Whether a mail goes with the notice."""

    ALWAYS = "always"
    ON = "on"  # unless the person switched it off
    OFF = "off"  # only when the person switched it on
    NEVER = "never"


class Pace(StrEnum):
    """How soon a mail goes."""

    NOW = "now"  # and it takes along what is being collected
    BUNDLE = "bundle"  # collected for some minutes from the first
    DAY = "day"  # one mail each morning


@dataclass(frozen=True, slots=True)
class Row:
    """The notice for one role at one occasion.

    `notice` is the code of its sentence, of its letter and of the preference. With `also_self`
    it goes to whoever did it as well: a receipt, an ending.
    """

    notice: str
    mail: Mail
    also_self: bool = False


R = Role
MATRIX: dict[str, dict[Role, Row]] = {
    "draft.expiring": {R.OWNER: Row("draft_expiring", Mail.ON, also_self=True)},
    "draft.expired": {R.OWNER: Row("draft_expired", Mail.ON, also_self=True)},
    "case.submitted": {
        R.REQUESTER: Row("receipt", Mail.ALWAYS, also_self=True),
        R.SUBJECT: Row("receipt_for_you", Mail.ON),
        R.APPROVER: Row("approval_asked", Mail.ALWAYS),
        R.TEAM: Row("team_new_case", Mail.ON),
    },
    "case.submitted:split": {
        R.REQUESTER: Row("split_off", Mail.ALWAYS),
        R.SUBJECT: Row("split_off", Mail.ALWAYS),
        R.APPROVER: Row("approval_asked", Mail.ALWAYS),
        R.TEAM: Row("team_new_case", Mail.ON),
    },
    "case.assigned": {
        R.REQUESTER: Row("assigned", Mail.OFF),
        R.ASSIGNEE: Row("work_assigned", Mail.ON),
    },
    "case.started": {R.REQUESTER: Row("started", Mail.OFF)},
    "case.asked:requester": {R.ASKED: Row("question", Mail.ALWAYS)},
    "case.asked:personnel": {
        R.ASKED: Row("personnel_question", Mail.ALWAYS),
        R.REQUESTER: Row("waits_on_other", Mail.OFF),
    },
    "case.asked:manager": {
        R.ASKED: Row("third_party_question", Mail.ALWAYS),
        R.REQUESTER: Row("waits_on_other", Mail.OFF),
    },
    "case.asked:third": {
        R.ASKED: Row("third_party_question", Mail.ALWAYS),
        R.REQUESTER: Row("waits_on_other", Mail.OFF),
    },
    "case.answered": {R.ASSIGNEE: Row("work_answered", Mail.OFF)},
    "case.waiting_stopped": {R.ASKED: Row("question_dropped", Mail.ON)},
    "case.message:from_us": {
        R.REQUESTER: Row("message", Mail.ALWAYS),
        R.SUBJECT: Row("message", Mail.ALWAYS),
    },
    "case.message:from_requester": {R.ASSIGNEE: Row("work_message", Mail.OFF)},
    "absence.handed_over": {R.ASSIGNEE: Row("work_handed_over", Mail.ON)},
    "case.consulted": {R.ASKED: Row("work_consulted", Mail.ON)},
    "case.opinion_given": {R.ASKER: Row("work_opinion", Mail.ON)},
    "case.consult_withdrawn": {R.ASKED: Row("work_consult_withdrawn", Mail.OFF)},
    "case.amended": {R.ASSIGNEE: Row("work_changes", Mail.ON)},
    "case.changes_decided": {
        R.REQUESTER: Row("changes_decided", Mail.ALWAYS),
        R.APPROVER: Row("approval_asked", Mail.ALWAYS),
    },
    "case.moved": {
        R.REQUESTER: Row("moved", Mail.ON),
        R.ASSIGNEE: Row("work_moved", Mail.ON),
        R.FORMER: Row("work_moved_away", Mail.OFF),
        R.TEAM: Row("team_new_case", Mail.ON),
    },
    "case.returned": {R.REQUESTER: Row("returned", Mail.ALWAYS)},
    "case.corrected": {
        R.ASSIGNEE: Row("work_corrected", Mail.OFF),
        R.APPROVER: Row("approval_asked", Mail.ALWAYS),
    },
    "case.reminded:answer": {R.ASKED: Row("question_reminder", Mail.ALWAYS)},
    "case.reminded:correct": {R.ASKED: Row("correction_reminder", Mail.ALWAYS)},
    "case.reminded:approve": {R.ASKED: Row("approval_reminder", Mail.ALWAYS)},
    "case.reminded:deliver": {R.ASKED: Row("document_due", Mail.ON)},
    "case.reminded:replace": {R.ASKED: Row("document_due", Mail.ON)},
    "approval.passed": {
        R.APPROVER: Row("approval_asked", Mail.ALWAYS),
        R.ASKED: Row("question_dropped", Mail.ON),
    },
    "approval.decided:approved": {
        R.REQUESTER: Row("approval_done", Mail.ON),
        R.ASSIGNEE: Row("work_approved", Mail.OFF),
    },
    "approval.decided:refused": {
        R.REQUESTER: Row("approval_refused", Mail.ALWAYS),
        R.ASKED: Row("question_dropped", Mail.ON),
        R.ASSIGNEE: Row("work_not_approved", Mail.OFF),
    },
    "document.added": {R.ASSIGNEE: Row("work_document", Mail.OFF)},
    "document.delivered": {R.ASSIGNEE: Row("work_document", Mail.OFF)},
    "document.refused": {R.REQUESTER: Row("document_refused", Mail.ALWAYS)},
    "document.checked:restored": {R.REQUESTER: Row("document_waived", Mail.ON)},
    "document.waived": {R.REQUESTER: Row("document_waived", Mail.ON)},
    "case.proposed": {
        R.REQUESTER: Row("proposed", Mail.ALWAYS),
        R.SUBJECT: Row("proposed", Mail.ALWAYS),
    },
    "case.acceptance_reminded": {R.REQUESTER: Row("acceptance_reminder", Mail.ALWAYS)},
    "case.accepted": {
        R.REQUESTER: Row("closed", Mail.ALWAYS, also_self=True),
        R.SUBJECT: Row("closed", Mail.ALWAYS, also_self=True),
        R.ASSIGNEE: Row("work_accepted", Mail.OFF),
    },
    "case.accept_undone": {R.ASSIGNEE: Row("work_accept_undone", Mail.NEVER)},
    "case.refused": {R.ASSIGNEE: Row("work_refused", Mail.ON)},
    "case.reopened": {
        R.ASSIGNEE: Row("work_reopened", Mail.ON),
        R.TEAM: Row("work_reopened", Mail.ON),
    },
    "case.closed": {
        R.REQUESTER: Row("closed", Mail.ALWAYS, also_self=True),
        R.SUBJECT: Row("closed", Mail.ALWAYS, also_self=True),
        R.ASKED: Row("question_dropped", Mail.ON),
    },
    "case.closed:no_reaction": {
        R.REQUESTER: Row("auto_closed", Mail.ALWAYS),
        R.SUBJECT: Row("auto_closed", Mail.ALWAYS),
    },
    "case.closed:withdrawn": {
        R.REQUESTER: Row("closed", Mail.ALWAYS, also_self=True),
        R.SUBJECT: Row("closed", Mail.ALWAYS, also_self=True),
        R.ASKED: Row("question_dropped", Mail.ON),
        R.ASSIGNEE: Row("work_withdrawn", Mail.NEVER),
    },
    "case.restored": {
        R.REQUESTER: Row("restored", Mail.ALWAYS),
        R.SUBJECT: Row("restored", Mail.ALWAYS),
        R.APPROVER: Row("approval_asked", Mail.ALWAYS),
        R.ASSIGNEE: Row("work_restored", Mail.NEVER),
    },
    "case.withdrawal_asked": {R.ASSIGNEE: Row("work_withdrawal", Mail.ON)},
    "case.withdrawal_declined": {R.REQUESTER: Row("withdrawal_declined", Mail.ALWAYS)},
    "case.late": {R.ASSIGNEE: Row("work_late", Mail.OFF)},
}


def rows_for(occasion: str) -> dict[Role, Row]:
    """The rows of an occasion; one with a detail that has no rows of its own takes the general."""
    return MATRIX.get(occasion) or MATRIX.get(occasion.partition(":")[0], {})


COLLECTED = frozenset(
    {
        "message",
        "assigned",
        "started",
        "waits_on_other",
        "question_dropped",
        "approval_done",
        "document_waived",
        "work_answered",
        "work_message",
        "work_corrected",
        "work_approved",
        "work_not_approved",
        "work_document",
        "work_accepted",
        "work_late",
        "work_opinion",
        "work_consult_withdrawn",
        "work_moved_away",
    }
)
"""Messages and small news: they are collected. A receipt, a task, an agreement, an answer and an
ending go at once."""
ALERTS = frozenset({"team_new_case"})
"""What the team of a queue hears, each member as they chose for that queue."""
NOT_AT_ALL = "none"


def standard_pace(notice: str) -> Pace:
    """How soon a mail goes by itself."""
    return Pace.BUNDLE if notice in COLLECTED else Pace.NOW


def pace_of(row: Row, chosen: str | None) -> Pace | None:
    """Say how soon a mail goes, or that none does.

    `chosen` is what the person chose: now, bundle, day, none, or "" for a mail without saying how
    soon. What must arrive always arrives; of that only messages may wait.
    """
    standard = standard_pace(row.notice)
    if row.mail is Mail.NEVER:
        return None
    if row.mail is Mail.ALWAYS:
        may_wait = row.notice in COLLECTED and chosen not in (None, "", NOT_AT_ALL)
        return Pace(chosen) if may_wait and chosen else standard
    if chosen is None:
        return standard if row.mail is Mail.ON else None
    if chosen == NOT_AT_ALL:
        return None
    return Pace(chosen) if chosen else standard


def may_be_off() -> list[str]:
    """The notices with which a person may want no mail."""
    return sorted(notice for notice, (_pace, off) in adjustable().items() if off)


def adjustable() -> dict[str, tuple[str, bool]]:
    """What a person may choose: by notice how it stands by itself, and whether it may be off."""
    found: dict[str, tuple[str, bool]] = {}
    for row in (row for rows in MATRIX.values() for row in rows.values()):
        if row.notice in ALERTS or row.mail is Mail.NEVER:
            continue
        if row.mail is Mail.ALWAYS and row.notice not in COLLECTED:
            continue
        found[row.notice] = (pace_of(row, None) or NOT_AT_ALL, row.mail is not Mail.ALWAYS)
    return found
