"""The timeline of a case: what happened, and the words that go with it."""

from tests.make import make_file

from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case, send_message
from loket.cases.actions.papers import add_document, waive_document
from loket.cases.links import in_portal, look_around
from loket.cases.models import Case, Task
from loket.cases.parts import entry_views
from loket.cases.tests.conftest import World, by
from loket.cases.timeline_requester import for_requester
from loket.catalogue.specs import spec_of
from loket.core.partview import EntryView


def newest(world: World, case: Case) -> EntryView:
    timeline = for_requester(look_around(case, in_portal(world.sarah)), spec_of(case.version), "nl")
    return entry_views(timeline, case, "portal:case_file")[0]


def taken(world: World) -> Case:
    case = world.case()
    claim_case(case, by=by(world.nele))
    return case


def test_above_the_words_of_whoever_needs_no_document_stands_which_one(world: World) -> None:
    case = taken(world)

    task = Task.objects.open().get(case=case, kind="deliver")
    given = Given(task=task.pk, text="Wij hebben het al.", slot="rooster")
    waive_document(case, by=by(world.nele), given=given)

    entry = newest(world, case)
    assert entry.lead == "Dit document is niet meer nodig: Rooster."
    assert entry.text == "Wij hebben het al."


def test_a_message_is_its_words(world: World) -> None:
    case = taken(world)

    send_message(case, by=by(world.nele), given=Given(text="Goedendag"))

    entry = newest(world, case)
    assert (entry.lead, entry.text) == ("", "Goedendag")


def test_a_document_that_nobody_asked_for_has_a_name_too(world: World) -> None:
    case = taken(world)
    file = make_file(world.sarah)

    add_document(case, by=by(world.sarah), given=Given(files=(file.pk,)))

    entry = newest(world, case)
    assert "een document toegevoegd: extra document." in f"{entry.lead} {entry.text}"
