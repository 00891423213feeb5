"""A form takes what its page declares: whatever else is sent along changes nothing."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from loket.accounts.models import User
from loket.cases.models import Absence, Approval, Batch, Case, Task
from loket.catalogue.models import Draft
from loket.contacts.models import Notification, TextBlock
from loket.core.tenancy import acting_in
from loket.desk.models import SavedList
from loket.people.models import Address, Employment, Membership, Person, RoleGrant
from tests.security.asking import Way, send, undone
from tests.test_access import BUILT, Row, Scene, scene
from tests.world import ACTORS

__all__ = ["scene"]  # a fixture
SOURCE = Path(settings.ROOT) / "src" / "loket"
READ = re.compile(r"""(?:POST|GET|post|typed)(?:\.get|\.getlist)?[(\[]\s*f?["']([\w-]+)""")
OURS = (
    "accounts",
    "cases",
    "catalogue",
    "contacts",
    "core",
    "desk",
    "documents",
    "people",
    "routing",
)
GUARDED: dict[type[models.Model], tuple[str, ...]] = {
    User: ("pk", "login", "password", "loa_password", "is_active", "is_demo"),
    RoleGrant: ("pk", "person", "role", "unit", "starts_on", "ends_on"),
    Membership: ("pk", "person", "unit"),
    Employment: ("pk", "person", "unit", "manager"),
    Person: ("pk", "user", "party", "demo_role", "organisation"),
    Address: ("pk", "party", "value", "verified_at", "purpose"),
    Case: ("pk", "organisation", "number", "queue", "requester", "subject", "submitted_by",
           "assignee", "status", "outcome", "priority", "due_at", "closed_at", "version"),
    Task: ("pk", "case", "person", "unit", "done_at", "done_by", "blocks", "pauses"),
    Approval: ("pk", "approver", "state", "task"),
    Draft: ("pk", "owner", "subject", "acting_for", "loa", "version", "trial", "submitted_at"),
    SavedList: ("pk", "owner", "team"),
    TextBlock: ("pk", "person", "team", "from_pack", "used"),
    Batch: ("pk", "person", "colleague", "started_at"),
    Absence: ("pk", "person", "stand_in", "set_by", "over_at"),
    Notification: ("pk", "person", "read_at"),
}  # fmt: skip
"""Whose things are, and where they stand."""
POSTED = [row for row in BUILT if "POST" in row.methods and not row.planned]


def declared() -> set[str]:
    """The names that the pages read of a form."""
    return {name for path in SOURCE.rglob("*.py") for name in READ.findall(path.read_text("utf-8"))}


def undeclared() -> set[str]:
    """The names of every column of ours, and of what other systems take for granted."""
    fields = {
        name
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        for one in model._meta.get_fields()
        for name in (one.name, f"{one.name}_id", f"{one.name}__pk")
    }
    known = {"is_staff", "is_superuser", "is_admin", "role", "roles", "team", "rights", "loa",
             "organisation", "tenant", "user_id", "permissions", "groups"}  # fmt: skip
    return (fields | known) - declared() - {"csrfmiddlewaretoken"}


@pytest.mark.parametrize("row", POSTED, ids=str)
def test_s56_no_name_of_a_column_that_is_sent_along_changes_anything(
    scene: Scene, row: Row
) -> None:
    actor = next((one for one in ACTORS if row.expected(one) == "in"), "anonymous")
    stranger = scene.here.people["stranger"].pk
    more = dict.fromkeys(undeclared(), str(stranger)) | {"role": "admin", "is_staff": "true"}
    plain = {"text": "Een zin", "key": "k" * 22, "answer": "ja", "naam": "Van mij"}

    without = standing_after(scene, actor, row, plain)
    having = standing_after(scene, actor, row, {**more, **plain})

    assert having == without


def standing_after(
    scene: Scene, actor: str, row: Row, fields: dict[str, str]
) -> tuple[int, dict[str, list[Any]]]:
    with undone():
        status = send(scene, actor, Way("POST", row.address(scene.here), fields)).status_code
        with acting_in(scene.here.organisation.pk):
            rows = {kind.__name__: rows_of(kind, names) for kind, names in GUARDED.items()}
    return status, rows


def rows_of(kind: type[models.Model], names: tuple[str, ...]) -> list[Any]:
    """The rows as they stand; what was just made has other keys each time."""
    assert kind._meta.default_manager is not None
    found = kind._meta.default_manager.order_by("pk").values_list(*names)
    return [tuple(str(value) for value in row[1:] if not is_moment(value)) for row in found]


def is_moment(value: Any) -> bool:
    return hasattr(value, "tzinfo") and value.tzinfo is not None


def test_s56_the_names_that_are_sent_along_are_many_and_none_is_one_that_a_page_reads() -> None:
    names = undeclared()

    assert {"status", "assignee", "owner", "organisation_id", "is_staff", "submitted_by"} <= names
    assert not names & {"text", "colleague", "priority", "naam"}
