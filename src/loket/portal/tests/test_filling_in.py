"""A person fills in a form, with and without script."""

import re
from copy import deepcopy
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.make import make_draft, make_queue, make_series, make_service, same

from loket.cases.models import Case
from loket.catalogue.models import Draft, DraftFile, Service
from loket.catalogue.tests.forms import LEAVE
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
GO_ON = {"volgende": "1"}


def url(draft: Draft, rest: str) -> str:
    return f"/concept/{draft.key}/{rest}"


def page(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def read(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def fill_in(site: Client, draft: Draft) -> Any:
    """Fill in both steps as a person without script does."""
    site.post(url(draft, "soort/"), {"verlof": "vierdagenweek", **GO_ON})
    answers = {
        "begindatum": "1/3/2027",
        "statuut": "statutair",
        "vinkje": "document.rooster",
        "document.rooster.later": "true",
    }
    return site.post(url(draft, "periode/"), {**answers, **GO_ON})


def test_a_form_begins_with_what_one_needs(site: Client, service: Service) -> None:
    shown = page(site.get("/formulier/vermindering-van-werkregime/"))

    assert "Vermindering van werkregime" in shown
    assert "Binnen 5 werkdagen" in shown
    assert "Medisch attest" in shown


def test_beginning_makes_a_draft_and_opens_its_first_step(
    site: Client, service: Service, sarah: Person
) -> None:
    answer = site.post("/formulier/vermindering-van-werkregime/begin")

    draft = Draft.objects.get(owner=sarah)
    assert answer.headers["Location"] == url(draft, "soort/")
    assert draft.loa == "substantial"


def test_words_of_who_signed_in_anew_with_a_weaker_key_are_given_back(
    draft: Draft, sarah: Person
) -> None:
    assert sarah.user is not None
    sarah.user.loa_password = "low"
    sarah.user.save()
    site = browser_of(sarah)

    late = site.post(
        url(draft, "periode/"),
        {"opmerking": "Half af", "csrfmiddlewaretoken": "een", **GO_ON},
        headers={"origin": "http://dienst.localhost"},
    )

    assert late.status_code == 403
    assert "Half af" in page(late)


def test_who_is_not_sure_enough_signs_in_with_a_stronger_key(service: Service, kim: Person) -> None:
    assert kim.user is not None
    kim.user.loa_password = "low"
    kim.user.save()

    answer = browser_of(kim).post("/formulier/vermindering-van-werkregime/begin")

    form = quote("/formulier/vermindering-van-werkregime/", safe="")
    assert answer.headers["Location"] == f"/aanmelden/sterker/?niveau=substantial&naar={form}"
    assert not Draft.objects.exists()


def test_a_step_shows_its_questions(site: Client, draft: Draft) -> None:
    answer = site.get(url(draft, "soort/"))

    shown = page(answer)
    assert "<title>Stap 1 van 4: Soort aanvraag | Vermindering van werkregime | Dienst" in shown
    assert "Om welk verlof gaat het?" in shown
    assert "Fout:" not in shown


def test_the_first_button_of_a_step_goes_on_for_enter_presses_it(
    site: Client, draft: Draft
) -> None:
    shown = page(site.get(url(draft, "soort/")))

    first = re.search('<button[^>]*(form="formulier"|type="submit")[^>]*>', shown)
    assert first is not None
    assert 'form="formulier" name="volgende"' in first[0]


@pytest.mark.parametrize("by_itself", [True, False])
def test_a_form_says_whether_it_saves_by_itself(sarah: Person, by_itself: bool) -> None:
    make_queue("tijd")
    form: dict[str, Any] = {**LEAVE, "save": {"ttl": "P90D", "autosave": by_itself}}
    draft = make_draft(sarah, make_service(sarah, form), answers={})

    shown = page(browser_of(sarah).get(url(draft, "soort/")))

    assert ("data-autosave=" in shown) is by_itself


def test_a_whole_form_without_script(site: Client, draft: Draft) -> None:
    answer = fill_in(site, draft)

    assert answer.headers["Location"] == url(draft, "controleren/")
    shown = page(site.get(url(draft, "controleren/")))
    assert "1 maart 2027" in shown
    assert "Statutair" in shown
    assert "U stuurt dit later." in shown
    assert "wij vragen het aan Tom Claes" in shown
    assert "Er ontbreekt nog iets" not in shown


def test_leaving_a_step_shows_what_is_wrong_and_allows_leaving(site: Client, draft: Draft) -> None:
    site.post(url(draft, "soort/"), {"verlof": "vierdagenweek", **GO_ON})

    refused = site.post(url(draft, "periode/"), {"begindatum": "31 februari", **GO_ON})
    left = site.post(url(draft, "periode/"), {"begindatum": "31 februari", "toch": "1"})

    shown = page(refused)
    assert refused.status_code == 422
    assert "<title>Fout: Stap 2 van 4" in shown
    assert 'href="#f-begindatum">Begindatum: Vul een datum in die bestaat' in shown
    assert 'value="31 februari"' in shown
    assert left.headers["Location"] == url(draft, "controleren/")


def test_the_draft_is_saved_whatever_is_wrong(site: Client, draft: Draft) -> None:
    site.post(url(draft, "periode/"), {"begindatum": "31 februari", **GO_ON})

    assert read(draft).answers["begindatum"] == {"_raw": "31 februari"}


def test_sending_makes_one_case_however_often(site: Client, draft: Draft) -> None:
    fill_in(site, draft)

    first = site.post(url(draft, "indienen"))
    second = site.post(url(draft, "indienen"))

    assert first.headers["Location"] == "/zaken/HRB0000001/ontvangst/"
    assert second.headers["Location"] == first.headers["Location"]
    assert Case.objects.count() == 1
    assert site.get(url(draft, "soort/")).headers["Location"] == "/zaken/HRB0000001/"


def test_an_incomplete_request_is_not_sent(site: Client, draft: Draft) -> None:
    answer = site.post(url(draft, "indienen"))

    shown = page(answer)
    assert answer.status_code == 422
    assert "<title>Fout:" in shown
    assert f'href="{url(draft, "soort/")}?van=controleren&amp;fouten=1#f-verlof"' in shown
    assert not Case.objects.exists()


def test_a_draft_keeps_the_form_as_it_was_begun_and_so_does_its_case(
    site: Client, draft: Draft, sarah: Person
) -> None:
    first = draft.version_id
    steps: list[Any] = deepcopy(LEAVE["steps"])  # type: ignore[arg-type]
    extra = {"id": "extra", "type": "text", "required": True, "label": same("Iets nieuws")}
    steps[0] |= {"title": same("Een nieuwe titel")}
    steps[0]["fields"].append(extra)
    make_service(sarah, {**LEAVE, "steps": steps})

    shown = page(site.get(url(draft, "soort/")))
    fill_in(site, draft)
    site.post(url(draft, "indienen"))

    assert "Soort aanvraag" in shown
    assert "Iets nieuws" not in shown
    assert Case.objects.get().version_id == first
    begun = site.post("/formulier/vermindering-van-werkregime/begin", follow=True)
    assert "Iets nieuws" in page(begun)


def test_related_pages_stand_after_the_last_question_only(sarah: Person) -> None:
    make_queue("tijd")
    more = {"url": "https://voorbeeld.be/verlof", **same("Meer over verlof")}
    draft = make_draft(sarah, make_service(sarah, {**LEAVE, "links": [more]}))
    site = browser_of(sarah)

    first, last = (page(site.get(url(draft, step))) for step in ("soort/", "periode/"))

    assert "Meer over verlof" not in first
    assert 'href="https://voorbeeld.be/verlof"' in last
    assert last.index('name="opmerking"') < last.index("Meer over verlof")


def test_from_the_check_page_and_back(site: Client, draft: Draft) -> None:
    fill_in(site, draft)

    shown = page(site.get(url(draft, "soort/?van=controleren")))
    answer = site.post(
        url(draft, "soort/"), {"verlof": "vierdagenweek", "van": "controleren", **GO_ON}
    )

    assert 'name="van" value="controleren"' in shown
    assert answer.headers["Location"] == url(draft, "controleren/")


def test_items_are_added_and_removed_without_losing_what_was_typed(
    site: Client, draft: Draft
) -> None:
    site.post(url(draft, "soort/"), {"verlof": "ouderschap", **GO_ON})

    typed = {"begindatum": "1/3/2027", "kinderen.1.naam": "Lena"}
    added = site.post(url(draft, "periode/"), {**typed, "add_item": "kinderen"})
    second = read(draft).answers["kinderen"][1]["_id"]
    site.post(
        url(draft, "periode/"),
        {**typed, f"kinderen.{second}.naam": "Noor", "remove_item": "kinderen.1"},
    )

    place = url(draft, "periode/")
    assert added.headers["Location"] == f"{place}#f-kinderen-{second}"
    assert f'id="formulier" method="post" action="{place}"' in page(site.get(place)), (
        "else the browser keeps the place after #, and skips what is wrong"
    )
    assert [one["naam"] for one in read(draft).answers["kinderen"]] == ["Noor"]
    assert read(draft).answers["begindatum"] == "2027-03-01"


def test_words_for_an_item_that_another_window_removed_are_given_back(
    site: Client, draft: Draft
) -> None:
    site.post(url(draft, "soort/"), {"verlof": "ouderschap", **GO_ON})
    site.post(url(draft, "periode/"), {"kinderen.1.naam": "Lena", "add_item": "kinderen"})
    second = read(draft).answers["kinderen"][1]["_id"]
    site.post(url(draft, "periode/"), {"remove_item": f"kinderen.{second}"})

    typed = {f"kinderen.{second}.naam": "Noor", f"kinderen.{second}.dag": "2027-01-25"}
    late = site.post(url(draft, "periode/"), typed | GO_ON)

    assert late.status_code == 422
    assert "U schreef daarin: Noor, 25 januari 2027" in page(late)


def test_words_for_a_step_that_another_window_has_hidden_are_kept(
    site: Client, service: Service, sarah: Person
) -> None:
    spec: Any = deepcopy(LEAVE)
    spec["steps"][1]["show_when"] = {"f": "verlof", "eq": "vierdagenweek"}
    hidden = make_draft(
        sarah, make_service(sarah, spec | {"key": "hr.twee", "slug": "twee"}), answers={}
    )
    site.post(url(hidden, "soort/"), {"verlof": "ouderschap", **GO_ON})

    late = site.post(url(hidden, "periode/"), {"opmerking": "Half af", **GO_ON})

    assert late.headers["Location"] == url(hidden, "soort/")
    assert read(hidden).answers["opmerking"] == "Half af"


def test_another_language_keeps_page_and_words(site: Client, draft: Draft) -> None:
    answer = site.post(
        url(draft, "periode/") + "?taal=fr", {"opmerking": "half af", "blijf": "taal"}
    )
    shown = page(site.get(answer.headers["Location"]))

    assert read(draft).answers["opmerking"] == "half af"
    assert read(draft).language == "fr"
    assert "half af" in shown
    assert "Que se passe-t-il ensuite" in shown


def test_files_without_script(site: Client, draft: Draft) -> None:
    file = SimpleUploadedFile("rooster.pdf", PDF)
    answer = site.post(
        url(draft, "periode/"), {"document.rooster": file, "add_file": "document.rooster"}
    )
    shown = page(site.get(url(draft, "periode/")))
    key = DraftFile.objects.select_related("file").get().file.key
    removed = site.post(url(draft, "periode/"), {"remove_file": key})

    assert answer.status_code == 302
    assert "rooster.pdf" in shown
    assert removed.status_code == 302
    assert not DraftFile.objects.exists()


def test_a_refused_file_has_its_sentence_and_loses_no_answer(site: Client, draft: Draft) -> None:
    file = SimpleUploadedFile("spel.exe", b"MZ")
    answer = site.post(
        url(draft, "periode/"), {"opmerking": "hallo", "document.rooster": file, **GO_ON}
    )

    shown = page(answer)
    assert answer.status_code == 422
    assert "‘spel.exe’" in shown
    assert 'href="#f-document-rooster"' in shown
    assert read(draft).answers["opmerking"] == "hallo"


def test_a_file_sent_by_the_script_answers_with_its_row(site: Client, draft: Draft) -> None:
    sent = {"slot": "document.rooster", "file": SimpleUploadedFile("rooster.pdf", PDF)}
    taken = site.post(url(draft, "bestanden/"), sent)
    sent = {"slot": "document.rooster", "file": SimpleUploadedFile("spel.exe", b"MZ")}
    refused = site.post(url(draft, "bestanden/"), sent)
    row = site.get(url(draft, "bestanden/?slot=document.rooster"))

    assert taken.status_code == 200
    assert 'id="f-document-rooster-rij"' in page(taken)
    assert 'id="ruimte"' in page(taken)
    assert refused.status_code == 422
    assert "‘spel.exe’" in page(refused)
    assert "rooster.pdf" in page(row)


def test_the_row_of_a_file_is_newer_than_any_answer_from_before_it(
    site: Client, draft: Draft
) -> None:
    sent = {"slot": "document.rooster", "file": SimpleUploadedFile("rooster.pdf", PDF)}

    before = site.get(url(draft, "bestanden/?slot=document.rooster")).content.decode()
    after = site.post(url(draft, "bestanden/"), sent).content.decode()

    assert 'data-rev="0"' in before
    assert f'data-rev="{Draft.objects.get(pk=draft.pk).rev}"' in after
    assert 'data-rev="0"' not in after


def test_a_file_is_fetched_by_its_owner_only(site: Client, draft: Draft, kim: Person) -> None:
    sent = {"slot": "document.rooster", "file": SimpleUploadedFile("rooster.pdf", PDF)}
    site.post(url(draft, "bestanden/"), sent)
    key = DraftFile.objects.select_related("file").get().file.key

    own = site.get(url(draft, f"bestanden/{key}"))
    other = browser_of(kim).get(url(draft, f"bestanden/{key}"))

    assert b"".join(own.streaming_content) == PDF  # type: ignore[attr-defined]  # a file answer
    assert "attachment" in own.headers["Content-Disposition"]
    assert other.status_code == 404


@pytest.mark.parametrize("rest", ["soort/", "controleren/", "bestanden/?slot=document.rooster"])
def test_a_draft_of_another_looks_like_nothing(draft: Draft, kim: Person, rest: str) -> None:
    stranger = browser_of(kim)

    of_another = stranger.get(url(draft, rest))
    of_nobody = stranger.get(f"/concept/bestaat-niet/{rest}")

    assert of_another.status_code == of_nobody.status_code == 404
    assert without_reference(of_another) == without_reference(of_nobody)


def without_reference(answer: Any) -> str:
    shown = re.sub(r"\b[0-9A-F]{8}\b", "", answer.content.decode())
    return re.sub(r"/concept/[^/]+/", "", shown)


def test_the_number_of_a_case_that_is_not_ones_own_is_named_on_the_check_page(
    sarah: Person,
) -> None:
    make_queue("tijd")
    make_series()
    form: dict[str, Any] = deepcopy({**LEAVE})
    form["case"] |= {"follows": "nummer"}
    form["steps"][0]["fields"].append({"id": "nummer", "type": "text", "label": same("Uw zaak")})
    draft = make_draft(sarah, make_service(sarah, form), answers={"nummer": "HRB7777777"})
    site = browser_of(sarah)
    fill_in(site, draft)

    answer = site.post(url(draft, "indienen"))

    assert answer.status_code == 422
    line = "Uw zaak: Wij vinden geen zaak van u met dit nummer. Kijk het na bij Mijn zaken."
    assert f'#f-nummer">{line}' in page(answer)
    assert not Case.objects.exists()
