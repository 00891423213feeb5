"""What people can ask for: themes, forms in versions, and the drafts of their answers.

It owns the form specification `desk.form/1`, its engine (`rules`), the published services, the
reference tables, and drafts with their files and proofs until they are submitted. Words: theme,
form, version, service, reference table, draft, document slot, proof, test case, trial. Events (all
for the audit): form.published, form.archived, form.closing_set, form.draft_dropped,
draft.expiring, draft.expired, draft.code_asked, draft.address_proven.
"""
