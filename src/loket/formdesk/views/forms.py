"""All forms, and one form with its versions."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.catalogue.models import Form
from loket.formdesk.crumbs import to_forms
from loket.formdesk.doors import form_manager, with_form
from loket.formdesk.overview import form_rows, title_of, version_rows
from loket.people.middleware import PersonRequest


@require_safe
@form_manager
def forms(request: PersonRequest) -> HttpResponseBase:
    """Every form with how it stands and how much it is used."""
    return render(request, "formdesk/forms.html", {"rows": form_rows(request.acting)})


@require_safe
@with_form
def form(request: PersonRequest, form: Form) -> HttpResponseBase:
    """One form: its versions, each to look at, and two to compare."""
    rows = version_rows(form, request.acting)
    context = {
        "form": form,
        "title": title_of(form, request.acting.language),
        "rows": rows,
        "newest": [row.n for row in rows[:2]],
        "trail": to_forms(),
    }
    return render(request, "formdesk/form.html", context)
