"""Two handlers at once: other things merge, of the same thing both are shown, no words are lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make import attach_to_case, grant

from loket.cases.actions import handling, planning
from loket.cases.actions.given import Given
from loket.cases.actions.notes import add_note
from loket.cases.actions.papers import check_document, refuse_document
from loket.cases.links import at_desk, look_around
from loket.cases.models import Case, CaseFile
from loket.cases.models.note import Note
from loket.cases.news import news_since
from loket.cases.rules.meeting import Meeting, Seen, meet, missed_by, must_have_read, seen_in
from loket.cases.rules.transitions import TABLE
from loket.cases.tests.conftest import World, by, later
from loket.catalogue.specs import spec_of
from loket.core.errors import ConflictError, RuleError
from loket.core.models import Event

VALUES = st.one_of(st.integers(0, 5), st.sampled_from(["", "given", "checked", "refused"]))
FIELDS = st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4)


def edit(now: dict[str, object], was: dict[str, object], wish: dict[str, object]) -> list[Meeting]:
    """Do of a wish what may be done, as a page does: each thing by itself."""
    met = []
    for name, wanted in wish.items():
        meeting = meet((was.get(name),), (now.get(name),), (wanted,))
        met.append(meeting)
        if meeting is Meeting.FREE:
            now[name] = wanted
    return met


@given(FIELDS, FIELDS, FIELDS)
def test_what_two_change_of_different_things_is_all_kept(
    begin: dict[str, object], first: dict[str, object], second: dict[str, object]
) -> None:
    second = {name: value for name, value in second.items() if name not in first}
    one, other = dict(begin), dict(begin)

    edit(one, begin, first)
    met = edit(one, begin, second)
    edit(other, begin, second)
    edit(other, begin, first)

    assert one == other == begin | first | second
    assert set(met) <= {Meeting.FREE}


@given(VALUES, VALUES, VALUES)
def test_of_the_same_thing_nothing_is_overwritten_unseen(
    was: object, now: object, wanted: object
) -> None:
    meeting = meet((was,), (now,), (wanted,))

    overwrites = meeting is Meeting.FREE and now != was
    assert not overwrites
    assert (meeting is Meeting.BOTH) == (now != was and now != wanted)


@given(VALUES, VALUES)
def test_who_does_not_say_what_they_saw_is_not_stopped(now: object, wanted: object) -> None:
    assert meet(None, (now,), (wanted,)) is Meeting.FREE


def test_everything_but_a_note_must_have_read_the_case() -> None:
    free = {one.action for one in TABLE.values() if not must_have_read(one.action)}

    assert free == {"note"}


@given(st.integers(1, 50), st.integers(1, 50))
def test_as_many_things_are_news_as_the_version_went_up(seen: int, now: int) -> None:
    assert missed_by(seen, now) == len(range(seen, now))


STOOD = st.builds(
    Seen,
    st.integers(1, 10**9 - 1),
    st.integers(0, 10**18 - 1),
    st.integers(0, 3),
    st.one_of(st.just(""), st.dates().map(lambda day: day.isoformat())),
)


@given(STOOD)
def test_a_mark_says_how_a_case_stood(stood: Seen) -> None:
    assert seen_in(stood.mark) == stood


@given(st.text(max_size=30))
def test_what_is_no_mark_says_nothing(text: str) -> None:
    said = seen_in(text)
    assert said is None or seen_in(said.mark) == said


# On a case

PLANNED = ("case.prioritised", "case.put_off", "case.brought_back")


@pytest.fixture
def case(world: World) -> Case:
    """A case of Nele."""
    return handling.claim_case(world.case(), by=by(world.nele)).case


def test_a_note_is_added_whatever_happened_meanwhile(world: World, case: Case) -> None:
    handling.send_message(case, by=by(world.nele), given=Given(text="Dag", seen=case.version_lock))

    add_note(case, by=by(world.omar), given=Given(text="Let op", seen=case.version_lock))

    assert Note.objects.get().body == "Let op"


def test_an_answer_waits_for_its_writer_to_read_what_is_new(world: World, case: Case) -> None:
    seen = case.version_lock
    handling.send_message(case, by=by(world.nele), given=Given(text="Wij kijken.", seen=seen))
    add_note(case, by=by(world.nele), given=Given(text="Alleen voor ons"))

    with pytest.raises(ConflictError):
        handling.send_message(case, by=by(world.omar), given=Given(text="Dag", seen=seen))

    now = Case.objects.get(pk=case.pk)
    near = look_around(now, at_desk(world.omar))
    news = news_since(near, spec_of(now.version), seen, "nl")
    assert [(one.who, one.words) for one in news] == [("Nele P", "Wij kijken.")]


def test_the_same_colleague_chosen_twice_is_one_assignment(world: World, case: Case) -> None:
    was = Given(was=case.assignee_id)
    handling.assign_case(case, world.omar, by=by(world.lena), given=was)
    events = Event.objects.about(case).count()

    again = handling.assign_case(case, world.omar, by=by(world.nele), given=was)

    assert again.repeated
    assert Event.objects.about(case).count() == events


def test_of_two_colleagues_both_are_named_and_the_first_stays(world: World, case: Case) -> None:
    was = Given(was=case.assignee_id)
    handling.assign_case(case, world.omar, by=by(world.lena), given=was)
    third = world.nele

    with pytest.raises(ConflictError, match=r"Omar B.*Nele P"):
        handling.assign_case(case, third, by=by(world.lena), given=Given(was=0))

    assert Case.objects.get(pk=case.pk).assignee == world.omar


def test_what_was_put_back_meanwhile_is_said_too(world: World, case: Case) -> None:
    handling.release_case(case, by=by(world.nele))

    with pytest.raises(ConflictError, match=r"terug in de wachtrij.*Omar B"):
        handling.assign_case(case, world.omar, by=by(world.lena), given=Given(was=world.nele.pk))


def test_the_same_priority_and_the_same_day_chosen_twice_are_one(world: World, case: Case) -> None:
    day = later(9).date()
    for handler in (world.nele, world.lena):
        planning.set_priority(case, 3, by=by(handler), given=Given(was=1))
        planning.put_off(case, day, by=by(handler), given=Given(was=""))

    for handler in (world.nele, world.lena):
        planning.bring_back(case, by=by(handler), given=Given(was=day.isoformat()))

    kinds = Event.objects.about(case).values_list("kind", flat=True)
    planned = [one for one in kinds if one in PLANNED]
    assert sorted(planned) == sorted(PLANNED)


def test_a_day_for_a_case_that_came_back_meanwhile_is_chosen_again(
    world: World, case: Case
) -> None:
    day = later(9).date()
    planning.put_off(case, day, by=by(world.nele), given=Given(was=""))
    planning.bring_back(case, by=by(world.lena), given=Given(was=day.isoformat()))

    with pytest.raises(ConflictError, match="weer in de lijst"):
        planning.put_off(case, later(20).date(), by=by(world.nele), given=Given(was=str(day)))

    assert Case.objects.get(pk=case.pk).returns_on is None


def test_two_documents_are_judged_by_two_handlers_at_once(world: World, case: Case) -> None:
    one, other = attach_to_case(case), attach_to_case(case, "attest")

    check_document(one, by=by(world.nele), given=Given(key="a"), was="given")
    refuse_document(other, by=by(world.omar), given=Given(text="Vaag", key="b"), was="given")

    states = dict(CaseFile.objects.filter(case=case).values_list("slot", "state"))
    assert (states[one.slot], states[other.slot]) == ("checked", "refused")


def test_the_same_finding_twice_is_one_and_two_reasons_are_both_shown(
    world: World, case: Case
) -> None:
    paper = attach_to_case(case)
    no = Given(text="Onleesbaar", key="a")
    refuse_document(paper, by=by(world.nele), given=no, was="given")

    same = refuse_document(
        paper, by=by(world.omar), given=Given(text="Onleesbaar", key="b"), was="given"
    )

    assert same.repeated
    with pytest.raises(ConflictError, match="Onleesbaar"):
        refuse_document(paper, by=by(world.omar), given=Given(text="Te oud"), was="given")


def test_nobody_gets_their_own_request_to_handle(world: World) -> None:
    case = world.case()
    grant(world.sarah, "handler", world.queue.team)

    with pytest.raises(RuleError) as refusal:
        handling.assign_case(case, world.sarah, by=by(world.nele))

    assert refusal.value.code == "party_assigned"
