"""A form manager sees all forms, proves and publishes a version, and moves one as YAML."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.world import World

from loket.catalogue.models import FormVersion, Service, Theme
from loket.catalogue.tests.forms import LEAVE, said
from loket.core.models import Event
from loket.core.tenancy import enter_organisation
from loket.formdesk.tests.conftest import CHANGED
from loket.packs.write import yaml_of

HOME = "/werk/formulieren/"
PAGE = f"{HOME}hr.vermindering/"
State = FormVersion.State
LEAVE_CASE: Any = LEAVE["case"]


def text(answer: Any, status: HTTPStatus = HTTPStatus.OK) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def versions(world: World) -> dict[int, str]:
    enter_organisation(world.organisation.pk)
    return dict(FormVersion.objects.values_list("n", "state"))


def test_every_form_stands_in_the_list_with_its_state_and_use(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    make()

    shown = text(site.get(HOME))

    assert "Vermindering van werkregime" in shown
    assert "Online" in shown
    assert "versie 2 in de maak" in shown


def test_a_form_that_never_was_online_is_in_the_list_by_its_own_title(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    make(key="hr.nieuw", slug="nieuw", title=said("Iets nieuws"))

    assert "Iets nieuws" in text(site.get(HOME))
    assert "In de maak" in text(site.get(f"{HOME}hr.nieuw/"))
    assert "In de maak" in text(site.get(f"{HOME}hr.nieuw/1/"))


def test_a_version_goes_online_by_one_press_however_often(
    site: Client, world: World, make: Callable[..., FormVersion]
) -> None:
    make()
    assert "Dit formulier kan online." in text(site.get(f"{PAGE}2/"))

    answers = [site.post(f"{PAGE}2/online") for _press in range(2)]

    assert [one["Location"] for one in answers] == [f"{PAGE}2/"] * 2
    assert versions(world) == {1: State.ARCHIVED, 2: State.PUBLISHED}
    assert Event.objects.filter(kind="form.published").count() == 2


def test_a_version_that_is_not_right_stays_offline_with_every_reason(
    site: Client, world: World, make: Callable[..., FormVersion]
) -> None:
    case = {"shows": ["bestaat_niet"]}
    make(tests={"today": "2026-11-21", "cases": {"niets-ingevuld": case}})
    assert "Verwacht: bestaat_niet." in text(site.get(f"{PAGE}2/"))

    shown = text(site.post(f"{PAGE}2/online"), HTTPStatus.UNPROCESSABLE_ENTITY)

    assert 'role="alert"' in shown
    assert "tests.cases.niets-ingevuld.shows" in shown
    assert "Komt anders uit" in shown
    assert versions(world) == {1: State.PUBLISHED, 2: State.DRAFT}


def test_two_versions_stand_beside_each_other(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    make()

    shown = text(site.get(f"{PAGE}vergelijken/"))

    assert "<del>Vermindering van werkregime</del>" in shown
    assert "<ins>Minder werken</ins>" in shown
    assert "Titel (Nederlands)" in shown
    assert "Deze versies zijn gelijk" in text(site.get(f"{PAGE}vergelijken/?van=1&naar=1"))


@pytest.mark.parametrize(
    "query", ["?van=1&naar=9", "?van=x&naar=1", "?van=-1", "?naar=²", "?van=" + "9" * 40]
)
def test_versions_that_are_not_there_are_not_compared(site: Client, query: str) -> None:
    assert site.get(f"{PAGE}vergelijken/{query}").status_code == HTTPStatus.NOT_FOUND


def test_a_form_that_has_the_name_of_a_page_is_not_even_kept(site: Client) -> None:
    said = {"tekst": "spec: desk.form/1\nkey: inlezen\n", "bewaar": "ja"}

    shown = text(site.post("/werk/formulieren/inlezen/", said), HTTPStatus.UNPROCESSABLE_ENTITY)

    assert "Deze naam (‘key’) is van een pagina van Loket." in shown
    assert "key: inlezen" in shown


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"case": {**LEAVE_CASE, "number": "ZZZ"}}, "geen nummerreeks met de naam ‘ZZZ’"),
        ({"icon": "bestaat-niet"}, "geen pictogram met de naam ‘bestaat-niet’"),
        ({"slug": "a" * 300}, "Hier passen hoogstens 80 tekens."),
        ({"closes_at": "0001-01-01T00:00:00+02:00"}, "tussen het jaar 2000 en 2100"),
    ],
)
def test_what_would_break_pages_for_everybody_does_not_go_online(
    site: Client, world: World, make: Callable[..., FormVersion], more: dict[str, Any], said: str
) -> None:
    make(**more)

    refused = text(site.post(f"{PAGE}2/online"), HTTPStatus.UNPROCESSABLE_ENTITY)
    tried = text(site.post(f"{PAGE}2/proberen/", {}), HTTPStatus.UNPROCESSABLE_ENTITY)

    assert said in refused
    assert said in tried
    assert versions(world) == {1: State.PUBLISHED, 2: State.DRAFT}


def test_an_icon_that_we_do_not_have_any_more_breaks_no_page(site: Client, world: World) -> None:
    enter_organisation(world.organisation.pk)
    Service.objects.update(icon="bestaat-niet")
    Theme.objects.update(icon="bestaat-niet")

    pages = ["/", "/aanvragen/", "/aanvragen/loopbaan/", "/zoeken/?q=vermindering"]

    assert [site.get(page).status_code for page in pages] == [HTTPStatus.OK] * len(pages)


def test_a_pattern_that_does_not_exist_breaks_no_schema(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    question = {"id": "x", "type": "text", "pattern": "(a+)+$", "label": said("X")}
    make(steps=[{"id": "een", "title": said("Een"), "fields": [question]}])

    assert site.get(f"{PAGE}2/schema").status_code == HTTPStatus.OK


def test_a_new_version_of_what_is_online_as_it_stands_is_refused_with_the_way_to_go(
    site: Client, world: World
) -> None:
    shown = text(site.post(f"{PAGE}1/nieuw"), HTTPStatus.UNPROCESSABLE_ENTITY)

    assert "Dit staat al zo online." in shown
    assert versions(world) == {1: State.PUBLISHED}
    assert "Maak een nieuwe versie hiervan" not in text(site.get(f"{PAGE}1/"))


def test_a_form_goes_offline_and_its_content_comes_back_as_the_next_version(
    site: Client, world: World
) -> None:
    site.post(f"{PAGE}1/offline")
    assert versions(world) == {1: State.ARCHIVED}
    assert not Service.objects.get().offered

    site.post(f"{PAGE}1/nieuw")
    site.post(f"{PAGE}2/online")

    assert versions(world) == {1: State.ARCHIVED, 2: State.PUBLISHED}
    assert Service.objects.get().offered


def test_a_version_in_the_making_is_thrown_away_and_one_that_was_online_stays(
    site: Client, world: World, make: Callable[..., FormVersion]
) -> None:
    make()

    gone = site.post(f"{PAGE}2/weg")
    kept = site.post(f"{PAGE}1/weg")

    assert gone["Location"] == HOME
    assert "blijft bewaard" in text(kept, HTTPStatus.UNPROCESSABLE_ENTITY)
    assert versions(world) == {1: State.PUBLISHED}


def test_a_form_goes_with_the_only_version_that_it_had(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    make(key="hr.nieuw", slug="nieuw", title=said("Iets nieuws"))

    site.post(f"{HOME}hr.nieuw/1/weg")

    assert "hr.nieuw" not in text(site.get(HOME))
    for page in ("", "vergelijken/", "1/"):
        assert site.get(f"{HOME}hr.nieuw/{page}").status_code == HTTPStatus.NOT_FOUND


def test_what_goes_out_as_yaml_comes_in_as_the_same_form(site: Client, world: World) -> None:
    sent = site.get(f"{PAGE}1/yaml").content.decode()

    shown = text(site.post(f"{HOME}inlezen/", {"tekst": sent}))
    site.post(f"{HOME}inlezen/", {"tekst": sent, "bewaar": "1"})

    assert "Er is geen verschil." in shown
    assert versions(world) == {1: State.PUBLISHED}


def test_a_form_that_comes_in_as_a_file_is_shown_beside_the_one_here_and_kept_when_asked(
    site: Client, world: World
) -> None:
    file = SimpleUploadedFile("form.yaml", yaml_of(CHANGED).encode())

    shown = text(site.post(f"{HOME}inlezen/", {"bestand": file}))

    assert "<ins>Minder werken</ins>" in shown
    assert "Dit formulier kan online." in shown
    assert versions(world) == {1: State.PUBLISHED}
    seen = FormVersion.objects.get().checksum
    assert f'name="gezien" value="{seen}"' in shown
    said = {"tekst": yaml_of(CHANGED), "bewaar": "1", "gezien": seen}
    kept = site.post(f"{HOME}inlezen/", said)
    assert kept["Location"] == f"{PAGE}2/"
    assert versions(world) == {1: State.PUBLISHED, 2: State.DRAFT}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "moet beginnen met namen en waarden"),
        ("a: [", "Regel 1: Dit is geen geldige YAML: een haakje"),
        ("spec: iets", "Dit is geen formulier"),
        ("spec: desk.form/1", "geen goede naam"),
        ("{spec: desk.form/1, key: Fout Hier}", "geen goede naam"),
        ('{spec: desk.form/1, key: a.b, owner: "\\0"}', "een teken dat niet mag"),
        ('{spec: desk.form/1, key: a.b, owner: "\\ud800"}', "een teken dat niet mag"),
    ],
)
def test_what_is_no_form_is_refused_and_what_was_typed_stays(
    site: Client, typed: str, said: str
) -> None:
    shown = text(
        site.post(f"{HOME}inlezen/", {"tekst": typed, "bewaar": "1"}),
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )

    assert said in shown
    assert typed.replace('"', "&quot;") in shown


@pytest.mark.parametrize(
    "more",
    [
        {"steps": 3},
        {"steps": [{"fields": [{"type": "choice", "options": 1}]}]},
        {"tests": {"today": "2026-11-21", "cases": {"x": {"answers": [], "shows": 1}}}},
        {"tests": 1, "title": 5, "documents": [{}], "approvals": [[]], "checks": {}},
        {"case": None, "theme": ["x"], "languages": "nl"},
    ],
)
def test_a_form_of_any_shape_is_shown_with_its_reasons(
    site: Client, make: Callable[..., FormVersion], more: dict[str, Any]
) -> None:
    make(**more)

    assert "Dit formulier kan nog niet online." in text(site.get(f"{PAGE}2/"))
    assert site.get(HOME).status_code == HTTPStatus.OK
    assert site.get(f"{PAGE}vergelijken/").status_code == HTTPStatus.OK
    for part in ("yaml", "schema"):
        assert site.get(f"{PAGE}2/{part}").status_code == HTTPStatus.OK


def test_the_answers_of_a_version_have_a_json_schema(site: Client) -> None:
    answer = site.get(f"{PAGE}1/schema")

    assert answer.json()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert answer["Content-Disposition"] == 'attachment; filename="hr.vermindering-1.schema.json"'


def test_beginning_anew_loses_nothing_of_the_version_that_is_in_the_making(
    site: Client, world: World, make: Callable[..., FormVersion]
) -> None:
    made = make()

    refused = text(site.post(f"{PAGE}1/nieuw"), HTTPStatus.UNPROCESSABLE_ENTITY)

    assert "Versie 2 is nog in de maak." in refused
    enter_organisation(world.organisation.pk)
    made.refresh_from_db()
    assert made.spec["title"] == CHANGED["title"]


def test_what_a_colleague_changed_meanwhile_goes_online_nor_away_unread(
    site: Client, world: World, make: Callable[..., FormVersion]
) -> None:
    seen = {"gezien": make().checksum}
    assert f'name="gezien" value="{seen["gezien"]}"' in text(site.get(f"{PAGE}2/"))
    make(title=said("Van een collega"))

    for deed in ("online", "weg"):
        shown = text(site.post(f"{PAGE}2/{deed}", seen), HTTPStatus.CONFLICT)
        assert "Iemand heeft deze versie intussen veranderd." in shown

    assert versions(world) == {1: State.PUBLISHED, 2: State.DRAFT}


def test_a_form_that_comes_in_takes_no_place_of_what_was_not_looked_at(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    mine = {"tekst": yaml_of({**CHANGED, "title": said("Van mij")}), "bewaar": "1", "gezien": ""}
    theirs = make(title=said("Van een collega"))

    refused = text(site.post(f"{HOME}inlezen/", mine), HTTPStatus.CONFLICT)

    assert "Iemand heeft deze versie intussen veranderd." in refused
    assert "<del>Van een collega</del>" in refused
    kept = site.post(f"{HOME}inlezen/", mine | {"gezien": theirs.checksum})
    assert kept["Location"] == f"{PAGE}2/"


def test_a_form_of_endless_depth_is_refused_with_a_sentence(site: Client) -> None:
    shown = text(
        site.post(f"{HOME}inlezen/", {"tekst": "a: " + "[" * 20_000}),
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )

    assert "te groot of te diep" in shown
