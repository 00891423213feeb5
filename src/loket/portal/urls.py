"""Addresses of the portal."""

from django.urls import path

from loket.portal import case_urls
from loket.portal.views import catalogue, check, drafts, files, home, saving, search, steps, trial

app_name = "portal"
urlpatterns = [
    *case_urls.urlpatterns,
    path("", home.home, name="home"),
    path("tellers/", home.figures, name="figures"),
    path("zoeken/", search.search, name="search"),
    path("zoeken/suggesties/", search.suggest, name="suggest"),
    path("aanvragen/", catalogue.themes, name="themes"),
    path("aanvragen/<str:slug>/", catalogue.theme, name="theme"),
    path("formulier/<str:slug>/", catalogue.form, name="form"),
    path("formulier/<str:slug>/begin", catalogue.begin, name="begin"),
    path("concepten/", drafts.drafts, name="drafts"),
    path("concept/<str:key>/", drafts.whole, name="draft"),
    path("concept/<str:key>/weg", drafts.remove, name="delete_draft"),
    path("concept/<str:key>/terug", drafts.restore, name="restore_draft"),
    path("concept/<str:key>/wissen", drafts.wipe, name="wipe_draft"),
    path("concept/<str:key>/versie", drafts.choose_version, name="choose_version"),
    path("concept/<str:key>/naam", drafts.rename, name="rename_draft"),
    path("concept/<str:key>/veld", saving.autosave, name="autosave"),
    path("concept/<str:key>/bestanden/", files.draft_files, name="draft_files"),
    path("concept/<str:key>/bestanden/<str:file>", files.draft_file, name="draft_file"),
    path("concept/<str:key>/controleren/", check.check, name="check"),
    path("concept/<str:key>/indienen", check.submit, name="submit"),
    path("concept/<str:key>/uitkomst/", trial.outcome, name="trial"),
    path("concept/<str:key>/<slug:step>/", steps.step, name="step"),
]
