"""A person finds a form by their own words."""

import pytest

from loket.catalogue.actions.publish import publish_form, save_draft_version
from loket.catalogue.models import Service
from loket.catalogue.search import find_services
from loket.catalogue.tests.conftest import acting
from loket.catalogue.tests.forms import LEAVE, said
from loket.catalogue.words import normalise
from loket.people.models import Person

OTHERS = {
    "hr.telewerk": said("Overeenkomst telewerk", "Convention de télétravail", "Telearbeit"),
    "hr.fiets": said("Fietsvergoeding", "Indemnité vélo", "Fahrradzulage", "Bicycle allowance"),
    "hr.gezin": said("Samenstelling van uw gezin", "Composition de ménage", "Haushalt", "Family"),
    "hr.stage": said("Verlof voor stage", "Congé pour stage", "Urlaub für ein Praktikum"),
}

BARE = {key: value for key, value in LEAVE.items() if key not in ("intro", "keywords")}


@pytest.fixture
def catalogue(service: Service, sarah: Person) -> None:
    for key, title in OTHERS.items():
        spec = {**BARE, "key": key, "title": title}
        publish_form(save_draft_version(spec, by=acting(sarah)), by=acting(sarah))


@pytest.mark.parametrize(
    "words",
    [
        "4/5",
        "ik wil 4/5 werken",
        "vierdagenweek met premie",
        "vierdagenwek",
        "mantelzorgg",
        "MANTELZÓRG",
        "semaine de quatre jours",
        "reduction du regime de travail",
        "Réduction",
        "Viertagewoche",
        "Verringerung der Arbeitszeit",
        "four-day week",
        "reduced working hours",
        "part time",
        "vermindering van werkregime",
    ],
)
def test_the_form_is_the_first_hit(catalogue: None, words: str) -> None:
    hits = find_services(words, Service.objects.all())

    assert hits[0].slug == "vermindering-van-werkregime"


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("telewerk", "overeenkomst-telewerk"),
        ("teletravail", "overeenkomst-telewerk"),
        ("fietsvergoding", "fietsvergoeding"),
        ("velo", "fietsvergoeding"),
        ("Praktikum", "verlof-voor-stage"),
    ],
)
def test_every_form_is_found_by_its_own_words(catalogue: None, words: str, slug: str) -> None:
    hits = find_services(words, Service.objects.all())

    assert hits[0].slug == slug


@pytest.mark.parametrize("words", ["", "   ", "xyzzy", "%", "_", "\\", "'; drop table"])
def test_nonsense_finds_nothing(catalogue: None, words: str) -> None:
    assert find_services(words, Service.objects.all()) == []


def test_words_are_compared_without_marks_and_capitals() -> None:
    assert normalise("  Verlof voor  ‘Mantelzórg’! ") == "verlof voor 'mantelzorg'"
    assert normalise("Œuvre STRASSE straße") == "oeuvre strasse strasse"
