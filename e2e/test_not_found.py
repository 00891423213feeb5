"""Walk: what belongs to somebody else looks exactly like what does not exist."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.journey import press

NOBODYS = "HRB9999999"
NO_KEY = "AAAAAAAAAAAAAAAAAAAAAA"
TABS = ("gegevens/", "bijlagen/", "ontvangst/", "pdf")
REFERENCE = re.compile(r"\b[0-9A-F]{8}\b")


@dataclass(frozen=True)
class Owned:
    """What Sarah has: a case with a file and an approval, and a draft with a file."""

    case: str
    case_file: str
    approval: str
    draft: str
    draft_file: str


def test_what_is_another_persons_looks_like_what_does_not_exist(desk: Desk) -> None:
    tom = desk("tom")
    owned = sarah_has_a_case_and_a_draft(desk("sarah"), tom)

    luc = desk("luc")
    the_search_box_does_not_tell_that_a_number_exists(luc, owned)
    no_address_tells_more_than_that_of_nothing(luc, pairs_of(owned))

    approval, case, *others = pairs_of(owned)
    for asked in (approval, case):  # the chief reads what they must decide on, and no more
        assert answer_of(tom, asked[0])[0] == 200
    no_address_tells_more_than_that_of_nothing(tom, others)
    drafts = [pair for pair in others if "/concept/" in pair[0]]
    no_address_tells_more_than_that_of_nothing(desk("nele", "/profiel/"), drafts)


def sarah_has_a_case_and_a_draft(page: Page, tom: Page) -> Owned:
    journey.begin_form(page)
    journey.choose_leave(page)
    journey.fill_period(page)
    journey.add_file(page, "Goedgekeurd rooster", "rooster.pdf")
    journey.go_to_check(page)
    number = journey.hand_in(page)
    journey.open_page(page, f"/zaken/{number}/bijlagen/")
    case_file = path_of(page.get_by_role("link", name="rooster.pdf"))
    journey.begin_form(page)
    journey.choose_leave(page)
    journey.add_file(page, "Goedgekeurd rooster", "rooster.pdf")
    draft_file = path_of(page.get_by_role("link", name="rooster.pdf"))
    journey.open_page(tom, "/goedkeuringen/")
    asked = tom.get_by_role("article").filter(has_text=number)
    approval = path_of(asked.get_by_role("link", name="Bekijk en beslis"))
    return Owned(number, case_file, approval, page.url.split("/")[4], draft_file)


def the_search_box_does_not_tell_that_a_number_exists(page: Page, owned: Owned) -> None:
    said, suggested = [], []
    for number in (owned.case, NOBODYS):
        journey.open_page(page, "/")
        page.get_by_role("main").get_by_role("combobox").fill(number)
        press(page.get_by_role("main").get_by_role("search"), "Chercher")
        expect(page).to_have_title(re.compile(number))
        expect(page).to_have_url(re.compile("/zoeken/"))
        said.append(page.get_by_role("main").inner_text().replace(number, "…"))
        suggested.append(journey.fetch(page, f"/zoeken/suggesties/?q={number}"))
    assert said[0] == said[1]
    assert suggested[0] == suggested[1]


def pairs_of(owned: Owned) -> list[tuple[str, str]]:
    """Each address of hers beside the same address of nothing; the approval comes first."""
    tabs = [(f"/zaken/{owned.case}/{tab}", f"/zaken/{NOBODYS}/{tab}") for tab in ("", *TABS)]
    steps = [
        (f"/concept/{owned.draft}/{step}/", f"/concept/{NO_KEY}/{step}/")
        for step in ("soort", "periode", "controleren")
    ]
    return [
        (owned.approval, f"/goedkeuringen/{NO_KEY}/"),
        *tabs,
        (owned.case_file, owned.case_file.replace(owned.case, NOBODYS)),
        (owned.case_file, f"{owned.case_file.rpartition('/')[0]}/{NO_KEY}"),
        *steps,
        (owned.draft_file, owned.draft_file.replace(owned.draft, NO_KEY)),
        (f"/werk/zaken/{owned.case}/", f"/werk/zaken/{NOBODYS}/"),
        (f"/werk/zaken/{owned.case}/bijlagen/", f"/werk/zaken/{NOBODYS}/bijlagen/"),
    ]


def no_address_tells_more_than_that_of_nothing(page: Page, pairs: list[tuple[str, str]]) -> None:
    for theirs, nobodys in pairs:
        answer = answer_of(page, theirs)
        assert answer == answer_of(page, nobodys), theirs
        assert answer[0] == 404, theirs


def path_of(link: Locator) -> str:
    address = link.get_attribute("href")
    assert address is not None
    return address


def answer_of(page: Page, path: str) -> tuple[int, str, str]:
    """Status, title and words of the page at an address, without the reference of the error."""
    answer = page.goto(urljoin(page.url, path))
    assert answer is not None
    return answer.status, page.title(), REFERENCE.sub("…", page.locator("body").inner_text())
