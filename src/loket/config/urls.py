"""Every address of Loket: each module brings its own."""

from django.urls import include, path

from loket.config.health import health

urlpatterns = [
    path("gezondheid/", health, name="health"),
    path("", include("loket.core.urls")),
    path("", include("loket.accounts.urls")),
    path("", include("loket.people.urls")),
    path("", include("loket.cases.urls")),
    path("", include("loket.contacts.urls")),
    path("", include("loket.formdesk.urls")),
    path("", include("loket.desk.urls")),
    path("", include("loket.portal.urls")),
]

handler400 = "loket.core.error_pages.bad_request"
handler403 = "loket.core.error_pages.forbidden"
handler404 = "loket.core.error_pages.not_found"
handler500 = "loket.core.error_pages.server_error"
