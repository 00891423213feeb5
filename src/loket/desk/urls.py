"""Addresses of the desk."""

from django.urls import path

from loket.desk import views

app_name = "desk"
urlpatterns = [
    path("werk/", views.home, name="home"),
    path("werk/zoeken/", views.search, name="search"),
    path("werk/<slug:queue>/<slug:view>/", views.worklist, name="worklist"),
]
