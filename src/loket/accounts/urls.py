"""Addresses of signing in and out."""

from django.urls import path

from loket.accounts import views

app_name = "accounts"
urlpatterns = [
    path("aanmelden/", views.sign_in, name="sign_in"),
    path("aanmelden/sterker/", views.step_up, name="step_up"),
    path("afmelden/", views.sign_out, name="sign_out"),
    path("afgemeld/", views.signed_out, name="signed_out"),
]
