"""Let a draft go on as a newer version of its form, or keep it as it is."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from loket.catalogue.actions.drafts import keep, lock_draft
from loket.catalogue.models import Draft
from loket.catalogue.newer import live_beside, words_left
from loket.catalogue.opened import Opened
from loket.catalogue.rules.refit import is_compatible, refit, takes_slot
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import standing_of
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.seal import seal, unseal


@transaction.atomic
def take_newer_version(draft: Draft, *, by: Acting, offered: int | None = None) -> Draft:
    """Go on as the version that is online now; what it does not ask stays to be read.

    `offered` is the number of the version of which was said what it changes.
    """
    draft = lock_draft(draft, by=by)
    standing = standing_of(draft, by=by)
    live = live_beside(standing)
    if live is None or live.n < draft.version.n:
        return draft
    if offered not in {None, live.n}:
        raise RuleError(
            _("Er kwam intussen een nog nieuwere versie. Lees wat er verandert en kies opnieuw."),
            code="newer_still",
        )
    old, new = standing.spec, spec_of(live)
    if not is_compatible(old, new):
        raise RuleError(
            _(
                "Uw antwoorden passen niet in de nieuwe versie. Ga verder met deze, of begin opnieuw."
            ),
            code="not_compatible",
        )
    if standing.conflicts:
        raise RuleError(
            _("Kies eerst welk antwoord u wilt bewaren: het staat er twee keer."), code="disputed"
        )
    typed = Opened.of(draft).answers
    fit = refit(old, new, typed)
    if (words := words_left(standing, new, by=by)) or fit.left:
        raw = {name.partition(".")[0] for name in fit.left}
        answers = {name: typed.get(name) for name in raw}
        _set_aside(draft, {"n": old.version, "words": words, "answers": answers})
    for link in standing.links:
        if link.slot and not takes_slot(new, link.slot, link.item):
            draft.files.filter(pk=link.pk).update(slot="", item="")
    draft.version = live
    draft.save(update_fields=["version", "left"])
    keep(draft, new, Opened(fit.answers, {}), by)
    return draft


def _set_aside(draft: Draft, left: Mapping[str, object]) -> None:
    """Keep what the newer version does not ask, behind what earlier ones did not."""
    before = unseal(draft.left)["kept"] if draft.left else []
    draft.left = seal({"kept": [*before, left]})


@transaction.atomic
def stay_with_version(draft: Draft, *, by: Acting, offered: int | None = None) -> Draft:
    """Go on with the version of the draft; the one that was offered is not offered again."""
    draft = lock_draft(draft, by=by)
    live = draft.version.form.live_version
    if live is not None:
        draft.stays_until = min(live.n, offered or live.n)
        draft.save(update_fields=["stays_until"])
    return draft
