"""A request may say that it belongs to an earlier case of the same person; both cases say so."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from tests.make import make_case, make_service, same

from loket.cases.actions.correction import correct_case, start_correction
from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case, return_for_correction
from loket.cases.actions.submit import submit_case
from loket.cases.links import at_desk, in_portal, link_views, look_around
from loket.cases.models import Case, CaseLink
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


def belongs_to(case: Case) -> list[Case]:
    links = CaseLink.objects.standing().filter(case=case, kind="follows")
    return [link.other for link in links]


def said(world: World, case: Case) -> list[str]:
    case = Case.objects.select_related("version").get(pk=case.pk)
    shown = for_requester(look_around(case, in_portal(world.sarah)), spec_of(case.version), "nl")
    return [one.sentence for one in shown.entries]


def test_the_new_case_and_the_earlier_one_name_each_other(asking: World) -> None:
    earlier = asking.case()

    case = handed_in(asking, earlier.number)

    assert belongs_to(case) == [earlier]
    assert f"Deze zaak hoort bij zaak {earlier.number}." in said(asking, case)
    assert f"Zaak {case.number} hoort bij deze zaak." in said(asking, earlier)


def test_a_request_belongs_to_nothing_when_no_number_is_given(asking: World) -> None:
    assert belongs_to(asking.case()) == []


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


def returned(world: World, number: str) -> Case:
    """A case that named this earlier one, sent back to be corrected."""
    case = handed_in(world, number)
    claim_case(case, by=by(world.nele))
    return_for_correction(case, by=by(world.nele), given=Given(text="Welke zaak?"))
    return case


def test_a_number_that_is_corrected_links_to_the_right_case_and_no_longer_to_the_wrong_one(
    asking: World,
) -> None:
    wrong, right = asking.case(), asking.case()
    case = returned(asking, wrong.number)
    draft = start_correction(case, by=by(asking.sarah))
    save_field(draft, "zaaknummer", right.number, by=by(asking.sarah))

    correct_case(draft, by=by(asking.sarah))

    assert belongs_to(case) == [right]
    assert f"Zaak {case.number} hoort niet meer bij deze zaak." in said(asking, wrong)
    assert f"Deze zaak hoort bij zaak {right.number}." in said(asking, case)


def test_a_number_that_is_corrected_to_somebody_elses_is_refused(asking: World) -> None:
    case = returned(asking, asking.case().number)
    draft = start_correction(case, by=by(asking.sarah))
    of_kim = make_case(asking.kim, asking.service, number="HRB0009999")
    save_field(draft, "zaaknummer", of_kim.number, by=by(asking.sarah))

    with pytest.raises(SubmitRefusedError):
        correct_case(draft, by=by(asking.sarah))

    assert of_kim not in belongs_to(case)


def test_whoever_may_not_see_the_other_case_reads_that_there_is_one_without_its_number(
    asking: World,
) -> None:
    earlier = make_case(asking.sarah, asking.service)
    case = handed_in(asking, earlier.number)
    Case.objects.filter(pk=earlier.pk).update(requester=asking.kim.pk, subject=asking.kim.pk)

    assert "Deze zaak hoort bij zaak (niet voor u zichtbaar)." in said(asking, case)
    assert link_views(look_around(case, in_portal(asking.sarah)), "nl", staff=False) == ()
    (seen,) = link_views(look_around(case, at_desk(asking.nele)), "nl", staff=True)
    assert seen.number == earlier.number
