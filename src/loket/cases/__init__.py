"""From a request to an accepted answer.

It owns cases with their messages, internal notes, files, tasks, approvals and assignments, and the
table of transitions that says who may do what when. Words: case, task, approval, assignment,
note, outcome. Events: case.submitted, case.assigned, case.started, case.asked, case.answered,
case.returned, case.corrected, case.proposed, case.accepted, case.refused, case.closed,
case.message, approval.asked, approval.decided, document.checked, document.delivered.
"""
