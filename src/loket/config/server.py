"""How the web server runs; read by gunicorn, each name is a setting of its.

The pages are loaded once and the workers forked from there, so that a killed one is back in a
tenth of a second.
"""

import gc
import os
from typing import Protocol

from loket.config.bridge import Live
from loket.config.warming import warm

worker_class = "asgi"
asgi_loop = "asyncio"
asgi_lifespan = "off"
preload_app = True
workers = int(os.environ.get("LOKET_WEB_WORKERS", "2"))
bind = os.environ.get("LOKET_BIND", "127.0.0.1:8000").split(",")
keepalive = 75  # longer than what proxies keep, so that they never meet a closed line
timeout = 60
graceful_timeout = 20
control_socket_disable = True
forwarded_allow_ips = os.environ.get("LOKET_PROXIES", "127.0.0.1,::1")
loglevel = "warning"


class Pages(Protocol):
    """The application, as config/asgi.py makes it."""

    live: Live


class Worker(Protocol):
    """A process that serves pages, until it is told to stop."""

    alive: bool
    asgi: Pages


def post_worker_init(worker: Worker) -> None:
    """Let the streams end when the worker is told to stop, for it waits for all that is open."""
    worker.asgi.live.leaving = lambda: not worker.alive


def when_ready(_server: object) -> None:
    """Load what pages need; free what that left, and look no more at what stays."""
    warm()
    gc.collect()
    gc.freeze()
