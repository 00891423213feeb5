"""Every address of Loket: each module brings its own."""

from django.urls import path

from loket.config.health import health

urlpatterns = [
    path("gezondheid/", health, name="health"),
]
