"""The pages for people who ask for something: home, search, the catalogue, and filling in a form.

A door: it owns no tables. Words: home, theme page, start page, step, check page, drafts list.
"""
