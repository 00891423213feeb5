"""A page or a file of a draft that comes twice, or is stopped, is dealt with once."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from loket.catalogue.models import Draft, DraftFile
from loket.portal.tests.test_filling_in import GO_ON, PDF, page, read, url

SHOWN = {"venster": "a1b2c3d4", "rev": "1"}


def send(site: Client, draft: Draft, **more: object) -> Any:
    """Post to the address of files as the script does."""
    place = {"slot": "document.rooster", "sending": "een"}
    return site.post(url(draft, "bestanden/"), {**place, **more})


def pdf(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("rooster.pdf", content)


def test_an_upload_that_the_browser_sends_anew_is_answered_as_the_first(
    site: Client, draft: Draft
) -> None:
    answers = [send(site, draft, file=pdf()) for _time in range(3)]

    assert [one.status_code for one in answers] == [200] * 3
    assert page(answers[2]).count("sd-file__item") == page(answers[0]).count("sd-file__item")
    assert DraftFile.objects.count() == 1


def test_asked_for_an_upload_that_arrived_its_row_is_shown(site: Client, draft: Draft) -> None:
    send(site, draft, file=pdf())

    answer = send(site, draft, ask="1")

    assert answer.status_code == 200
    assert "rooster.pdf" in page(answer)


def test_asked_for_an_upload_that_did_not_arrive_nothing_is_answered_and_it_never_will(
    site: Client, draft: Draft
) -> None:
    asked = send(site, draft, ask="1")
    late = send(site, draft, file=pdf())

    assert asked.status_code == 204
    assert late.status_code == 422
    assert "‘rooster.pdf’ is niet bewaard" in page(late)
    assert not DraftFile.objects.exists()


@pytest.mark.parametrize("first", ["the file", "the stop"])
def test_an_upload_that_is_stopped_is_not_there(site: Client, draft: Draft, first: str) -> None:
    if first == "the file":
        send(site, draft, file=pdf())
    stopped = send(site, draft, stop="1")
    if first == "the stop":
        send(site, draft, file=pdf())

    assert stopped.status_code == 200
    assert 'id="f-document-rooster-rij"' in page(stopped)
    assert "rooster.pdf" not in page(stopped)
    assert not DraftFile.objects.exists()


def test_the_same_page_with_a_file_sent_twice_adds_one(site: Client, draft: Draft) -> None:
    for _time in range(2):
        site.post(url(draft, "periode/"), {**SHOWN, "document.rooster": pdf(), "add_file": "x"})

    assert DraftFile.objects.count() == 1


def test_the_step_shown_anew_takes_the_same_file_again(site: Client, draft: Draft) -> None:
    for rev in ("1", "2"):
        shown = {**SHOWN, "rev": rev}
        site.post(url(draft, "periode/"), {**shown, "document.rooster": pdf(), "add_file": "x"})

    assert DraftFile.objects.count() == 2


def test_the_same_page_sent_twice_adds_one_child(site: Client, draft: Draft) -> None:
    site.post(url(draft, "soort/"), {"verlof": "ouderschap", **GO_ON})
    asked = {**SHOWN, "kinderen.1.naam": "Lena", "add_item": "kinderen"}

    answers = [site.post(url(draft, "periode/"), asked) for _time in range(2)]

    assert len(read(draft).answers["kinderen"]) == 2
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def test_a_child_that_was_removed_does_not_keep_the_page_from_adding_one(
    site: Client, draft: Draft
) -> None:
    site.post(url(draft, "soort/"), {"verlof": "ouderschap", **GO_ON})
    asked = {**SHOWN, "kinderen.1.naam": "Lena", "add_item": "kinderen"}
    site.post(url(draft, "periode/"), asked)
    second = read(draft).answers["kinderen"][1]["_id"]
    site.post(url(draft, "periode/"), {"remove_item": f"kinderen.{second}"})

    site.post(url(draft, "periode/"), asked)

    assert [one["_id"] != second for one in read(draft).answers["kinderen"]] == [True, True]


def test_each_time_that_a_step_is_shown_it_is_another_page(site: Client, draft: Draft) -> None:
    site.post(url(draft, "soort/"), {"verlof": "ouderschap", **GO_ON})

    shown = [page(site.get(url(draft, "periode/"))) for _time in range(2)]

    windows = {one.split('name="venster" value="')[1][:8] for one in shown}
    assert len(windows) == 2
