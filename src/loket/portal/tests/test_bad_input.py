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


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/concept/{key}/naam?taal=fr", "/concept/{key}/naam"),
        ("/concept/{key}/naam", "/concept/{key}/"),
        ("/zaken/HRB0000001/bericht/", "/zaken/HRB0000001/"),
        ("/werk/lijsten/bewaren/", "/werk/lijsten/"),
        ("/afmelden/", "/"),
    ],
)
def test_who_goes_with_a_browser_to_where_a_form_was_sent_comes_to_its_page(
    site: Client, draft: Draft, path: str, above: str
) -> None:
    answer = site.get(path.format(key=draft.key), headers={"accept": "text/html,*/*"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == above.format(key=draft.key)


@pytest.mark.parametrize("rev", ["9" * 5000, "-1", "²", ""])
def test_a_number_that_we_never_wrote_is_no_number(site: Client, draft: Draft, rev: str) -> None:
    answer = site.post(f"/concept/{draft.key}/soort/", {"rev": rev, "ververs": "1"})

    assert answer.status_code in (200, 302, 422)


@pytest.mark.parametrize("before", ["9" * 5000, "9" * 18, "²", "-1"])
def test_a_list_of_messages_begins_anew_at_a_place_that_is_none(site: Client, before: str) -> None:
    assert site.get("/berichten/", {"voor": before}).status_code == 200


def test_signs_that_nobody_sees_are_left_out_and_the_next_page_says_so(
    site: Client, draft: Draft
) -> None:
    said = "Die hebben wij weggelaten"
    site.post(f"/concept/{draft.key}/naam", {"naam": "Voor\x02jaar"})

    pages = [site.get("/concepten/").content.decode() for _one in range(2)]

    assert "Voorjaar" in pages[0]
    assert [said in one for one in pages] == [True, False]


def test_an_address_cannot_write_lines_into_the_log(
    site: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "loket"):
        site.get("/weg%0aERROR%20alles%20is%20stuk/")

    assert [one for one in caplog.messages if "\n" in one] == []


@pytest.mark.parametrize("path", ["/zaken/", "/zaken/afgerond/", "/concepten/"])
@pytest.mark.parametrize(
    "place",
    [
        "2026-11-22T10:00:00+00:00~" + "9" * 30,
        "2026-11-22T10:00:00+00:00~" + "9" * 5000,
        "2026-11-22T10:00:00+00:00~-1",
        "0001-01-01T00:00:00+14:00~1",
        "9999-12-31T23:59:59-14:00~1",
        "2026-11-22T10:00:00~1",
        "~",
    ],
)
def test_a_place_in_a_list_that_we_never_gave_is_no_fault_of_ours(
    site: Client, path: str, place: str
) -> None:
    assert site.get(path, {"na": place}).status_code == 200
