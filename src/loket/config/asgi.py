"""The application that the web server runs."""

from django.conf import settings

from loket.config.bridge import Bridge
from loket.config.wsgi import application as pages
from loket.core.live.stream import Streams

live = Streams(settings.LIVE_STREAMS)
application = Bridge(pages, settings.WEB_THREADS, settings.LARGEST_REQUEST, live)
