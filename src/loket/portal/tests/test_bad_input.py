"""What nobody types on purpose does no harm: it leads nowhere, or it is left out."""

import pytest
from django.test import Client

from loket.catalogue.models import Draft


@pytest.mark.parametrize(
    "path",
    ["/zaken/%00/", "/formulier/a%00b/", "/concept/%00/controleren/", "/foto/%00/", "/%00"],
)
def test_an_address_with_the_sign_null_does_not_exist(site: Client, path: str) -> None:
    assert site.get(path).status_code == 404


def test_the_sign_null_is_left_out_of_what_is_searched(site: Client, draft: Draft) -> None:
    page = site.get("/zoeken/?q=vier%00dagenweek").content.decode()

    assert "vierdagenweek" in page
    assert "\x00" not in page


def test_the_sign_null_is_left_out_of_what_is_sent(site: Client, draft: Draft) -> None:
    answer = site.post(f"/concept/{draft.key}/naam", {"naam": "Voor\x00jaar"})

    assert answer.status_code in (200, 302)
    assert Draft.objects.get(pk=draft.pk).name == "Voorjaar"


def test_a_text_that_only_looks_like_it_stays(site: Client, draft: Draft) -> None:
    site.post(f"/concept/{draft.key}/naam?x=%00", {"naam": "50%00"})

    assert Draft.objects.get(pk=draft.pk).name == "50%00"


def test_an_address_that_only_takes_a_form_is_a_page_that_helps_when_it_is_opened(
    site: Client, draft: Draft
) -> None:
    answer = site.get(f"/concept/{draft.key}/naam")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Deze pagina bestaat niet" in answer.content.decode()
