"""Have an address in a draft proven: mail a code to it, and take the code that came back."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.catalogue.actions.drafts import lock_draft, touch_draft
from loket.catalogue.models import Draft, DraftProof
from loket.catalogue.rules.proof import address_of
from loket.catalogue.rules.state import FieldState
from loket.catalogue.standing import Standing, standing_of
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.events import record
from loket.core.models import Event
from loket.people.actions.codes import Taken, make_code, mark_of, take_code

AUDIT = Event.Visibility.AUDIT
WHY_NOT = {
    Taken.WRONG: gettext_lazy("Deze code klopt niet. Kijk de code na in de mail."),
    Taken.OLD: gettext_lazy("Deze code is te oud. Vraag een nieuwe code."),
    Taken.SPENT: gettext_lazy("U vulde te vaak een verkeerde code in. Vraag een nieuwe code."),
    Taken.NONE: gettext_lazy("Vraag eerst een code voor dit adres."),
}


@transaction.atomic
def ask_proof(draft: Draft, key: str, *, by: Acting) -> None:
    """Mail a code to the address that stands at this question; the reaction writes the mail."""
    draft = lock_draft(draft, by=by)
    asked = _question(standing_of(draft, by=by), key)
    if asked.proven:
        return
    code = make_code(draft.owner_id, str(asked.value), by=by)
    if code is None:
        raise RuleError(
            _("Wij mailden net een code naar dit adres. Vraag over een minuut een nieuwe code."),
            code="code_soon",
        )
    record("draft.code_asked", draft, by=by, visibility=AUDIT, code=code.pk)
    touch_draft(draft, by=by)


def prove_address(draft: Draft, key: str, typed: str, *, by: Acting) -> None:
    """Take the code that was mailed as proof of the address at this question.

    The try is committed before it is refused, so that a refusal does not undo the counting.
    """
    if not typed.strip():
        raise RuleError(_("Vul de code in die wij mailden."), code="code_empty")
    taken = _take(draft, key, typed, by=by)
    if taken is not Taken.RIGHT:
        raise RuleError(str(WHY_NOT[taken]), code=f"code_{taken}")


def note_proofs(standing: Standing, *, by: Acting) -> None:
    """Keep what counted as proven when the draft was handed in: it holds for its correction."""
    proven = {address_of(one.value) for one in standing.state.visible() if one.proven}
    if proven:
        DraftProof.objects.bulk_create(
            (
                DraftProof(draft=standing.draft, mark=mark_of(address), proven_at=by.at)
                for address in sorted(proven)
            ),
            ignore_conflicts=True,
        )


@transaction.atomic
def _take(draft: Draft, key: str, typed: str, *, by: Acting) -> Taken:
    draft = lock_draft(draft, by=by)
    asked = _question(standing_of(draft, by=by), key)
    if asked.proven:
        return Taken.RIGHT
    taken = take_code(draft.owner_id, str(asked.value), typed, by=by)
    if taken is Taken.RIGHT:
        DraftProof.objects.create(draft=draft, mark=mark_of(str(asked.value)), proven_at=by.at)
        record("draft.address_proven", draft, by=by, visibility=AUDIT, question=key)
        touch_draft(draft, by=by)
    return taken


def _question(standing: Standing, key: str) -> FieldState:
    """The question under this key, with an address that can be mailed."""
    found = next((one for one in standing.state.visible() if one.key == key), None)
    if found is None or not found.field.verify:
        raise RuleError(_("Deze vraag staat niet in dit formulier."), code="unknown_field")
    if key in standing.conflicts:
        raise RuleError(_("Kies eerst welk adres klopt."), code="conflict")
    if not found.answered:
        raise RuleError(_("Vul eerst een e-mailadres in."), code="no_address")
    wrong = {one.code for one in standing.state.problems if one.key == key} - {"not_proven"}
    if not address_of(found.value) or "not_an_email" in wrong or "too_long" in wrong:
        raise RuleError(
            _("Vul een e-mailadres in, bijvoorbeeld naam@example.org."), code="not_an_email"
        )
    return found
