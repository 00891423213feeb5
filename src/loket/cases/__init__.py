"""From a request to an accepted answer.

It owns cases with their messages, internal notes, files, tasks, approvals, sets of changes, second
opinions, links and assignments; the drafts that go on from a case; batches, absences and what was
handed over in them; and the table of transitions that says who may do what when. Words: case, task,
approval, assignment, set of changes, change, consult, link, continuation, note, batch, absence,
stand-in.

Most events are those of the table of transitions (docs/status-model.md):

- the road: case.submitted, case.assigned, case.released, case.started, case.returned,
  case.corrected, case.handed_over, case.late;
- planning: case.prioritised, case.put_off, case.brought_back;
- talking: case.asked, case.answered, case.waiting_stopped, case.reminded, case.message,
  case.message_read, case.noted;
- opinions: case.consulted, case.opinion_given, case.opinion_passed_on, case.consult_withdrawn;
- documents: document.added, document.delivered, document.checked, document.refused,
  document.waived;
- changes: case.amended, case.changes_decided, case.moved;
- the end: approval.decided, approval.passed, case.proposed, case.acceptance_reminded, case.accepted,
  case.accept_undone, case.refused, case.closed, case.reopened, case.restored,
  case.withdrawal_asked, case.withdrawal_declined;
- together: case.linked on both cases when one belongs to, goes on from or takes the place of
  another; case.split on the one of which a part goes on elsewhere.

Beside the table: absence.set, absence.handed_over, absence.ended.
"""
