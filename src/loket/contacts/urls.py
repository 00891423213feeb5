"""Addresses of the notices of a person."""

from django.urls import path

from loket.contacts import views

app_name = "contacts"
urlpatterns = [
    path("berichten/", views.notices, name="notices"),
    path("berichten/gelezen/", views.read_all, name="read_all"),
    path("berichten/mails/", views.mails, name="mails"),
    path("berichten/<str:key>/", views.notice, name="notice"),
]
