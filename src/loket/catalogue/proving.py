"""What a page shows of an address that is proven by a mailed code."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from loket.catalogue.rules.proof import address_of
from loket.catalogue.rules.state import FieldState
from loket.catalogue.standing import Standing
from loket.core.fieldview import ProofView, code_path
from loket.people.actions.codes import CODE_MINUTES, Taken


def proof_view(
    standing: Standing,
    one: FieldState,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> ProofView:
    """How far the address at this question is; with sentences and typed codes, by their path."""
    path = code_path(one.key)
    view = ProofView(
        one.key,
        rev=standing.draft.rev,
        error=(errors or {}).get(path, ""),
        typed=(typed or {}).get(path, ""),
    )
    if one.proven:
        sound = all(problem.key != one.key for problem in standing.state.problems)
        return replace(view, state="proven", sound=sound)
    address = address_of(one.value)
    match standing.sources.no_code(address) if address else Taken.NONE:
        case None:
            return replace(view, state="sent", to=str(one.value), minutes=CODE_MINUTES)
        case Taken.NONE:
            return view
        case Taken.OLD:
            over = _("De code die wij mailden is te oud. Vraag een nieuwe code.")
        case _:
            over = _("U vulde te vaak een verkeerde code in. Vraag een nieuwe code.")
    return replace(view, state="over", over=over)
