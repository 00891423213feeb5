"""What colleagues say to each other stays with them: on no page, in no mail, paper, stream or event."""

import re
from collections.abc import Callable

import pytest

from loket.cases.actions.consulting import consult, give_opinion
from loket.cases.actions.given import Given
from loket.cases.actions.linking import link_cases
from loket.cases.actions.notes import add_note
from loket.cases.models import Case, Task
from loket.contacts.actions.drafts import keep_message_draft
from loket.contacts.models import Notification, OutgoingMail
from loket.core.models import Event
from loket.core.tenancy import acting_in
from loket.documents.tests.pdftext import text_of
from tests.make import acting, make_case, make_letters
from tests.security.asking import body_of, bytes_of
from tests.test_access import Scene
from tests.world import World, make_world, sign_in

SECRET = "Xylofoon"
"""A word that nobody else says."""
SAID = re.compile(rf"{SECRET} \w+")
"""What colleagues said; a page repeats what was looked for without the second word."""
OUTSIDE = ("requester", "chief", "personnel")
PAGES = ("/", "/zaken/", "/zaken/{n}/", "/zaken/{n}/gegevens/", "/zaken/{n}/bijlagen/",
         "/zaken/{n}/ontvangst/", "/taken/", "/goedkeuringen/", "/goedkeuringen/{a}/", "/berichten/",
         "/berichten/mails/", "/zoeken/?q={s}", "/zoeken/suggesties/?q={s}", "/stroom/?sinds=1-1",
         "/stroom/zaak/{n}/?sinds=1-1", "/tellers/")  # fmt: skip


@pytest.fixture
def told(db: None) -> Scene:
    """A case in which colleagues said a lot to each other."""
    here = make_world("hier")
    with acting_in(here.organisation.pk):
        make_letters()
        say_inside(here)
    keys = {role: sign_in(here, person) for role, person in here.people.items()}
    return Scene(here, here, keys)


def say_inside(here: World) -> None:
    people, case = here.people, here.things["case"]
    handler = acting(people["handler"])
    other = make_case(people["citizen"], here.things["service"])
    Case.objects.filter(pk=case.pk).update(status="in_progress")
    add_note(case, by=handler, given=Given(text=f"{SECRET} notitie"))
    consult(case, people["cleared"], None, by=handler, given=Given(text=f"{SECRET} vraag"))
    task = Task.objects.get(case=case, kind=Task.Kind.CONSULT)
    give_opinion(case, task, by=acting(people["cleared"]), given=Given(text=f"{SECRET} advies"))
    link_cases(case, other, by=handler, given=Given(text=f"{SECRET} verband"))
    keep_message_draft(case, "message", f"{SECRET} half", base_version=1, by=handler)
    keep_message_draft(case, "note", f"{SECRET} half", base_version=1, by=handler)


def test_s22_no_page_of_who_asks_shows_what_colleagues_said(told: Scene) -> None:
    things = told.here.things
    named = {"n": things["case"].number, "a": things["approval"].task.key, "s": SECRET}

    shown = {
        (actor, page): told.browser(actor).get(page.format(**named))
        for actor in OUTSIDE
        for page in PAGES
    }

    found = [at for at, answer in shown.items() if SAID.search(body_of(answer))]
    assert found == []
    assert sum(answer.status_code == 200 for answer in shown.values()) > 30
    desk = told.browser("handler").get(f"/werk/zaken/{named['n']}/")
    assert SAID.search(desk.text), "the handler does not see it either"


def test_s22_no_paper_shows_what_colleagues_said(told: Scene) -> None:
    number = told.here.things["case"].number

    paper = told.browser("requester").get(f"/zaken/{number}/pdf")
    words = text_of(bytes_of(paper))

    assert number in words
    assert SECRET not in words


def test_s22_no_mail_notice_or_event_says_it(
    told: Scene, run_jobs: Callable[..., list[str]]
) -> None:
    with acting_in(told.here.organisation.pk):
        run_jobs()
        outside = [told.here.people[role].pk for role in (*OUTSIDE, "citizen")]
        mails = OutgoingMail.objects.values_list("subject", "text", "html")
        notices = Notification.objects.filter(person__in=outside).values_list("params", "url")
        events = Event.objects.values_list("kind", "data", "topics")
        internal = Event.objects.filter(visibility="internal").count()

        said = " ".join(str(one) for rows in (mails, notices, events) for one in rows)

    assert SECRET not in said
    assert internal >= 4
