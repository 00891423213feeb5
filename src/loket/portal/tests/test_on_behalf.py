"""A personnel department asks something for an employee of its own employer."""

from typing import Any

import pytest
from tests.make import (
    NOW,
    attach_to_case,
    employ,
    grant,
    make_case,
    make_draft,
    make_person,
    make_queue,
    make_series,
    make_service,
    make_unit,
)

from loket.cases.models import Case, CaseFile, ChangeSet
from loket.catalogue.models import Draft, Service
from loket.catalogue.tests.forms import LEAVE
from loket.people.models import Person, RoleGrant, Unit
from loket.portal.sight import reads_special
from loket.portal.tests.conftest import browser_of

FORM = "/formulier/attest-voor-een-medewerker/"


@pytest.fixture
def petra(sarah: Person) -> Person:
    """Petra of the personnel department of Sarah's employer."""
    personnel = make_unit("personeel", Unit.Kind.PERSONNEL)
    employer = Unit.objects.get(slug="mobiliteit")
    Unit.objects.filter(pk=personnel.pk).update(parent=employer)
    made = make_person("Petra Janssens", login="petra")
    grant(made, RoleGrant.Role.PERSONNEL, personnel)
    employ(made, personnel)
    return made


@pytest.fixture
def attest(sarah: Person) -> Service:
    make_queue("tijd")
    make_series()
    spec: dict[str, Any] = {
        **LEAVE,
        "key": "hr.attest",
        "slug": "attest-voor-een-medewerker",
        "access": {"login": "required", "loa": "substantial", "for": ["employer_hr"]},
        "on_behalf_of": {"source": "hr.employees", "scope": "employer"},
    }
    return make_service(sarah, spec)


@pytest.fixture
def asked_for_sarah(petra: Person, sarah: Person, attest: Service) -> Case:
    """What Petra asked for Sarah."""
    return make_case(petra, attest, subject=sarah.party)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_employee_is_searched_and_the_draft_is_about_them(
    petra: Person, sarah: Person, attest: Service
) -> None:
    site = browser_of(petra)

    assert "Sarah Vermeulen" in text(site.get(FORM, {"wie": "verm"}))
    answer = site.post(f"{FORM}begin", {"voor": sarah.party.key})

    draft = Draft.objects.get(owner=petra)
    assert (draft.subject_id, draft.name) == (sarah.pk, "Sarah Vermeulen")
    page = text(site.get(answer.headers["Location"]))
    assert "voor Sarah Vermeulen" in page


def test_nobody_is_found_who_works_elsewhere(petra: Person, attest: Service) -> None:
    employ(make_person("Anke Schröder"), make_unit("werk"))

    shown = text(browser_of(petra).get(FORM, {"wie": "anke"}))

    assert "Wij vinden geen medewerker met de naam ‘anke’." in shown


def test_it_does_not_begin_without_an_employee_nor_for_somebody_elsewhere(
    petra: Person, attest: Service
) -> None:
    anke = make_person("Anke Schröder")
    employ(anke, make_unit("werk"))

    for posted in ({}, {"voor": anke.party.key}, {"voor": petra.party.key}, {"voor": "weg"}):
        answer = browser_of(petra).post(f"{FORM}begin", posted)
        assert answer.status_code == 422
        assert "Kies eerst de medewerker voor wie u dit vraagt." in text(answer)
    assert not Draft.objects.exists()


def test_others_neither_see_the_form_on_the_shelves_nor_begin_it(
    petra: Person, sarah: Person, attest: Service
) -> None:
    for path in ("/", "/aanvragen/", "/aanvragen/loopbaan/", "/zoeken/?q=werkregime"):
        assert FORM in text(browser_of(petra).get(path))
        assert FORM not in text(browser_of(sarah).get(path))
    assert "niet voor u bedoeld" in text(browser_of(sarah).get(FORM))
    assert browser_of(sarah).post(f"{FORM}begin", {"voor": petra.party.key}).status_code == 409
    assert not Draft.objects.exists()


def test_the_case_is_about_the_employee_who_sees_it_too(
    petra: Person, sarah: Person, attest: Service
) -> None:
    site = browser_of(petra)
    begun = site.post(f"{FORM}begin", {"voor": sarah.party.key}).headers["Location"]
    base = begun.removesuffix("soort/")
    site.post(begun, {"verlof": "vierdagenweek", "volgende": "1"})
    answers = {"begindatum": "1/3/2027", "statuut": "statutair"}
    later = {"vinkje": "document.rooster", "document.rooster.later": "true"}
    site.post(f"{base}periode/", {**answers, **later, "volgende": "1"})

    site.post(f"{base}indienen")

    case = Case.objects.get()
    assert (case.requester_id, case.subject_id) == (petra.pk, sarah.pk)
    assert browser_of(sarah).get(f"/zaken/{case.number}/").status_code == 200


def test_a_medical_paper_of_the_employee_is_not_for_who_asked_on_their_behalf(
    petra: Person, sarah: Person, asked_for_sarah: Case
) -> None:
    case = asked_for_sarah
    own = attach_to_case(case, "attest", privacy="special")
    hers = attach_to_case(case, "attest", privacy="special")
    CaseFile.objects.filter(pk=hers.pk).update(added_by=sarah)

    def fetched(person: Person, paper: CaseFile) -> int:
        answer = browser_of(person).get(f"/zaken/{case.number}/bijlagen/{paper.file.key}")
        list(answer)  # read to its end a file is closed
        return int(answer.status_code)

    assert (fetched(petra, own), fetched(petra, hers)) == (200, 404)
    assert (fetched(sarah, own), fetched(sarah, hers)) == (200, 200)
    shown = text(browser_of(petra).get(f"/zaken/{case.number}/bijlagen/"))
    assert (own.file.key in shown, hers.file.key in shown) == (True, False)


def test_medical_answers_are_for_whom_they_are_about_once_they_changed_them(
    petra: Person, sarah: Person, asked_for_sarah: Case
) -> None:
    case = asked_for_sarah
    draft = make_draft(sarah, case.version.form.service)

    assert [reads_special(one, case) for one in (petra, sarah)] == [True, True]
    ChangeSet.objects.create(case=case, draft=draft, created_at=NOW, sent_at=NOW, state="sent")
    assert [reads_special(one, case) for one in (petra, sarah)] == [False, True]
