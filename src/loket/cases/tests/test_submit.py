"""A draft becomes a case: whole, once, and with everybody told who must act."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from tests.make import make_queue, make_service, make_unit

from loket.cases.actions.submit import submit_case
from loket.cases.answers import chapters_of_case
from loket.cases.models import Approval, Case, Task
from loket.cases.problems import SubmitRefusedError
from loket.cases.tasks import check_all_counters
from loket.cases.tests.conftest import World, by
from loket.catalogue.actions.answers import save_field
from loket.catalogue.actions.drafts import start_draft
from loket.catalogue.specs import spec_of
from loket.catalogue.tests.forms import LEAVE
from loket.core.counters import add_to_counters, read_counters
from loket.core.models import Clock, Event
from loket.core.seal import unseal
from loket.people.models import Person


def test_a_draft_becomes_a_case_with_a_number(world: World) -> None:
    case = world.case()

    assert case.number == "HRB0000001"
    assert case.status == Case.Status.OPEN
    assert case.answers["verlof"] == "vierdagenweek"
    assert case.requester_id == world.sarah.pk
    assert Event.objects.about(case).get().kind == "case.submitted"


def test_a_case_keeps_where_its_requester_worked_when_they_asked(world: World) -> None:
    work = world.sarah.employments.get()

    case = world.case()
    work.unit = make_unit("elders")
    work.save()

    case.refresh_from_db()
    assert case.requester_unit is not None
    assert case.requester_unit.slug != "elders"


def test_the_chief_is_asked_to_agree_and_the_document_to_follow(world: World) -> None:
    case = world.case()

    tasks = {task.kind: task for task in Task.objects.open().filter(case=case)}
    assert tasks["approve"].person == world.tom
    assert Approval.objects.get().approver == world.tom
    assert tasks["deliver"].slot == "rooster"
    assert tasks["deliver"].person == world.sarah
    assert case.waits_on == "manager,requester"


def test_a_remark_that_the_form_names_goes_along_with_the_event(world: World) -> None:
    plain, late = world.case(), world.draft()
    save_field(late, "begindatum", "2026-11-02", by=by(world.sarah))
    save_field(late, "_reasons.check.terugwerkend", "Vergeten.", by=by(world.sarah))
    marked = submit_case(late, by=by(world.sarah))

    assert Event.objects.about(marked).get().data["flags"] == "retroactive"
    assert "flags" not in Event.objects.about(plain).get().data


def test_handing_in_twice_is_one_case(world: World) -> None:
    draft = world.draft()

    first = submit_case(draft, by=by(world.sarah))
    second = submit_case(draft, by=by(world.sarah))

    assert first.pk == second.pk
    assert Case.objects.count() == 1
    assert Event.objects.filter(kind="case.submitted").count() == 1


def test_an_incomplete_draft_is_refused_and_nothing_is_written(world: World) -> None:
    draft = start_draft(world.service, by=by(world.sarah), loa="substantial")

    with pytest.raises(SubmitRefusedError) as refusal:
        submit_case(draft, by=by(world.sarah))

    assert {problem.path for problem in refusal.value.problems} >= {"verlof", "begindatum"}
    assert not Case.objects.exists()
    assert world.case().number == "HRB0000001"


def test_the_term_stands_still_while_the_requester_must_send_a_document(world: World) -> None:
    case = world.case()

    clock = Clock.objects.get(about_id=case.pk, metric="term")
    assert clock.due_at is None
    assert case.due_at > case.created_at


def test_the_figures_of_the_queue_count_the_new_case(world: World) -> None:
    world.case()

    keys = [f"queue:{world.queue.pk}:{view}" for view in ("team", "unassigned", "waiting", "late")]
    assert list(read_counters(keys).values()) == [1, 1, 1, 0]


def test_the_nightly_check_mends_a_figure_that_is_off(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.case()
    key = f"queue:{world.queue.pk}:team"
    add_to_counters({key: 4})

    check_all_counters()

    assert read_counters([key]) == {key: 1}
    assert caplog.messages == [f"counter {key} was off by 4"]


def line_of(case: Case, key: str, reader: Person, *, cleared: bool) -> tuple[str, bool]:
    """The answer as somebody reads it, and whether it is closed to them."""
    chapters = chapters_of_case(case, spec_of(case.version), by=by(reader), cleared=cleared)
    (line,) = (line for one in chapters for line in one.lines if line.key == key)
    return line.value, line.closed


def test_special_answers_are_only_in_the_sealed_part(world: World) -> None:
    spec: Any = deepcopy(LEAVE)
    fields = [field for step in spec["steps"] for field in step["fields"]]
    next(field for field in fields if field["id"] == "opmerking")["privacy"] = "special"
    sealing = replace(world, service=make_service(world.nele, spec))
    draft = sealing.draft()
    save_field(draft, "opmerking", "geheime woorden", by=by(world.sarah))

    case = Case.objects.get(pk=submit_case(draft, by=by(world.sarah)).pk)

    assert "geheime woorden" not in str(case.answers)
    assert b"geheime" not in bytes(case.sealed or b"")
    assert unseal(case.sealed or b"")["opmerking"] == "geheime woorden"
    assert line_of(case, "opmerking", world.omar, cleared=False) == ("", True)
    assert line_of(case, "opmerking", world.omar, cleared=True) == ("geheime woorden", False)


def test_a_form_without_special_questions_seals_nothing(world: World) -> None:
    assert world.case().sealed is None


def test_the_answers_may_send_a_case_to_another_queue(world: World) -> None:
    pay = make_queue("wedde")
    routes = [{"when": {"f": "verlof", "eq": "vierdagenweek"}, "queue": "wedde"}]
    rules = {"type": "hr.werktijd", "number": "HRB", "queue": "tijd", "routes": routes}
    service = make_service(world.nele, {**LEAVE, "case": rules})

    case = replace(world, service=service).case()

    assert case.queue == pay
    assert read_counters({f"queue:{pay.pk}:unassigned"}) == {f"queue:{pay.pk}:unassigned": 1}
