"""The second fence: what the database itself keeps apart, whatever the program asks."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from loket.cases.models import Case
from loket.core.tenancy import TenantModel, acting_in, enter_organisation
from loket.people.models import Unit
from tests.world import World, make_world

FENCED = [model for model in apps.get_models() if issubclass(model, TenantModel)]
# What belongs to no organisation, with the reason.
GLOBAL = {
    "core_organisation": "it is the organisation",
    "core_host": "it leads to the organisation",
    "accounts_session": "the key is secret, and the session names its organisation",
    "django_content_type": "of Django",
    "django_migrations": "of Django",
}


@pytest.fixture
def here(db: None) -> World:
    return make_world("hier")


@pytest.fixture
def there(db: None) -> World:
    return make_world("daar")


def rows_in_sight(model: type[models.Model]) -> int:
    """Count with no predicate at all."""
    return models.QuerySet(model).count()


def test_every_table_has_a_fence_or_a_reason() -> None:
    unfenced = {model._meta.db_table for model in apps.get_models() if model not in FENCED}
    ours = {table for table in unfenced if not table.startswith("procrastinate_")}

    assert ours <= GLOBAL.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("model", FENCED)
def test_the_fence_holds_for_the_owner_of_a_table_too(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity,"
            " (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid)"
            " FROM pg_class WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True, 1)


def test_without_an_organisation_nobody_sees_a_row(here: World) -> None:
    enter_organisation(None)

    assert {model.__name__: rows_in_sight(model) for model in FENCED} == {
        model.__name__: 0 for model in FENCED
    }


def test_each_organisation_sees_its_own_rows_only(here: World, there: World) -> None:
    counts = []
    for world in (here, there):
        with acting_in(world.organisation.pk):
            counts.append({model.__name__: rows_in_sight(model) for model in FENCED})
            foreign = [
                model.__name__
                for model in FENCED
                if models.QuerySet(model).exclude(organisation=world.organisation).exists()
            ]
        assert foreign == []

    assert counts[0] == counts[1]
    assert counts[0]["Case"] == 1


def test_a_row_of_another_organisation_is_not_there_by_its_key(here: World, there: World) -> None:
    strangers = things_of(there)
    with acting_in(here.organisation.pk):
        found = [thing for thing in strangers if models.QuerySet(type(thing)).filter(pk=thing.pk)]

    assert found == []
    assert len(strangers) > 10


def test_a_row_of_another_organisation_cannot_be_changed_or_removed(
    here: World, there: World
) -> None:
    case = there.things["case"]
    with acting_in(here.organisation.pk):
        changed = Case.objects.filter(pk=case.pk).update(status="cancelled")
        removed, _ = Case.objects.filter(pk=case.pk).delete()

    assert (changed, removed) == (0, 0)


def test_a_row_cannot_be_slipped_into_another_organisation(here: World, there: World) -> None:
    enter_organisation(here.organisation.pk)

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Unit.objects.create(slug="x", kind="team", name={}, organisation=there.organisation)


def things_of(world: World) -> list[models.Model]:
    return [*world.things.values(), *world.people.values()]
