"""Addresses of a case at the desk."""

from django.urls import path

from loket.cases.views import (
    absences,
    beside,
    blocks,
    case,
    changes,
    consults,
    papers,
    splitting,
    stream,
    verbs,
)

app_name = "cases"
urlpatterns = [
    path("stroom/", stream.elsewhere, name="stream"),
    path("stroom/werk/<str:number>/", stream.desk_case, name="stream_desk_case"),
    path("stroom/werk/<str:number>/wie/", stream.who, name="who"),
    path("stroom/zaak/<str:number>/", stream.own_case, name="stream_own_case"),
    path("stroom/lijst/<slug:queue>/", stream.queue_list, name="stream_list"),
    path("werk/naast-elkaar/", beside.beside, name="beside"),
    path("werk/afwezigheid/", absences.absences, name="absences"),
    path("werk/afwezigheid/<str:key>/", absences.absence, name="absence"),
    path("werk/afwezigheid/<str:key>/doorgeven/", absences.give, name="absence_give"),
    path("werk/afwezigheid/<str:key>/terug/", absences.back, name="absence_back"),
    path("werk/adviezen/", consults.consults, name="consults"),
    path("werk/adviezen/weg/", consults.throw_words_away, name="throw_words_away"),
    path("werk/zaken/<str:number>/", case.talk, name="case"),
    path("werk/zaken/<str:number>/gegevens/", case.answers, name="answers"),
    path("werk/zaken/<str:number>/bijlagen/", case.files, name="files"),
    path("werk/zaken/<str:number>/bijlagen/<str:key>", papers.download, name="file"),
    path("werk/zaken/<str:number>/documenten/<int:paper>/", papers.judge, name="judge"),
    path("werk/zaken/<str:number>/gevraagd/<int:task>/", papers.waive, name="waive"),
    path("werk/zaken/<str:number>/wijzigingen/", changes.decide, name="decide_changes"),
    path("werk/zaken/<str:number>/concept/", verbs.keep, name="keep"),
    path("werk/zaken/<str:number>/persoon/", beside.others, name="others"),
    path("werk/zaken/<str:number>/blokken/", blocks.choose, name="blocks"),
    path("werk/zaken/<str:number>/blok/", blocks.insert, name="insert_block"),
    path("werk/zaken/<str:number>/splitsen/", splitting.split, name="split"),
    path("werk/zaken/<str:number>/<slug:verb>/", verbs.do, name="do"),
]
