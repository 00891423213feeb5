"""The people of a load: each in a browser of their own, with a case, a draft or many to hand in.

They are made as the program makes them. What is needed many times is made once by the program,
and its rows are copied.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, cycle, islice

from django.db.models import Model
from django.urls import reverse
from tests.make import acting, employ, make_address, make_file, make_letters, make_person, make_unit

from bench.things import REMARK
from bench.world import open_browser
from loket.accounts.models import User
from loket.cases.models import Case, CaseFile
from loket.catalogue.actions.answers import save_field
from loket.catalogue.actions.drafts import start_draft
from loket.catalogue.models import Draft, DraftFile, Service
from loket.core.clock import now
from loket.core.keys import new_key
from loket.documents.models import StoredFile
from loket.documents.store import full_path
from loket.people.models import Person, RoleGrant
from loket.routing.models import Queue

SUBMITTERS, CHIEFS = 40, 8
REQUESTERS = 300
CASES_EACH = 20
"""So many cases of their queue a handler opens by turns."""
SLOTS = ("rooster", "overige", "overige")
ANSWERS = (("verlof", "vierdagenweek"), ("begindatum", "2027-03-01"), ("statuut", "statutair"))
ROWS = 2_000

type Told = dict[str, object]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A draft that the program made, and a file that it checked: what the others are copies of."""

    draft: Draft
    file: StoredFile


def everybody(host: str, drafts: int) -> Told:
    """Make all people of the organisation that was entered, and so many drafts to hand in."""
    at = now()
    make_letters()
    submitters = make_submitters()
    pattern = make_pattern(submitters[0], at)
    keys = copy_drafts(pattern, islice(cycle(submitters), drafts), SLOTS)
    requesters = youngest_cases()
    give_accounts([one.submitted_by for one in requesters])
    own = copy_drafts(pattern, [one.submitted_by for one in requesters], ())
    files = attach_files(pattern, requesters)
    service = Service.objects.get()
    return {
        "host": host,
        "submitters": [browser(one) | {"person": one.pk} for one in submitters],
        "drafts": [[number % len(submitters), key] for number, key in enumerate(keys)],
        "requesters": [
            browser(case.submitted_by)
            | {
                "person": case.submitted_by_id,
                "case": case.pk,
                "page": reverse("portal:case", args=[case.number]),
                "stream": reverse("cases:stream_own_case", args=[case.number]),
                "write": reverse("portal:write", args=[case.number]),
                "file": reverse("portal:case_file", args=[case.number, file.key]),
                "autosave": reverse("portal:autosave", args=[draft]),
                "step": reverse("portal:step", args=[draft, "periode"]),
            }
            for case, draft, file in zip(requesters, own, files, strict=True)
        ],
        "handlers": make_handlers(),
        "pages": {
            "home": reverse("portal:home"),
            "form": reverse("portal:form", args=[service.slug]),
            "search": reverse("portal:search"),
            "desk_search": reverse("desk:search"),
        },
        "remark": REMARK,
    }


def browser(person: Person) -> Told:
    """A session of this person."""
    return {"session": open_browser(person)}


def give_accounts(people: Iterable[Person]) -> None:
    """Let people sign in, and give them an address for notices."""
    for person in people:
        if person.user_id is None:
            login = f"load-{person.pk}"
            person.user = User.objects.create(login=login, password="!", loa_password="high")  # noqa: S106  a sign that none fits
            person.save(update_fields=["user"])
            make_address(person.party, f"{login}@voorbeeld.example")


def make_submitters() -> list[Person]:
    """People with a chief, who is asked to agree to what they hand in."""
    ministry = make_unit("load")
    chiefs = [make_person(f"Chef {number}") for number in range(CHIEFS)]
    people = [make_person(f"Indiener {number}") for number in range(SUBMITTERS)]
    give_accounts([*chiefs, *people])
    for chief in chiefs:
        employ(chief, ministry)
    for person, chief in zip(people, cycle(chiefs), strict=False):
        employ(person, ministry, chief=chief)
    return people


def make_pattern(owner: Person, at: datetime) -> Pattern:
    """Fill a draft in and make a file, by the program."""
    by = acting(owner, at)
    draft = start_draft(Service.objects.get(), by=by, loa="substantial")
    for name, value in ANSWERS:
        save_field(draft, name, value, by=by)
    return Pattern(Draft.objects.get(pk=draft.pk), make_file(owner))


def copied[Row: Model](row: Row, **other: object) -> Row:
    """The same row once more, not written yet, with other values in some columns."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return type(row)(**values | other)


def copy_drafts(pattern: Pattern, owners: Iterable[Person], slots: Sequence[str]) -> list[str]:
    """Give each of these people one more draft with a file in each of these slots."""
    keys: list[str] = []
    for some in batched(owners, ROWS, strict=False):
        drafts = Draft.objects.bulk_create(
            copied(pattern.draft, key=new_key(), owner_id=one.pk, subject_id=one.pk) for one in some
        )
        files = iter(copy_files(pattern, [one for one in some for _slot in slots]))
        DraftFile.objects.bulk_create(
            DraftFile(draft=draft, file=next(files), slot=slot, position=place)
            for draft in drafts
            for place, slot in enumerate(slots)
        )
        keys += [draft.key for draft in drafts]
    return keys


def copy_files(pattern: Pattern, owners: Sequence[Person]) -> list[StoredFile]:
    """A file for each of these, in the table and on the disk."""
    rows = []
    for owner in owners:
        path = f"load/{new_key()}"
        full_path(path).parent.mkdir(parents=True, exist_ok=True)
        os.link(full_path(pattern.file.path), full_path(path))
        rows.append(copied(pattern.file, key=new_key(), path=path, uploaded_by_id=owner.pk))
    return StoredFile.objects.bulk_create(rows)


def youngest_cases() -> list[Case]:
    """Open cases of different people, of those that the filling made: nobody signed in yet."""
    found = Case.objects.filter(closed_at=None, submitted_by__user=None)
    found = found.select_related("submitted_by__party")
    return list(found.order_by("-pk")[:REQUESTERS])


def attach_files(pattern: Pattern, cases: Sequence[Case]) -> list[StoredFile]:
    """Give each case a document."""
    files = copy_files(pattern, [case.submitted_by for case in cases])
    CaseFile.objects.bulk_create(
        CaseFile(case=case, file=file, slot="rooster", added_by=case.submitted_by, added_at=now())
        for case, file in zip(cases, files, strict=True)
    )
    return files


def make_handlers() -> list[Told]:
    """Who handles, each with a list and with cases to open."""
    granted = RoleGrant.objects.filter(role=RoleGrant.Role.HANDLER).values("person")
    people = list(Person.objects.filter(pk__in=granted).select_related("party", "user"))
    give_accounts(people)
    return [handler(person) for person in people]


def handler(person: Person) -> Told:
    """One who handles: the last of their queues."""
    queue = Queue.objects.worked_by(person).order_by("-pk")[0]
    cases = Case.objects.filter(queue=queue, closed_at=None).order_by("-pk")[:CASES_EACH]
    return browser(person) | {
        "person": person.pk,
        "queue": queue.pk,
        "list": reverse("desk:worklist", args=[queue.slug, "team"]),
        "list_stream": reverse("cases:stream_list", args=[queue.slug]),
        "cases": [one.pk for one in cases],
        "pages": [reverse("cases:case", args=[one.number]) for one in cases],
        "streams": [reverse("cases:stream_desk_case", args=[one.number]) for one in cases],
    }
