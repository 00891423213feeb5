"""The terminal tells who can sign in at the demo, and at which address."""

import pytest
from tests.make import make_organisation, make_person, same

from loket.accounts.models import User
from loket.config.guests import Desk, Guest, demo_desks
from loket.people.models import Person


@pytest.mark.django_db
def test_only_demo_persons_are_told_each_with_a_host_of_their_own() -> None:
    organisation = make_organisation("dienst")
    organisation.settings["demo_roles"] = {"chief": same("chief of somebody")}
    organisation.save()
    make_person("Echt Iemand", login="echt")
    chief = make_person("Tom Claes", login="tom")
    User.objects.filter(login="tom").update(is_demo=True)
    Person.objects.filter(pk=chief.pk).update(demo_role="chief")

    tom = Guest("Tom Claes", "chief of somebody", "http://tom.dienst.localhost:8000/")
    assert demo_desks(8000) == [Desk(organisation.name, "http://dienst.localhost:8000/", (tom,))]


@pytest.mark.django_db
def test_a_role_without_words_is_called_by_its_code() -> None:
    make_organisation("dienst")
    person = make_person("Nele Peeters", login="nele")
    User.objects.filter(login="nele").update(is_demo=True)
    Person.objects.filter(pk=person.pk).update(demo_role="handler")

    (desk,) = demo_desks(8000)
    assert [guest.role for guest in desk.persons] == ["handler"]


@pytest.mark.django_db
def test_everybody_is_told_under_their_own_organisation() -> None:
    for slug, name in (("hier", "Wim Bos"), ("daar", "Eva Smit")):
        make_organisation(slug)
        make_person(name, login=slug)
        User.objects.filter(login=slug).update(is_demo=True)

    here, there = demo_desks(8000)

    assert [guest.name for guest in here.persons] == ["Wim Bos"]
    assert [guest.address for guest in there.persons] == ["http://daar.daar.localhost:8000/"]
