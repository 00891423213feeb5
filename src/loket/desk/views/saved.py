"""Pages about saved lists: save one, open it, rename it, begin with it, remove it and put it back."""

import re

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from loket.core.errors import ConflictError, RuleError
from loket.core.keys import new_key
from loket.desk.actions import (
    Saving,
    begin_with,
    remove_list,
    rename_list,
    restore_list,
    save_list,
)
from loket.desk.listpage import ListPage, find_list
from loket.desk.models import SavedList
from loket.desk.savedlists import list_view, lists_of, teams_led
from loket.people.doors import staff
from loket.people.middleware import PersonRequest

KEY = re.compile(r"[\w-]{16,36}")


@require_safe
@staff
def overview(request: PersonRequest) -> HttpResponse:
    """All saved lists of this person and of their teams."""
    return page(request)


def page(
    request: PersonRequest, error: str = "", status: int = 200, typed: dict[str, str] | None = None
) -> HttpResponse:
    """The page of the saved lists, with why something was not done and the name that was typed."""
    removed = SavedList.objects.visible_to(request.person).exclude(removed_at=None)
    gone = removed.filter(key=request.GET.get("weg", "")).first()
    context = {"lists": lists_of(request), "error": error, "gone": gone, "typed": typed}
    return render(request, "desk/saved.html", context, status=status)


@require_POST
@staff
def save(request: PersonRequest) -> HttpResponse:
    """Save the list that is shown, and come back to it."""
    post = request.POST
    words = QueryDict(post.get("lijst", ""))
    asked = find_list(request, post.get("rij", "alle"), post.get("beeld", "mine"), words)
    said, team = post.get("key", ""), post.get("team", "")
    saving = Saving(
        key=said if KEY.fullmatch(said) else new_key(),
        name=post.get("naam", ""),
        queue=asked.queue,
        view=asked.view,
        query=asked.wish.query,
        team_id=int(team) if team.isdecimal() and len(team) < 18 else None,
    )
    try:
        saved = save_list(saving, by=request.acting)
    except RuleError as refusal:
        return not_saved(request, asked, refusal)
    if post.get("eerst"):
        begin_with(saved, by=request.acting)
    return redirect(list_view(saved, request).url)


def not_saved(request: PersonRequest, asked: ListPage, refusal: RuleError) -> HttpResponse:
    """The form again, with why the list was not saved and what was typed."""
    url = reverse("desk:worklist", args=[asked.queue, asked.view])
    context = {
        "error": refusal.message,
        "typed": request.POST,
        "saving": teams_led(asked.mine, request),
        "key": new_key(),
        "queue": asked.queue,
        "view": asked.view,
        "query": asked.wish.query,
        "closed_url": f"{url}?{asked.wish.query}",
    }
    status = 409 if isinstance(refusal, ConflictError) else 422
    return render(request, "desk/not_saved.html", context, status=status)


def find_saved(request: PersonRequest, key: str) -> SavedList:
    """A list of one's own or of one's team."""
    saved = SavedList.objects.visible_to(request.person).filter(key=key).first()
    if saved is None:
        raise Http404
    return saved


@require_POST
@staff
def change(request: PersonRequest, key: str) -> HttpResponse:
    """Rename it, or begin with it from now on."""
    saved, post = find_saved(request, key), request.POST
    if "eerst" in post:
        begin_with(saved if post["eerst"] == "ja" else None, by=request.acting)
        return redirect("desk:saved_lists")
    try:
        rename_list(saved, post.get("naam", ""), by=request.acting)
    except RuleError as refusal:
        return page(request, refusal.message, 422, {"key": key, "name": post.get("naam", "")})
    return redirect("desk:saved_lists")


@require_POST
@staff
def remove(request: PersonRequest, key: str) -> HttpResponse:
    """Remove it, and offer to put it back."""
    saved = remove_list(find_saved(request, key), by=request.acting)
    return redirect(f"{reverse('desk:saved_lists')}?weg={saved.key}")


@require_POST
@staff
def restore(request: PersonRequest, key: str) -> HttpResponse:
    """Put it back."""
    restore_list(find_saved(request, key), by=request.acting)
    return redirect("desk:saved_lists")
