"""Addresses of the desk."""

from django.urls import path

from loket.desk.views import batches, lists

app_name = "desk"
urlpatterns = [
    path("werk/", lists.home, name="home"),
    path("werk/zoeken/", lists.search, name="search"),
    path("werk/reeksen/", batches.choose, name="choose"),
    path("werk/reeksen/<str:key>/", batches.show, name="batch"),
    path("werk/reeksen/<str:key>/starten/", batches.start, name="start_batch"),
    path("werk/reeksen/<str:key>/terugdraaien/", batches.undo, name="undo_batch"),
    path("werk/<slug:queue>/tellers/", lists.figures, name="figures"),
    path("werk/<slug:queue>/<slug:view>/", lists.worklist, name="worklist"),
]
