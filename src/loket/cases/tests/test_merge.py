"""What went up in another case: its number leads on, its talk is read there, and it can be undone."""

from datetime import timedelta

import pytest
from tests.make import NOW, attach_to_case, make_handler, make_message, make_queue

from loket.cases.actions.answering import approve, read_messages, write_to_case
from loket.cases.actions.figures import recount
from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case, send_message
from loket.cases.actions.notes import add_note
from loket.cases.actions.papers import refuse_document
from loket.cases.actions.replacing import restore_case, supersede_case
from loket.cases.links import Around, at_desk, in_portal, leads_on, look_around
from loket.cases.models import Approval, Case, CaseFile, CaseLink, Task
from loket.cases.parts import entry_views
from loket.cases.tests.conftest import World, by, later
from loket.cases.timeline_requester import for_requester
from loket.cases.timeline_staff import for_staff
from loket.catalogue.specs import spec_of
from loket.core.counters import fold_counters, read_counters
from loket.core.errors import RuleError
from loket.core.keys import new_key
from loket.core.models import Clock

WHY = Given(text="Het waren toch twee vragen.")


def taken(world: World) -> Case:
    """A case of Sarah that Nele handles."""
    case = world.case()
    claim_case(case, by=by(world.nele))
    return case


@pytest.fixture
def old(world: World) -> Case:
    return taken(world)


@pytest.fixture
def new(world: World, old: Case) -> Case:
    return taken(world)


def read(case: Case) -> Case:
    return Case.objects.select_related("version").get(pk=case.pk)


def merge(world: World, case: Case, into: Case) -> None:
    supersede_case(case, into, by=by(world.nele))


def open_asks(case: Case) -> set[tuple[str, str]]:
    return set(Task.objects.open().filter(case=case).values_list("kind", "slot"))


def talk(near: Around) -> list[str]:
    """The words on the timeline, with the number of the case that they come from."""
    shown = for_requester(near, spec_of(near.case.version), "nl")
    views = entry_views(shown, near.case, "portal:case_file")
    return [f"{one.origin}: {one.text}" for one in views]


def test_the_number_of_a_case_leads_on_to_the_end_of_the_row(world: World, old: Case) -> None:
    middle, last = taken(world), taken(world)
    merge(world, old, middle)
    merge(world, middle, last)

    for sight in (in_portal(world.sarah), at_desk(world.nele)):
        on = leads_on(old, sight)
        assert on is not None
        assert on.number == last.number
    assert leads_on(last, in_portal(world.sarah)) is None


def test_nobody_is_led_to_a_case_that_they_may_not_see(world: World, old: Case, new: Case) -> None:
    merge(world, old, new)
    Case.objects.filter(pk=new.pk).update(requester=world.kim.pk, subject=world.kim.pk)
    Task.objects.filter(case=new).update(done_at=NOW)

    assert leads_on(old, in_portal(world.sarah)) is None
    assert leads_on(old, at_desk(world.nele)) is not None


def test_no_row_leads_round_in_a_circle(world: World, old: Case, new: Case) -> None:
    merge(world, old, new)
    with pytest.raises(RuleError) as refusal:
        merge(world, new, old)

    restore_case(old, by=by(world.nele), given=WHY)
    merge(world, new, old)

    assert refusal.value.code == "other_case"
    on = leads_on(new, in_portal(world.sarah))
    assert on is not None
    assert on.number == old.number
    assert leads_on(old, in_portal(world.sarah)) is None


def test_a_circle_that_should_not_be_there_ends_by_itself(
    world: World, old: Case, new: Case
) -> None:
    for one, other in ((old, new), (new, old)):
        CaseLink.objects.create(
            case=one, other=other, kind="replaces", made_by=world.nele, made_at=NOW
        )

    assert leads_on(old, in_portal(world.sarah)) is not None
    assert old not in look_around(old, in_portal(world.sarah)).merged


def test_what_was_said_in_a_case_is_read_in_the_one_that_took_its_place(
    world: World, old: Case, new: Case
) -> None:
    make_message(old, world.sarah, "Dit schreef ik eerst.")
    carried = Given(text="Alleen voor ons.")
    add_note(old, by=by(world.nele), given=carried)
    write_to_case(old, by=by(world.sarah), given=Given(text="Een vraag vooraf."))
    third = taken(world)
    merge(world, old, new)
    merge(world, new, third)

    said = talk(look_around(read(third), in_portal(world.sarah)))
    at = look_around(read(third), at_desk(world.nele))
    internal = for_staff(at, spec_of(at.case.version), "nl", cleared=False).entries

    assert f"{old.number}: Een vraag vooraf." in said
    assert "Alleen voor ons." not in " ".join(said)
    assert ("Alleen voor ons.", old.number) in [(one.note, one.origin) for one in internal]


def test_whoever_may_not_see_the_old_case_does_not_read_it_in_the_new_one(
    world: World, old: Case, new: Case
) -> None:
    write_to_case(old, by=by(world.sarah), given=Given(text="Tussen ons."))
    merge(world, old, new)
    other = make_queue("loon")
    Case.objects.filter(pk=old.pk).update(queue=other)
    stranger = make_handler("Otto A", other)

    at = look_around(read(new), at_desk(world.nele))
    shown = for_staff(at, spec_of(at.case.version), "nl", cleared=True).entries

    assert at.merged == ()
    assert "Tussen ons." not in [one.body for one in shown]
    assert look_around(read(old), at_desk(stranger)).seen == {}


def test_undone_it_goes_on_with_what_was_asked_and_the_time_that_was_left(
    world: World, old: Case, new: Case
) -> None:
    asked = open_asks(old)
    before = read(old).due_at
    merge(world, old, new)
    assert open_asks(old) == set()

    restore_case(old, by=by(world.nele, later(0.01)), given=WHY)

    case = read(old)
    assert (case.status, case.outcome, case.closed_at) == ("assigned", "", None)
    assert open_asks(old) == asked
    assert Approval.objects.filter(task__case=old, state="asked").count() == 1
    assert Clock.objects.filter(about_id=old.pk, metric="term", stopped_at=None).count() == 1
    assert before <= case.due_at < later(30)
    assert leads_on(case, in_portal(world.sarah)) is None
    assert look_around(read(new), in_portal(world.sarah)).merged == ()


def test_an_agreement_that_was_given_still_counts_after_undoing(
    world: World, old: Case, new: Case
) -> None:
    task = Task.objects.get(case=old, kind="approve")
    approve(old, by=by(world.tom), given=Given(task=task.pk))
    merge(world, old, new)

    restore_case(old, by=by(world.nele), given=WHY)

    assert list(Approval.objects.values_list("state", flat=True).filter(task__case=old)) == [
        "approved"
    ]


def test_both_timelines_say_that_it_was_undone(world: World, old: Case, new: Case) -> None:
    merge(world, old, new)
    restore_case(old, by=by(world.nele), given=WHY)

    here, there = (talk(look_around(read(one), in_portal(world.sarah))) for one in (old, new))

    assert f": {WHY.text}" in here
    assert f": Zaak {old.number} staat weer op zichzelf, los van deze zaak." in there


def test_the_figures_of_the_lists_count_it_again(world: World, old: Case, new: Case) -> None:
    merge(world, old, new)
    restore_case(old, by=by(world.nele), given=WHY)

    fold_counters()
    counted = recount()
    assert read_counters(counted) == counted


def test_pressed_twice_it_is_undone_once_and_after_a_month_no_more(
    world: World, old: Case, new: Case
) -> None:
    merge(world, old, new)
    late = by(world.nele, NOW + timedelta(days=31))
    with pytest.raises(RuleError) as refusal:
        restore_case(old, by=late, given=WHY)
    twice = Given(text=WHY.text, key=new_key())

    first, second = (restore_case(old, by=by(world.nele), given=twice) for _click in range(2))

    assert refusal.value.code == "restore_too_late"
    assert (first.repeated, second.repeated) == (False, True)


def test_only_who_is_in_charge_undoes_it(world: World, old: Case, new: Case) -> None:
    merge(world, old, new)

    for person in (world.sarah, world.omar, world.kim):
        with pytest.raises(RuleError) as refusal:
            restore_case(old, by=by(person), given=WHY)
        assert refusal.value.code == "not_your_role"


def test_a_document_that_is_asked_again_says_what_it_said(
    world: World, old: Case, new: Case
) -> None:
    attach_to_case(old, "overige")
    file = CaseFile.objects.get(case=old)
    refuse_document(file, by=by(world.nele), given=Given(text="Niet leesbaar."))
    before = set(papers(old))
    merge(world, old, new)

    restore_case(old, by=by(world.nele, later(0.01)), given=WHY)

    assert set(papers(old)) == before
    assert ("replace", "overige", None) in before


def papers(case: Case) -> list[tuple[str, str, str | None]]:
    asked = Task.objects.open().filter(case=case, kind__in=("deliver", "replace"))
    return list(asked.values_list("kind", "slot", "question__body"))


def unread(case: Case) -> list[str]:
    tasks = Task.objects.open().filter(case=case, kind="read")
    return list(tasks.values_list("question__body", flat=True))


def test_an_unread_message_is_read_where_its_case_went_and_back(
    world: World, old: Case, new: Case
) -> None:
    send_message(old, by=by(world.nele), given=Given(text="Wij zoeken het uit."))
    merge(world, old, new)
    assert (unread(old), unread(new)) == ([], ["Wij zoeken het uit."])

    restore_case(old, by=by(world.nele, later(0.01)), given=WHY)

    assert (unread(old), unread(new)) == (["Wij zoeken het uit."], [])
    merge(world, old, new)
    assert (unread(old), unread(new)) == ([], ["Wij zoeken het uit."])
    restore_case(old, by=by(world.nele, later(0.02)), given=WHY)
    assert (unread(old), unread(new)) == (["Wij zoeken het uit."], [])


def test_a_message_that_was_read_in_the_other_case_stays_read(
    world: World, old: Case, new: Case
) -> None:
    send_message(old, by=by(world.nele), given=Given(text="Wij zoeken het uit."))
    merge(world, old, new)
    task = Task.objects.open().get(case=new, kind="read")
    read_messages(new, task.pk, by=by(world.sarah))

    restore_case(old, by=by(world.nele, later(0.01)), given=WHY)

    assert (unread(old), unread(new)) == ([], [])


def test_a_message_of_the_other_case_itself_is_still_to_be_read_there(
    world: World, old: Case, new: Case
) -> None:
    send_message(old, by=by(world.nele), given=Given(text="Wij zoeken het uit."))
    merge(world, old, new)
    send_message(new, by=by(world.nele, later(0.01)), given=Given(text="Dit is het antwoord."))

    restore_case(old, by=by(world.nele, later(0.02)), given=WHY)

    assert (unread(old), unread(new)) == (["Wij zoeken het uit."], ["Dit is het antwoord."])
