"""The desk of those who handle cases: the menu, the worklists, the search and the batches.

It is a door, and owns only the lists that people saved under a name and with which of them somebody
begins. Words: worklist, view, wish (filters, order and columns), row, saved list. It records no
events. Pages about one case lie with cases.
"""
