"""A form manager tries a form as somebody else: the same pages, and nothing comes of it."""

import html
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from tests.make import acting
from tests.world import World, client_of, sign_in

from loket.cases.actions.submit import submit_case
from loket.cases.models import Case
from loket.catalogue.actions.trials import forget_trials
from loket.catalogue.models import Draft, FormVersion
from loket.catalogue.tests.forms import said
from loket.contacts.models import Notification, OutgoingMail
from loket.core.clock import now
from loket.core.errors import RuleError
from loket.core.tenancy import enter_organisation
from loket.formdesk.tests.conftest import CHANGED
from loket.formdesk.tests.test_form_pages import HOME, PAGE, text
from loket.packs.read import parse_yaml

WHO = {"weten.hr.person.status": "statutair", "leidinggevende": "ja", "dag": "2027-05-03"}
GO_ON = {"volgende": "1"}
PERIOD = {
    "begindatum": "1/6/2027",
    "statuut": "statutair",
    "vinkje": "document.rooster",
    "document.rooster.later": "true",
}


def begin(site: Client, page: str = f"{PAGE}1/", **who: str) -> str:
    """Begin a trial; give the address of its draft."""
    step = site.post(f"{page}proberen/", {**WHO, **who})["Location"]
    return step.removesuffix("soort/")


def fill_in(site: Client, draft: str, **more: str) -> None:
    site.post(f"{draft}soort/", {"verlof": "vierdagenweek", **GO_ON})
    site.post(f"{draft}periode/", {**PERIOD, **more, **GO_ON})


def the_trial(world: World) -> Draft:
    enter_organisation(world.organisation.pk)
    return Draft.objects.trials().select_related("version").get()


def test_a_form_is_tried_to_its_end_and_no_case_comes_of_it(site: Client, world: World) -> None:
    before = Case.objects.count(), OutgoingMail.objects.count(), Notification.objects.count()
    draft = begin(site)
    assert "Dit is een proef." in text(site.get(f"{draft}soort/"))
    fill_in(site, draft)
    assert "Dit is een proef." in text(site.get(f"{draft}controleren/"))

    ends = [site.post(f"{draft}indienen")["Location"] for _press in range(2)]
    shown = text(site.get(ends[0]))

    assert ends == [f"{draft}uitkomst/"] * 2
    assert "Proef TEST00001" in shown
    assert "Akkoord van uw chef" in shown
    assert "Rooster, binnen 14 dagen" in shown
    enter_organisation(world.organisation.pk)
    assert before == (
        Case.objects.count(),
        OutgoingMail.objects.count(),
        Notification.objects.count(),
    )


def test_the_trial_can_be_kept_as_a_case_that_proves_the_form(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    draft = begin(site)
    fill_in(site, draft)
    page = site.get(site.post(f"{draft}indienen")["Location"]).content.decode()
    shown = html.unescape(page.partition("readonly>")[2].partition("</textarea>")[0])

    case = parse_yaml(shown, Path("geval.yaml")).data
    make(tests={"today": "2027-05-03", "cases": {"uit-een-proef": case}})

    assert case["profile"] == {"hr.person.status": "statutair"}
    assert "Dit formulier kan online." in text(site.get(f"{PAGE}2/"))


def test_a_trial_on_another_day_is_a_case_of_that_day(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    draft = begin(site, dag="2027-05-20")
    fill_in(site, draft)
    page = site.get(site.post(f"{draft}indienen")["Location"]).content.decode()
    shown = html.unescape(page.partition("readonly>")[2].partition("</textarea>")[0])

    case = parse_yaml(shown, Path("geval.yaml")).data
    make(tests={"today": "2030-01-01", "cases": {"uit-een-proef": case}})

    assert case["today"] == "2027-05-20"
    assert "Dit formulier kan online." in text(site.get(f"{PAGE}2/"))


def test_a_trial_is_kept_and_found_again_where_it_began(site: Client, world: World) -> None:
    draft = begin(site)
    left = site.post(f"{draft}soort/", {"verlof": "vierdagenweek", "later": "1"})["Location"]

    shown = text(site.get(left))
    other = client_of(world, sign_in(world, world.people["requester"]))

    assert left == f"{PAGE}1/proberen/"
    assert f'<a href="{draft}periode/">Ga verder met deze proef</a>' in shown
    assert other.get(draft + "periode/").status_code == 404
    fill_in(site, draft)
    site.post(f"{draft}indienen")
    assert f'<a href="{draft}uitkomst/">Proef TEST00001</a>' in text(site.get(left))


def test_an_address_counts_as_proven_in_a_trial_and_in_the_case_that_it_becomes(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    steps = deepcopy(CHANGED["steps"])
    mail = {"id": "postje", "type": "email", "verify": "code", "label": said("Mail")}
    steps[0]["fields"] = [*steps[0]["fields"], {**mail, "required": True}]
    make(steps=steps)
    draft = begin(site, f"{PAGE}2/")
    first = {"verlof": "vierdagenweek", "postje": "kim@voorbeeld.example"}
    site.post(f"{draft}soort/", {**first, **GO_ON})
    site.post(f"{draft}periode/", {**PERIOD, **GO_ON})

    end = site.post(f"{draft}indienen")

    assert end["Location"] == f"{draft}uitkomst/"
    page = site.get(end["Location"]).content.decode()
    shown = html.unescape(page.partition("readonly>")[2].partition("</textarea>")[0])
    case = parse_yaml(shown, Path("geval.yaml")).data
    make(steps=steps, tests={"today": "2027-05-03", "cases": {"uit-een-proef": case}})
    assert "Dit formulier kan online." in text(site.get(f"{PAGE}2/"))


def test_a_day_that_is_none_is_refused_and_what_was_typed_stays(site: Client) -> None:
    typed = {**WHO, "dag": "2027-02-30", "leidinggevende": "nee"}

    shown = text(site.post(f"{PAGE}1/proberen/", typed), HTTPStatus.UNPROCESSABLE_ENTITY)

    assert "Dit is geen dag." in shown
    assert 'href="#f-dag"' in shown
    assert 'value="statutair"' in shown
    assert 'value="nee" checked' in shown


def test_a_test_case_that_is_chosen_with_the_button_to_begin_is_shown_first(
    site: Client, world: World, make: Callable[..., FormVersion]
) -> None:
    case = {"answers": {"verlof": "vierdagenweek"}, "profile": {"hr.person.status": "contractueel"}}
    make(tests={"today": "2027-05-03", "cases": {"in-dienst": case}})
    chosen = {**WHO, "geval": "in-dienst", "getoond": ""}

    shown = text(site.post(f"{PAGE}2/proberen/", chosen))

    assert 'value="contractueel"' in shown
    assert "testgeval ‘in-dienst’" in shown
    assert 'name="getoond" value="in-dienst"' in shown
    enter_organisation(world.organisation.pk)
    assert not Draft.objects.trials().exists()
    begun = site.post(f"{PAGE}2/proberen/", {**chosen, "getoond": "in-dienst"})
    assert begun["Location"].endswith("/soort/")
    assert the_trial(world).answers["verlof"] == "vierdagenweek"


def test_to_choose_the_same_again_keeps_what_was_typed(site: Client, world: World) -> None:
    typed = {"weten.hr.person.status": "contractueel", "geval": "", "getoond": "", "kies": "1"}

    shown = text(site.post(f"{PAGE}1/proberen/", typed))

    assert 'value="contractueel"' in shown
    enter_organisation(world.organisation.pk)
    assert not Draft.objects.trials().exists()


def test_what_we_know_of_the_person_and_the_day_are_those_of_the_trial(
    site: Client, world: World
) -> None:
    draft = begin(site, dag="2030-01-01")

    site.post(f"{draft}soort/", {"verlof": "vierdagenweek", **GO_ON})
    site.post(f"{draft}periode/", {**PERIOD, **GO_ON})

    shown = text(site.get(f"{draft}controleren/"))
    assert "De begindatum ligt in het verleden." in shown
    assert the_trial(world).trial == {
        "profile": {"hr.person.status": "statutair"},
        "chief": True,
        "today": "2030-01-01",
    }


def test_without_a_chief_the_document_is_asked(site: Client) -> None:
    draft = begin(site, leidinggevende="nee")
    fill_in(site, draft)

    refused = site.post(f"{draft}indienen")

    assert refused.status_code == 422
    assert "Akkoord van uw chef" in text(site.get(f"{draft}controleren/"))
    assert site.get(f"{draft}uitkomst/")["Location"] == f"{draft}controleren/"


def test_a_form_that_never_was_online_can_be_tried(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    make(key="hr.nieuw", slug="nieuw", title=said("Iets nieuws"))

    draft = begin(site, f"{HOME}hr.nieuw/1/")
    fill_in(site, draft)

    assert "Iets nieuws" in text(site.get(f"{draft}soort/"))
    assert site.post(f"{draft}indienen")["Location"] == f"{draft}uitkomst/"
    assert "Tijd" in text(site.get(f"{draft}uitkomst/"))


def test_who_tries_an_older_version_meant_that_one(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    make()
    site.post(f"{PAGE}2/online")

    draft = begin(site, f"{PAGE}1/")

    assert "Er is een nieuwe versie" not in text(site.get(f"{draft}soort/"))


def test_a_form_that_cannot_be_shown_is_not_tried(
    site: Client, make: Callable[..., FormVersion]
) -> None:
    make(theme="weg")

    refused = site.post(f"{PAGE}2/proberen/", WHO)

    assert refused.status_code == 422
    assert "Er is geen thema met de naam ‘weg’." in refused.content.decode()


def test_a_test_case_fills_in_the_trial(site: Client, make: Callable[..., FormVersion]) -> None:
    case = {"answers": {"verlof": "medisch"}, "profile": {"hr.person.status": "statutair"}}
    make(tests={"today": "2026-11-21", "cases": {"medisch": {**case, "no_chief": True}}})
    page = f"{PAGE}2/"

    shown = text(site.get(f"{page}proberen/?geval=medisch"))
    draft = begin(site, page, geval="medisch")

    assert 'value="2026-11-21"' in shown
    assert 'value="nee" checked' in shown
    assert 'value="medisch" checked' in text(site.get(f"{draft}soort/"))


def test_a_trial_is_in_no_list_and_in_no_figure(site: Client, world: World) -> None:
    begin(site)

    assert the_trial(world) not in Draft.objects.open()
    assert the_trial(world) not in Draft.objects.expiring()
    assert "Vermindering van werkregime" not in text(site.get("/concepten/"))


def test_no_case_is_made_of_a_trial_by_any_way(world: World, site: Client) -> None:
    draft = begin(site)
    fill_in(site, draft)
    trial = the_trial(world)

    with pytest.raises(RuleError, match="Dit is een proef"):
        submit_case(trial, by=acting(world.people["form_manager"]))


def test_a_trial_is_only_for_whoever_began_it(site: Client, world: World) -> None:
    draft = begin(site)
    other = client_of(world, sign_in(world, world.people["requester"]))

    for page in ("soort/", "controleren/", "uitkomst/"):
        assert other.get(f"{draft}{page}").status_code == 404


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_a_trial_goes_after_a_week(site: Client, world: World, days: int, left: int) -> None:
    begin(site)
    enter_organisation(world.organisation.pk)

    with time_machine.travel(now() + timedelta(days=days), tick=False):
        forget_trials(by=acting(None, now()))

    assert Draft.objects.trials().count() == left


def test_a_version_is_thrown_away_with_its_trials(
    site: Client, world: World, make: Callable[..., FormVersion]
) -> None:
    make()
    begin(site, f"{PAGE}2/")

    site.post(f"{PAGE}2/weg")

    enter_organisation(world.organisation.pk)
    assert not Draft.objects.trials().exists()
    assert FormVersion.objects.count() == 1


@pytest.mark.parametrize(
    "typed", [{"dag": ""}, {"weten.x": "y" * 5000}, {"geval": "weg"}, {"weten.": "a"}]
)
def test_whatever_is_typed_a_trial_begins(site: Client, typed: dict[str, Any]) -> None:
    assert begin(site, **typed).startswith("/concept/")
