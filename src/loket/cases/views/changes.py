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
from loket.cases.changes import label_of, open_changes, sides_of
from loket.cases.models import Case, Change, ChangeSet
from loket.cases.papernames import name_among
from loket.cases.problems import SENTENCES, SubmitRefusedError
from loket.cases.reading import find_handled_case
from loket.cases.views.moving import back_to
from loket.cases.views.page import Trouble, show_case
from loket.cases.views.sent_changes import is_cleared
from loket.cases.views.trail import with_list
from loket.catalogue.rules.paths import find_field
from loket.catalogue.rules.values import Problem, say
from loket.catalogue.specs import spec_of
from loket.core.errors import RuleError
from loket.core.figures import moment
from loket.people.doors import staff
from loket.people.middleware import PersonRequest

LONGEST_REASON = 500
NAMED = re.compile(r"[wr]-(\d{1,18})", re.ASCII)


@require_POST
@staff
def decide(request: PersonRequest, number: str) -> HttpResponse:
    """Take over what is accepted; when that cannot be, say why and keep what was chosen."""
    case = find_handled_case(request.person, number)
    made = open_changes(case)
    changes = list(made.changes.all()) if made else []
    shown = shown_in(request.POST)
    verdicts = verdicts_in(request.POST, shown)
    over = decided_since(case, shown - {one.pk for one in changes})
    if over and (trouble := overtaken(request, case, over, renewed=made is not None)):
        return show_case(request, case.number, tab="talk", trouble=trouble)
    if over and made is not None:  # the same click once more, after which others came
        return redirect(with_list(request, reverse("cases:case", args=[number])))
    try:
        if any(one.special for one in changes) and not is_cleared(request, case):
            raise RuleError(str(SENTENCES["not_cleared"]), code="not_cleared")
        given = Given(key=request.POST.get("key", "")[:36])
        decide_changes(case, verdicts, by=request.acting, given=given)
    except SubmitRefusedError as refusal:
        words = missing_words(case, refusal.problems, request)
        return not_taken(request, case, words, with_verdicts(changes, verdicts))
    except RuleError as refusal:
        still = refusal.code != "changes_renewed"
        again = with_verdicts(changes, verdicts) if still else None
        return not_taken(request, case, refusal.message, again)
    return back_to(request, number)


def shown_in(post: Mapping[str, str]) -> set[int]:
    """The changes that were in the page from which this came."""
    return {int(found[1]) for name in post if (found := NAMED.fullmatch(name))}


def decided_since(case: Case, shown: Iterable[int]) -> list[Change]:
    """Those of the changes in a page about which somebody decided since."""
    decided = Change.objects.filter(
        change_set__case=case, change_set__state=ChangeSet.State.DECIDED, pk__in=shown
    )
    return list(decided.select_related("change_set__decided_by__party").order_by("pk"))


def overtaken(
    request: PersonRequest, case: Case, over: Sequence[Change], *, renewed: bool
) -> Trouble | None:
    """What to say to somebody who chose for changes that are decided; nothing when all agree.

    When other changes came since, whoever comes second always hears it: those were not in the page.
    """
    made = over[0].change_set
    lines = decided_otherwise(request, case, over)
    if not lines and not (renewed and made.decided_by_id != request.person.pk):
        return None
    when = moment(made.decided_at, request.acting.today) if made.decided_at else ""
    who = made.decided_by.party.name if made.decided_by else _("Een collega")
    words = str(SENTENCES["decided_before" if renewed else "both_decided"])
    return Trouble(words % {"who": who, "when": when}, 409, lines=lines)


def decided_otherwise(
    request: PersonRequest, case: Case, changes: Sequence[Change]
) -> tuple[str, ...]:
    """What somebody chose for changes that a colleague decided otherwise meanwhile, with the reason."""
    if any(one.special for one in changes) and not is_cleared(request, case):
        return ()
    spec, language = spec_of(case.version), request.acting.language
    sides = sides_of(changes[0].change_set, request.acting, cleared=is_cleared(request, case))
    lines = []
    for one in changes:
        verdict = verdicts_in(request.POST, [one.pk]).get(one.pk)
        accepted = one.state == Change.State.ACCEPTED
        reason = request.POST.get(f"r-{one.pk}", "")[:LONGEST_REASON].strip()
        if (verdict is None or verdict.accepted == accepted) and reason in ("", one.reason):
            continue
        field = find_field(spec, one.name)
        label = say(field.label, language) if field else label_of(one, sides)
        theirs = [_("collega: niet overgenomen"), _("collega: overgenomen")][accepted]
        said = [_("U: niet overnemen"), _("U: overnemen")][verdict.accepted] if verdict else ""
        chosen = f"{said}, {theirs}" if said else theirs
        lines.append(f"{label or one.name}. {chosen}. {reason}".strip())
    return tuple(lines)


def not_taken(
    request: PersonRequest, case: Case, words: str, changes: Sequence[Change] | None
) -> HttpResponse:
    """The page again, with why, and with what was chosen for the changes that are still open."""
    return show_case(request, case.number, tab="talk", trouble=Trouble(words, changes=changes))


def verdicts_in(post: Mapping[str, str], changes: Iterable[int]) -> dict[int, Verdict]:
    """What was chosen for each change; nothing where nothing was chosen."""
    return {
        pk: Verdict(answer == "ja", post.get(f"r-{pk}", "")[:LONGEST_REASON])
        for pk in changes
        if (answer := post.get(f"w-{pk}", "")) in ("ja", "nee")
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
    made = open_changes(case)
    sides = (made.after, made.before) if made else ()
    labels = []
    for one in problems:
        field = find_field(spec, one.key)
        label = say(field.label, language) if field else ""
        slot, _dot, item = one.key.partition(".")
        labels.append(
            label or name_among(spec, slot, item, (*sides, case.answers), language) or one.key
        )
    return _(
        "Zo is de aanvraag niet volledig of klopt ze niet: %(what)s. "
        "Neem die wijziging ook over, of neem wat erbij hoort niet over."
    ) % {"what": ", ".join(dict.fromkeys(labels))}
