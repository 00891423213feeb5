"""The sections of a pack about people: units, and the persons and work of a demo or a small desk."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from loket.accounts.actions import change_account, make_account
from loket.accounts.models import Loa, User
from loket.core.acting import Acting
from loket.core.packing import (
    CODE,
    DATE,
    LANGUAGES,
    SLUG,
    TEXT,
    TEXTS,
    WORDS,
    Entry,
    Mention,
    Section,
    listed,
    shape,
)
from loket.people.actions.addresses import note_known_email
from loket.people.actions.parties import change_person, describe_demo_person, make_person
from loket.people.actions.roles import grant_role, withdraw_role
from loket.people.actions.units import Work, employ, join_unit, leave_unit, put_unit
from loket.people.models import Employment, Membership, Person, RoleGrant, Unit

LOGIN = {"type": "string", "pattern": f"^{SLUG}$"}


def present_units() -> dict[str, Entry]:
    """The units."""
    units = Unit.objects.select_related("parent").order_by("pk")
    return {
        unit.slug: {
            "kind": unit.kind,
            "name": unit.name,
            "parent": unit.parent.slug if unit.parent else "",
        }
        for unit in units
    }


def write_unit(key: str, entry: Entry, by: Acting) -> None:
    """Make or change a unit."""
    parent = Unit.objects.get(slug=entry["parent"]) if entry["parent"] else None
    put_unit(key, kind=entry["kind"], name=dict(entry["name"]), parent=parent, by=by)


def mentions_of_unit(entry: Entry) -> Iterator[Mention]:
    """The unit above."""
    if entry["parent"]:
        yield Mention("parent", "units", entry["parent"])


def present_persons() -> dict[str, Entry]:
    """The persons who have an account."""
    persons = Person.objects.filter(user__isnull=False).select_related("party", "user")
    return {
        person.user.login: {
            "name": person.party.name,
            "given_name": person.given_name,
            "loa": person.user.loa_password,
            "demo_role": person.demo_role,
            "member_of": _memberships(person),
            "roles": [_role(grant) for grant in _grants(person)],
        }
        for person in persons.order_by("pk")
        if person.user
    }


def write_person(key: str, entry: Entry, by: Acting) -> None:
    """Make or change a person with an account."""
    user = User.objects.known_as(key)
    person = Person.objects.filter(user=user).first() if user else None
    if person is None or user is None:
        person, user = _new_person(key, entry, by)
    if (person.party.name, person.given_name) != (entry["name"], entry["given_name"]):
        change_person(
            person,
            name=entry["name"],
            given_name=entry["given_name"],
            language=person.party.language,
            by=by,
        )
    if user.loa_password != entry["loa"]:
        change_account(user, loa=entry["loa"], active=user.is_active, by=by)
    if person.demo_role != entry["demo_role"]:
        describe_demo_person(person, entry["demo_role"], by=by)
    _set_memberships(person, entry["member_of"], by)
    _set_roles(person, entry, by)


def mentions_of_person(entry: Entry) -> Iterator[Mention]:
    """The units that the person belongs to or holds a role in, and the role in the demo."""
    for index, slug in enumerate(entry["member_of"]):
        yield Mention(f"member_of[{index}]", "units", slug)
    for index, role in enumerate(entry["roles"]):
        if role.get("unit"):
            yield Mention(f"roles[{index}].unit", "units", role["unit"])
    if entry["demo_role"]:
        yield Mention("demo_role", "demo_roles", entry["demo_role"])


def tidy_person(entry: Entry) -> Entry:
    """Units and roles in one order."""
    roles = sorted(entry["roles"], key=lambda role: (role["role"], role.get("unit", "")))
    return {**entry, "roles": roles, "member_of": sorted(entry["member_of"])}


def present_work() -> dict[str, Entry]:
    """Who works where now."""
    running = Employment.objects.filter(ends_on=None, person__user__isnull=False)
    found: dict[str, Entry] = {}
    for work in running.select_related("person__user", "unit", "manager__user").order_by("pk"):
        manager = work.manager.user if work.manager else None
        login = work.person.user.login if work.person.user else ""
        found[login] = {
            "unit": work.unit.slug,
            "manager": manager.login if manager else "",
            "status": work.status,
            "hours": _hours(work.hours),
            "since": work.starts_on.isoformat(),
        }
    return found


def write_work(key: str, entry: Entry, by: Acting) -> None:
    """Let a person work somewhere."""
    work = Work(
        unit=Unit.objects.get(slug=entry["unit"]),
        manager=_person(entry["manager"]) if entry["manager"] else None,
        status=entry["status"],
        hours=Decimal(str(entry["hours"])) if entry["hours"] else None,
    )
    employ(_person(key), work, starts_on=date.fromisoformat(entry["since"]), by=by)


def mentions_of_work(entry: Entry) -> Iterator[Mention]:
    """The unit and the chief."""
    yield Mention("unit", "units", entry["unit"])
    if entry["manager"]:
        yield Mention("manager", "persons", entry["manager"])


def _new_person(login: str, entry: Entry, by: Acting) -> tuple[Person, User]:
    user = make_account(
        login,
        password=entry["password"] or None,
        loa=entry["loa"],
        demo=bool(entry["demo_role"]),
        by=by,
    )
    person = make_person(
        entry["name"],
        given_name=entry["given_name"],
        language=entry["language"],
        user=user,
        by=by,
    )
    if entry["email"]:
        note_known_email(person.party, entry["email"], by=by)
    return person, user


def _person(login: str) -> Person:
    return Person.objects.get(user__login=login)


def _memberships(person: Person) -> list[str]:
    units = Membership.objects.filter(person=person).order_by("unit__slug")
    return list(units.values_list("unit__slug", flat=True))


def _set_memberships(person: Person, slugs: list[str], by: Acting) -> None:
    units = {unit.slug: unit for unit in Unit.objects.filter(slug__in=slugs)}
    present = set(_memberships(person))
    for slug in sorted(set(slugs) - present):
        join_unit(person, units[slug], by=by)
    for unit in Unit.objects.filter(slug__in=present - set(slugs)):
        leave_unit(person, unit, by=by)


def _grants(person: Person) -> list[RoleGrant]:
    grants = RoleGrant.objects.filter(person=person, ends_on=None).select_related("unit")
    return list(grants.order_by("role", "unit__slug"))


def _role(grant: RoleGrant) -> dict[str, str]:
    return {"role": grant.role} | ({"unit": grant.unit.slug} if grant.unit else {})


def _set_roles(person: Person, entry: Entry, by: Acting) -> None:
    present, roles = _grants(person), entry["roles"]
    since = date.fromisoformat(entry["since"]) if entry["since"] else None
    for grant in present:
        if _role(grant) not in roles:
            withdraw_role(grant, by=by)
    for role in roles:
        if role not in [_role(grant) for grant in present]:
            unit = Unit.objects.get(slug=role["unit"]) if role.get("unit") else None
            grant_role(person, role["role"], unit=unit, starts_on=since, by=by)


def _hours(hours: Decimal | None) -> int | float:
    if hours is None:
        return 0
    return int(hours) if hours == int(hours) else float(hours)


ROLE = shape({"role": {"enum": RoleGrant.Role.values}}, {"unit": CODE})

UNITS = Section(
    name="units",
    shape=shape({"kind": {"enum": Unit.Kind.values}, "name": TEXTS}, {"parent": CODE}),
    defaults={"parent": ""},
    present=present_units,
    write=write_unit,
    keys=SLUG,
    mentions=mentions_of_unit,
)
PERSONS = Section(
    name="persons",
    shape=shape(
        {"name": TEXT},
        {
            "given_name": WORDS,
            "language": {"enum": LANGUAGES},
            "email": TEXT,
            "password": TEXT,
            "loa": {"enum": Loa.values},
            "demo_role": CODE,
            "since": DATE,
            "member_of": listed(CODE),
            "roles": listed(ROLE),
        },
    ),
    defaults={
        "given_name": "",
        "language": "nl",
        "email": "",
        "password": "",
        "loa": "low",
        "demo_role": "",
        "since": "",
        "member_of": [],
        "roles": [],
    },
    unseen=frozenset({"language", "email", "password", "since"}),
    tidy=tidy_person,
    keys=SLUG,
    present=present_persons,
    write=write_person,
    mentions=mentions_of_person,
)
WORK = Section(
    name="work",
    shape=shape(
        {"unit": CODE, "since": DATE},
        {
            "manager": LOGIN,
            "status": CODE,
            "hours": {"type": "number", "minimum": 0, "maximum": 60},
        },
    ),
    defaults={"manager": "", "status": "", "hours": 0},
    present=present_work,
    write=write_work,
    mentions=mentions_of_work,
)
