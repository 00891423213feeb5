"""A form manager sets the moment after which nobody can begin a form."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from tests.world import World

from loket.catalogue.models import FormVersion
from loket.core.tenancy import enter_organisation
from loket.formdesk.tests.test_form_pages import HOME, PAGE, text


def test_a_closing_time_is_that_of_the_wall_and_can_be_taken_away(
    site: Client, world: World
) -> None:
    site.post(f"{PAGE}1/sluiten", {"moment": "2030-07-01T12:00"})
    enter_organisation(world.organisation.pk)
    closing = FormVersion.objects.get().closes_at
    assert closing is not None
    assert closing.isoformat() == "2030-07-01T10:00:00+00:00"
    assert 'value="2030-07-01T12:00"' in text(site.get(f"{PAGE}1/"))

    site.post(f"{PAGE}1/sluiten", {"moment": ""})

    enter_organisation(world.organisation.pk)
    assert FormVersion.objects.get().closes_at is None


def test_a_closing_time_that_was_set_by_hand_holds_for_the_next_version_and_is_said_there(
    site: Client, world: World, make: Callable[..., FormVersion]
) -> None:
    site.post(f"{PAGE}1/sluiten", {"moment": "2030-07-01T12:00"})
    make()
    assert "dan kan niemand meer beginnen na 1 juli 2030" in text(site.get(f"{PAGE}2/"))

    site.post(f"{PAGE}2/online")

    enter_organisation(world.organisation.pk)
    closing = FormVersion.objects.get(n=2).closes_at
    assert closing is not None
    assert closing.isoformat() == "2030-07-01T10:00:00+00:00"


def test_a_version_that_itself_says_another_closing_time_closes_then(
    site: Client, world: World, make: Callable[..., FormVersion]
) -> None:
    site.post(f"{PAGE}1/sluiten", {"moment": "2030-07-01T12:00"})
    make(closes_at="2031-01-01T00:00:00+01:00")

    site.post(f"{PAGE}2/online")

    enter_organisation(world.organisation.pk)
    closing = FormVersion.objects.get(n=2).closes_at
    assert closing is not None
    assert closing.isoformat() == "2030-12-31T23:00:00+00:00"


def test_a_closing_time_that_is_refused_stays_as_it_was_typed(site: Client) -> None:
    site.post(f"{PAGE}1/sluiten", {"moment": "2030-07-01T12:00"})

    shown = text(
        site.post(f"{PAGE}1/sluiten", {"moment": "2199-07-01T12:00"}),
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )

    assert 'value="2199-07-01T12:00"' in shown
    assert 'href="#f-moment"' in shown
    assert 'aria-invalid="true"' in shown


def test_what_else_is_refused_makes_no_mistake_of_the_closing_time(site: Client) -> None:
    shown = text(site.post(f"{PAGE}1/nieuw"), HTTPStatus.UNPROCESSABLE_ENTITY)

    assert 'id="f-moment"' in shown
    assert "aria-invalid" not in shown


@pytest.mark.parametrize("moment", ["morgen", "2030-13-01T12:00", "0000-01-01T00:00", "9" * 400])
def test_what_is_no_moment_is_refused_with_a_sentence(site: Client, moment: str) -> None:
    shown = text(site.post(f"{PAGE}1/sluiten", {"moment": moment}), HTTPStatus.UNPROCESSABLE_ENTITY)

    assert "Dit is geen dag met een tijd." in shown


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "1999-12-31T23:59", "9999-12-31T23:59"])
def test_a_closing_time_that_no_clock_reaches_is_refused_and_breaks_no_page(
    site: Client, moment: str
) -> None:
    shown = text(site.post(f"{PAGE}1/sluiten", {"moment": moment}), HTTPStatus.UNPROCESSABLE_ENTITY)

    assert "Kies een moment tussen het jaar 2000 en 2100." in shown
    assert [site.get(one).status_code for one in (f"{PAGE}1/", HOME)] == [HTTPStatus.OK] * 2


def test_a_closing_time_that_a_colleague_set_meanwhile_is_not_written_over(
    site: Client, world: World
) -> None:
    theirs = {"moment": "2030-07-01T12:00", "gezien": ""}
    for _press in range(2):
        assert site.post(f"{PAGE}1/sluiten", theirs)["Location"] == f"{PAGE}1/"

    for mine in ("2031-01-01T00:00", ""):
        old = {"moment": mine, "gezien": ""}
        shown = text(site.post(f"{PAGE}1/sluiten", old), HTTPStatus.CONFLICT)
        assert "Iemand heeft deze versie intussen veranderd." in shown
        assert "Nu sluit deze versie op 1 juli 2030" in shown
        assert f'name="moment" type="datetime-local" value="{mine}"' in shown
        assert 'name="gezien" value="2030-07-01T12:00"' in shown

    enter_organisation(world.organisation.pk)
    closing = FormVersion.objects.get().closes_at
    assert closing is not None
    assert closing.isoformat() == "2030-07-01T10:00:00+00:00"
    site.post(f"{PAGE}1/sluiten", {"moment": "", "gezien": "2030-07-01T12:00"})
    enter_organisation(world.organisation.pk)
    assert FormVersion.objects.get().closes_at is None
