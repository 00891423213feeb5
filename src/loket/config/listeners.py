"""Who reacts to what, and what comes round by the clock: one list, readable at a glance."""

from loket.core.jobs import Periodic

LISTENERS: dict[str, tuple[str, ...]] = {
    "address.code_asked": ("contacts.reactions.mail_address_code",),
    "clock.fired": ("cases.reactions.strike",),
    "draft.expired": ("contacts.reactions.tell_owner_of_lost_draft",),
    "draft.expiring": ("contacts.reactions.tell_owner_of_draft",),
    "file.checked": ("cases.reactions.refuse_unsafe_documents",),
    **dict.fromkeys(
        (
            "approval.decided",
            "case.accept_undone",
            "case.acceptance_reminded",
            "case.accepted",
            "case.answered",
            "case.asked",
            "case.assigned",
            "case.closed",
            "case.corrected",
            "case.late",
            "case.message",
            "case.proposed",
            "case.refused",
            "case.reminded",
            "case.reopened",
            "case.returned",
            "case.started",
            "case.submitted",
            "case.waiting_stopped",
            "case.withdrawal_asked",
            "case.withdrawal_declined",
            "document.added",
            "document.delivered",
            "document.refused",
            "document.waived",
        ),
        ("cases.reactions.tell_people",),
    ),
}

PERIODIC: tuple[Periodic, ...] = (
    Periodic("* * * * *", "core.tasks.retry_stalled_jobs", each_organisation=False),
    Periodic("* * * * * */10", "core.tasks.fire_due_clocks", pool="deadlines"),
    Periodic("* * * * * */10", "core.tasks.fold_all_counters"),
    Periodic("* * * * *", "documents.tasks.check_left_files", pool="files"),
    Periodic("20 * * * *", "documents.tasks.sweep_incoming_files", each_organisation=False),
    Periodic("30 * * * *", "documents.tasks.sweep_recent_files"),
    Periodic("40 2 * * *", "documents.tasks.sweep_all_files"),
    Periodic("10 3 * * *", "cases.tasks.check_all_counters"),
    Periodic("0 3 1 * *", "core.tasks.lengthen_all_calendars"),
    Periodic("* * * * * */10", "contacts.tasks.send_mails", pool="outbound"),
    Periodic("10 * * * *", "catalogue.tasks.end_drafts", pool="deadlines"),
    Periodic("50 * * * *", "accounts.tasks.forget_failures"),
    Periodic("55 * * * *", "accounts.tasks.clear_ended_sessions", each_organisation=False),
)
