"""Addresses of the pages for form managers."""

from django.urls import path

from loket.formdesk.views import forms, moving, trying, versions

app_name = "formdesk"
urlpatterns = [
    path("werk/formulieren/", forms.forms, name="forms"),
    path("werk/formulieren/inlezen/", moving.take_in, name="take_in"),
    path("werk/formulieren/<str:key>/", forms.form, name="form"),
    path("werk/formulieren/<str:key>/vergelijken/", versions.compare, name="compare"),
    path("werk/formulieren/<str:key>/<int:n>/", versions.version, name="version"),
    path("werk/formulieren/<str:key>/<int:n>/proberen/", trying.attempt, name="try"),
    path("werk/formulieren/<str:key>/<int:n>/online", versions.publish, name="publish"),
    path("werk/formulieren/<str:key>/<int:n>/offline", versions.archive, name="archive"),
    path("werk/formulieren/<str:key>/<int:n>/sluiten", versions.close, name="close"),
    path("werk/formulieren/<str:key>/<int:n>/nieuw", versions.begin_anew, name="begin_anew"),
    path("werk/formulieren/<str:key>/<int:n>/weg", versions.drop, name="drop"),
    path("werk/formulieren/<str:key>/<int:n>/yaml", moving.export, name="export"),
    path("werk/formulieren/<str:key>/<int:n>/schema", moving.schema, name="schema"),
]
