"""What a notice about a case carries: ids, codes and dates for the portal, words for the mail."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loket.cases.models import Case, Task
from loket.cases.recipients import Recipient
from loket.catalogue.chapters import Chapter, chapters_of
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.paths import find_field
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.values import REASONS
from loket.catalogue.sources import HouseSources
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import context_for
from loket.contacts.rules.letters import names_of
from loket.contacts.rules.matrix import Role
from loket.contacts.wording import Param
from loket.core.acting import Acting
from loket.core.language import languages_of, variant
from loket.core.models import Organisation
from loket.core.prepared import prepared
from loket.people.models import Person

AT_THE_DESK = (Role.ASSIGNEE, Role.TEAM, Role.ASKER)
ABOUT_APPROVAL = frozenset({"approval_asked", "approval_reminder"})

ABOUT_OPINION = frozenset({"work_consulted", "work_consult_withdrawn"})


def url_for(told: Recipient, case: Case) -> str:
    """Where the notice leads this person."""
    if told.role is Role.FORMER:
        return f"/werk/alle/mine/?verhuisd={case.number}"
    if told.role in AT_THE_DESK:
        return f"/werk/zaken/{case.number}/"
    if told.row.notice in ABOUT_OPINION:
        gone = told.row.notice == "work_consult_withdrawn"
        return "/werk/adviezen/" if gone else f"/werk/zaken/{case.number}/"
    if told.row.notice in ABOUT_APPROVAL:
        return _approval_url(told, case)
    if told.role is Role.ASKED and told.person.pk not in (case.submitted_by_id, case.requester_id):
        return "/taken/"
    return f"/zaken/{case.number}/"


def _approval_url(told: Recipient, case: Case) -> str:
    """The approval itself; the list when this person must agree to more than one thing."""
    keys = approvals_asked(case.pk, told.person.pk)
    return f"/goedkeuringen/{keys[0]}/" if len(keys) == 1 else "/goedkeuringen/"


@prepared
def approvals_asked(case_id: int, person_id: int) -> QuerySet[Task, str]:
    """What this person must agree to in a case: one thing, or more than one."""
    asked = Task.objects.open().filter(case=case_id, kind=Task.Kind.APPROVE, person=person_id)
    return asked.values_list("key", flat=True)[:2]


def params_for(notice: str, case: Case, *, by: Acting) -> dict[str, Param]:
    """Values that are kept with the notice."""
    wanted = names_of(notice)
    params: dict[str, Param] = {"number": case.number, "title": case.title}
    if "expected_on" in wanted:
        params["expected_on"] = _day(case.due_at, by)
    if "closes_on" in wanted:
        accept = Task.objects.filter(case=case, kind=Task.Kind.ACCEPT).order_by("-pk").first()
        params["closes_on"] = _day(accept.due_at if accept and accept.due_at else case.due_at, by)
    return params


def said_for(
    told: Recipient, case: Case, organisation: Organisation, *, by: Acting
) -> dict[str, str]:
    """Values for the mail alone."""
    wanted = names_of(told.row.notice)
    said = {}
    if "requester" in wanted:
        said["requester"] = case.requester.name
    if "summary" in wanted:
        said["summary"] = summary_of(case, told.person.party.language, organisation, by=by)
    if "to_do" in wanted:
        said["to_do"] = to_do_of(case, told.person, organisation, by=by)
    return said


def to_do_of(case: Case, person: Person, organisation: Organisation, *, by: Acting) -> str:
    """Whether this person must do something in the case, and until when; in their language."""
    tasks = Task.objects.open().visible_to(person).filter(case=case)
    days = list(tasks.order_by(F("due_at").asc(nulls_last=True)).values_list("due_at", flat=True))
    with _in_language_of(person.party.language, organisation):
        if not days:
            return _("U hoeft nu niets te doen.")
        if days[0] is None or days[0] < by.at:
            return _("Er wacht nog iets op u. Open uw aanvraag: daar leest u wat.")
        day = date_format(days[0].astimezone(ZoneInfo(by.time_zone)), "DATE_FORMAT")
        return _(
            "Er wacht nog iets op u, tot en met %(day)s. Open uw aanvraag: daar leest u wat."
        ) % {"day": day}


@contextmanager
def _in_language_of(language: str, organisation: Organisation) -> Iterator[str]:
    """Speak the language of a reader where the organisation does, by its clock."""
    spoken = languages_of(organisation)
    language = language if language in spoken else spoken[0]
    with (
        translation.override(variant(language, organisation.region)),
        timezone.override(organisation.time_zone),
    ):
        yield language


def summary_of(case: Case, language: str, organisation: Organisation, *, by: Acting) -> str:
    """What was asked, a line for each answer.

    What only cleared handlers may read is not there, nor what is sensitive, nor a reason: a mail
    lies open on its way.
    """
    with _in_language_of(language, organisation) as language:
        lines = (line for chapter in _open_answers(case, language, by) for line in chapter.lines)
        return "\n".join(
            f"{line.label}: {' '.join(line.value.split())}"
            for line in lines
            if line.value and _may_be_mailed(spec_of(case.version), line.key)
        )


def _may_be_mailed(spec: FormSpec, key: str) -> bool:
    field = None if key.startswith(REASONS) else find_field(spec, key)
    return field is not None and field.privacy == "normal"


def _open_answers(case: Case, language: str, by: Acting) -> tuple[Chapter, ...]:
    """The answers that are not sealed, as they read on the day they were handed in."""
    spec = spec_of(case.version)
    then = replace(by, at=case.created_at, language=language)
    context = context_for(spec, case.answers, HouseSources(case.subject_id, then), then)
    return chapters_of(spec, evaluate(spec, case.answers, (), context), context)


def _day(moment: datetime, by: Acting) -> str:
    return moment.astimezone(ZoneInfo(by.time_zone)).date().isoformat()
