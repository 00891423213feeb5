"""Packs: the content of an organisation as files, read strictly, compared, applied at once.

It owns no tables; it reads YAML and calls the actions of the modules below. It also tells the
stories of a demo. Words: pack, file, difference, apply, story, deed. Events (for the audit):
demo.told.
"""
