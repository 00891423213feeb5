"""The application that the web server runs: pages in a few threads, streams without any."""

from typing import Any, cast

from a2wsgi import WSGIMiddleware

from loket.config.wsgi import application as pages

THREADS = 4  # more of them wait for each other: measured, docs/decisions/server.md

application = WSGIMiddleware(cast("Any", pages), workers=THREADS)
