"""What people do in the stories of a demo, each through the action that its page would call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from loket.cases.actions import answering, consulting, correction, handling, notes, papers
from loket.cases.actions.carry import carry_out
from loket.cases.actions.given import Given
from loket.cases.actions.replacing import supersede_case
from loket.cases.models import Case, CaseFile, Task
from loket.cases.problems import forbidden
from loket.catalogue.actions.answers import Typed, save_answers
from loket.core.acting import Acting
from loket.core.packing import Entry
from loket.documents.actions import store_uploads
from loket.documents.store import write_all
from loket.documents.upload import Upload
from loket.packs.paper import paper
from loket.packs.photo import photo
from loket.people.models import Person

TASK_OF = {
    "answer": (Task.Kind.ANSWER,),
    "accept": (Task.Kind.ACCEPT,),
    "refuse": (Task.Kind.ACCEPT,),
    "approve": (Task.Kind.APPROVE,),
    "refuse_approval": (Task.Kind.APPROVE,),
    "deliver": (Task.Kind.DELIVER, Task.Kind.REPLACE),
    "waive_document": (Task.Kind.DELIVER, Task.Kind.REPLACE),
    "read": (Task.Kind.READ,),
    "give_opinion": (Task.Kind.CONSULT,),
}
PICTURES = {"png"}


@dataclass(frozen=True, slots=True)
class Deed:
    """One step of a story: in which case, what was said of it, and by whom."""

    case: Case
    step: Entry
    by: Acting
    given: Given
    others: Mapping[str, Case]


def do(case: Case, step: Entry, *, others: Mapping[str, Case], by: Acting) -> None:
    """Let it happen; `others` are the cases of all stories by their names."""
    slot, _dot, item = str(step.get("slot", "")).partition(".")
    files = tuple(file.pk for file in store_uploads(_uploads(step), by=by))
    given = Given(text=step.get("text", ""), files=files, slot=slot, item=item)
    if step["do"] in TASK_OF:
        given = replace(given, task=_task(case, step["do"], given))
    DEEDS[step["do"]](Deed(case, step, by, given, others))


def upload(name: str, about: str) -> Upload:
    """A paper or a photo with this name, as it comes in from a browser."""
    title, _dot, ending = name.rpartition(".")
    title = title.replace("_", " ")
    content = photo(title) if ending in PICTURES else paper(title, [about])
    return Upload(name, write_all([content]), None)


def _uploads(step: Entry) -> list[Upload]:
    return [upload(name, step.get("text", "")[:80]) for name in step.get("files", ())]


def _task(case: Case, what: str, given: Given) -> int | None:
    tasks = Task.objects.open().filter(case=case, kind__in=TASK_OF[what])
    if given.slot:
        tasks = tasks.filter(slot=given.slot)
    found = tasks.order_by("pk").first()
    return found.pk if found else None


def _paper(deed: Deed) -> CaseFile:
    files = CaseFile.objects.filter(case=deed.case, slot=deed.given.slot)
    return files.select_related("case").filter(state=CaseFile.State.GIVEN).latest("pk")


def _table(action: str) -> Callable[[Deed], Any]:
    """An action of the table of transitions that asks for nothing special."""
    return lambda deed: carry_out(deed.case.pk, action, by=deed.by, given=deed.given)


def _assign(deed: Deed) -> None:
    colleague = Person.objects.get(user__login=deed.step["to"])
    handling.assign_case(deed.case, colleague, by=deed.by)


def _ask(deed: Deed) -> None:
    party = Task.Party(deed.step.get("whom", "requester"))
    asked = handling.whom_to_ask(deed.case, party, by=deed.by, name=deed.step.get("name", ""))
    handling.ask(deed.case, asked, by=deed.by, given=deed.given)


def _consult(deed: Deed) -> None:
    colleague = Person.objects.get(user__login=deed.step["to"])
    consulting.consult(deed.case, colleague, None, by=deed.by, given=deed.given)


def _give_opinion(deed: Deed) -> None:
    task = Task.objects.get(pk=deed.given.task or 0)
    consulting.give_opinion(deed.case, task, by=deed.by, given=deed.given)


def _read(deed: Deed) -> None:
    if deed.given.task is not None:
        answering.read_messages(deed.case, deed.given.task, by=deed.by)


def _correct(deed: Deed) -> None:
    draft = correction.start_correction(deed.case, by=deed.by)
    if answers := deed.step.get("answers"):
        draft = save_answers(draft, Typed(answers), by=deed.by).draft
    correction.correct_case(draft, by=deed.by)


def _check(deed: Deed) -> None:
    papers.check_document(_paper(deed), by=deed.by, given=deed.given)


def _refuse_paper(deed: Deed) -> None:
    papers.refuse_document(_paper(deed), by=deed.by, given=deed.given)


def _supersede(deed: Deed) -> None:
    other = deed.others.get(str(deed.step.get("case", "")))
    if other is None:
        raise forbidden("missing_case")
    supersede_case(deed.case, other, by=deed.by, given=deed.given)


DEEDS: Mapping[str, Callable[[Deed], Any]] = {
    "approve": _table("approve"),
    "refuse_approval": lambda it: answering.refuse_approval(it.case, by=it.by, given=it.given),
    "claim": lambda it: handling.claim_case(it.case, by=it.by),
    "assign": _assign,
    "release": _table("release"),
    "start": _table("start"),
    "ask": _ask,
    "answer": _table("answer"),
    "stop_waiting": _table("stop_waiting"),
    "message": _table("send_message"),
    "read": _read,
    "consult": _consult,
    "give_opinion": _give_opinion,
    "write": _table("write"),
    "note": lambda it: notes.add_note(it.case, by=it.by, given=it.given),
    "return": _table("return_for_correction"),
    "correct": _correct,
    "check_document": _check,
    "refuse_document": _refuse_paper,
    "deliver": _table("deliver"),
    "add_document": _table("add_document"),
    "waive_document": _table("waive_document"),
    "propose": lambda it: handling.propose_solution(it.case, by=it.by, given=it.given),
    "accept": _table("accept"),
    "refuse": _table("refuse"),
    "close": _table("close_incomplete"),
    "cancel": _table("cancel"),
    "withdraw": _table("withdraw"),
    "ask_withdrawal": _table("ask_withdrawal"),
    "decline_withdrawal": _table("decline_withdrawal"),
    "confirm_withdrawal": _table("confirm_withdrawal"),
    "reopen": _table("reopen"),
    "supersede": _supersede,
}
