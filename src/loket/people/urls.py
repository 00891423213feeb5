"""Addresses of pages about people."""

from django.urls import path

from loket.people.views import demo, profile

app_name = "people"
urlpatterns = [
    path("aanmelden/demo/", demo.demo_chooser, name="demo_chooser"),
    path("aanmelden/demo/verder/", demo.demo_sign_in, name="demo_sign_in"),
    path("foto/<str:key>/", profile.photo_of, name="photo_of"),
    path("profiel/", profile.profile, name="profile"),
    path("profiel/taal/", profile.language, name="language"),
    path("profiel/foto/", profile.photo, name="photo"),
    path("profiel/foto/weg/", profile.photo_away, name="photo_away"),
    path("profiel/adressen/", profile.address_add, name="address_add"),
    path("profiel/adressen/<str:key>/code/", profile.address_code, name="address_code"),
    path("profiel/adressen/<str:key>/opnieuw/", profile.address_again, name="address_again"),
    path("profiel/adressen/<str:key>/berichten/", profile.address_choose, name="address_choose"),
    path("profiel/adressen/<str:key>/weg/", profile.address_away, name="address_away"),
]
