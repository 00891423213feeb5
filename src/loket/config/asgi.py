"""The application that the web server runs."""

from django.conf import settings

from loket.config.bridge import Bridge
from loket.config.wsgi import application as pages

application = Bridge(pages, settings.WEB_THREADS, settings.LARGEST_REQUEST)
