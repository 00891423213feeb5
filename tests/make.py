"""Make what tests need: typed, one function for each noun, nothing hidden.

`make_organisation` enters the organisation; all the others work in the one that was entered.
"""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from loket.accounts.models import User
from loket.cases.actions.batches import choose_cases
from loket.cases.models import Absence, Approval, Batch, Case, CaseFile, CaseMessage, Consult, Task
from loket.cases.models.note import Note
from loket.cases.rules.statuses import Outcome
from loket.cases.rules.tasks import TaskKind, weigh
from loket.catalogue.actions.publish import publish_form, save_draft_version
from loket.catalogue.actions.shelves import Row, save_table, save_theme
from loket.catalogue.models import Draft, DraftFile, Service
from loket.catalogue.tests.forms import LEAVE
from loket.contacts.models import Contact, Message, Notification, TextBlock
from loket.core.acting import Acting
from loket.core.calendars import publish_calendar
from loket.core.keys import new_key
from loket.core.models import Calendar, Host, NumberSeries, Organisation
from loket.core.numbers import open_series, take_number
from loket.core.tenancy import enter_organisation
from loket.desk.actions import Saving, save_list
from loket.desk.models import SavedList
from loket.documents.models import LetterTemplate, StoredFile
from loket.documents.store import full_path
from loket.people.models import Address, Employment, Membership, Party, Person, RoleGrant, Unit
from loket.routing.models import Queue

ZONES = {"BE": ZoneInfo("Europe/Brussels"), "NL": ZoneInfo("Europe/Amsterdam")}
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=ZONES["BE"])
PACKS = Path(__file__).resolve().parents[1] / "packs"
LETTERS = (PACKS / "common/letters.yaml", PACKS / "persopoint/letters.yaml")
"""The common ground, and over it what the pack says in words of its own."""
LONG_AGO = date(2020, 1, 1)
LANGUAGES = ("nl", "fr", "de", "en")
OFFICE_HOURS = {str(day): [["08:30", "12:00"], ["13:00", "17:00"]] for day in range(1, 6)}


def same(text: str) -> dict[str, str]:
    """Write one text in every language."""
    return dict.fromkeys(LANGUAGES, text)


def at(text: str, region: str = "BE") -> datetime:
    """Read "2026-11-20 09:12" from the clock on the wall."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONES[region])


PRIVACY = {
    "title": same("Privacy"),
    "parts": [{"heading": same("Wie ziet dit?"), "text": same("Wie het moet zien.")}],
}
"""What every organisation of the tests accounts for."""


def make_organisation(
    slug: str = "dienst", region: str = "BE", *, enter: bool = True
) -> Organisation:
    """Make an organisation with its host, `<slug>.localhost`, and by default act in it."""
    made = Organisation.objects.create(
        slug=slug,
        name=slug.title(),
        region=region,
        time_zone=str(ZONES[region]),
        languages=list(LANGUAGES),
        theme="persopoint",
        settings={"password_loa": "substantial", "statements": {"privacy": PRIVACY["title"]}},
        statements={"privacy": PRIVACY},
    )
    Host.objects.create(host=f"{slug}.localhost", organisation=made)
    if enter:
        enter_organisation(made.pk)
    return made


def acting(person: Person | None, when: datetime = NOW) -> Acting:
    """Let a person act at a moment; nobody is the system."""
    if person is None:
        person_id, organisation_id = None, Organisation.objects.get().pk
    else:
        person_id, organisation_id = person.pk, person.organisation_id
    return Acting(person_id=person_id, organisation_id=organisation_id, at=when)


# People


def make_person(name: str, *, language: str = "nl", login: str = "", email: str = "") -> Person:
    """Make a person; with a login they have an account, with an address it is verified."""
    party = Party.objects.create(
        key=new_key(),
        kind=Party.Kind.PERSON,
        name=name,
        sort_key=name.casefold(),
        language=language,
    )
    user = None
    if login:
        user = User.objects.create(login=login, password="!", loa_password="high")
    if email:
        make_address(party, email)
    return Person.objects.create(party=party, user=user, given_name=name.split()[0])


def make_address(party: Party, email: str, *, verified: bool = True) -> Address:
    return Address.objects.create(
        party=party,
        kind=Address.Kind.EMAIL,
        value=email,
        normalised=email.casefold(),
        verified_at=NOW if verified else None,
        purpose=["notices"] if verified else [],
    )


def make_unit(slug: str, kind: str = Unit.Kind.DEPARTMENT) -> Unit:
    return Unit.objects.create(slug=slug, kind=kind, name=same(slug.title()))


def employ(person: Person, unit: Unit, *, chief: Person | None = None) -> Employment:
    """Let a person work for a unit, under a chief."""
    return Employment.objects.create(
        person=person, unit=unit, manager=chief, status="statutair", starts_on=LONG_AGO
    )


def join(person: Person, unit: Unit) -> Membership:
    """Let a person act for a unit."""
    return Membership.objects.create(person=person, unit=unit)


def grant(person: Person, role: str, unit: Unit | None = None) -> RoleGrant:
    return RoleGrant.objects.create(person=person, role=role, unit=unit, starts_on=LONG_AGO)


def make_handler(name: str, queue: Queue, *, cleared: bool = False, login: str = "") -> Person:
    """Make somebody who handles a queue; who is cleared sees medical documents too."""
    person = make_person(name, login=login)
    join(person, queue.team)
    grant(person, RoleGrant.Role.HANDLER, queue.team)
    if cleared:
        grant(person, RoleGrant.Role.MEDICAL_CLEARANCE)
    return person


# What work stands on


def make_calendar(key: str = "kantoor", region: str = "BE") -> Calendar:
    """Make a calendar of ordinary office hours."""
    version = publish_calendar(key, region=region, starts_on=date(2026, 1, 1), hours=OFFICE_HOURS)
    return version.calendar


def make_queue(slug: str = "tijd") -> Queue:
    """Make a queue with a team of its own."""
    calendar = Calendar.objects.filter(key="kantoor").first() or make_calendar()
    team = make_unit(f"team-{slug}", Unit.Kind.TEAM)
    return Queue.objects.create(
        slug=slug, texts={"name": same(slug.title())}, team=team, calendar=calendar
    )


def make_series(key: str = "HRB", prefix: str = "HRB", *, first: int = 1) -> NumberSeries:
    values = {"prefix": prefix, "next": first}
    return NumberSeries.objects.update_or_create(key=key, defaults=values)[0]


def make_service(publisher: Person, spec: dict[str, Any] = LEAVE) -> Service:
    """Publish a form, by default the one about working less; the queue must be there."""
    by = acting(publisher)
    save_theme("loopbaan", {"title": same("Loopbaan")}, by=by)
    save_table("statuten", {}, [Row("statutair", {"label": same("Statutair")})], by=by)
    open_series(spec["case"]["number"], spec["case"]["number"], width=7)
    version = publish_form(save_draft_version(spec, by=by), by=by)
    return Service.objects.select_related("form__live_version").get(form=version.form)


@cache
def letters_of_the_pack() -> dict[str, dict[str, dict[str, str]]]:
    """Read the letters of the pack persopoint once: it takes longer than most tests."""
    texts: dict[str, dict[str, dict[str, str]]] = {}
    for path in LETTERS:
        texts |= yaml.safe_load(path.read_text("utf-8"))["letters"]
    return texts


def make_letters() -> None:
    """Put the letters of the pack persopoint in the organisation."""
    LetterTemplate.objects.bulk_create(
        LetterTemplate(code=code, language=language, version=1, **text)
        for code, by_language in letters_of_the_pack().items()
        for language, text in by_language.items()
    )


# Drafts and files


def make_draft(owner: Person, service: Service, **values: Any) -> Draft:
    """Make a draft of an answer to the live version of a form."""
    standard: dict[str, Any] = {
        "version": service.form.live_version,
        "owner": owner,
        "subject": owner.party,
        "language": "nl",
        "answers": {"verlof": "vierdagenweek"},
        "loa": "substantial",
        "created_at": NOW,
        "touched_at": NOW,
        "expires_at": at("2027-02-18 23:59:59"),
    }
    return Draft.objects.create(**standard | values)


def make_file(owner: Person, name: str = "rooster.pdf", **values: Any) -> StoredFile:
    """Make a clean file of a few bytes, on the disk too."""
    path = f"tests/{new_key()}"
    full_path(path).parent.mkdir(parents=True, exist_ok=True)
    full_path(path).write_bytes(b"%PDF-1.7\n")
    standard: dict[str, Any] = {
        "key": new_key(),
        "path": path,
        "name": name,
        "size": 9,
        "sha256": bytes(32),
        "type": "application/pdf",
        "state": StoredFile.State.CLEAN,
        "uploaded_by": owner,
        "uploaded_at": NOW,
    }
    return StoredFile.objects.create(**standard | values)


def attach_to_draft(draft: Draft, slot: str = "rooster") -> DraftFile:
    return DraftFile.objects.create(draft=draft, file=make_file(draft.owner), slot=slot)


def attach_to_case(case: Case, slot: str = "rooster", *, privacy: str = "normal") -> CaseFile:
    return CaseFile.objects.create(
        case=case,
        file=make_file(case.submitted_by),
        slot=slot,
        privacy=privacy,
        added_by=case.submitted_by,
        added_at=NOW,
    )


# Cases


def make_case(requester: Person, service: Service, **values: Any) -> Case:
    """Make a case of a form; a closed status gets an outcome and a moment by itself."""
    standard: dict[str, Any] = {
        "number": take_number("HRB"),
        "version": service.form.live_version,
        "answers": {"verlof": "vierdagenweek", "begindatum": "2027-01-04"},
        "title": service.texts["title"],
        "requester": requester.party,
        "subject": requester.party,
        "submitted_by": requester,
        "queue": service.queue,
        "due_at": at("2026-11-27 23:59:59"),
        "created_at": NOW,
        "last_public_at": NOW,
    }
    ends = {outcome.status: outcome for outcome in reversed(Outcome)}
    if values.get("status") in ends:
        standard |= {"closed_at": NOW, "outcome": ends[values["status"]]}
    return Case.objects.create(**standard | values)


def make_task(
    case: Case,
    kind: TaskKind,
    *,
    person: Person | None = None,
    unit: Unit | None = None,
    party: str = "requester",
    **values: Any,
) -> Task:
    """Make an open task; what it does to the case follows from its kind."""
    weight = weigh(kind, party)
    return Task.objects.create(
        case=case,
        kind=kind,
        party=party,
        person=person,
        unit=unit,
        blocks=weight.blocks,
        pauses=weight.pauses,
        created_at=NOW,
        **values,
    )


def make_approval(case: Case, approver: Person) -> Approval:
    """Ask somebody to agree."""
    task = make_task(case, TaskKind.APPROVE, person=approver, party="manager")
    return Approval.objects.create(
        task=task, spec_id="chef", approver=approver, answers_rev=case.answers_rev
    )


def make_message(
    case: Case, author: Person, body: str = "Goedendag", *, from_us: bool = False
) -> Message:
    """Write a message that the parties of the case can read."""
    direction = "out" if from_us else "in"
    contact = Contact.objects.create(
        channel="web", direction=direction, party=case.requester, started_at=NOW
    )
    message = Message.objects.create(
        contact=contact, author=author, from_us=from_us, body=body, sent_at=NOW
    )
    CaseMessage.objects.create(case=case, message=message)
    return message


def make_batch(case: Case, person: Person) -> Batch:
    """Let a person choose one case, to do something with it and with others."""
    return choose_cases([case.pk], "/werk/alle/mine/", key=new_key(), by=acting(person))


def make_saved_list(person: Person) -> SavedList:
    """Let a person save the list of all their work."""
    saving = Saving(key=new_key(), name="Alles", queue="alle", view="mine", query="")
    return save_list(saving, by=acting(person))


def make_note(case: Case, author: Person, body: str = "Alleen voor ons") -> Note:
    """Write a note that only handlers may read."""
    return Note.objects.create(case=case, author=author, body=body, at=NOW)


def make_consult(case: Case, asker: Person, asked: Person) -> Task:
    """Ask a colleague for an opinion."""
    task = make_task(case, TaskKind.CONSULT, person=asked, party="handler")
    Consult.objects.create(task=task, asker=asker, question=make_note(case, asker))
    return task


def make_notice(person: Person, case: Case, kind: str = "message", **values: Any) -> Notification:
    """Tell a person something about a case, in the portal only."""
    standard: dict[str, Any] = {
        "person": person,
        "event_id": Notification.objects.count() + 1,
        "kind": kind,
        "params": {"number": case.number, "title": case.title},
        "url": f"/zaken/{case.number}/",
        "created_at": NOW,
    }
    return Notification.objects.create(**standard | values)


def make_block(code: str, **values: Any) -> TextBlock:
    """Make a text block in every language; without a person or a team it is of everybody."""
    standard: dict[str, Any] = {
        "title": same(code.title()),
        "body": same("Dag {{name}}"),
        "words": f"{code} {code.title()}".casefold(),
        "changed_at": NOW,
    }
    return TextBlock.objects.create(code=code, **standard | values)


def make_absence(person: Person, stand_in: Person, *, by: Person, **values: Any) -> Absence:
    """Let somebody be away for two weeks, long from now, and somebody take over."""
    standard: dict[str, Any] = {
        "starts_on": date(2099, 1, 5),
        "ends_on": date(2099, 1, 16),
        "created_at": NOW,
    }
    return Absence.objects.create(person=person, stand_in=stand_in, set_by=by, **standard | values)
