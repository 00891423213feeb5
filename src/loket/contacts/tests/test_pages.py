"""The pages of notices: what is new, going there, and choosing which come by mail."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.make import (
    employ,
    make_case,
    make_handler,
    make_notice,
    make_organisation,
    make_person,
    make_queue,
    make_series,
    make_service,
    make_unit,
)
from tests.world import World, client_of, sign_in

from loket.contacts.alerts import alerts_chosen
from loket.contacts.bell import MOST
from loket.contacts.choices import LABELS
from loket.contacts.models import Notification
from loket.contacts.rules.matrix import adjustable
from loket.core.tenancy import enter_organisation
from loket.people.models import Person, Preference
from loket.routing.models import Queue


@pytest.fixture
def here(db: None) -> World:
    organisation = make_organisation()
    handler = make_handler("Hans Handelaar", make_queue(), login="hans")
    make_series()
    sarah = make_person("Sarah V", login="sarah")
    case = make_case(sarah, make_service(handler))
    return World(organisation, {"sarah": sarah, "hans": handler}, {"case": case})


@pytest.fixture
def case(here: World) -> Any:
    return here.things["case"]


@pytest.fixture
def sarah(here: World) -> Person:
    return here.people["sarah"]


@dataclass(frozen=True)
class Window:
    """A browser of somebody; behind each page the test stands in the organisation again."""

    client: Client
    organisation_id: int

    def get(self, path: str, **query: str) -> HttpResponseBase:
        answer = self.client.get(path, query)
        enter_organisation(self.organisation_id)
        return answer

    def post(self, path: str, **values: object) -> str:
        answer = self.client.post(path, values, follow=True)
        enter_organisation(self.organisation_id)
        return answer.content.decode()

    def read(self, path: str, **query: str) -> str:
        answer = self.client.get(path, query)
        enter_organisation(self.organisation_id)
        return answer.content.decode()


@pytest.fixture
def window(here: World, sarah: Person) -> Window:
    return open_window(here, sarah)


def open_window(here: World, person: Person) -> Window:
    return Window(client_of(here, sign_in(here, person)), here.organisation.pk)


def test_the_newest_notice_stands_first_and_says_what_happened(
    window: Window, sarah: Person, case: Any
) -> None:
    make_notice(sarah, case, "receipt")
    make_notice(sarah, case, "question")

    page = window.read("/berichten/")

    asked, received = "We hebben een vraag over", "We hebben uw aanvraag"
    assert page.index(f"{asked} {case.number}") < page.index(f"{received} {case.number}")


def test_a_page_holds_twenty_five_and_leads_to_the_older_ones(
    window: Window, sarah: Person, case: Any
) -> None:
    told = [make_notice(sarah, case) for _ in range(27)]

    first = window.read("/berichten/")
    second = window.read("/berichten/", voor=str(told[2].pk))

    assert first.count("sd-caselist__link") == 25
    assert f"/berichten/?voor={told[2].pk}" in first
    assert second.count("sd-caselist__link") == 2
    assert 'rel="next"' in first
    assert 'rel="next"' not in second


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 40])
def test_a_place_in_the_list_that_nobody_made_is_no_fault(window: Window, before: str) -> None:
    assert window.get("/berichten/", voor=before).status_code == 200


def test_going_to_what_it_is_about_is_reading_it(window: Window, sarah: Person, case: Any) -> None:
    told = make_notice(sarah, case)

    answer = window.get(f"/berichten/{told.key}/")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/zaken/{case.number}/")
    assert Notification.objects.get().read_at is not None


def test_the_notice_of_another_is_not_there_and_stays_unread(
    window: Window, here: World, case: Any
) -> None:
    told = make_notice(here.people["hans"], case)

    assert window.get(f"/berichten/{told.key}/").status_code == 404
    assert Notification.objects.get().read_at is None


def test_everything_can_be_marked_as_read_at_once(window: Window, sarah: Person, case: Any) -> None:
    make_notice(sarah, case)
    make_notice(sarah, case)

    page = window.post("/berichten/gelezen/")

    assert not Notification.objects.unread().exists()
    assert "Alles is gelezen" not in page


@pytest.mark.parametrize(("new", "shown"), [(3, ">3<"), (MOST + 5, f">{MOST}+<")])
def test_the_bell_shows_how_much_is_new(
    window: Window, sarah: Person, case: Any, new: int, shown: str
) -> None:
    for _ in range(new):
        make_notice(sarah, case)

    page = window.read("/profiel/")

    bell = page[page.index("sd-bell") :][:900]
    assert shown.strip("<") in bell


def test_opening_the_page_that_a_notice_leads_to_is_reading_it(
    window: Window, sarah: Person, case: Any
) -> None:
    make_notice(sarah, case, url="/profiel/")
    elsewhere = make_notice(sarah, case, url="/taken/")

    page = window.read("/profiel/")

    assert ">1<" in page[page.index("sd-bell") :][:900]
    assert list(Notification.objects.unread()) == [elsewhere]


def test_a_page_that_was_not_shown_reads_nothing(window: Window, sarah: Person, case: Any) -> None:
    make_notice(sarah, case, url="/bestaat-niet/")

    window.get("/bestaat-niet/")

    assert Notification.objects.unread().count() == 1


def test_a_visitor_has_no_bell(here: World) -> None:
    page = client_of(here).get("/aanmelden/").content.decode()

    assert "sd-bell" not in page


def test_a_list_asks_as_many_queries_for_many_as_for_one(
    window: Window,
    sarah: Person,
    case: Any,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(25):
        make_notice(sarah, case)

    with django_assert_max_num_queries(13):
        window.get("/berichten/")


def test_every_choice_has_words_and_every_word_is_a_choice() -> None:
    assert LABELS.keys() == adjustable().keys()


def test_mails_about_agreements_are_offered_where_somebody_has_a_chief(
    window: Window, here: World
) -> None:
    without = window.read("/berichten/mails/")
    employ(here.people["sarah"], make_unit("dienst"), chief=here.people["hans"])

    assert "approval_done" not in without
    assert "approval_done" in window.read("/berichten/mails/")


def test_a_person_chooses_mails_and_finds_the_choice_again(window: Window, here: World) -> None:
    sarah = here.people["sarah"]
    employ(sarah, make_unit("dienst"), chief=here.people["hans"])
    wanted = {
        "mail-assigned": "day",
        "mail-approval_done": "none",
        "mail-message": "now",
        "mail-draft_expiring": "now",
    }

    page = window.post("/berichten/mails/", **wanted)

    assert "Uw keuze is bewaard." in page
    rows = Preference.objects.filter(person=sarah).values_list("event_kind", "on", "pace")
    assert set(rows) == {
        ("assigned", True, "day"),
        ("approval_done", False, ""),
        ("message", True, "now"),
    }
    assert chosen_on(page, "assigned") == "day"
    assert chosen_on(page, "approval_done") == "none"
    assert chosen_on(page, "draft_expiring") == "now"


def test_a_window_changes_only_what_was_chosen_in_it(window: Window, sarah: Person) -> None:
    window.post("/berichten/mails/", **{"mail-assigned": "day", "was-assigned": "bundle"})

    older = {"mail-assigned": "bundle", "was-assigned": "bundle"}
    page = window.post(
        "/berichten/mails/", **older, **{"mail-message": "now", "was-message": "bundle"}
    )

    assert (chosen_on(page, "assigned"), chosen_on(page, "message")) == ("day", "now")


def chosen_on(page: str, kind: str) -> str:
    """What the list of this kind shows as chosen."""
    start = page.index(f'name="mail-{kind}"')
    listed = page[start : page.index("</select>", start)]
    return listed[: listed.index(" selected")].rpartition('value="')[2].rstrip('"')


def test_a_message_cannot_be_switched_off(window: Window, sarah: Person) -> None:
    page = window.post("/berichten/mails/", **{"mail-message": "none"})

    assert not Preference.objects.exists()
    assert chosen_on(page, "message") == "bundle"


def test_a_member_of_a_team_chooses_for_each_queue(here: World) -> None:
    hans = here.people["hans"]
    queue = Queue.objects.get()
    window = open_window(here, hans)

    page = window.post("/berichten/mails/", **{f"mail-alert:{queue.pk}": "day"})
    mine = alerts_chosen(queue.pk)
    window.post("/berichten/mails/", **{f"mail-alert:{queue.pk}": ""})

    assert chosen_on(page, f"alert:{queue.pk}") == "day"
    assert mine == {hans.pk: "digest"}
    assert alerts_chosen(queue.pk) == {}


def test_nobody_chooses_what_is_not_theirs_to_choose(window: Window, sarah: Person) -> None:
    tried = ("receipt", "work_late", "bestaat-niet", "alert:1")
    window.post("/berichten/mails/", **{f"mail-{kind}": "now" for kind in tried})
    window.post("/berichten/mails/", **{"mail-assigned": "ooit"})

    chosen = Preference.objects.filter(person=sarah).values_list("event_kind", flat=True)
    assert not set(chosen)


def test_whoever_works_at_the_desk_chooses_for_that_too(here: World) -> None:
    window = open_window(here, here.people["hans"])

    assert 'name="mail-work_late"' in window.read("/berichten/mails/")


def test_one_switch_sets_every_list_and_what_is_mandatory_stays(here: World) -> None:
    window = open_window(here, here.people["hans"])
    queue = f"alert:{Queue.objects.get().pk}"
    kinds = ("work_assigned", "work_accepted", "document_due", "started", "message", queue)
    window.post("/berichten/mails/", **{"mail-work_assigned": "day"})

    def stands(switch: str) -> list[str]:
        page = window.post("/berichten/mails/", keuze=switch)
        assert page.count("(zo staat het nu)") == 1
        return [chosen_on(page, kind) for kind in kinds]

    assert stands("niets") == ["none", "none", "none", "none", "bundle", "none"]
    assert stands("taken") == ["now", "none", "now", "none", "bundle", "none"]
    assert stands("alles") == ["now", "bundle", "now", "bundle", "bundle", "now"]
    window.post("/berichten/mails/", **{"mail-work_assigned": "day"})
    assert stands("alles")[0] == "day"
