"""What differs between two sets of answers, and what comes of it when only some of it is taken."""

from collections.abc import Collection, Mapping

from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.values import LATER, PROVEN, REASONS, Answers, Json

ASIDE = "_"
"""Names that begin so stand beside the answers and are no answers."""


def changed_names(spec: FormSpec, before: Answers, after: Answers) -> tuple[str, ...]:
    """Return the answers that differ, in the order of the form; a group counts as one answer."""
    names = [name for name in spec.fields if not name.startswith(ASIDE)]
    return tuple(name for name in names if before.get(name) != after.get(name))


def merged(before: Answers, after: Answers, taken: Collection[str]) -> dict[str, Json]:
    """Return the answers before with those of `taken` from after; reasons go with what they explain.

    A reason for a remark is taken when there is one: the form drops it where nothing is remarked.
    """
    whole = {name: value for name, value in before.items() if name not in taken}
    whole |= {name: after[name] for name in taken if name in after}
    reasons = {**_reasons(before), **_of_taken(_reasons(after), taken)}
    later = dict.fromkeys([*_names(before, LATER), *_names(after, LATER)])
    proven = [key for key in _names(before, PROVEN) if _root(key) not in taken]
    proven += [key for key in _names(after, PROVEN) if _root(key) in taken]
    return {**whole, REASONS: reasons, LATER: list(later), PROVEN: proven}


def _of_taken(reasons: Mapping[str, Json], taken: Collection[str]) -> dict[str, Json]:
    def goes_along(key: str) -> bool:
        kind, _dot, rest = key.partition(".")
        return kind == "check" or _root(rest) in taken

    return {key: reason for key, reason in reasons.items() if goes_along(key)}


def _root(key: str) -> str:
    """The answer that a key belongs to: a group's own for those of its items."""
    return key.partition(".")[0]


def _names(answers: Answers, aside: str) -> list[str]:
    found = answers.get(aside)
    return [str(one) for one in found] if isinstance(found, list) else []


def _reasons(answers: Answers) -> Mapping[str, Json]:
    found = answers.get(REASONS)
    return found if isinstance(found, dict) else {}
