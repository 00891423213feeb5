"""A document that is asked for each child says of which child it is, wherever it is named."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.make import (
    acting,
    make_draft,
    make_file,
    make_handler,
    make_letters,
    make_queue,
    make_series,
    make_service,
)

from loket.cases.actions.deciding import Verdict, decide_changes
from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case
from loket.cases.models import Case, CaseFile, Change, Task
from loket.catalogue.actions.answers import add_group_item, mark_later, save_field
from loket.catalogue.models import Draft, DraftFile, Service
from loket.catalogue.tests.forms import LEAVE
from loket.contacts.models import Notification, OutgoingMail
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of
from loket.portal.tests.test_filling_in import PDF, page, url
from loket.routing.models import Queue

HINT = {"nl": "Van {{naam}}.", "fr": "De {{naam}}.", "de": "Von {{naam}}.", "en": "Of {{naam}}."}
ADA, BOB = "Geboorteakte, van Ada", "Geboorteakte, van Bob"


def form(**naming: Any) -> dict[str, Any]:
    """Leave to care for children, each with a birth certificate that may follow."""
    made: dict[str, Any] = copy.deepcopy(LEAVE)
    group = next(one for one in made["steps"][1]["fields"] if one["id"] == "kinderen")
    group["item"] = {"nl": "Kind", "fr": "Enfant", "de": "Kind", "en": "Child"}
    group["fields"][0] |= {"privacy": "sensitive"} | naming
    akte = next(one for one in made["documents"] if one["id"] == "akte")
    akte |= {"may_follow": "P30D", "hint": HINT}
    return made | {"after_submit": {"amend_until": "in_progress"}}


@pytest.fixture
def service(sarah: Person) -> Service:
    make_queue("tijd")
    make_series()
    return make_service(sarah, form())


def filled(draft: Draft, *names: str) -> Draft:
    """Everything answered, with these children; their documents follow later."""
    by = acting(draft.owner)
    answers = {"verlof": "ouderschap", "begindatum": "2027-03-01", "statuut": "statutair"}
    for name, value in answers.items():
        save_field(draft, name, value, by=by)
    for place, name in enumerate(names, 1):
        item = str(place)
        if place > 1:
            item = add_group_item(draft, "kinderen", by=by)
        save_field(draft, f"kinderen.{item}.naam", name, by=by)
        save_field(draft, f"kinderen.{item}.geboortedatum", "2024-05-17", by=by)
        mark_later(draft, f"akte.{item}", later=True, by=by)
    mark_later(draft, "rooster", later=True, by=by)
    return draft


def second(draft: Draft) -> str:
    """The lasting id of the second child."""
    return str(Draft.objects.get(pk=draft.pk).answers["kinderen"][1]["_id"])


def handed_in(site: Client, draft: Draft, *names: str) -> Case:
    site.post(url(filled(draft, *names), "indienen"))
    return Case.objects.get()


@pytest.fixture
def case(site: Client, draft: Draft) -> Case:
    return handed_in(site, draft, "Ada", "Bob")


@pytest.fixture
def hans(case: Case) -> Person:
    made = make_handler("Hans Handelaar", Queue.objects.get(), login="hans")
    claim_case(Case.objects.get(), by=acting(made))
    return made


@pytest.fixture
def desk(hans: Person) -> Client:
    return browser_of(hans)


def asked(case: Case) -> list[Task]:
    return list(Task.objects.open().filter(case=case, slot="akte").order_by("pk"))


def sent_for_bob(site: Client, case: Case) -> CaseFile:
    """The document of the second child, sent from the page of the case."""
    task = asked(case)[1]
    site.post(
        f"/zaken/{case.number}/antwoord/{task.key}/",
        {"files": [SimpleUploadedFile("akte.pdf", PDF)]},
    )
    return CaseFile.objects.get(case=case, slot="akte")


def test_the_check_page_names_the_child_of_each_document(site: Client, draft: Draft) -> None:
    filled(draft, "Ada", "Bob")

    shown = page(site.get(url(draft, "controleren/")))

    assert ADA in shown
    assert BOB in shown


def test_who_forgot_the_document_of_one_child_reads_of_which(site: Client, draft: Draft) -> None:
    filled(draft, "Ada", "Bob")
    mark_later(draft, f"akte.{second(draft)}", later=False, by=acting(draft.owner))

    shown = page(site.get(url(draft, "controleren/")))

    assert f"{BOB}:" in shown
    assert f"{ADA}:" not in shown


def test_the_step_says_the_name_once_and_the_number_where_there_is_no_name(
    site: Client, draft: Draft
) -> None:
    filled(draft, "Ada", "Bob")
    shown = page(site.get(url(draft, "periode/")))
    assert f">{BOB}" not in shown
    assert "Van Bob." in shown
    assert f'aria-label="Kies een bestand voor: {BOB}"' in shown, "who hears only the field"

    save_field(draft, f"kinderen.{second(draft)}.naam", "", by=acting(draft.owner))
    assert "Geboorteakte, kind 2" in page(site.get(url(draft, "periode/")))


def test_children_with_the_same_name_go_by_their_number(site: Client, draft: Draft) -> None:
    case = handed_in(site, draft, "Bob", "bob", "Cas")

    shown = page(site.get(f"/zaken/{case.number}/bijlagen/"))

    assert "Geboorteakte, kind 1" in shown
    assert "Geboorteakte, kind 2" in shown
    assert "Geboorteakte, van Cas" in shown
    assert "van bob" not in shown.lower()


def test_the_requester_reads_the_child_on_every_page_of_the_case(site: Client, case: Case) -> None:
    for path in ("", "bijlagen/", "ontvangst/"):
        shown = page(site.get(f"/zaken/{case.number}/{path}"))
        assert ADA in shown, path
        assert BOB in shown, path


def test_my_tasks_and_the_home_page_name_the_child(site: Client, case: Case) -> None:
    for path in ("/taken/", "/"):
        shown = page(site.get(path))
        assert f"Stuur ons dit document: {ADA}" in shown, path
        assert f"Stuur ons dit document: {BOB}" in shown, path


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Geboorteakte, de Bob"),
        ("de", "Geboorteakte, von Bob"),
        ("en", "Geboorteakte, of Bob"),
    ],
)
def test_the_name_of_the_child_stands_in_the_language_of_the_reader(
    site: Client, case: Case, language: str, words: str
) -> None:
    site.post("/profiel/taal/", {"taal": language})

    assert words in page(site.get(f"/zaken/{case.number}/bijlagen/"))


def test_the_desk_reads_the_child_of_what_is_asked_and_of_what_came(
    site: Client, case: Case, desk: Client
) -> None:
    sent_for_bob(site, case)

    shown = page(desk.get(f"/werk/zaken/{case.number}/bijlagen/"))
    beside = page(desk.get(f"/werk/zaken/{case.number}/"))

    assert ADA in shown
    assert BOB in shown
    assert ADA in beside


def test_who_hears_of_a_refused_document_reads_of_which_child(
    site: Client, case: Case, desk: Client
) -> None:
    row = sent_for_bob(site, case)
    answer = {"answer": "refuse", "text": "Onleesbaar", "key": "n", "was": "given"}
    desk.post(f"/werk/zaken/{case.number}/documenten/{row.pk}/", answer)

    assert asked(case)[-1].kind == "replace"
    for reader, path in ((site, "zaken"), (desk, "werk/zaken")):
        shown = page(reader.get(f"/{path}/{case.number}/"))
        assert BOB in shown, path
    assert f"Stuur ons dit document: {BOB}" in page(site.get("/taken/"))


def test_a_document_that_is_not_needed_any_more_is_named_with_its_child(
    site: Client, case: Case, desk: Client
) -> None:
    task = asked(case)[1]
    desk.post(f"/werk/zaken/{case.number}/gevraagd/{task.pk}/", {"text": "Niet nodig", "key": "w"})

    assert len(asked(case)) == 1
    assert BOB in page(site.get(f"/zaken/{case.number}/"))
    assert BOB in page(desk.get(f"/werk/zaken/{case.number}/"))


def test_no_mail_and_no_notice_carries_the_name_of_a_child(
    site: Client, case: Case, desk: Client, run_jobs: Callable[..., list[str]]
) -> None:
    make_letters()
    row = sent_for_bob(site, case)
    answer = {"answer": "refuse", "text": "Onleesbaar", "key": "n", "was": "given"}
    desk.post(f"/werk/zaken/{case.number}/documenten/{row.pk}/", answer)
    run_jobs()

    assert Notification.objects.filter(kind="document_refused").exists()
    mails = [f"{one.subject} {one.text}" for one in OutgoingMail.objects.all()]
    assert mails
    told = [*mails, *(str(vars(one)) for one in Notification.objects.all())]
    assert not [one for one in told if "Bob" in one or "Ada" in one]
    assert "Bob" not in page(site.get("/berichten/"))


def test_a_file_on_somebodys_disk_does_not_carry_the_name_of_a_child(
    site: Client, case: Case, desk: Client
) -> None:
    row = sent_for_bob(site, case)
    row.file.state = "clean"
    row.file.save()

    sent = desk.get(f"/werk/zaken/{case.number}/bijlagen/{row.file.key}")
    sent.close()

    assert "geboorteakte" in sent["Content-Disposition"]
    assert "bob" not in sent["Content-Disposition"].lower()


def test_changes_name_the_child_of_a_document_and_names_follow_a_correction(
    site: Client, case: Case, hans: Person, desk: Client
) -> None:
    sent_for_bob(site, case)
    site.post(f"/zaken/{case.number}/wijzigen/")
    draft = Draft.objects.open().get()
    save_field(draft, f"kinderen.{second(draft)}.naam", "Dirk", by=acting(draft.owner))
    site.post(url(draft, "indienen"))
    assert BOB in page(desk.get(f"/werk/zaken/{case.number}/bijlagen/"))

    (change,) = Change.objects.all()
    decide_changes(
        Case.objects.get(), {change.pk: Verdict(accepted=True)}, by=acting(hans), given=Given()
    )

    for reader, path in ((site, "zaken"), (desk, "werk/zaken")):
        shown = page(reader.get(f"/{path}/{case.number}/bijlagen/"))
        assert "Geboorteakte, van Dirk" in shown
        assert "van Bob" not in shown


def test_a_document_of_a_child_that_comes_in_a_change_is_named_by_the_new_answers(
    site: Client, case: Case, desk: Client
) -> None:
    site.post(f"/zaken/{case.number}/wijzigen/")
    draft = Draft.objects.open().get()
    item = add_group_item(draft, "kinderen", by=acting(draft.owner))
    save_field(draft, f"kinderen.{item}.naam", "Cas", by=acting(draft.owner))
    save_field(draft, f"kinderen.{item}.geboortedatum", "2024-05-17", by=acting(draft.owner))
    file = make_file(draft.owner)
    DraftFile.objects.create(draft=draft, file=file, slot="akte", item=item)
    assert "Geboorteakte, van Cas" in page(site.get(url(draft, "controleren/")))
    site.post(url(draft, "indienen"))

    assert "Geboorteakte, van Cas" in page(desk.get(f"/werk/zaken/{case.number}/"))
    answers = {
        f"w-{one.pk}": "ja" if one.name == "kinderen" else "nee" for one in Change.objects.all()
    }
    no = Change.objects.exclude(name="kinderen")
    answers |= {f"r-{one.pk}": "Dat kan niet." for one in no}
    refused = desk.post(f"/werk/zaken/{case.number}/wijzigingen/", answers | {"key": "b"})
    assert refused.status_code == 422
    assert "klopt ze niet: Geboorteakte, van Cas." in page(refused)


def test_an_answer_of_a_special_category_never_names_a_document(
    site: Client, sarah: Person, service: Service
) -> None:
    make_service(sarah, form(privacy="special"))
    service.refresh_from_db()
    service.form.refresh_from_db()
    case = handed_in(site, make_draft(sarah, service, answers={}), "Ada", "Bob")
    desk = browser_of(make_handler("Hans Handelaar", Queue.objects.get(), login="hans"))

    for reader, path in ((site, "zaken"), (desk, "werk/zaken")):
        shown = page(reader.get(f"/{path}/{case.number}/bijlagen/"))
        assert "Geboorteakte, kind 2" in shown
        assert "Bob" not in shown
    assert "Geboorteakte, kind 2" in page(site.get("/taken/"))


def test_a_single_child_without_a_name_needs_no_number(site: Client, draft: Draft) -> None:
    filled(draft, "")

    shown = page(site.get(url(draft, "controleren/")))

    assert "Geboorteakte" in shown
    assert "Geboorteakte," not in shown
