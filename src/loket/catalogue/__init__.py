"""What people can ask for: themes, forms in versions, and the drafts of their answers.

It owns the form specification `desk.form/1`, its engine (`rules`), the published services, the
reference tables, and drafts with their files until they are submitted. Words: theme, form,
version, service, reference table, draft, document slot, proof, test case, trial. Events: form.published, draft.expiring,
draft.expired; for the audit draft.code_asked, draft.address_proven.
"""
