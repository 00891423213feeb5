"""Measures a whole installation under load: web server, worker, mail catcher and database together.

Requests come when they come, whether or not earlier ones were answered, and each is counted from
the moment at which it was to begin: a server that stands still does not make fewer people wait.
"""
