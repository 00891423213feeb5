"""Try a version: as whom, on what day, with which answers; the pages of the form do the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loket.catalogue.actions.publish import PublishRefusedError
from loket.catalogue.actions.trials import NUMBER, start_trial
from loket.catalogue.models import Draft, FormVersion
from loket.catalogue.rules.formcases import FormCase, cases_of
from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.reading import flag
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.trial import Pretended
from loket.catalogue.rules.values import Json, say
from loket.catalogue.standing import standing_of
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.fieldview import ErrorView
from loket.formdesk.crumbs import to_version
from loket.formdesk.doors import with_version
from loket.formdesk.overview import title_of
from loket.people.middleware import PersonRequest
from loket.portal import places
from loket.portal.draftpage import first_open_step

LONGEST = 200
MOST = 10
"""So many earlier trials are shown; each is kept for a week."""
CASE, SHOWN, CHOOSE = "geval", "getoond", "kies"
"""The test case that is chosen, the one of which the page shows the person, and the button."""
PROFILE = "weten."
"""What a field begins with that says what we know of the person."""


@dataclass(frozen=True, slots=True)
class Known:
    """Something that we may know of a person, and the question that it answers."""

    source: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Running:
    """A trial that one began before, and where it goes on."""

    begun_at: datetime
    number: str
    url: str


@require_http_methods(["GET", "HEAD", "POST"])
@with_version
def attempt(request: PersonRequest, version: FormVersion) -> HttpResponseBase:
    """Ask as whom; then begin a trial at its first step.

    A test case that was chosen since the page came brings its own person: they are shown first.
    """
    cases = cases_of(version.spec)
    named = request.POST if request.method == "POST" else request.GET
    case = next((one for one in cases if one.name == named.get(CASE)), None)
    shown = context_of(request, version, case) | {"cases": cases}
    if request.method != "POST":
        return render(request, "formdesk/try.html", shown)
    if shown["chosen"] != request.POST.get(SHOWN, shown["chosen"]):
        return render(request, "formdesk/try.html", shown | {"filled_in": True})
    if CHOOSE in request.POST:
        return render(request, "formdesk/try.html", typed_again(request, shown))
    try:
        answers = case.answers if case else {}
        draft = start_trial(version, person_in(request).kept(), answers, by=request.acting)
    except PublishRefusedError as refusal:
        refused = typed_again(request, shown) | {"refused": refusal.reasons}
        return render(request, "formdesk/try.html", refused, status=422)
    except RuleError as refusal:
        wrong = typed_again(request, shown) | {"errors": (ErrorView("dag", refusal.message),)}
        return render(request, "formdesk/try.html", wrong, status=422)
    return redirect(places.step_url(draft, parse_spec(version.spec).steps[0].id))


def context_of(
    request: PersonRequest, version: FormVersion, case: FormCase | None
) -> dict[str, Any]:
    """The page, filled with the person of a test case when one was chosen."""
    form, spec, language = version.form, parse_spec(version.spec), request.acting.language
    return {
        "form": form,
        "version": version,
        "chosen": case.name if case else "",
        "known": list(known_of(spec, case, language)),
        "asks_chief": bool(spec.approvals),
        "chief": not (case and flag(case.says, "no_chief")),
        "running": list(running_of(version, request.acting)),
        "day": (case.today if case else request.acting.today).isoformat(),
        "trail": to_version(version, title_of(form, language)),
    }


def typed_again(request: PersonRequest, shown: dict[str, Any]) -> dict[str, Any]:
    """The page with what was typed on it."""
    said = request.POST
    known = [replace(one, value=said.get(PROFILE + one.source, "")) for one in shown["known"]]
    chief = said.get("leidinggevende", "ja") != "nee"
    return shown | {"known": known, "chief": chief, "day": said.get("dag", "")}


def running_of(version: FormVersion, by: Acting) -> Iterator[Running]:
    """The trials of this version by who looks, the one touched last first."""
    mine = Draft.objects.trials().filter(version=version, owner=by.person_id)
    for draft in mine.select_related("version").order_by("-touched_at", "-pk")[:MOST]:
        number = str((draft.trial or {}).get(NUMBER, ""))
        step = first_open_step(standing_of(draft, by=by))
        url = places.draft_url("trial", draft) if number else places.step_url(draft, step)
        yield Running(draft.created_at, number, url)


def known_of(spec: FormSpec, case: FormCase | None, language: str) -> Iterator[Known]:
    """What the form asks us of the person, each once."""
    labels = {
        one.prefill.source: say(one.label, language) for one in spec.every_field() if one.prefill
    }
    for source, label in labels.items():
        value = case.profile.get(source, "") if case else ""
        yield Known(source, label, str(value))


def person_in(request: PersonRequest) -> Pretended:
    """The person as the page says; without a day it is today."""
    profile: dict[str, Json] = {
        name.removeprefix(PROFILE): value.strip()[:LONGEST]
        for name, value in request.POST.items()
        if name.startswith(PROFILE) and isinstance(value, str) and value.strip()
    }
    typed = request.POST.get("dag", "").strip()
    try:
        day = date.fromisoformat(typed) if typed else None
    except ValueError as fault:
        raise RuleError(_("Dit is geen dag."), code="bad_day") from fault
    return Pretended(profile, request.POST.get("leidinggevende", "ja") != "nee", day)
