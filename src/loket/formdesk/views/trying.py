"""Try a version: as whom, on what day, with which answers; the pages of the form do the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from loket.catalogue.actions.publish import PublishRefusedError
from loket.catalogue.actions.trials import start_trial
from loket.catalogue.models import FormVersion
from loket.catalogue.rules.formcases import FormCase, cases_of
from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.reading import flag
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.trial import Pretended
from loket.catalogue.rules.values import Json, say
from loket.formdesk.crumbs import to_version
from loket.formdesk.doors import with_version
from loket.formdesk.overview import title_of
from loket.people.middleware import PersonRequest
from loket.portal import places

LONGEST = 200
PROFILE = "weten."
"""What a field begins with that says what we know of the person."""


@dataclass(frozen=True, slots=True)
class Known:
    """Something that we may know of a person, and the question that it answers."""

    source: str
    label: str
    value: str


@require_http_methods(["GET", "HEAD", "POST"])
@with_version
def attempt(request: PersonRequest, version: FormVersion) -> HttpResponseBase:
    """Ask as whom; then begin a trial at its first step."""
    cases = cases_of(version.spec)
    named = request.POST if request.method == "POST" else request.GET
    case = next((one for one in cases if one.name == named.get("geval")), None)
    refused: tuple[str, ...] = ()
    if request.method == "POST":
        answers = case.answers if case else {}
        try:
            draft = start_trial(version, person_in(request).kept(), answers, by=request.acting)
            first = parse_spec(version.spec).steps[0].id
            return redirect(places.step_url(draft, first))
        except PublishRefusedError as refusal:
            refused = refusal.reasons
    context = context_of(request, version, case) | {"refused": refused, "cases": cases}
    return render(request, "formdesk/try.html", context, status=422 if refused else 200)


def context_of(
    request: PersonRequest, version: FormVersion, case: FormCase | None
) -> dict[str, object]:
    """The page, filled with the person of a test case when one was chosen."""
    form, spec, language = version.form, parse_spec(version.spec), request.acting.language
    return {
        "form": form,
        "version": version,
        "chosen": case.name if case else "",
        "known": list(known_of(spec, case, language)),
        "asks_chief": bool(spec.approvals),
        "chief": not (case and flag(case.says, "no_chief")),
        "day": (case.today if case else request.acting.today).isoformat(),
        "trail": to_version(version, title_of(form, language)),
    }


def known_of(spec: FormSpec, case: FormCase | None, language: str) -> Iterator[Known]:
    """What the form asks us of the person, each once."""
    labels = {
        one.prefill.source: say(one.label, language) for one in spec.every_field() if one.prefill
    }
    for source, label in labels.items():
        value = case.profile.get(source, "") if case else ""
        yield Known(source, label, str(value))


def person_in(request: PersonRequest) -> Pretended:
    """The person as the page says; a day that cannot be read is today."""
    profile: dict[str, Json] = {
        name.removeprefix(PROFILE): value.strip()[:LONGEST]
        for name, value in request.POST.items()
        if name.startswith(PROFILE) and isinstance(value, str) and value.strip()
    }
    try:
        day = date.fromisoformat(request.POST.get("dag", ""))
    except ValueError:
        day = None
    return Pretended(profile, request.POST.get("leidinggevende", "ja") != "nee", day)
