"""Addresses of the desk."""

from django.urls import path

from loket.desk.views import batches, lists, saved, steps

app_name = "desk"
urlpatterns = [
    path("werk/", lists.home, name="home"),
    path("werk/zoeken/", lists.search, name="search"),
    path("werk/lijsten/", saved.overview, name="saved_lists"),
    path("werk/lijsten/bewaren/", saved.save, name="save_list"),
    path("werk/lijsten/<str:key>/", saved.change, name="change_list"),
    path("werk/lijsten/<str:key>/weg/", saved.remove, name="remove_list"),
    path("werk/lijsten/<str:key>/terug/", saved.restore, name="restore_list"),
    path("werk/reeksen/", batches.choose, name="choose"),
    path("werk/reeksen/<str:key>/", batches.show, name="batch"),
    path("werk/reeksen/<str:key>/starten/", batches.start, name="start_batch"),
    path("werk/reeksen/<str:key>/opnieuw/", batches.again, name="batch_again"),
    path("werk/reeksen/<str:key>/terugdraaien/", batches.undo, name="undo_batch"),
    path("werk/<slug:queue>/tellers/", lists.figures, name="figures"),
    path("werk/<slug:queue>/<slug:view>/", lists.worklist, name="worklist"),
    path("werk/<slug:queue>/<slug:view>/na/<str:number>/", steps.forward, name="next_case"),
    path("werk/<slug:queue>/<slug:view>/voor/<str:number>/", steps.backward, name="previous_case"),
    path("werk/<slug:queue>/<slug:view>/bij/<str:number>/", steps.back, name="back_to_list"),
]
