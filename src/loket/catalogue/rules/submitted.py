"""What leaves a draft: the answers that count, apart from those that need more protection."""

from loket.catalogue.rules.paths import get_answer
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.state import FieldState, State
from loket.catalogue.rules.values import (
    COMPUTED,
    ITEM,
    LATER,
    PROVEN,
    PROVENANCE,
    REASONS,
    Answers,
    Json,
    is_answered,
)


def submitted_answers(state: State) -> dict[str, Json]:
    """Return the answers of the questions that are shown; hidden ones are left out.

    Beside them stand `_reasons` (of remarks and contested answers), `_later` (documents that
    follow), `_provenance` (of prefilled answers), `_proven` (which addresses were proven) and
    `_computed`, each only when not empty.
    Evaluated again, they give the same state.
    """
    answers: dict[str, Json] = {}
    groups: dict[str, dict[str, dict[str, Json]]] = {}
    for one in state.visible():
        if one.field.type == "group":
            found = one.value if isinstance(one.value, list) else []
            items = [str(item[ITEM]) for item in found if isinstance(item, dict)]
            groups[one.field.id] = {item: {ITEM: item} for item in items}
        elif one.field.takes_answer and _is_kept(one):
            place = groups[one.field.group][one.item] if one.item else answers
            place[one.field.id] = one.value
    answers |= {group: list(items.values()) for group, items in groups.items() if items}
    return answers | {name: found for name, found in _beside(state).items() if found}


def _is_kept(one: FieldState) -> bool:
    """Keep answers, and the empty answer of a person who took a first one away."""
    return is_answered(one.value) or one.origin is not None or one.field.default is not None


def _beside(state: State) -> dict[str, dict[str, Json] | list[Json]]:
    reasons: dict[str, Json] = {
        f"check.{one.check.id}": one.reason for one in state.checks if one.reason
    }
    provenance: dict[str, Json] = {}
    computed: dict[str, Json] = {}
    for one in state.visible():
        if one.origin is not None:
            provenance[one.key] = {
                "source": one.origin.source,
                "policy": one.origin.policy,
                "original": one.origin.original,
                "changed": one.origin.changed,
            }
            if one.origin.reason:
                reasons[f"field.{one.key}"] = one.origin.reason
        if one.field.computed is not None and one.value is not None:
            computed[one.key] = one.value
    later: list[Json] = [one.key for one in state.slots if one.later]
    proven: list[Json] = [one.key for one in state.visible() if one.proven]
    return {
        REASONS: reasons,
        LATER: later,
        PROVENANCE: provenance,
        PROVEN: proven,
        COMPUTED: computed,
    }


def dropped_keys(answers: Answers, state: State) -> list[str]:
    """Return the keys of stored answers that do not count because their question is hidden."""
    return [
        one.key
        for one in state.fields.values()
        if not one.visible and one.field.takes_answer and is_answered(get_answer(answers, one.key))
    ]


def split_special(spec: FormSpec, answers: Answers) -> tuple[dict[str, Json], dict[str, Json]]:
    """Return the answers that may be stored as they are, and those to seal.

    Sealed are the answers of fields with `privacy: special`, a group as a whole, with what
    stands about them in `_reasons`, `_provenance` and `_computed`.
    """
    secret = {one.group or one.id for one in spec.every_field() if one.privacy == "special"}
    plain: dict[str, Json] = {}
    sealed: dict[str, Json] = {}
    for name, value in answers.items():
        if name in (REASONS, PROVENANCE, COMPUTED) and isinstance(value, dict):
            for key, part in value.items():
                root = key.removeprefix("field.").partition(".")[0]
                place = sealed if root in secret else plain
                place[name] = {**_mapping(place.get(name)), key: part}
        else:
            (sealed if name in secret else plain)[name] = value
    return plain, sealed


def join_special(plain: Answers, sealed: Answers) -> dict[str, Json]:
    """Return the whole answers again."""
    marks = {
        name: {**_mapping(plain.get(name)), **_mapping(sealed.get(name))}
        for name in (REASONS, PROVENANCE, COMPUTED)
        if name in sealed
    }
    return {**plain, **sealed, **marks}


def _mapping(value: Json) -> Answers:
    return value if isinstance(value, dict) else {}
