"""How the web server runs; read by gunicorn, each name is a setting of its.

The pages are loaded once and the workers forked from there, so that a killed one is back in a
tenth of a second.
"""

import gc
import os

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


def when_ready(_server: object) -> None:
    """Free what loading the pages left, and look no more at what stays: no worker copies it."""
    gc.collect()
    gc.freeze()
