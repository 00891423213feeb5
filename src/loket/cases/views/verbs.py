"""What a handler does with a case: one address for each verb, each by POST."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loket.cases.absences import refuse_absent
from loket.cases.actions import handling, linking, withdrawing
from loket.cases.actions.answering import answer_question
from loket.cases.actions.approving import pass_approval
from loket.cases.actions.consulting import consult, give_opinion, withdraw_consult
from loket.cases.actions.given import Given
from loket.cases.actions.keeping import keep_words
from loket.cases.actions.notes import add_note
from loket.cases.actions.replacing import restore_case, supersede_case
from loket.cases.live import topic_of
from loket.cases.models import Case, Task
from loket.cases.problems import SENTENCES, forbidden
from loket.cases.reading import find_handled_case, handled_cases
from loket.cases.uploads import kept_files
from loket.cases.verbs import BY_SLUG
from loket.cases.views.consults import not_needed
from loket.cases.views.moving import MOVE, back_to, move, moved_before
from loket.cases.views.page import ELSEWHERE, Trouble, Writing, show_case
from loket.cases.views.plans import bring_back, postpone, prioritise
from loket.cases.views.posted import BESIDE, beside_in, day_in, kept_in, number_in
from loket.cases.views.trail import with_list
from loket.contacts.actions.drafts import (
    draft_of,
    drop_message_draft,
    keep_message_draft,
    note_beside,
)
from loket.core.acting import Acting
from loket.core.errors import ConflictError, RuleError
from loket.core.presence import note_sent, note_writing
from loket.core.typed import files_in
from loket.people.doors import staff
from loket.people.middleware import PersonRequest
from loket.people.models import Person, Unit

PLAIN_TEXT = "text/plain; charset=utf-8"
Doing = Callable[[PersonRequest, Case, Given, Acting], object]


def given_by(request: PersonRequest) -> Given:
    """Words and files of the field, with the version that the handler saw."""
    post = request.POST
    return Given(
        text=post.get("text", ""),
        files=kept_files(request, by=request.acting),
        task=number_in(post.get("task", "")),
        seen=number_in(post.get("seen", "")),
        key=post.get("key", "")[:36],
        kept=kept_in(request),
    )


def claim(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Take the case."""
    handling.claim_case(case, by=by, given=given)


def start(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Begin to work."""
    handling.start_case(case, by=by, given=given)


def release(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Put it back."""
    handling.release_case(case, by=by, given=given)


def assign(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Give it to the colleague that was chosen."""
    chosen = number_in(request.POST.get("colleague", ""))
    if chosen is None:
        raise RuleError(str(SENTENCES["missing_colleague"]), code="missing_colleague")
    found = Person.objects.filter(pk=chosen).first()
    colleague = handling.check_colleague(case, found, by=by)
    refuse_absent(colleague, by.today, anyway=bool(request.POST.get("toch")))
    was = number_in(request.POST.get("was", ""))
    handling.assign_case(case, colleague, by=by, given=replace(given, was=was))


def ask(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Ask whoever was chosen."""
    post = request.POST
    if post.get("party") not in handling.ASKABLE:
        raise RuleError(str(SENTENCES["missing_party"]), code="missing_party")
    asked = handling.whom_to_ask(
        case, Task.Party(post["party"]), by=by, name=post.get("third_party", "")
    )
    handling.ask(case, asked, by=by, given=given)


def message(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Tell the requester something."""
    handling.send_message(case, by=by, given=given)


def note(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Tell colleagues something."""
    add_note(case, by=by, given=given)


def solve(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Give the answer."""
    handling.propose_solution(case, by=by, given=given)


def send_back(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Let the requester correct it."""
    handling.return_for_correction(case, by=by, given=given)


def go_on(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Wait no longer."""
    handling.stop_waiting(case, by=by, given=given)


def close(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Close without a solution."""
    handling.close_case(case, by=by, given=given)


def cancel(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Cancel what should not be a case."""
    handling.cancel_case(case, by=by, given=given)


def confirm_withdrawal(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Take the request back, as its requester asked."""
    withdrawing.confirm_withdrawal(case, by=by, given=given)


def decline_withdrawal(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Go on although the requester wants it back."""
    withdrawing.decline_withdrawal(case, by=by, given=given)


def supersede(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Let the case with this number take its place."""
    other = handled_with(request, given.text)
    supersede_case(case, other, by=by, given=replace(given, text=""))
    drop_message_draft(case, BY_SLUG["vervangen"].purpose, by=by)


def link(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Say that another case has to do with this one."""
    linking.link_cases(
        case, handled_with(request, request.POST.get("case", "")), by=by, given=given
    )


def unlink(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Say that another case has nothing to do with this one after all."""
    other = handled_with(request, request.POST.get("case", ""))
    linking.unlink_cases(case, other, by=by, given=given)


def restore(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Take it out of the case that took its place."""
    restore_case(case, by=by, given=given)


def handled_with(request: PersonRequest, typed: str) -> Case:
    """The case with this number, if this person handles it."""
    number = typed.strip().upper()
    mine = Case.objects.visible_to(request.person).handled_by(request.person)
    other = mine.filter(number=number).first() if number else None
    if other is None:
        raise RuleError(str(SENTENCES["missing_case"]), code="missing_case")
    return other


def answer(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Write down what a third party answered."""
    answer_question(case, by=by, given=given)


def ask_opinion(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Ask a colleague or a team for an opinion."""
    kind, _sep, number = request.POST.get("whom", "").partition("-")
    pk = number_in(number)
    if pk is None or kind not in ("p", "t"):
        raise forbidden("missing_consult")
    people, teams = Person.objects.filter(pk=pk), Unit.objects.filter(pk=pk)
    whom: Person | Unit | None = people.first() if kind == "p" else teams.first()
    if whom is None:
        raise forbidden("not_at_desk")
    consult(case, whom, day_in(request.POST.get("until", "")), by=by, given=given)


def give(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Give the opinion that was asked."""
    give_opinion(case, consult_task(request, case, given.task), by=by, given=given)


def take_back(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Ask for an opinion no longer."""
    task = Task.objects.filter(case=case, kind=Task.Kind.CONSULT, pk=given.task or 0).first()
    if task is None:
        raise forbidden("task_done")
    withdraw_consult(case, task, by=by, given=given)


def ask_another(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Ask for an agreement whoever leads the person now."""
    pass_approval(case, given.task, by=by, given=given)


def consult_task(request: PersonRequest, case: Case, pk: int | None) -> Task:
    """The question that this person answers: the one that the page named, else the first."""
    asked = Task.objects.filter(case=case, kind=Task.Kind.CONSULT).visible_to(request.person)
    named = asked.filter(pk=pk).first() if pk else asked.filter(done_at=None).first()
    if named is None:
        raise forbidden("task_done")
    return named


DOINGS: dict[str, Doing] = {
    "nemen": claim,
    "starten": start,
    "terugleggen": release,
    MOVE: move,
    "toewijzen": assign,
    "vragen": ask,
    "bericht": message,
    "notitie": note,
    "oplossing": solve,
    "terugsturen": send_back,
    "verder": go_on,
    "intrekken": confirm_withdrawal,
    "niet-intrekken": decline_withdrawal,
    "sluiten": close,
    "annuleren": cancel,
    "vervangen": supersede,
    "losweken": restore,
    "verbinden": link,
    "losmaken": unlink,
    "prioriteit": prioritise,
    "uitstellen": postpone,
    "terughalen": bring_back,
    "antwoord": answer,
    "raadplegen": ask_opinion,
    "adviseren": give,
    "advies-intrekken": take_back,
    "ander-akkoord": ask_another,
}
IN_THE_SIDE = (
    "verbinden",
    "losmaken",
    "prioriteit",
    "uitstellen",
    "terughalen",
    "toewijzen",
    "ander-akkoord",
)
"""What is done in the side of the page: what was typed there stays there."""


@require_POST
@staff
def do(request: PersonRequest, number: str, verb: str) -> HttpResponse:
    """Do it and come back to the case; when it is refused, say why and keep the words."""
    if verb == "adviseren" and not lent_still(request, number):
        return not_needed(request, number)
    if verb == MOVE and moved_before(request, number):
        return back_to(request, number)
    case = find_handled_case(request.person, number)
    if verb not in DOINGS:
        raise Http404
    try:
        with transaction.atomic():
            DOINGS[verb](request, case, given_by(request), request.acting)
    except RuleError as refusal:
        return refused(request, case, verb, refusal)
    note_sent(topic_of(case.pk), request.person.pk)
    if verb == "adviseren" and not lent_still(request, number):
        return redirect("cases:consults")
    if verb == MOVE:
        return back_to(request, number)
    left = f"?doe={verb}&{ELSEWHERE}=1#schrijf" if left_behind(request, case, verb) else ""
    return redirect(with_list(request, reverse("cases:case", args=[case.number]) + left))


def left_behind(request: PersonRequest, case: Case, slug: str) -> bool:
    """Whether there are half-written words that were not sent: of another window."""
    verb = BY_SLUG.get(slug)
    if verb is None or not verb.text or verb.line:
        return False
    return draft_of(case, verb.purpose, by=request.acting) is not None


def lent_still(request: PersonRequest, number: str) -> bool:
    """Whether this person may still look at the case: giving the opinion may have ended that."""
    return bool(handled_cases(request.person.pk, number))


def refused(request: PersonRequest, case: Case, verb: str, refusal: RuleError) -> HttpResponse:
    """The page again, with the reason beside the words."""
    status = 409 if isinstance(refusal, ConflictError) else 422
    if verb == "antwoord":
        return not_noted(request, case, refusal, status)
    if verb in IN_THE_SIDE:
        linking = request.POST if verb == "verbinden" else {}
        trouble = Trouble(refusal.message, status, linking=linking, typed=request.POST.dict())
        return show_case(request, case.number, tab="talk", trouble=trouble)
    text = request.POST.get("text", "")
    shown = BY_SLUG.get(verb, BY_SLUG["bericht"])
    if text.strip() and shown.text:
        with suppress(ConflictError):  # another window keeps other words: these stand in the page
            draft = keep_message_draft(
                case,
                shown.purpose,
                text,
                base_version=case.version_lock,
                by=request.acting,
                known=kept_in(request),
            )
            note_beside(draft, beside_in(request.POST))
    typed = {name: request.POST.get(name, "") for name in BESIDE}
    stale = number_in(request.POST.get("seen", "")) if status == 409 else None
    writing = Writing(shown, text, refusal.message, typed=typed, seen=stale)
    return show_case(request, case.number, tab="talk", writing=writing, status=status)


def not_noted(request: PersonRequest, case: Case, refusal: RuleError, status: int) -> HttpResponse:
    """The page again with what a third party answered: in its field, or below why there is none."""
    task = number_in(request.POST.get("task", ""))
    asked = Task.objects.open().filter(case=case, pk=task or 0, third_party__gt="").exists()
    text = request.POST.get("text", "").strip()
    lines = (text,) if text and not asked else ()
    trouble = Trouble(refusal.message, status, typed=request.POST.dict(), lines=lines)
    return show_case(request, case.number, tab="talk", trouble=trouble)


@require_POST
@staff
def keep(request: PersonRequest, number: str) -> HttpResponse:
    """Keep half-written words; the script gets a line back, everybody else the page.

    Files are not kept: who chose some reads which ones to choose again.
    """
    case = find_handled_case(request.person, number)
    verb = BY_SLUG.get(request.POST.get("verb", ""), BY_SLUG["bericht"])
    by_script = "HX-Request" in request.headers
    typed = beside_in(request.POST)
    given = Given(
        text=request.POST.get("text", ""),
        seen=number_in(request.POST.get("seen", "")),
        key=request.POST.get("key", "")[:36],
        kept=kept_in(request),
    )
    try:
        kept = keep_words(
            case,
            verb.action,
            verb.purpose,
            by=request.acting,
            given=given,
            beside=typed,
        )
    except ConflictError as refusal:
        if by_script:
            return HttpResponse(refusal.message, status=409, content_type=PLAIN_TEXT)
        writing = Writing(verb, given.text, refusal.message, typed=typed)
        return show_case(request, case.number, tab="talk", writing=writing, status=409)
    if kept:
        note_writing(topic_of(case.pk), request.person.pk, at=request.acting.at)
    if not by_script and files_in(request):
        writing = Writing(verb, given.text, typed=typed)
        return show_case(request, case.number, tab="talk", writing=writing)
    if not by_script:
        place = f"{reverse('cases:case', args=[case.number])}?doe={verb.slug}#schrijf"
        return redirect(with_list(request, place))
    return HttpResponse(_("Bewaard") if kept else "", content_type=PLAIN_TEXT)
