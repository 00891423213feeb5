"""The desk of those who handle cases: the menu, the worklists and the search of the work side.

It is a door, and owns the lists that people saved under a name. Words: worklist, view, wish (filters,
order and columns), row, saved list. Pages about one case lie with cases.
"""
