"""Go on from a case in a draft: the same request again, or a new question about a closed one."""

from django.db import transaction

from loket.cases.actions.linking import tie
from loket.cases.actions.replacing import replace_case
from loket.cases.actions.situation import Situation, look_at, roles_in, state_of
from loket.cases.models import Case, CaseLink, Continuation
from loket.cases.problems import forbidden
from loket.cases.rules.flow import refusal
from loket.cases.rules.state import Act
from loket.cases.rules.statuses import Status
from loket.cases.standing import answers_of, documents_of
from loket.catalogue.actions.drafts import start_draft
from loket.catalogue.actions.refill import Filed, refill_draft, take_along
from loket.catalogue.models import Draft, Service
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.core.crash import crash_point
from loket.core.models import Organisation
from loket.people.models import Person

Kind = Continuation.Kind
QUESTION_FORM = "question_form"
"""The setting of an organisation that names its form for a general question."""


@transaction.atomic
def do_again(case: Case, *, by: Acting, loa: str) -> Draft:
    """Begin the request anew, with its answers and copies of its documents.

    The draft that was begun before and not handed in is given back. The newest version of the form
    says what the answers are worth; those that it no longer has are named with the draft.
    """
    case = look_at(case.pk).case
    if by.person_id not in (case.submitted_by_id, case.requester_id):
        raise forbidden("not_your_role")
    if found := unsent(case, Kind.AGAIN, by):
        return found
    draft = start_draft(own_service(case), by=by, loa=loa, about=about_whom(case))
    spec = spec_of(case.version)
    left = refill_draft(draft, spec, answers_of(case), filed(case), by=by)
    if case.draft is not None and case.draft.owner_id == by.person_id:
        take_along(draft, case.draft)
    crash_point("again.before_commit")
    return continued(case, draft, Kind.AGAIN, by, left)


@transaction.atomic
def ask_about(case: Case, *, by: Acting, loa: str) -> Draft:
    """Begin a new question about a case that is closed."""
    case = look_at(case.pk).case
    if by.person_id not in (case.submitted_by_id, case.requester_id, case.subject_id):
        raise forbidden("not_your_role")
    if case.closed_at is None or case.status == Status.SUPERSEDED:
        raise forbidden("not_closed")
    if found := unsent(case, Kind.QUESTION, by):
        return found
    draft = start_draft(question_service(case), by=by, loa=loa, about=about_whom(case))
    return continued(case, draft, Kind.QUESTION, by)


def unsent(case: Case, kind: str, by: Acting) -> Draft | None:
    """The draft in which this person already goes on from the case in this way."""
    known = Continuation.objects.filter(
        case=case,
        kind=kind,
        draft__owner=by.person_id,
        draft__submitted_at=None,
        draft__thrown_at=None,
    )
    found = known.select_related("draft__version").first()
    return found.draft if found else None


def continued(case: Case, draft: Draft, kind: str, by: Acting, left: object = ()) -> Draft:
    """Note from which case a draft goes on."""
    Continuation.objects.create(case=case, draft=draft, kind=kind, left=left or [], made_at=by.at)
    return draft


def own_service(case: Case) -> Service:
    """The form of a case as people find it now."""
    services = Service.objects.select_related("form__live_version").defer(
        "form__live_version__spec"
    )
    return services.get(form=case.version.form_id)


def question_service(case: Case) -> Service:
    """The form for a general question, where the organisation names one; else the case's own."""
    named = Organisation.objects.get(pk=case.organisation_id).settings.get(QUESTION_FORM, "")
    services = Service.objects.select_related("form__live_version").filter(offered=True)
    return services.filter(form__key=named).first() or own_service(case)


def about_whom(case: Case) -> Person | None:
    """The person whom the request is about, where a form asks that."""
    return Person.objects.select_related("party").filter(pk=case.subject_id).first()


def filed(case: Case) -> list[Filed]:
    """The documents of a case that stand in a slot of its form and were not refused."""
    rows = documents_of(case).select_related("file")
    return [Filed(one.slot, one.item, one.file, one.given_at or one.added_at) for one in rows]


def lock_earlier(draft: Draft) -> None:
    """Let the case that a draft goes on from stay as it is until the draft is handed in."""
    earlier = Case.objects.select_for_update(of=("self",)).filter(continuations__draft=draft)
    earlier.values_list("pk").first()


def hand_in_after(draft: Draft, case: Case, *, by: Acting) -> None:
    """Link a case that is being handed in to the one that its draft went on from.

    A request that was done again takes the place of the old one, as long as whoever asked could
    simply take that back; else the old one goes on as it was.
    """
    known = Continuation.objects.filter(draft=draft).first()
    if known is None:
        return
    if known.kind == Kind.QUESTION:
        tie(case, known.case, CaseLink.Kind.QUESTION, by=by)
        return
    situation = look_at(known.case_id)
    if may_renew(situation, by):
        replace_case(situation.case, case, "renew", by=by)
    else:
        tie(case, situation.case, CaseLink.Kind.AGAIN, by=by)


def may_renew(situation: Situation, by: Acting) -> bool:
    """Whether this person's new request would take the place of the old one."""
    act = Act(action="renew", roles=roles_in(situation, by), at=by.at, given=("case",))
    return refusal(state_of(situation), act) is None
