"""The pages for people who ask for something: home, search, themes, forms and their own cases.

A door: it owns no tables and records no events. Here a form is begun, filled in, checked, handed in
and changed afterwards, and here are one's own drafts, cases, receipts, tasks and approvals. Words:
home, theme page, start page, step, check page, drafts list, receipt.
"""
