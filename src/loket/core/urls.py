"""Addresses of the foundation."""

from django.urls import path

from loket.core import views

app_name = "core"
urlpatterns = [
    path("sessie/verlengen/", views.extend_session, name="extend_session"),
    path("over/<slug:slug>/", views.statement, name="statement"),
]
