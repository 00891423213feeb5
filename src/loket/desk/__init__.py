"""The desk of those who handle cases: the menu, the worklists and the search of the work side.

It owns no tables: it is a door. Words: worklist, view, row. Pages about one case lie with cases.
"""
