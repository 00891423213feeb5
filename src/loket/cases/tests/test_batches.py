"""One thing done with many cases: each by its own law, each once, and back where that is possible."""

from datetime import date

import pytest
from tests.make import NOW, acting, make_handler, make_queue

from loket.cases.actions.answering import write_to_case
from loket.cases.actions.batches import (
    MOST,
    Order,
    choose_cases,
    do_next,
    finish_batch,
    forget_batches,
    start_batch,
    undo_batch,
)
from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case, close_case, release_case
from loket.cases.actions.planning import bring_back, put_off, set_priority, take_back
from loket.cases.models import Batch, BatchItem, Case, CaseMessage
from loket.cases.tests.conftest import World, later
from loket.contacts.actions.drafts import draft_of, keep_message_draft
from loket.core.errors import ConflictError, RuleError
from loket.core.models import Event
from loket.people.models import Person

CHRISTMAS = date(2026, 12, 24)


def begin(world: World, cases: list[Case], order: Order, who: Person | None = None) -> Batch:
    """Choose and start."""
    by = acting(who or world.nele)
    batch = choose_cases([case.pk for case in cases], "/werk/alle/mine/", key="k1", by=by)
    return start_batch(batch, order, by=by)


def work(batch: Batch) -> Batch:
    """What the job does, at one moment."""
    while do_next(batch, by=acting(batch.person)):
        pass
    finish_batch(batch, NOW)
    return Batch.objects.get(pk=batch.pk)


def results(batch: Batch) -> list[tuple[str, str]]:
    return list(batch.items.order_by("pk").values_list("state", "code"))


def undone(batch: Batch) -> list[tuple[str, str]]:
    return list(batch.items.order_by("pk").values_list("undo", "undo_code"))


def taken(world: World) -> Case:
    return claim_case(world.case(), by=acting(world.nele)).case


def test_each_row_has_its_own_result_by_the_law_of_one_case(world: World) -> None:
    mine, free, gone = taken(world), world.case(), taken(world)
    close_case(gone, by=acting(world.nele), given=Given(text="Klaar."))

    batch = work(begin(world, [mine, free, gone], Order(kind=Batch.Kind.CLOSE, text="Dubbel.")))

    assert results(batch) == [("done", ""), ("refused", "not_your_role"), ("refused", "closed")]
    assert batch.finished_at is not None
    mine.refresh_from_db()
    assert (mine.status, mine.close_reason) == ("closed_incomplete", "Dubbel.")


def test_a_case_that_is_not_theirs_any_more_is_refused_and_stays_as_it_is(world: World) -> None:
    case = taken(world)
    batch = begin(world, [case], Order(kind=Batch.Kind.PRIORITY, priority=3))
    world.nele.grants.all().delete()

    assert results(work(batch)) == [("refused", "not_yours")]
    case.refresh_from_db()
    assert case.priority == 1


def test_a_colleague_of_another_team_gets_none_of_them(world: World) -> None:
    other = make_handler("Otto Anders", make_queue("loon"))
    batch = begin(world, [world.case()], Order(kind=Batch.Kind.ASSIGN, colleague=other))

    assert results(work(batch)) == [("refused", "no_colleague")]


def test_started_twice_or_from_two_windows_it_is_done_once(world: World) -> None:
    case = world.case()
    batch = begin(world, [case], Order(kind=Batch.Kind.MESSAGE, text="Wij sluiten vrijdag."))
    again = begin(world, [case], Order(kind=Batch.Kind.MESSAGE, text=" Wij sluiten vrijdag."))
    work(batch)
    work(again)

    assert again.pk == batch.pk
    sent = CaseMessage.objects.filter(case=case).values_list("message__body", flat=True)
    assert list(sent) == ["Wij sluiten vrijdag."]


def test_who_begins_something_else_with_the_same_choice_hears_that_it_is_not_done(
    world: World,
) -> None:
    case = world.case()
    batch = begin(world, [case], Order(kind=Batch.Kind.PRIORITY, priority=2))

    with pytest.raises(ConflictError) as refused:
        start_batch(batch, Order(kind=Batch.Kind.MESSAGE, text="Dag."), by=acting(world.nele))

    assert refused.value.code == "other_order"


def test_a_text_to_all_leaves_what_was_half_written_alone(world: World) -> None:
    case = world.case()
    nele = acting(world.nele)
    keep_message_draft(case, "message", "Beste Sarah, ", base_version=1, by=nele)

    work(begin(world, [case], Order(kind=Batch.Kind.MESSAGE, text="Wij sluiten vrijdag.")))

    draft = draft_of(case, "message", by=nele)
    assert draft is not None
    assert draft.body == "Beste Sarah, "


def test_a_fault_of_ours_stops_one_row_and_no_other(
    world: World,
) -> None:
    broken, fine = world.case(), world.case()
    Case.objects.filter(pk=broken.pk).update(status="no such status")

    batch = work(begin(world, [broken, fine], Order(kind=Batch.Kind.PRIORITY, priority=2)))

    assert results(batch) == [("refused", "fault"), ("done", "")]


def test_whoever_gave_cases_away_takes_them_back_and_others_keep_theirs(world: World) -> None:
    free, mine, moved = world.case(), taken(world), world.case()
    order = Order(kind=Batch.Kind.ASSIGN, colleague=world.omar)
    batch = work(begin(world, [free, mine, moved], order))
    start = Case.objects.get(pk=moved.pk)
    take_back(start, None, by=acting(world.nele))

    batch = work(undo_batch(batch, by=acting(world.nele)))

    assert undone(batch) == [("done", ""), ("done", ""), ("refused", "changed_since")]
    assert batch.undone_at is not None
    free.refresh_from_db()
    mine.refresh_from_db()
    assert (free.status, free.assignee) == ("open", None)
    assert (mine.status, mine.assignee) == ("assigned", world.nele)


def test_who_did_not_give_a_case_away_cannot_take_it_back(world: World) -> None:
    case = claim_case(world.case(), by=acting(world.omar)).case

    with pytest.raises(RuleError) as refusal:
        take_back(case, None, by=acting(world.nele))
    assert refusal.value.code == "not_given_by_you"


def test_priorities_go_back_to_what_each_was_unless_somebody_changed_one(world: World) -> None:
    low, changed = world.case(), world.case()
    set_priority(low, 0, by=acting(world.omar))
    order = Order(kind=Batch.Kind.PRIORITY, priority=3)
    batch = work(begin(world, [low, changed], order))
    set_priority(changed, 2, by=acting(world.omar))

    batch = work(undo_batch(batch, by=acting(world.nele)))

    assert undone(batch) == [("done", ""), ("refused", "changed_since")]
    priorities = Case.objects.order_by("pk").values_list("priority", flat=True)
    assert list(priorities) == [0, 2]


def test_what_a_colleague_decided_the_same_with_many_cases_since_stays(world: World) -> None:
    case, order = world.case(), Order(kind=Batch.Kind.PRIORITY, priority=3)
    batch = work(begin(world, [case], order))
    work(begin(world, [case], order, who=world.omar))

    assert undone(work(undo_batch(batch, by=acting(world.nele)))) == [("refused", "changed_since")]


def test_what_was_put_off_comes_back_by_undoing_it(world: World) -> None:
    case = taken(world)
    batch = work(begin(world, [case], Order(kind=Batch.Kind.PUT_OFF, returns_on=CHRISTMAS)))
    case.refresh_from_db()
    assert case.returns_on == CHRISTMAS

    work(undo_batch(batch, by=acting(world.nele)))

    case.refresh_from_db()
    assert case.returns_on is None


@pytest.mark.parametrize("kind", [Batch.Kind.CLOSE, Batch.Kind.MESSAGE])
def test_a_case_to_which_its_requester_wrote_since_is_not_closed_nor_answered_unread(
    world: World, kind: Batch.Kind
) -> None:
    quiet, written = taken(world), taken(world)
    by = acting(world.nele)
    batch = choose_cases([quiet.pk, written.pk], "/werk/", key="k1", by=by)
    write_to_case(written, by=acting(world.sarah), given=Given(text="Wacht, ik heb nog bewijs."))

    batch = work(start_batch(batch, Order(kind=kind, text="Klaar."), by=by))

    assert results(batch) == [("done", ""), ("refused", "stale")]
    written.refresh_from_db()
    assert (written.status, written.close_reason) == ("assigned", "")


def test_what_the_list_showed_counts_and_not_the_moment_of_choosing(world: World) -> None:
    shown, unshown = taken(world), taken(world)
    listed = {shown.pk: shown.stands}
    for case in (shown, unshown):
        write_to_case(case, by=acting(world.sarah), given=Given(text="Wacht."))
    by, both = acting(world.nele), [shown.pk, unshown.pk]

    batch = choose_cases(both, "/werk/", key="k1", by=by, seen=listed)
    again = choose_cases(both, "/werk/", key="k1", by=by, seen=listed)
    begun = start_batch(batch, Order(kind=Batch.Kind.CLOSE, text="Klaar."), by=by)

    assert again.pk == batch.pk
    assert results(work(begun)) == [("refused", "stale"), ("done", "")]


def test_who_goes_back_to_a_list_that_shows_the_news_chooses_anew(world: World) -> None:
    case = taken(world)
    by = acting(world.nele)
    old = choose_cases([case.pk], "/werk/", key="k1", by=by, seen={case.pk: case.stands})
    write_to_case(case, by=acting(world.sarah), given=Given(text="Wacht."))
    case.refresh_from_db()

    read = choose_cases([case.pk], "/werk/", key="k1", by=by, seen={case.pk: case.stands})
    order = Order(kind=Batch.Kind.CLOSE, text="Klaar.")

    assert results(work(start_batch(old, order, by=by))) == [("refused", "stale")]
    assert results(work(start_batch(read, order, by=by))) == [("done", "")]


def test_of_what_two_plan_at_once_the_first_stays_and_the_same_is_done_already(
    world: World,
) -> None:
    same, other, free = taken(world), taken(world), taken(world)
    by, omar = acting(world.nele), acting(world.omar)
    batch = choose_cases([same.pk, other.pk, free.pk], "/werk/", key="k1", by=by)
    set_priority(same, 3, by=omar)
    set_priority(other, 0, by=omar)
    write_to_case(free, by=acting(world.sarah), given=Given(text="En nu?"))

    batch = work(start_batch(batch, Order(kind=Batch.Kind.PRIORITY, priority=3), by=by))

    assert results(batch) == [("done", ""), ("refused", "both_prioritised"), ("done", "")]
    batch = work(undo_batch(batch, by=by))
    assert undone(batch) == [("done", ""), ("", ""), ("done", "")]
    priorities = Case.objects.order_by("pk").values_list("priority", flat=True)
    assert list(priorities) == [3, 0, 1]


def test_a_day_that_a_colleague_chose_meanwhile_stays_also_when_it_is_undone(
    world: World,
) -> None:
    same, other = taken(world), taken(world)
    by = acting(world.nele)
    batch = choose_cases([same.pk, other.pk], "/werk/", key="k1", by=by)
    put_off(same, CHRISTMAS, by=by)
    put_off(other, date(2026, 12, 1), by=by)
    order = Order(kind=Batch.Kind.PUT_OFF, returns_on=CHRISTMAS)

    batch = work(start_batch(batch, order, by=by))

    assert results(batch) == [("done", ""), ("refused", "both_put_off")]
    work(undo_batch(batch, by=by))
    days = Case.objects.order_by("pk").values_list("returns_on", flat=True)
    assert list(days) == [CHRISTMAS, date(2026, 12, 1)]


def test_a_case_that_a_colleague_gave_away_meanwhile_stays_with_whom_it_went(
    world: World,
) -> None:
    gone, same, released = world.case(), world.case(), taken(world)
    by = acting(world.nele)
    batch = choose_cases([gone.pk, same.pk, released.pk], "/werk/", key="k1", by=by)
    claim_case(gone, by=acting(world.lena))
    claim_case(same, by=acting(world.omar))
    release_case(released, by=by)
    order = Order(kind=Batch.Kind.ASSIGN, colleague=world.omar)

    batch = work(start_batch(batch, order, by=by))

    expected = [("refused", "both_assigned"), ("done", ""), ("refused", "both_released")]
    assert results(batch) == expected
    work(undo_batch(batch, by=by))
    holders = Case.objects.order_by("pk").values_list("assignee", flat=True)
    assert list(holders) == [world.lena.pk, world.omar.pk, None]


def test_what_was_chosen_before_anybody_kept_how_it_stood_is_done_as_before(world: World) -> None:
    case = taken(world)
    by = acting(world.nele)
    batch = choose_cases([case.pk], "/werk/", key="k1", by=by)
    batch.items.update(seen="")
    write_to_case(case, by=acting(world.sarah), given=Given(text="En nu?"))

    batch = work(start_batch(batch, Order(kind=Batch.Kind.CLOSE, text="Klaar."), by=by))

    assert results(batch) == [("done", "")]


def test_what_somebody_read_is_not_taken_back(world: World) -> None:
    batch = work(begin(world, [world.case()], Order(kind=Batch.Kind.MESSAGE, text="Dag.")))

    assert undo_batch(batch, by=acting(world.nele)).undo_started_at is None


ORDERS = (
    (Order(kind=Batch.Kind.ASSIGN), "missing_colleague"),
    (Order(kind=Batch.Kind.PUT_OFF), "missing_date"),
    (Order(kind=Batch.Kind.PUT_OFF, returns_on=NOW.date()), "day_past"),
    (Order(kind=Batch.Kind.PRIORITY), "missing_priority"),
    (Order(kind=Batch.Kind.MESSAGE, text=" "), "missing_text"),
    (Order(kind=Batch.Kind.CLOSE), "missing_reason"),
    (Order(kind=Batch.Kind.CLOSE, text="x" * 20_001), "too_long"),
    (Order(kind=Batch.Kind.MESSAGE, text="Beste {{name}}, dag."), "unfilled"),
)


@pytest.mark.parametrize(("order", "code"), ORDERS)
def test_nothing_begins_before_everything_is_said(world: World, order: Order, code: str) -> None:
    with pytest.raises(RuleError) as refusal:
        begin(world, [world.case()], order)
    assert refusal.value.code == code


@pytest.mark.parametrize(("number", "code"), [(0, "nothing_chosen"), (MOST + 1, "too_many_chosen")])
def test_nothing_or_too_much_is_not_chosen(world: World, number: int, code: str) -> None:
    with pytest.raises(RuleError) as refusal:
        choose_cases(range(number), "/", key="k", by=acting(world.nele))
    assert refusal.value.code == code


def test_a_case_that_was_put_off_comes_back_when_something_happens_to_it(world: World) -> None:
    case = taken(world)
    put_off(case, CHRISTMAS, by=acting(world.nele))

    written = write_to_case(case, by=acting(world.sarah), given=Given(text="En nu?")).case
    assert written.returns_on is None


def test_putting_off_is_for_whoever_handles_it_and_for_a_day_to_come(world: World) -> None:
    case = taken(world)
    for who, day, code in (
        (world.omar, CHRISTMAS, "not_your_role"),
        (world.nele, NOW.date(), "day_past"),
        (world.nele, date(2126, 12, 24), "day_too_far"),
    ):
        with pytest.raises(RuleError) as refusal:
            put_off(case, day, by=acting(who))
        assert refusal.value.code == code


def test_bringing_back_and_planning_are_for_the_house_only(world: World) -> None:
    case = taken(world)
    before = case.version_lock
    put_off(case, CHRISTMAS, by=acting(world.nele))
    after = bring_back(case, by=acting(world.nele)).case

    told = Event.objects.about(case).filter(kind__in=("case.put_off", "case.brought_back"))
    assert set(told.values_list("visibility", flat=True)) == {"internal"}
    assert (after.returns_on, after.version_lock) == (None, before)


def test_old_batches_and_choices_never_begun_are_forgotten(world: World) -> None:
    begun = begin(world, [world.case()], Order(kind=Batch.Kind.PRIORITY, priority=2))
    choose_cases([world.case().pk], "/", key="k2", by=acting(world.nele))

    forget_batches(later(2))
    assert list(Batch.objects.all()) == [begun]
    forget_batches(later(31))
    assert not BatchItem.objects.exists()


def test_what_was_half_written_comes_back_with_the_cases(world: World) -> None:
    case = taken(world)
    keep_message_draft(case, "message", "Beste Sarah", base_version=1, by=acting(world.nele))
    batch = work(begin(world, [case], Order(kind=Batch.Kind.ASSIGN, colleague=world.omar)))
    assert draft_of(case, "message", by=acting(world.nele)) is None

    work(undo_batch(batch, by=acting(world.nele)))

    kept = draft_of(case, "message", by=acting(world.nele))
    assert kept is not None
    assert kept.body == "Beste Sarah"
