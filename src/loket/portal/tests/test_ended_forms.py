"""A form that nobody can begin any more says so, and keeps what was begun at hand."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import pytest
from tests.make import acting

from loket.catalogue.actions.publish import archive_form, set_closing
from loket.catalogue.models import Draft, Service
from loket.portal.tests.conftest import Site

PAGE = "/formulier/"
SAYS = "U kunt dit formulier nu niet beginnen"
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def ended_page(answer: Any) -> str:
    assert answer.status_code == HTTPStatus.NOT_FOUND
    return str(answer.content.decode())


@pytest.fixture(params=["offline", "past its closing time"])
def ended(service: Service, request: pytest.FixtureRequest) -> Service:
    version = service.form.live_version
    assert version is not None
    by = acting(None, datetime(2026, 1, 1, tzinfo=UTC))
    if request.param == "offline":
        archive_form(version, by=by)
    else:
        set_closing(version, LONG_AGO, by=by)
    return service


def test_its_page_says_that_it_has_ended_and_offers_the_other_forms(
    site: Site, ended: Service
) -> None:
    page = ended_page(site.get(f"{PAGE}{ended.slug}/"))

    assert SAYS in page
    assert 'href="/aanvragen/"' in page
    assert "/begin" not in page


def test_what_somebody_began_of_it_is_still_at_hand(
    site: Site, draft: Draft, ended: Service
) -> None:
    page = ended_page(site.get(f"{PAGE}{ended.slug}/"))

    assert f"/concept/{draft.key}" in page
    assert "U bent al begonnen" in page


def test_to_begin_it_on_a_page_that_was_open_leads_to_that_sentence(
    site: Site, ended: Service
) -> None:
    page = ended_page(site.post(f"{PAGE}{ended.slug}/begin"))

    assert SAYS in page
    assert not Draft.objects.exists()


def test_a_visitor_reads_it_before_signing_in(visitor: Site, ended: Service) -> None:
    page = ended_page(visitor.get(f"{PAGE}{ended.slug}/"))

    assert SAYS in page
    assert "Meld u aan om te beginnen" not in page


def test_an_address_that_no_form_had_is_not_found(site: Site, service: Service) -> None:
    assert SAYS not in ended_page(site.get(f"{PAGE}anders/"))
