"""What a draft holds, put together from the open and the sealed part, and taken apart again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from loket.catalogue.models import Draft
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.submitted import join_special, split_special
from loket.catalogue.rules.values import LATER, REASONS, Json
from loket.core.seal import seal, unseal

type Losers = dict[str, list[Json]]
"""Answers that lost to an earlier save, by key, until the person chooses."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The answers as one document (with `_reasons` and `_later`) and what is disputed."""

    answers: dict[str, Json]
    conflicts: Losers

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """Open a draft."""
        sealed = unseal(draft.sealed) if draft.sealed else {}
        plain = {**draft.answers, REASONS: draft.reasons, LATER: draft.later}
        whole = join_special(plain, sealed.get("answers", {}))
        return cls(whole, {**draft.conflicts, **sealed.get("conflicts", {})})


def put_back(draft: Draft, spec: FormSpec, opened: Opened) -> None:
    """Write the answers on the draft; what is special goes into the sealed part only."""
    plain, secret = split_special(spec, opened.answers)
    conflicts, disputed = _split_conflicts(spec, opened.conflicts)
    draft.reasons = plain.pop(REASONS, {})
    draft.later = plain.pop(LATER, [])
    draft.answers = plain
    draft.conflicts = conflicts
    whole = {"answers": secret, "conflicts": disputed}
    draft.sealed = seal(whole) if secret or disputed else None


def is_special(spec: FormSpec, key: str) -> bool:
    """Whether the answer under this key is sealed; a group is sealed as a whole."""
    root = key.removeprefix(f"{REASONS}.field.").partition(".")[0]
    field = spec.fields.get(root)
    if field is None:
        return False
    return any(one.privacy == "special" for one in (field, *field.fields))


def _split_conflicts(spec: FormSpec, conflicts: Mapping[str, list[Json]]) -> tuple[Losers, Losers]:
    plain: Losers = {}
    secret: Losers = {}
    for key, losers in conflicts.items():
        (secret if is_special(spec, key) else plain)[key] = losers
    return plain, secret
