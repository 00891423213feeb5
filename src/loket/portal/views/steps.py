"""One step of a form: show its questions, and save the whole page when it is sent.

The same post serves every button: adding a child, removing a file, going back, another language.
Nothing that was typed is lost by any of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from loket.cases.actions.reusing import reuse_document
from loket.catalogue.actions.answers import (
    TOO_LONG,
    Typed,
    add_group_item,
    remove_group_item,
    save_answers,
    settle_conflict,
    without_too_long,
)
from loket.catalogue.actions.files import add_draft_file, remove_draft_file
from loket.catalogue.actions.proofs import ask_proof, prove_address
from loket.catalogue.models import Draft
from loket.catalogue.problems import problems_of
from loket.catalogue.proving import proof_view
from loket.catalogue.rules.paths import find_field
from loket.catalogue.rules.values import Json
from loket.catalogue.standing import Standing, standing_of
from loket.core.errors import RuleError
from loket.core.fieldview import CODE, anchor, code_path
from loket.core.typed import note_kept
from loket.documents.problems import UploadRefusedError
from loket.documents.upload import Upload
from loket.people.middleware import PersonRequest
from loket.portal import places, posted
from loket.portal.doors import with_draft
from loket.portal.draftpage import CHECK, Shown, step_context, steps_of
from loket.portal.versions import chosen_version

ENTER = "enter"
"""The value of the button that a browser presses when somebody presses Enter in a field."""
LONGEST_CODE = 20
GONE = _("Dit deel is in een ander venster verwijderd. U schreef daarin: %(words)s")
STAY = ("add_file", "blijf", "ververs")
"""Buttons after which the same step is shown again."""


@require_http_methods(["GET", "POST"])
@with_draft
def step(request: PersonRequest, draft: Draft, step: str) -> HttpResponseBase:
    """Show a step, or save what was typed in it and go where the button says."""
    standing = standing_of(draft, by=request.acting)
    if all(one.step.id != step for one in steps_of(standing)):
        if request.method == "POST":
            keep_hidden(request, standing, step)
        return redirect(places.step_url(draft, steps_of(standing)[0].step.id))
    if request.method == "POST":
        return save_step(request, standing, step)
    shown = Shown(judged="fouten" in request.GET, back_to_check=request.GET.get("van") == CHECK)
    return show_step(request, standing, step, shown)


def keep_hidden(request: PersonRequest, standing: Standing, step: str) -> None:
    """Keep what was typed in a step that an answer in another window has hidden since."""
    typed, _long = without_too_long(posted.step_of(standing, step, request.POST))
    save_answers(standing.draft, typed, by=request.acting)


def show_step(
    request: PersonRequest, standing: Standing, step: str, shown: Shown, status: int = 200
) -> HttpResponse:
    """The page of a step."""
    context = step_context(request, standing, step, shown)
    return render(request, "portal/step.html", context, status=status)


def save_step(request: PersonRequest, standing: Standing, step: str) -> HttpResponseBase:
    """Save the page, do what the button asks, and show what is wrong only when going on."""
    post = request.POST
    typed, long = without_too_long(posted.step_of(standing, step, post))
    sent = Sent(request, standing.draft, step, unsaved=long)
    sent.refused |= dict.fromkeys(long, str(TOO_LONG)) | {
        group: str(GONE) % {"words": ", ".join(words)}
        for group, words in posted.words_of_gone_items(standing, post).items()
    }
    disputed = save_answers(standing.draft, typed, by=request.acting).disputed
    note_kept(request, [raw for key, raw in typed.answers.items() if key not in disputed])
    sent.take_files()
    sent.take_codes()
    place = sent.press()
    if sent.live:
        return sent.proof_part(both=bool(disputed))
    shown = Shown(
        window=typed.window,
        refused=sent.refused,
        typed=sent.codes,
        back_to_check=sent.from_check,
    )
    if place and not sent.refused:
        return redirect(place)
    after = replace(standing_of(sent.reread(), by=request.acting), unsaved=sent.unsaved)
    if sent.refused or disputed:
        return show_step(request, after, step, replace(shown, judged=bool(disputed)), status=422)
    if problems_of(after, step) and "toch" not in post:
        return show_step(request, after, step, replace(shown, judged=True), status=422)
    return redirect(sent.onward(after))


def sending_of(page: str, place: str, upload: Upload) -> str:
    """The key of a file that came with a page: the same when that page is sent again."""
    if not page or upload.written is None:
        return ""
    return sha256(f"{page} {place} ".encode() + upload.written.sha256).hexdigest()[:32]


@dataclass
class Sent:
    """A page that was sent: the button that was pressed, and the files that came along."""

    request: PersonRequest
    draft: Draft
    step: str
    refused: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    """The codes that were typed, by their path."""
    unsaved: dict[str, Json] = field(default_factory=dict)
    """The answers that are too long to keep, by key: the page shows them again."""

    @property
    def from_check(self) -> bool:
        """Whether the person came from the check page, and goes back there."""
        return self.request.POST.get("van") == CHECK

    @property
    def proving(self) -> str:
        """The question of which a button to prove its address was pressed."""
        return self.request.POST.get("mail_code") or self.request.POST.get("neem_code") or ""

    @property
    def live(self) -> bool:
        """Whether only the part about that address is to be answered."""
        return bool(self.proving) and "HX-Request" in self.request.headers

    @property
    def page(self) -> str:
        """What tells this page from every other, also from the same step shown again; "" if unknown."""
        window, rev = (self.request.POST.get(name, "") for name in ("venster", "rev"))
        return f"{window} {rev}" if window else ""

    def reread(self) -> Draft:
        """The draft as it is now."""
        fresh = Draft.objects.defer("version__spec").select_related(
            "version__form__service__queue", "version__form__service__theme"
        )
        return fresh.get(pk=self.draft.pk)

    def here(self, path: str = "") -> str:
        """The address of this step, at a question of it."""
        query = f"?van={CHECK}" if self.from_check else ""
        return places.step_url(self.draft, self.step) + query + (f"#{anchor(path)}" if path else "")

    def take_files(self) -> None:
        """Keep the files that came along; note the sentence about each that is not taken."""
        for name in self.request.FILES:
            if not name.startswith("document."):
                continue
            for upload in self.request.FILES.getlist(name):
                if isinstance(upload, Upload):
                    self._take_file(name, upload)

    def _take_file(self, name: str, upload: Upload) -> None:
        place = name.removeprefix("document.")
        try:
            sending = sending_of(self.page, place, upload)
            add_draft_file(self.draft, place, upload, sending=sending, by=self.request.acting)
        except UploadRefusedError as refusal:
            self.refused[name] = " ".join(filter(None, (self.refused.get(name), refusal.message)))

    def take_codes(self) -> None:
        """Take the codes that were typed, by whatever button; note why one is not taken."""
        post = self.request.POST
        if any(button in post for button in ("mail_code", "terug", "later")):
            return
        wanted = post.get("neem_code", "")
        typed = [name.removeprefix(CODE) for name in post if name.startswith(CODE)]
        for key in [wanted] if self.live else dict.fromkeys([*typed, wanted]):
            self.codes[code_path(key)] = code = post.get(code_path(key), "").strip()[:LONGEST_CODE]
            if code or (key and key == wanted):
                self._proof(key, partial(prove_address, self.draft, key, code))

    def _proof(self, key: str, act: Callable[..., None]) -> None:
        try:
            act(by=self.request.acting)
        except RuleError as refusal:
            self.refused[code_path(key)] = refusal.message

    def proof_part(self, *, both: bool) -> HttpResponse:
        """The part about one address, anew; the whole page when another window changed it."""
        standing = standing_of(self.reread(), by=self.request.acting)
        seen = next((one for one in standing.state.visible() if one.key == self.proving), None)
        if both or seen is None or not seen.field.verify:
            return HttpResponse(headers={"HX-Refresh": "true"})
        proof = replace(proof_view(standing, seen, self.refused, self.codes), fresh=True)
        status = 422 if self.refused else 200
        return render(self.request, "ui/parts/proof.html", {"proof": proof}, status=status)

    def press(self) -> str:
        """Do what a button on the page asks; the address to go to, empty when going on."""
        post, by = self.request.POST, self.request.acting
        if key := post.get("mail_code"):
            self._proof(key, partial(ask_proof, self.draft, key))
            return self.here(key)
        if group := post.get("add_item"):
            item = add_group_item(self.draft, group, page=self.page, by=by)
            return self.here(f"{group}.{item}")
        if place := post.get("remove_item"):
            group, _dot, item = place.partition(".")
            remove_group_item(self.draft, group, item, by=by)
            return self.here(group)
        if key := post.get("remove_file"):
            remove_draft_file(self.draft, key, by=by)
            return self.here("documenten")
        if known := post.get("hergebruik"):
            return self._use_again(known)
        if choice := post.get("versie"):
            return self._choose_version(choice)
        return self._settle() or self._leave()

    def _choose_version(self, choice: str) -> str:
        """Go on as the newer version of the form, or stay with this one."""
        act, offered = chosen_version(choice)
        try:
            act(self.draft, by=self.request.acting, offered=offered)
        except RuleError as refusal:
            self.refused["versie"] = refusal.message
        return self.here()

    def _use_again(self, known: str) -> str:
        """Put a document that lies with us already in its slot."""
        place, _space, key = known.partition(" ")
        try:
            reuse_document(self.draft, place, key, by=self.request.acting)
        except RuleError as refusal:
            self.refused[f"document.{place}"] = refusal.message
        return self.here(f"document.{place}")

    def _settle(self) -> str:
        post, by = self.request.POST, self.request.acting
        key = post.get("keep") or post.get("take") or ""
        field = find_field(standing_of(self.draft, by=by).spec, key) if key else None
        if field is None or key in self.unsaved:
            return ""
        if "keep" in post:
            own = {key: posted.raw_of(field, key, post)}
            typed = Typed(own, language=posted.language_of(post))
            settle_conflict(self.draft, key, "mine", typed, by=by)
        else:
            settle_conflict(self.draft, key, "theirs", by=by)
        return self.here(key)

    def _leave(self) -> str:
        post = self.request.POST
        if key := post.get("neem_code") or self._entered():
            return self.here(key)
        if any(button in post for button in STAY):
            return self.here()
        if "later" in post:
            return places.shelf_url(self.draft)
        if "terug" in post:
            steps = steps_of(standing_of(self.draft, by=self.request.acting))
            names = [one.step.id for one in steps]
            index = names.index(self.step) if self.step in names else 0
            return places.step_url(self.draft, names[max(0, index - 1)])
        return ""

    def _entered(self) -> str:
        """The question whose code was typed when somebody pressed Enter: that checks the code."""
        typed = [path for path, code in self.codes.items() if code]
        if self.request.POST.get("volgende") != ENTER or not typed:
            return ""
        return typed[0].removeprefix(CODE)

    def onward(self, standing: Standing) -> str:
        """The next step, or the check page after the last one."""
        names = [one.step.id for one in steps_of(standing)]
        index = names.index(self.step) if self.step in names else -1
        if self.from_check or index == len(names) - 1:
            return places.draft_url("check", self.draft)
        return places.step_url(self.draft, names[index + 1])
