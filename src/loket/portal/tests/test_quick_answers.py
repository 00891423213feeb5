"""An answer in its row, on Mijn taken and the first page: the remark is not lost when it is refused."""

import html
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.make import NOW, make_case, make_task

from loket.cases.models import Case, CaseMessage, Task
from loket.cases.rules.tasks import TaskKind
from loket.catalogue.models import Service
from loket.core.whose import WHOSE
from loket.people.models import Person
from loket.portal.tests.conftest import Site, browser_of
from loket.portal.tests.test_filling_in import page

WORDS = "De oplossing klopt niet, want mijn reden is lang."
HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([\w-]*)">')
HELD = re.compile(r'<textarea hidden name="([\w-]+)">\n([^<]*)</textarea>')


@pytest.fixture
def solved(sarah: Person, kim: Person, service: Service) -> Task:
    """The question to Sarah whether she accepts the solution."""
    case = make_case(
        sarah, service, status="awaiting_acceptance", assignee=kim, waits_on="requester"
    )
    return make_task(case, TaskKind.ACCEPT, person=sarah)


@pytest.fixture
def strict(site: Site) -> Site:
    """A browser of Sarah, of whose forms the proof is looked at."""
    site.handler.enforce_csrf_checks = True
    return site


def address(task: Task) -> str:
    return f"/zaken/{task.case.number}/akkoord/{task.key}/"


def row(site: Client, task: Task) -> dict[str, str]:
    """The fields of the form in the row of a task, with a no and its reason."""
    shown = page(site.get("/taken/"))
    form = next(one for one in shown.split("<form")[1:] if f'action="{address(task)}"' in one)
    return dict(HIDDEN.findall(form)) | {"remark": WORDS, "answer": "nee"}


def press(site: Client, task: Task, fields: dict[str, str]) -> Any:
    """Send it as htmx does on a page of ours."""
    origin = f"http://{task.case.organisation.slug}.localhost"
    headers = {
        "hx-request": "true",
        "hx-current-url": f"{origin}/taken/",
        "origin": origin,
        "sec-fetch-site": "same-origin",
    }
    return site.post(address(task), fields, headers=headers)


def sent(site: Client, task: Task, fields: dict[str, str]) -> Any:
    """Send it as a page."""
    origin = f"http://{task.case.organisation.slug}.localhost"
    headers = {"origin": origin, "sec-fetch-site": "same-origin"}
    return site.post(address(task), fields, headers=headers)


def in_notice(answer: Any) -> dict[str, str]:
    """What the notice on the page sends again."""
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#meldingen"
    assert "HX-Redirect" not in answer.headers
    shown = answer.content.decode()
    return dict(HIDDEN.findall(shown)) | {
        name: html.unescape(value) for name, value in HELD.findall(shown)
    }


def test_a_remark_that_is_too_long_comes_back_in_its_field(site: Client, solved: Task) -> None:
    long = WORDS + " x" * 10_050

    answer = press(site, solved, {"answer": "nee", "remark": long})

    assert answer.status_code == 422
    assert f"{long}</textarea>" in page(answer)


def test_without_a_form_the_remark_is_shown_to_copy(site: Client, solved: Task) -> None:
    Task.objects.filter(pk=solved.pk).update(done_at=NOW)
    Case.objects.filter(pk=solved.case_id).update(
        status="closed_complete", closed_at=NOW, outcome="accepted"
    )

    answer = press(site, solved, {"answer": "nee", "remark": WORDS})

    assert answer.status_code in (409, 422)
    assert "<form" not in page(answer)
    assert "Dit schreef u. Het is niet verstuurd:" in page(answer)
    assert f"{WORDS}</p>" in page(answer)
    assert f'href="/zaken/{solved.case.number}/"' in page(answer)


def test_who_was_signed_out_keeps_the_remark_and_sends_it_after_signing_in(
    strict: Site, visitor: Site, solved: Task, sarah: Person
) -> None:
    fields = row(strict, solved)
    visitor.cookies[settings.CSRF_COOKIE_NAME] = strict.cookies[settings.CSRF_COOKIE_NAME].value
    visitor.handler.enforce_csrf_checks = True

    held = press(visitor, solved, fields)

    shown = held.content.decode()
    again = in_notice(held)
    assert "U bent afgemeld." in shown
    assert 'href="/aanmelden/?naar=' in shown
    assert again["remark"] == WORDS
    assert again["answer"] == "nee"
    assert sent(strict, solved, again).status_code == 302
    assert CaseMessage.objects.get(case=solved.case).message.body == WORDS


def test_who_signed_in_anew_hears_why_and_sends_the_remark_from_the_same_page(
    strict: Site, solved: Task
) -> None:
    fields = row(strict, solved) | {"csrfmiddlewaretoken": "o" * 64}

    held = press(strict, solved, fields)

    assert "U hebt zich intussen opnieuw aangemeld" in held.content.decode()
    assert sent(strict, solved, in_notice(held)).status_code == 302
    assert CaseMessage.objects.get(case=solved.case).message.body == WORDS


def test_the_next_person_on_the_device_sees_no_remark(
    strict: Site, solved: Task, kim: Person
) -> None:
    fields = row(strict, solved)
    next_one = browser_of(kim)
    next_one.handler.enforce_csrf_checks = True

    held = press(next_one, solved, fields)

    assert not in_notice(held)
    assert "meldde zich intussen iemand anders aan" in held.content.decode()
    assert WORDS not in held.content.decode()
    assert WHOSE not in held.content.decode()


def test_what_another_site_made_up_is_not_offered_again(strict: Site, solved: Task) -> None:
    answer = strict.post(
        address(solved),
        {"remark": WORDS, "answer": "ja", "csrfmiddlewaretoken": "o" * 64},
        headers={"hx-request": "true", "hx-current-url": "x", "origin": "https://elders.example"},
    )

    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()
