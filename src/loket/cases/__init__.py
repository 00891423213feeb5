"""From a request to an accepted answer.

It owns cases with their messages, internal notes, files, tasks, approvals, changes, links and
assignments, and the table of transitions that says who may do what when. Words: case, task,
approval, assignment, change, link, note, outcome. Events are those of the table of transitions (docs/status-model.md): case.submitted,
case.assigned, case.released, case.prioritised, case.put_off, case.brought_back, case.started, case.returned, case.corrected, case.asked,
case.answered, case.waiting_stopped, case.reminded, case.message, case.message_read, case.noted,
case.late, case.consulted, case.opinion_given, case.consult_withdrawn, case.opinion_passed_on,
case.handed_over, absence.set, absence.handed_over, absence.ended, document.added, document.delivered, document.checked, document.refused,
document.waived, approval.decided, case.proposed, case.accepted, case.accept_undone, case.refused,
case.acceptance_reminded, case.reopened, case.restored, case.closed, case.withdrawal_asked,
case.withdrawal_declined, case.amended, case.changes_decided; approval.asked for each chief who is
asked; case.split on the one of
which a part goes on elsewhere; case.linked on both cases when one belongs to, goes on from or takes the place of another.
"""
