"""Two form managers at once: nobody writes over, or puts away, what they did not see."""

import html
import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.world import World

from loket.catalogue.models import FormVersion
from loket.catalogue.tests.forms import said
from loket.core.tenancy import enter_organisation
from loket.formdesk.tests.conftest import CHANGED
from loket.formdesk.tests.test_form_pages import HOME, PAGE, text, versions
from loket.packs.write import yaml_of

State = FormVersion.State
MINE = yaml_of({**CHANGED, "title": said("Van mij")})


def test_a_version_that_went_online_since_the_comparison_is_not_written_over(
    site: Client, world: World, make: Callable[..., FormVersion]
) -> None:
    compared = text(site.post(f"{HOME}inlezen/", {"tekst": MINE}))
    seen = re.search(r'name="gezien" value="(\w+)"', compared)
    assert seen is not None
    make()
    site.post(f"{PAGE}2/online")

    refused = site.post(f"{HOME}inlezen/", {"tekst": MINE, "bewaar": "1", "gezien": seen[1]})

    assert refused.status_code == HTTPStatus.CONFLICT
    assert "ten opzichte van versie 2" in text(refused, HTTPStatus.CONFLICT)
    assert versions(world) == {1: State.ARCHIVED, 2: State.PUBLISHED}


def test_to_keep_twice_what_was_compared_is_one_version(site: Client, world: World) -> None:
    seen = re.search(
        r'name="gezien" value="(\w+)"', text(site.post(f"{HOME}inlezen/", {"tekst": MINE}))
    )
    assert seen is not None

    kept = {"tekst": MINE, "bewaar": "1", "gezien": seen[1]}
    answers = [site.post(f"{HOME}inlezen/", kept) for _press in range(2)]

    assert [one["Location"] for one in answers] == [f"{PAGE}2/"] * 2
    assert versions(world) == {1: State.PUBLISHED, 2: State.DRAFT}


def test_a_version_that_was_replaced_meanwhile_does_not_look_as_if_the_form_went_offline(
    site: Client, world: World, make: Callable[..., FormVersion]
) -> None:
    make()
    site.post(f"{PAGE}2/online")

    refused = text(site.post(f"{PAGE}1/offline"), HTTPStatus.CONFLICT)

    assert "Intussen staat versie 2 online." in refused
    enter_organisation(world.organisation.pk)
    assert FormVersion.objects.get(n=2).state == State.PUBLISHED


def test_offline_pressed_twice_is_once(site: Client, world: World) -> None:
    answers = [site.post(f"{PAGE}1/offline") for _press in range(2)]

    assert [one["Location"] for one in answers] == [f"{PAGE}1/"] * 2
    assert versions(world) == {1: State.ARCHIVED}


def test_a_text_that_was_changed_after_its_difference_was_shown_is_shown_again(
    site: Client, world: World
) -> None:
    compared = text(site.post(f"{HOME}inlezen/", {"tekst": MINE}))
    marks = dict(re.findall(r'name="(gezien|bekeken)" value="(\w+)"', compared))
    other = {"tekst": MINE.replace("Van mij", "Van mij alleen"), "bewaar": "1"}

    shown = text(site.post(f"{HOME}inlezen/", other | marks), HTTPStatus.CONFLICT)

    assert "<ins>Van mij alleen</ins>" in shown
    assert "Kijk eerst het verschil na" in shown
    assert versions(world) == {1: State.PUBLISHED}
    marks = dict(re.findall(r'name="(gezien|bekeken)" value="(\w+)"', shown))
    assert site.post(f"{HOME}inlezen/", other | marks)["Location"] == f"{PAGE}2/"


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n\n"])
def test_a_file_of_any_system_is_kept_when_it_was_looked_at(
    site: Client, world: World, ends: str
) -> None:
    """What the page shows comes back as the browser sends it: CRLF, and no first empty line."""
    written = f"{ends}# van ons\x07{ends}" + MINE.replace("\n", ends)
    file = SimpleUploadedFile("form.yaml", written.encode())
    page = site.post(f"{HOME}inlezen/", {"bestand": file}).content.decode()
    marks = dict(re.findall(r'name="(gezien|bekeken)" value="(\w+)"', page))
    field = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    assert field is not None
    sent = html.unescape(field[1]).replace("\n", "\r\n")

    kept = site.post(f"{HOME}inlezen/", {"tekst": sent, "bewaar": "1"} | marks)

    assert kept["Location"] == f"{PAGE}2/"
