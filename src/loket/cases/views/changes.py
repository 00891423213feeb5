"""Decide at the desk about the changes that a requester sent."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loket.cases.actions.deciding import Verdict, decide_changes
from loket.cases.actions.given import Given
from loket.cases.changes import open_changes
from loket.cases.models import Case, Change, ChangeSet
from loket.cases.papers import label_of
from loket.cases.problems import SENTENCES, SubmitRefusedError
from loket.cases.reading import find_handled_case
from loket.cases.views.page import Trouble, is_cleared, show_case
from loket.cases.views.trail import with_list
from loket.catalogue.rules.paths import find_field
from loket.catalogue.rules.values import Problem, say
from loket.catalogue.specs import spec_of
from loket.core.errors import RuleError
from loket.people.doors import staff
from loket.people.middleware import PersonRequest

LONGEST_REASON = 500
NAMED = re.compile(r"w-\d{1,18}")


@require_POST
@staff
def decide(request: PersonRequest, number: str) -> HttpResponse:
    """Take over what is accepted; when that cannot be, say why and keep what was chosen."""
    case = find_handled_case(request.person, number)
    made = open_changes(case)
    changes = list(made.changes.all()) if made else []
    verdicts = verdicts_in(request.POST, changes)
    if made is None and (otherwise := decided_otherwise(request, case)):
        words = str(SENTENCES["both_decided"])
        trouble = Trouble(words, 409, lines=otherwise)
        return show_case(request, case.number, tab="talk", trouble=trouble)
    try:
        if any(one.special for one in changes) and not is_cleared(request, case):
            raise RuleError(str(SENTENCES["not_cleared"]), code="not_cleared")
        given = Given(key=request.POST.get("key", "")[:36])
        decide_changes(case, verdicts, by=request.acting, given=given)
    except SubmitRefusedError as refusal:
        words = missing_words(case, refusal.problems, request)
        return not_taken(request, case, words, with_verdicts(changes, verdicts))
    except RuleError as refusal:
        return not_taken(request, case, refusal.message, with_verdicts(changes, verdicts))
    return redirect(with_list(request, reverse("cases:case", args=[number])))


def decided_otherwise(request: PersonRequest, case: Case) -> tuple[str, ...]:
    """What somebody chose for changes that a colleague decided otherwise meanwhile, with the reason."""
    sent = Change.objects.filter(
        change_set__case=case,
        change_set__state=ChangeSet.State.DECIDED,
        pk__in=[int(name[2:]) for name in request.POST if NAMED.fullmatch(name)],
    )
    changes = list(sent.order_by("pk"))
    if any(one.special for one in changes) and not is_cleared(request, case):
        return ()
    spec, language = spec_of(case.version), request.acting.language
    lines = []
    for one in changes:
        verdict = verdicts_in(request.POST, [one]).get(one.pk)
        accepted = one.state == Change.State.ACCEPTED
        if verdict is None or (verdict.accepted, verdict.reason.strip()) == (accepted, one.reason):
            continue
        field = find_field(spec, one.name)
        label = say(field.label, language) if field else label_of(spec, one.name, language)
        said = [_("U: niet overnemen"), _("U: overnemen")][verdict.accepted]
        theirs = [_("collega: niet overgenomen"), _("collega: overgenomen")][accepted]
        lines.append(f"{label or one.name}. {said}, {theirs}. {verdict.reason}".strip())
    return tuple(lines)


def not_taken(
    request: PersonRequest, case: Case, words: str, changes: Sequence[Change]
) -> HttpResponse:
    """The page again, with why, and with what was chosen."""
    return show_case(request, case.number, tab="talk", trouble=Trouble(words, changes=changes))


def verdicts_in(post: Mapping[str, str], changes: Iterable[Change]) -> dict[int, Verdict]:
    """What was chosen for each change; nothing where nothing was chosen."""
    return {
        one.pk: Verdict(answer == "ja", post.get(f"r-{one.pk}", "")[:LONGEST_REASON])
        for one in changes
        if (answer := post.get(f"w-{one.pk}", "")) in ("ja", "nee")
    }


def with_verdicts(changes: Sequence[Change], verdicts: Mapping[int, Verdict]) -> Sequence[Change]:
    """The changes with what was chosen for them, to show it again."""
    for one in changes:
        verdict = verdicts.get(one.pk)
        if verdict is not None:
            one.state = Change.State.ACCEPTED if verdict.accepted else Change.State.DECLINED
            one.reason = verdict.reason
    return changes


def missing_words(case: Case, problems: Iterable[Problem], request: PersonRequest) -> str:
    """What the request would lack with this choice."""
    spec, language = spec_of(case.version), request.acting.language
    labels = []
    for one in problems:
        field = find_field(spec, one.key)
        label = say(field.label, language) if field else ""
        labels.append(label or label_of(spec, one.key.partition(".")[0], language) or one.key)
    return _(
        "Zo is de aanvraag niet volledig of klopt ze niet: %(what)s. "
        "Neem die wijziging ook over, of neem wat erbij hoort niet over."
    ) % {"what": ", ".join(dict.fromkeys(labels))}
