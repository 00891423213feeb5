"""A request may say that it belongs to an earlier case of the same person; both cases say so."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from tests.make import make_case, make_service, same

from loket.cases.actions.submit import submit_case
from loket.cases.models import Case
from loket.cases.problems import SubmitRefusedError
from loket.cases.tests.conftest import World, by
from loket.cases.timeline_requester import for_requester
from loket.catalogue.actions.answers import save_field
from loket.catalogue.specs import spec_of
from loket.catalogue.tests.forms import LEAVE


@pytest.fixture
def asking(world: World) -> World:
    """The same world, where the form asks for the number of an earlier case."""
    form: dict[str, Any] = deepcopy({**LEAVE})
    form["case"] |= {"follows": "zaaknummer"}
    form["steps"][0]["fields"].append(
        {"id": "zaaknummer", "type": "text", "label": same("Nummer van uw zaak")}
    )
    return replace(world, service=make_service(world.nele, form))


def handed_in(world: World, number: str) -> Case:
    draft = world.draft()
    save_field(draft, "zaaknummer", number, by=by(world.sarah))
    return submit_case(draft, by=by(world.sarah))


def said(world: World, case: Case) -> list[str]:
    case = Case.objects.select_related("version").get(pk=case.pk)
    shown = for_requester(case, spec_of(case.version), world.sarah, "nl")
    return [one.sentence for one in shown.entries]


def test_the_new_case_and_the_earlier_one_name_each_other(asking: World) -> None:
    earlier = asking.case()

    case = handed_in(asking, earlier.number)

    assert Case.objects.get(pk=case.pk).follows == earlier
    assert f"Deze zaak hoort bij zaak {earlier.number}." in said(asking, case)
    assert f"Zaak {case.number} hoort bij deze zaak." in said(asking, earlier)


def test_a_request_belongs_to_nothing_when_no_number_is_given(asking: World) -> None:
    assert asking.case().follows is None


def test_a_number_of_nobody_or_of_somebody_else_is_refused_in_the_same_words(
    asking: World,
) -> None:
    of_kim = make_case(asking.kim, asking.service, number="HRB0009999")

    for number in (of_kim.number, "HRB7777777"):
        with pytest.raises(SubmitRefusedError) as refused:
            handed_in(asking, number)
        assert [(one.key, one.code) for one in refused.value.problems] == [
            ("zaaknummer", "unknown_case")
        ]
    assert not Case.objects.filter(requester=asking.sarah.pk).exists()
