"""One case takes the place of another about the same person."""

import pytest
from tests.make import make_case

from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case
from loket.cases.actions.replacing import supersede_case
from loket.cases.links import at_desk, in_portal, look_around
from loket.cases.models import Case, CaseLink, CaseMessage, Task
from loket.cases.tests.conftest import World, by
from loket.cases.timeline import gather, happening_of, sentence_of
from loket.cases.timeline_requester import for_requester
from loket.cases.timeline_staff import for_staff
from loket.catalogue.specs import spec_of
from loket.core.errors import RuleError
from loket.core.models import Event


@pytest.fixture
def old(world: World) -> Case:
    case = world.case()
    claim_case(case, by=by(world.nele))
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def new(world: World, old: Case) -> Case:
    return world.case()


def read(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def replaced_by(case: Case) -> list[Case]:
    links = CaseLink.objects.standing().filter(case=case, kind="replaces").order_by("pk")
    return [link.other for link in links]


def test_the_old_case_closes_with_its_reason_and_the_new_one_follows_it(
    world: World, old: Case, new: Case
) -> None:
    given = Given(text="U diende een nieuwe aanvraag in.")

    supersede_case(old, new, by=by(world.nele), given=given)

    closed = read(old)
    assert (closed.status, closed.outcome) == ("superseded", "superseded")
    assert closed.close_reason == given.text
    assert CaseMessage.objects.get(case=old).message.from_us
    assert not Task.objects.open().filter(case=old).exists()
    assert replaced_by(new) == [closed]
    assert read(new).status == "open"


def test_the_timeline_says_which_case_took_its_place(world: World, old: Case, new: Case) -> None:
    supersede_case(old, new, by=by(world.nele))

    event = Event.objects.about(old).get(kind="case.closed")
    gathered = gather(
        old, spec_of(old.version), [event], look_around(old, in_portal(world.sarah)), "nl"
    )
    happening = happening_of(event)

    assert happening is not None
    said = sentence_of(str(happening.public), event, gathered)
    assert said == f"Zaak {new.number} komt in de plaats van deze zaak."


def test_two_cases_can_make_place_for_the_same_one(world: World, old: Case, new: Case) -> None:
    third = world.case()
    claim_case(third, by=by(world.nele))

    supersede_case(old, new, by=by(world.nele))
    supersede_case(third, new, by=by(world.nele))

    assert read(third).status == "superseded"
    assert replaced_by(new) == [old, third]


def test_the_timeline_of_the_new_case_names_every_case_that_it_replaces(
    world: World, old: Case, new: Case
) -> None:
    third = world.case()
    claim_case(third, by=by(world.nele))
    supersede_case(old, new, by=by(world.nele))
    supersede_case(third, new, by=by(world.nele))

    spec = spec_of(new.version)
    for_people = for_requester(look_around(new, in_portal(world.sarah)), spec, "nl").entries
    for_handlers = for_staff(
        look_around(new, at_desk(world.nele)), spec, "nl", cleared=False
    ).entries

    said = [entry.sentence for entry in for_people]
    assert f"Deze zaak komt in de plaats van zaak {old.number}." in said
    assert f"Deze zaak komt in de plaats van zaak {third.number}." in said
    said = [entry.sentence for entry in for_handlers]
    assert f"Nele P liet deze zaak in de plaats komen van {third.number}." in said


def test_a_case_makes_no_place_for_itself_nor_for_one_that_was_replaced(
    world: World, old: Case, new: Case
) -> None:
    replaced = make_case(world.sarah, world.service, status="superseded")
    for other, code in ((old, "same_case"), (replaced, "other_case")):
        with pytest.raises(RuleError) as refusal:
            supersede_case(old, other, by=by(world.nele))
        assert refusal.value.code == code

    assert read(old).status == "assigned"


def test_a_case_about_somebody_else_takes_no_place(world: World, old: Case) -> None:
    of_kim = make_case(world.kim, world.service)

    with pytest.raises(RuleError) as refusal:
        supersede_case(old, of_kim, by=by(world.nele))

    assert refusal.value.code == "other_case"
    assert replaced_by(of_kim) == []
