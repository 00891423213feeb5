"""The two organisations of the demo: nothing of one is seen in the other, by any of its people."""

import html
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from loket.cases.models import Approval, Case, CaseFile, Task
from loket.catalogue.models import Draft, DraftFile, Service, Theme
from loket.contacts.models import Notification, OutgoingMail, TextBlock
from loket.core.models import Organisation
from loket.core.tenancy import acting_in
from loket.documents.models import LetterTemplate, StoredFile
from loket.people.models import Address, Person
from loket.routing.models import Queue
from tests.foreign import ORGANISATIONS, OTHER, foreign_in, pack_of
from tests.make import make_absence, make_batch, make_saved_list
from tests.test_access import BUILT, Row, Scene, answer_to
from tests.world import World, sign_in

HOUSE = "people:photo_of", "core:statement"
"""Addresses without a thing of their own in them: nobody has a photo; each has statements."""
WITH_THINGS = [
    row
    for row in BUILT
    if row.name not in HOUSE and any(not wanted.startswith("=") for wanted in row.args.values())
]
WITHOUT_THINGS = [row for row in BUILT if not row.args and "GET" in row.methods]


@dataclass(frozen=True)
class Demo:
    """Both organisations with their people and things, and an open session for everybody."""

    worlds: dict[str, World]
    keys: dict[str, dict[str, str]]

    def scene(self, slug: str) -> Scene:
        """The people of one organisation before the things of the other."""
        return Scene(self.worlds[slug], self.worlds[OTHER[slug]], self.keys[slug])


@pytest.fixture(scope="module")
def demo(demo_of_module: str) -> Demo:
    """The database that the walks use; what a request does is undone behind it."""
    worlds = {slug: world_of(slug) for slug in ORGANISATIONS}
    keys = {
        slug: {login: sign_in(world, person) for login, person in world.people.items()}
        for slug, world in worlds.items()
    }
    return Demo(worlds, keys)


def world_of(slug: str) -> World:
    organisation = Organisation.objects.get(slug=slug)
    with acting_in(organisation.pk):
        people = Person.objects.select_related("party", "user").exclude(user=None)
        return World(organisation, {one.user.login: one for one in people if one.user}, things())


def things() -> dict[str, Any]:
    """One thing of each kind; where an organisation has none, the nearest kind it has."""
    paper = CaseFile.objects.select_related("file", "case__queue").latest("pk")
    task = Task.objects.latest("pk")
    approval = Approval.objects.select_related("task").first()
    form = Service.objects.select_related("form__live_version").latest("pk").form
    return {
        "address": Address.objects.latest("pk"),
        "notice": Notification.objects.latest("pk"),
        "draft": Draft.objects.latest("pk"),
        "draft_file": DraftFile.objects.select_related("file").latest("pk"),
        "case": paper.case,
        "file": paper,
        "special": CaseFile.objects.select_related("file").filter(privacy="special").first()
        or paper,
        "loose_file": StoredFile.objects.latest("pk"),
        "approval": approval or SimpleNamespace(task=task),
        "task": task,
        "absence": make_absence(
            task.case.submitted_by, paper.case.submitted_by, by=task.case.submitted_by
        ),
        "saved": make_saved_list(task.case.submitted_by),
        "batch": make_batch(paper.case, task.case.submitted_by),
        "form": form,
        "version": form.live_version,
        "theme": Theme.objects.latest("pk"),
        "service": Service.objects.latest("pk"),
        "block": TextBlock.objects.latest("pk"),
        "queue": Queue.objects.latest("pk"),
    }


@pytest.mark.parametrize("slug", ORGANISATIONS)
@pytest.mark.parametrize("row", WITH_THINGS, ids=str)
def test_nobody_comes_to_a_thing_of_the_other_organisation(demo: Demo, row: Row, slug: str) -> None:
    scene = demo.scene(slug)

    said = {login: answer_to(scene, row, login, scene.there) for login in scene.keys}

    assert len(said) >= len(pack_of(slug).of("persons"))
    assert said == dict.fromkeys(scene.keys, 404)


@pytest.mark.parametrize("slug", ORGANISATIONS)
def test_no_page_tells_anybody_of_the_other_organisation(
    demo: Demo, slug: str, settings: Any
) -> None:
    settings.DEMO = True
    scene = demo.scene(slug)
    shown = 0
    for login in scene.keys:
        for place in [reverse(row.name) for row in WITHOUT_THINGS] + worklists(scene.here):
            answer = fetch(scene.browser(login), place)
            shown += answer.status_code == 200
            assert foreign_in(read(answer), slug) == [], f"{login} reads it at {place}"
    assert shown > len(scene.keys) * 10


def worklists(world: World) -> list[str]:
    with acting_in(world.organisation.pk):
        slugs = ["alle", *Queue.objects.values_list("slug", flat=True)]
    return [f"/werk/{slug}/team/" for slug in slugs]


@pytest.mark.parametrize("slug", ORGANISATIONS)
def test_no_search_finds_anything_of_the_other_organisation(demo: Demo, slug: str) -> None:
    scene = demo.scene(slug)
    case = scene.there.things["case"]
    form = next(iter(pack_of(OTHER[slug]).of("forms").values())).entry["title"]["nl"]
    with acting_in(scene.there.organisation.pk):
        asked = (
            ("portal:search", case.number),
            ("portal:suggest", form),
            ("desk:search", case.number),
            ("desk:search", case.requester.name),
        )
    for login in scene.keys:
        for place, words in asked:
            answer = fetch(scene.browser(login), reverse(place), {"q": words})
            told = read(answer).replace(words, "")  # the page repeats what was looked for
            assert foreign_in(told, slug) == [], f"{login} finds it by {words}"
            assert answer.status_code in (200, 404), "a number of the other leads somewhere"


@pytest.mark.parametrize("slug", ORGANISATIONS)
def test_nobody_stays_signed_in_at_the_other_organisation(demo: Demo, slug: str) -> None:
    scene = demo.scene(slug)

    for login, key in scene.keys.items():
        smuggler = Client(headers={"host": scene.there.host})
        smuggler.cookies[settings.SESSION_COOKIE_NAME] = key
        answer = fetch(smuggler, reverse("portal:cases"))
        assert answer["Location"].startswith("/aanmelden/"), login


@pytest.mark.parametrize("slug", ORGANISATIONS)
def test_visitors_read_of_one_organisation_only(demo: Demo, slug: str, settings: Any) -> None:
    settings.DEMO = True
    visitor = Client(headers={"host": demo.worlds[slug].host})
    for row in WITHOUT_THINGS:
        assert foreign_in(read(fetch(visitor, reverse(row.name))), slug) == [], row.name


@pytest.mark.parametrize("slug", ORGANISATIONS)
def test_no_notice_letter_or_mail_tells_of_the_other_organisation(demo: Demo, slug: str) -> None:
    with acting_in(demo.worlds[slug].organisation.pk):
        told = [str(one) for one in Notification.objects.values_list("params", flat=True)]
        told += [" ".join(one) for one in LetterTemplate.objects.values_list("subject", "body")]
        told += [
            " ".join(map(str, one))
            for one in OutgoingMail.objects.values_list("subject", "text", "html", "recipient")
        ]
        cases = Case.objects.values_list("number", "title", "answers", "requester__name")
        told += [str(one) for one in cases]

    assert told
    assert [found for one in told if (found := foreign_in(one, slug))] == []


def fetch(browser: Client, place: str, query: dict[str, str] | None = None) -> Any:
    with transaction.atomic():
        answer = browser.get(place, query)
        transaction.set_rollback(True)
    return answer


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode()) + str(answer.headers.get("Location", ""))
