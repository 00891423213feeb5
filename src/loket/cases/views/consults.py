"""The opinions that colleagues ask of each other, over all cases."""

from collections.abc import Iterable, Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.cases.actions.consulting import ANSWER
from loket.cases.consults import asked_by, asked_of, row_of
from loket.cases.leftwords import words_left
from loket.cases.models import Case, Consult
from loket.cases.views.posted import kept_in, number_in
from loket.contacts.actions.drafts import drafts_for, throw_away
from loket.contacts.models import MessageDraft, Notification
from loket.core.likeness import digest
from loket.core.typed import files_in
from loket.people.doors import staff
from loket.people.middleware import PersonRequest

OVER = "voorbij"
"""Says in the address that whoever comes here wanted to answer what nobody asks any more."""


@require_safe
@staff
def consults(request: PersonRequest) -> HttpResponse:
    """What is asked of me and my teams, and what I asked and still wait for."""
    return page(request)


def no_longer_asked(request: PersonRequest, number: str) -> HttpResponse:
    """A case that was lent until now, opened once more: from a notice, a mail or a bookmark.

    Whoever was never asked about it finds no page.
    """
    told = Notification.objects.visible_to(request.person).filter(kind="work_consulted")
    asked = Consult.objects.visible_to(request.person).exclude(asker=request.person)
    here = reverse("cases:case", args=[number])
    if not (told.filter(url=here).exists() or asked.filter(task__case__number=number).exists()):
        raise Http404
    return redirect(f"{reverse('cases:consults')}?{OVER}=1")


def page(request: PersonRequest, problem: str = "", text: str = "") -> HttpResponse:
    """The page of the opinions, with why one was not taken and what was written."""
    by = request.acting
    asked = list(asked_of(request.person, request.units))
    mine = [row_of(one, by, answering=True) for one in asked]
    waiting = [row_of(one, by, answering=False) for one in asked_by(request.person)]
    lists = ((_("Aan u of uw team gevraagd"), mine), (_("Door u gevraagd"), waiting))
    context = {
        "lists": lists,
        "problem": problem,
        "text": text,
        "lost": files_in(request),
        "over": OVER in request.GET,
        "unsent": [unsent(one) for one in unsent_opinions(request, asked, text)],
        "left": [unsent(one) for one in words_left(request.person, by=by)],
    }
    return render(request, "cases/consults.html", context, status=409 if problem else 200)


def unsent_opinions(
    request: PersonRequest, asked: Iterable[Consult], shown: str
) -> Iterator[MessageDraft]:
    """What this person wrote and cannot send any more: nobody asks for it now.

    Of the case it says nothing: it is not theirs to see any more.
    """
    open_now = {one.task.case_id for one in asked}
    for draft in drafts_for(Case, by=request.acting).filter(purpose=ANSWER):
        if draft.about_id not in open_now and draft.body.split() != shown.split():
            yield draft


def unsent(draft: MessageDraft) -> dict[str, object]:
    """Such words as the page shows them, with the fields by which they are thrown away."""
    names = (("tekst", str(draft.pk)), ("kept", digest(draft.body)))
    return {"text": draft.body, "when": draft.saved_at, "names": names}


@require_POST
@staff
def throw_words_away(request: PersonRequest) -> HttpResponse:
    """Throw one's own words away that nobody asks for any more."""
    draft = number_in(request.POST.get("tekst", ""))
    throw_away(draft or 0, by=request.acting, known=kept_in(request))
    return redirect("cases:consults")


def not_needed(request: PersonRequest, number: str) -> HttpResponse:
    """An opinion on a case that is not lent any more: who wrote it keeps the words.

    Sent twice by the same person it is given once.
    """
    asked = Consult.objects.visible_to(request.person).filter(task__case__number=number)
    last = asked.exclude(asker=request.person).select_related("answer").order_by("-pk").first()
    if last is None:
        raise Http404
    text = request.POST.get("text", "")
    given = last.answer
    if given and given.author_id == request.person.pk and given.body.split() == text.split():
        return redirect("cases:consults")
    words = _(
        "Uw advies is niet meer nodig: een collega gaf het al, of de vraag is ingetrokken. "
        "Wat u schreef, staat hieronder."
    )
    return page(request, words, text)
