"""Addresses of the notices of a person, and of the text blocks of the desk."""

from django.urls import path

from loket.contacts.views import blocks, notices

app_name = "contacts"
urlpatterns = [
    path("berichten/", notices.notices, name="notices"),
    path("berichten/gelezen/", notices.read_all, name="read_all"),
    path("berichten/mails/", notices.mails, name="mails"),
    path("berichten/<str:key>/", notices.notice, name="notice"),
    path("werk/tekstblokken/", blocks.blocks, name="blocks"),
    path("werk/tekstblokken/nieuw/", blocks.new, name="block_new"),
    path("werk/tekstblokken/<str:key>/", blocks.change, name="block"),
    path("werk/tekstblokken/<str:key>/archief/", blocks.put_away, name="block_archive"),
]
