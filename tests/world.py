"""The world of the access table: one organisation with a case, everybody around it, and another."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from loket.accounts.actions import open_session
from loket.accounts.sessions import SessionStore
from loket.cases.rules.tasks import TaskKind
from loket.core.clock import now
from loket.core.models import Organisation
from loket.core.tenancy import acting_in
from loket.people.models import Person, RoleGrant, Unit
from tests.make import (
    acting,
    attach_to_case,
    attach_to_draft,
    employ,
    grant,
    join,
    make_absence,
    make_address,
    make_approval,
    make_batch,
    make_block,
    make_case,
    make_draft,
    make_file,
    make_handler,
    make_message,
    make_note,
    make_notice,
    make_organisation,
    make_person,
    make_queue,
    make_saved_list,
    make_series,
    make_service,
    make_task,
    make_unit,
)

ACTORS = (
    "anonymous",
    "citizen",
    "requester",
    "subject",
    "chief",
    "personnel",
    "handler",
    "cleared",
    "other_handler",
    "lead",
    "form_manager",
    "admin",
    "stranger",
    "outsider",
    "smuggler",
)
"""Who comes to every page, as seen from the one case of this world.

`citizen` has an account and no employer; `cleared` handles the queue and may see medical
documents; `stranger` works for the same employer and has nothing to do with the case; `outsider`
is signed in at another organisation and comes to it there; `smuggler` brings that session here.
"""


@dataclass(frozen=True)
class World:
    """An organisation, its people by what they are to the case, and its things by name."""

    organisation: Organisation
    people: dict[str, Person]
    things: dict[str, Any]

    @property
    def host(self) -> str:
        return f"{self.organisation.slug}.localhost"


def make_world(slug: str) -> World:
    """Make an organisation with one draft and one case, and everybody who can come to them."""
    organisation = make_organisation(slug, enter=False)
    with acting_in(organisation.pk):
        people = _make_staff() | _make_crowd()
        things = _make_things(people)
        return World(organisation, people, things)


def sign_in(world: World, person: Person) -> str:
    """Open a session of a person; return its key."""
    session = SessionStore()
    with acting_in(world.organisation.pk):
        assert person.user is not None
        by = acting(person, now())
        open_session(session, person.user, ip="127.0.0.1", agent="tests", by=by)
        session.save()
    assert session.session_key is not None
    return session.session_key


def client_of(world: World, session_key: str = "") -> Client:
    """Make a browser at the desk of an organisation, signed in or not."""
    client = Client(headers={"host": world.host}, raise_request_exception=True)
    if session_key:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_key
    return client


def _make_staff() -> dict[str, Person]:
    queue, other = make_queue("tijd"), make_queue("loon")
    lead = make_person("Lea Lead", login="lead")
    grant(lead, RoleGrant.Role.LEAD, queue.team)
    manager, admin = make_person("Fo Formulier", login="fo"), make_person("Ad Min", login="admin")
    grant(manager, RoleGrant.Role.FORM_MANAGER)
    grant(admin, RoleGrant.Role.ADMIN)
    return {
        "handler": make_handler("Hans Handelaar", queue, login="handler"),
        "cleared": make_handler("Mia Medisch", queue, cleared=True, login="cleared"),
        "other_handler": make_handler("Otto Anders", other, login="other"),
        "lead": lead,
        "form_manager": manager,
        "admin": admin,
    }


def _make_crowd() -> dict[str, Person]:
    """Make those who work for the employer, and one who does not."""
    office, personnel = make_unit("griffie"), make_unit("personeel", Unit.Kind.PERSONNEL)
    names = {
        "requester": "Rita Vraagt",
        "subject": "Sam Onderwerp",
        "chief": "Karel Chef",
        "personnel": "Petra Personeel",
        "stranger": "Vera Vreemd",
        "citizen": "Cato Burger",
    }
    people = {
        role: make_person(name, login=role, email=f"{role}@voorbeeld.example")
        for role, name in names.items()
    }
    for role in ("requester", "subject"):
        employ(people[role], office, chief=people["chief"])
    for role in ("chief", "personnel", "stranger"):
        employ(people[role], office)
    join(people["personnel"], personnel)
    grant(people["personnel"], RoleGrant.Role.PERSONNEL, personnel)
    return people


def _make_things(people: dict[str, Person]) -> dict[str, Any]:
    service = make_service(people["form_manager"])
    make_series(first=service.pk * 1000)  # no two organisations with the same numbers
    requester, handler = people["requester"], people["handler"]
    draft = make_draft(requester, service)
    case = make_case(
        requester,
        service,
        subject=people["subject"].party,
        assignee=handler,
        status="assigned",
        waits_on="manager,personnel",
    )
    unit = people["personnel"].memberships.get().unit
    question = make_message(case, handler, "Welk rooster?", from_us=True)
    return {
        "service": service,
        "theme": service.theme,
        "form": service.form,
        "version": service.form.live_version,
        "queue": service.queue,
        "draft": draft,
        "draft_file": attach_to_draft(draft),
        "case": case,
        "file": attach_to_case(case),
        "special": attach_to_case(case, "attest", privacy="special"),
        "task": make_task(case, TaskKind.ANSWER, unit=unit, party="personnel", question=question),
        "approval": make_approval(case, people["chief"]),
        "message": make_message(case, requester),
        "note": make_note(case, handler),
        "batch": make_batch(case, handler),
        "saved": make_saved_list(handler),
        "notice": make_notice(requester, case),
        "loose_file": make_file(requester),
        "absence": make_absence(handler, people["cleared"], by=people["lead"]),
        "block": make_block("groet", team=service.queue.team),
        "address": make_address(requester.party, "nieuw@voorbeeld.example", verified=False),
    }
