"""What a person gets right after handing in: the receipt, on the page and as a PDF."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.cases.actions.situation import Hats
from loket.cases.models import Case
from loket.cases.reading import find_case, read_case
from loket.core.page import said_in
from loket.core.partview import Link
from loket.documents.pdf import write_receipt
from loket.people.doors import signed_in
from loket.people.middleware import PersonRequest
from loket.portal.receipt import next_steps, papers_for, receipt_of
from loket.portal.sight import is_party


def own_case(request: PersonRequest, number: str) -> Case:
    """A case of this person's own; somebody who is only asked something gets no receipt."""
    case = find_case(request.person, number)
    if not is_party(request.person, case):
        raise Http404
    return case


@require_safe
@signed_in
def receipt(request: PersonRequest, number: str) -> HttpResponse:
    """The request has arrived: its number, what was sent along, and what happens now."""
    case = own_case(request, number)
    if request.person.pk not in (case.requester_id, case.submitted_by_id):
        raise Http404
    reading = read_case(case, by=request.acting, hats=Hats(request.rights, request.units))
    language = request.acting.language
    context = {
        "case": reading.case,
        "title": said_in(reading.case.title, language),
        "papers": papers_for(reading, request),
        "steps": next_steps(reading, request),
        "links": [
            Link(link.text.get(language) or next(iter(link.text.values())), link.url)
            for link in reading.spec.links
        ],
        "trail": (
            Link(_("Startpagina"), reverse("portal:home")),
            Link(_("Mijn zaken"), reverse("portal:cases")),
        ),
    }
    return render(request, "portal/receipt.html", context)


@never_cache
@require_safe
@signed_in
def case_pdf(request: PersonRequest, number: str) -> HttpResponse:
    """The request as a PDF, made when it is asked for."""
    reading = read_case(
        own_case(request, number), by=request.acting, hats=Hats(request.rights, request.units)
    )
    paper = write_receipt(receipt_of(reading, request), at=request.acting.at)
    name = f"{reading.case.number}.pdf"
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
