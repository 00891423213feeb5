"""Addresses of a case at the desk."""

from django.urls import path

from loket.cases.views import case, changes, papers, verbs

app_name = "cases"
urlpatterns = [
    path("werk/zaken/<str:number>/", case.talk, name="case"),
    path("werk/zaken/<str:number>/gegevens/", case.answers, name="answers"),
    path("werk/zaken/<str:number>/bijlagen/", case.files, name="files"),
    path("werk/zaken/<str:number>/bijlagen/<str:key>", papers.download, name="file"),
    path("werk/zaken/<str:number>/documenten/<int:paper>/", papers.judge, name="judge"),
    path("werk/zaken/<str:number>/gevraagd/<int:task>/", papers.waive, name="waive"),
    path("werk/zaken/<str:number>/wijzigingen/", changes.decide, name="decide_changes"),
    path("werk/zaken/<str:number>/concept/", verbs.keep, name="keep"),
    path("werk/zaken/<str:number>/<slug:verb>/", verbs.do, name="do"),
]
