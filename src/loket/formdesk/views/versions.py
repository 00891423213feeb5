"""One version of a form: how it stands, what proves it, and what a manager can do with it."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.catalogue.actions.publish import (
    PublishRefusedError,
    archive_form,
    begin_next_version,
    closing_to_be,
    drop_draft_version,
    publish_form,
    reasons_against,
    set_closing,
    typed_moment,
)
from loket.catalogue.models import Form, FormVersion
from loket.core.errors import ConflictError, RuleError
from loket.core.fieldview import ErrorView
from loket.formdesk.comparison import compared
from loket.formdesk.crumbs import to_form
from loket.formdesk.doors import SEEN, with_form, with_version
from loket.formdesk.overview import title_of, version_rows
from loket.formdesk.proof import case_rows
from loket.people.middleware import PersonRequest

CLOSING = "moment"


@require_safe
@with_version
def version(request: PersonRequest, version: FormVersion) -> HttpResponseBase:
    """How a version stands."""
    return show(request, version)


def show(
    request: PersonRequest, version: FormVersion, status: int = 200, **more: object
) -> HttpResponseBase:
    """The page of a version."""
    form, by = version.form, request.acting
    row = next(one for one in version_rows(form, by) if one.n == version.n)
    title = title_of(form, by.language)
    closes_at = closing_to_be(version) if row.is_draft else version.closes_at
    closing = closes_at.astimezone(by.zone) if closes_at else None
    context: dict[str, object] = {
        "form": form,
        "version": version,
        "row": row,
        "title": title,
        "is_live": form.live_version_id == version.pk,
        "live": form.live_version,
        "reasons": reasons_against(version.spec, by=by) if row.is_draft else (),
        "cases": case_rows(version, by),
        "closing": closing,
        "closing_seen": typed_moment(closes_at, by),
        "closing_typed": typed_moment(closes_at, by),
        "errors": (),
        "trail": to_form(form.key, title),
    }
    return render(request, "formdesk/version.html", context | more, status=status)


def deed(
    act: Callable[[PersonRequest, FormVersion], FormVersion | None],
) -> Callable[[PersonRequest, FormVersion], HttpResponseBase]:
    """Do something with a version and show it; a refusal stands on its page."""

    def view(request: PersonRequest, version: FormVersion) -> HttpResponseBase:
        try:
            shown = act(request, version)
        except PublishRefusedError as refusal:
            return show(request, version, 422, refused=refusal.reasons)
        except RuleError as refusal:
            status = 409 if isinstance(refusal, ConflictError) else 422
            moment = request.POST.get(CLOSING)
            if moment is None:
                errors = (ErrorView("inhoud", refusal.message),)
                return show(request, version, status, errors=errors)
            errors = (ErrorView(CLOSING, refusal.message),)
            version.refresh_from_db(fields=["closes_at"])
            return show(
                request, version, status, errors=errors, closing_typed=moment, closing_refused=True
            )
        if shown is None:
            return redirect("formdesk:forms")
        return redirect("formdesk:version", version.form.key, shown.n)

    return view


@require_POST
@with_version
@deed
def publish(request: PersonRequest, version: FormVersion) -> FormVersion:
    """Put it online, unless something is wrong with it."""
    return publish_form(version, by=request.acting, seen=request.POST.get(SEEN))


@require_POST
@with_version
@deed
def archive(request: PersonRequest, version: FormVersion) -> FormVersion:
    """Take it offline."""
    return archive_form(version, by=request.acting)


@require_POST
@with_version
@deed
def close(request: PersonRequest, version: FormVersion) -> FormVersion:
    """Set when it closes, by the clock on the organisation's wall; nothing is never."""
    typed = request.POST.get(CLOSING, "").strip()
    try:
        at = datetime.fromisoformat(typed).replace(tzinfo=request.acting.zone) if typed else None
    except ValueError as fault:
        raise RuleError(_("Dit is geen dag met een tijd."), code="bad_moment") from fault
    return set_closing(version, at, by=request.acting, seen=request.POST.get(SEEN))


@require_POST
@with_version
@deed
def begin_anew(request: PersonRequest, version: FormVersion) -> FormVersion:
    """Begin the next version with what stands in this one."""
    return begin_next_version(version, by=request.acting)


@require_POST
@with_version
@deed
def drop(request: PersonRequest, version: FormVersion) -> None:
    """Throw away a version that never was online."""
    drop_draft_version(version, by=request.acting, seen=request.POST.get(SEEN))


def read_number(typed: str | int) -> int:
    """The number of a version; 0, which none has, when it is no number."""
    words = str(typed)
    return int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 0


@require_safe
@with_form
def compare(request: PersonRequest, form: Form) -> HttpResponseBase:
    """Two versions of a form beside each other; the two newest, unless others are asked."""
    numbers = list(form.versions.order_by("-n").values_list("n", flat=True))
    usual = {"van": numbers[min(1, len(numbers) - 1)], "naar": numbers[0]}
    before, after = (read_number(request.GET.get(name, n)) for name, n in usual.items())
    if not {before, after} <= set(numbers):
        raise Http404
    specs = dict(form.versions.filter(n__in=(before, after)).values_list("n", "spec"))
    title = title_of(form, request.acting.language)
    context = {
        "form": form,
        "title": title,
        "before": before,
        "after": after,
        "chapters": compared(specs[before], specs[after], request.acting.language),
        "numbers": numbers,
        "trail": to_form(form.key, title),
    }
    return render(request, "formdesk/compare.html", context)
