"""Markup in every field of every form stays text in every view: no script runs, nobody is asked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from fire.input.crawl import Crawl, sort_of, split
from fire.input.filling import Door, door_of, page_of
from fire.input.harm import Harm
from fire.input.inside import forms_of, steps_of, walk
from fire.input.markup import SHORT, payloads
from fire.input.strings import bundles, squashed, texts_of
from fire.input.watched import watched
from fire.installation import Burning
from fire.writers import asking
from fire.writers.settling import settle
from loket.contacts.models import OutgoingMail
from loket.core.models import Organisation
from loket.core.tenancy import acting_in

TEXTS = bundles(payloads())


@dataclass(frozen=True)
class Stuffed:
    """The browsers of everybody, every form in which somebody types, and what pages there are."""

    people: Mapping[str, Client]
    doors: list[Door]
    crawls: list[Crawl]


@pytest.fixture(scope="module")
def stuffed(people: Mapping[str, Client]) -> Stuffed:
    """Give every field of every form the first of the texts."""
    crawls = walk(people, {who: steps_of(who) for who in people})
    doors = [door_of(found, people[found.who]) for found in forms_of(crawls)]
    for door in doors:
        door.send(SHORT, "\n".join(TEXTS[0]))
    return Stuffed(people, doors, walk(people, {who: steps_of(who) for who in people}))


def test_every_page_goes_on_with_markup_in_every_field(stuffed: Stuffed) -> None:
    pages = {address: status for one in stuffed.crawls for address, status in one.pages.items()}

    assert {address: status for address, status in pages.items() if status >= 500} == {}
    assert len(pages) > 200


def test_each_text_comes_back_as_text_from_every_form(stuffed: Stuffed) -> None:
    harm: dict[str, list[str]] = {}
    for door in stuffed.doors:
        for texts in TEXTS:
            with transaction.atomic():
                pages = door.answers("\n".join(texts))
                transaction.set_rollback(True)
            if found := [one for page in pages for one in Harm(page).found]:
                harm[door.name] = found

    assert harm == {}
    assert len(stuffed.doors) > 40


def test_no_script_runs_and_nobody_else_is_asked(
    stuffed: Stuffed, loket: Burning, new_context: Callable[..., BrowserContext]
) -> None:
    harm: list[str] = []
    windows: dict[str, Page] = {}
    seen = list(showing(stuffed.crawls))
    for texts in TEXTS:
        for door in stuffed.doors:
            door.send(min(texts, key=len), "\n".join(texts))
        for who, address in seen:
            if who not in windows:
                windows[who] = watched(new_context(locale="nl-BE"), harm)
                sign_in(loket, windows[who], who)
            windows[who].goto(place(loket, who, address))
            if windows[who].evaluate("window.raak || 0"):
                harm.append(f"a script ran on {address}")

    assert harm == []
    assert len(seen) > 20


def test_no_mail_says_more_than_its_words(
    stuffed: Stuffed, loket: Burning, new_context: Callable[..., BrowserContext]
) -> None:
    asking.ask(asking.begin(), eigenaar=SHORT)
    settle(loket)
    harm: list[str] = []
    page = watched(new_context(), harm)
    mails: list[OutgoingMail] = []
    for organisation_id in Organisation.objects.values_list("pk", flat=True):
        with acting_in(organisation_id):
            mails += OutgoingMail.objects.order_by("pk")
    for mail in mails:
        harm += Harm(mail.html).found
        page.set_content(mail.html)
        if page.evaluate("window.raak || 0"):
            harm.append(f"a script ran in {mail.subject}")

    assert harm == []
    assert any(squashed(SHORT) in squashed(mail.html + mail.text) for mail in mails), [
        mail.subject for mail in mails
    ]


def showing(crawls: list[Crawl]) -> Iterator[tuple[str, str]]:
    """Give each kind of page on which the markup stands, with somebody who sees it."""
    mark, kinds = squashed(SHORT), set()
    for crawl in crawls:
        for address, status in crawl.pages.items():
            kind = sort_of(*split(address))
            if status != 200 or kind in kinds:
                continue
            answer = crawl.client.get(address)
            if not answer.headers.get("Content-Type", "").startswith("text/html"):
                answer.close()
            elif mark in texts_of(page_of(answer)):
                kinds.add(kind)
                yield crawl.who, address


def sign_in(loket: Burning, page: Page, who: str) -> None:
    """Sign somebody in."""
    page.goto(place(loket, who, "/aanmelden/demo/?naar=/"))
    page.locator('form[action$="/aanmelden/demo/verder/"] button').click()
    page.wait_for_url(place(loket, who, "/"))


def place(loket: Burning, who: str, address: str) -> str:
    """Give an address on the host of a person."""
    login, _at, desk = who.partition("@")
    return loket.loket.address(login, address, f"{desk or 'persopoint'}.localhost")
