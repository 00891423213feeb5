"""What is named in a form or a question instead of in the address: hidden and missing are one."""

import difflib
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from typing import Any

import pytest
from django.db import transaction

from loket.core.clock import now
from loket.core.tenancy import acting_in
from tests.make import attach_to_draft, make_absence, make_case, make_draft
from tests.security.asking import Said, Way, ask
from tests.test_access import Scene, scene

__all__ = ["scene"]  # a fixture
OTTO, VERA = "other_handler", "stranger"
CASE = "HRB9999999"
NUMBER = "99999999"
DESK = "/werk/zaken/{own}/"


@dataclass(frozen=True)
class Named:
    """A place where somebody names a thing: `{}` stands for it, `{own}` for a case of theirs."""

    row: str
    actor: str
    method: str
    address: str
    hidden: str
    nothing: str
    fields: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.address} {' '.join(self.fields)} {self.hidden}"


def desk(hidden: str, nothing: str, place: str, row: str = "s06", **fields: str) -> Named:
    return Named(row, OTTO, "POST", DESK + place, hidden, nothing, {"text": "Een zin", **fields})


def look(actor: str, address: str, hidden: str, nothing: str, **fields: str) -> Named:
    return Named("s14", actor, "GET", address, hidden, nothing, fields)


def order(address: str, hidden: str, nothing: str, **fields: str) -> Named:
    return Named("s14", OTTO, "POST", address, hidden, nothing, fields)


SOON, FAR, NO_DAYS = (
    {"starts_on": day, "ends_on": day}
    for day in (str(now().date() + timedelta(days=9)), "2099-01-09", "morgen")
)
LISTED = {"beeld": "team", "naam": "Van de anderen"}
KEY = "k" * 22
NAMES = (
    # S10: links and merges with a hidden case
    desk("case.number", CASE, "verbinden/", "s10", case="{}"),
    desk("case.number", CASE, "losmaken/", "s10", case="{}"),
    desk("case.number", CASE, "vervangen/", "s10", text="{}"),
    # S06: what lies in another case, named inside one's own
    desk("task.pk", NUMBER, "antwoord/", task="{}"),
    desk("task.pk", NUMBER, "adviseren/", task="{}"),
    desk("task.pk", NUMBER, "advies-intrekken/", task="{}"),
    desk("task.pk", NUMBER, "ander-akkoord/", task="{}"),
    desk("task.pk", NUMBER, "gevraagd/{}/"),
    desk("file.pk", NUMBER, "documenten/{}/", answer="check"),
    desk("file.pk", NUMBER, "splitsen/", stuk="{}"),
    desk("message.case_message.pk", NUMBER, "splitsen/", bericht="{}"),
    desk("task.pk", NUMBER, "wijzigingen/", **{"c-{}": "accept"}),
    desk("block.key", KEY, "blok/", blok="{}", verb="bericht"),
    desk("block.code", "niets", "blok/", blok="{}", verb="bericht"),
    # S14: pickers, and what is ordered for many
    desk("people.requester.pk", NUMBER, "toewijzen/", "s14", colleague="{}"),
    desk("people.handler.pk", NUMBER, "toewijzen/", "s14", colleague="{}"),
    desk("people.cleared.pk", NUMBER, "toewijzen/", "s14", colleague="{}"),
    desk("people.requester.pk", NUMBER, "raadplegen/", "s14", whom="p-{}"),
    desk("people.requester.memberships_unit", NUMBER, "raadplegen/", "s14", whom="t-{}"),
    look(OTTO, DESK + "bijlagen/{}", "file.file.key", KEY),
    look(OTTO, DESK + "blokken/", "block.code", "niets", q="{}"),
    look(OTTO, "/werk/naast-elkaar/?zaak={own}&zaak={}", "case.number", CASE),
    look(OTTO, "/werk/zoeken/", "case.number", CASE, q="{}"),
    look(OTTO, "/werk/zoeken/", "people.requester.party.name", "Niemand Zo", q="{}"),
    look(OTTO, "/werk/alle/team/bij/{}/", "case.number", CASE),
    look(OTTO, "/werk/{}/team/", "queue.slug", "bestaat-niet"),
    look(OTTO, "/werk/{}/tellers/", "queue.slug", "bestaat-niet"),
    look(OTTO, "/stroom/lijst/{}/", "queue.slug", "bestaat-niet"),
    look(OTTO, "/werk/tekstblokken/", "block.code", "niets", q="{}"),
    look(OTTO, "/werk/lijsten/", "saved.key", KEY, weg="{}"),
    order("/werk/reeksen/", "case.number", CASE, zaak="{}", key=KEY),
    order("/werk/reeksen/", "queue.slug", "bestaat-niet", alles="1", rij="{}", beeld="team"),
    order("/werk/lijsten/bewaren/", "queue.slug", "bestaat-niet", rij="{}", **LISTED),
    order("/werk/lijsten/bewaren/", "queue.team_id", NUMBER, rij="alle", team="{}", **LISTED),
    *(
        order("/werk/afwezigheid/", f"people.{who}.pk", NUMBER, **people, **days)
        for days in (SOON, FAR, NO_DAYS)
        for who, people in (
            ("handler", {"person": "{}", "stand_in": "{me}"}),
            ("handler", {"person": "{}", "stand_in": "bestaat-niet"}),
            ("requester", {"person": "{me}", "stand_in": "{}"}),
        )
    ),
    order("/werk/tekstblokken/nieuw/", "queue.team.slug", "bestaat-niet", soort="{}", code="x"),
    # S14, S11: a person who asks
    look(VERA, "/zoeken/", "case.number", CASE, q="{}"),
    look(VERA, "/zoeken/suggesties/", "case.number", CASE, q="{}"),
    look(VERA, "/zaken/{own}/bijlagen/{}", "file.file.key", KEY),
    look(VERA, "/concept/{draft}/bestanden/{}", "draft_file.file.key", KEY),
    Named("s11", VERA, "POST", "/concept/{draft}/bestanden/{}", "draft_file.file.key", KEY),
    Named("s11", VERA, "POST", "/concept/{draft}/periode/", "draft_file.file.key", KEY,
          {"remove_file": "{}"}),
    Named("s11", VERA, "POST", "/concept/{draft}/periode/", "file.file.key", KEY,
          {"hergebruik": "document.rooster {}"}),
    Named("s06", VERA, "POST", "/zaken/{own}/antwoord/{}/", "task.key", KEY, {"text": "Ja"}),
    Named("s06", VERA, "POST", "/zaken/{own}/akkoord/{}/", "task.key", KEY, {"answer": "ja"}),
    Named("s06", VERA, "POST", "/zaken/{own}/verbeteren/{}/", "task.key", KEY),
    Named("s14", VERA, "POST", "/formulier/{form}/begin", "people.requester.party.key", KEY,
          {"voor": "{}"}),
)  # fmt: skip


@dataclass(frozen=True)
class Own:
    """What the two who ask have themselves: a case to handle, a case and a draft of their own."""

    scene: Scene
    words: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def own(scene: Scene) -> Own:
    here = scene.here
    people, service = here.people, here.things["service"]
    with acting_in(here.organisation.pk), transaction.atomic():
        otto, vera = people[OTTO], people[VERA]
        queue = otto.memberships.get().unit.queues.get()
        work = make_case(
            people["citizen"], service, queue=queue, assignee=otto, status="in_progress"
        )
        mine = make_case(vera, service)
        draft = make_draft(vera, service)
        attach_to_draft(draft)
        today = now().date()
        away = {"starts_on": today, "ends_on": today + timedelta(days=9)}
        make_absence(people["cleared"], people["handler"], by=people["lead"], **away)
    words = {
        OTTO: {"{own}": work.number, "{me}": str(otto.pk)},
        VERA: {"{own}": mine.number, "{draft}": draft.key, "{form}": service.slug},
    }
    return Own(scene, words)


def asked(own: Own, named: Named, value: str, *hidden: str) -> Said:
    words = {**own.words[named.actor], "{}": value}

    def filled(text: str) -> str:
        return reduce(lambda so_far, pair: so_far.replace(*pair), words.items(), text)

    fields = {filled(name): filled(said) for name, said in named.fields.items()}
    way = Way(named.method, filled(named.address), fields)
    return ask(own.scene, named.actor, way, *hidden)


def value_of(own: Own, wanted: str) -> str:
    here = own.scene.here
    if wanted == "people.requester.memberships_unit":
        with acting_in(here.organisation.pk):
            return str(here.people["requester"].employments.get().unit_id)
    first, *rest = wanted.split(".")
    start: Any = here.people[rest.pop(0)] if first == "people" else here.things[first]
    with acting_in(here.organisation.pk):
        return str(reduce(getattr, rest, start))


def check(own: Own, named: Named) -> None:
    there = value_of(own, named.hidden)

    hidden = asked(own, named, there, there, named.nothing)
    nothing = asked(own, named, named.nothing, there, named.nothing)

    assert told_apart(hidden, nothing) == []
    assert hidden == nothing
    assert hidden.wrote == nothing.wrote


def told_apart(one: Said, other: Said) -> list[str]:
    lines = difflib.unified_diff(other.text.splitlines(), one.text.splitlines(), n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def of(row: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("named", [one for one in NAMES if one.row == row], ids=str)


@of("s06")
def test_s06_what_lies_in_another_case_is_not_reached_through_ones_own(
    own: Own, named: Named
) -> None:
    check(own, named)


@of("s10")
def test_s10_no_case_is_linked_or_merged_with_one_that_is_hidden(own: Own, named: Named) -> None:
    check(own, named)


@of("s11")
def test_s11_no_file_of_anothers_draft_is_fetched_used_or_removed(own: Own, named: Named) -> None:
    check(own, named)


@of("s14")
def test_s14_pickers_searches_and_orders_know_nothing_that_is_hidden(
    own: Own, named: Named
) -> None:
    check(own, named)
