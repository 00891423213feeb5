"""Two organisations beside the demo: one with nothing in it, and one with too much of everything."""

from datetime import timedelta
from typing import Any

from tests.make import (
    NOW,
    acting,
    employ,
    make_block,
    make_case,
    make_draft,
    make_file,
    make_handler,
    make_message,
    make_note,
    make_notice,
    make_organisation,
    make_person,
    make_queue,
    make_task,
    make_unit,
    same,
)
from tests.world import World, make_world

from loket.accounts.models import User
from loket.cases.models import Case, CaseFile
from loket.cases.rules.tasks import TaskKind
from loket.core.keys import new_key
from loket.core.tenancy import acting_in
from loket.desk.actions import Saving, save_list
from loket.people.models import Person

MANY = 49  # one saved list is there already, and fifty are allowed
WORD = "Arbeidsongeschiktheidsverzekeringsmaatschappijmedewerkersvereniging"
LONG = f"{WORD} {'en nog veel meer daarover ' * 4}"
UNBROKEN = "x" * 300
STORY = f"{LONG}\n\n{UNBROKEN}\n\n" + "Er is nog iets dat u moet weten. " * 120
FILE = f"{'scan_van_een_heel_lang_document_' * 7}.pdf"


def make_bare(slug: str) -> World:
    """Make an organisation in which nobody asked anything yet, and one who works there."""
    organisation = make_organisation(slug, enter=False)
    with acting_in(organisation.pk):
        queue = make_queue("leeg")
        people = {
            "requester": make_person("Nora Nieuw", login="nora"),
            "handler": make_handler("Hugo Hulp", queue, login="hugo"),
        }
        employ(people["requester"], make_unit("griffie"))
        User.objects.update(is_demo=True)
    return World(organisation, people, {"queue": queue})


def make_stuffed(slug: str) -> World:
    """Make an organisation where every list is long and every word is longer."""
    world = make_world(slug)
    with acting_in(world.organisation.pk):
        for person in world.people.values():
            _lengthen(person)
        handler = world.people["handler"]
        for number in range(MANY):
            _save_list(handler, number)
            make_block(f"{WORD[:30]}{number}".lower(), title=same(LONG[:100]), body=same(STORY))
            draft = make_draft(world.people["requester"], world.things["service"])
            draft.name = f"{UNBROKEN[:40]} {number}"
            draft.save()
            _many_cases(world, number)
        _much_in(world.things["case"], world)
        User.objects.update(is_demo=True)
    return world


def _lengthen(person: Person) -> None:
    person.party.name = f"{person.party.name}-{WORD} van den {WORD}"
    person.party.save()


def _save_list(person: Person, number: int) -> None:
    saving = Saving(
        key=new_key(), name=f"{number} {LONG}"[:60], queue="alle", view="mine", query=""
    )
    save_list(saving, by=acting(person))


def _many_cases(world: World, number: int) -> None:
    people = world.people
    values: dict[str, Any] = {
        "assignee": people["handler"],
        "status": "assigned",
        "title": same(f"{LONG} {number}"[:200]),
        "due_at": NOW + timedelta(days=number - 30),
    }
    case = make_case(people["requester"], world.things["service"], **values)
    asked = make_message(case, people["handler"], STORY, from_us=True)
    make_task(case, TaskKind.ANSWER, person=people["requester"], question=asked)
    make_notice(people["requester"], case)
    make_notice(people["handler"], case)


def _much_in(case: Case, world: World) -> None:
    people = world.people
    case.title = same(LONG[:200])
    case.answers = case.answers | {"opmerking": STORY}
    case.save()
    for number in range(MANY):
        author = people["handler" if number % 2 else "requester"]
        make_message(case, author, STORY, from_us=bool(number % 2))
        make_note(case, people["handler"], STORY)
        CaseFile.objects.create(
            case=case,
            file=make_file(people["requester"], FILE),
            slot="rooster",
            privacy="normal",
            added_by=people["requester"],
            added_at=acting(people["requester"]).at,
        )
