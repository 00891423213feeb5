"""Small forms and worlds for the tests of rules."""

from collections.abc import Sequence
from datetime import date

from loket.catalogue.rules.computed import Tables
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.spec import Field, FormSpec
from loket.catalogue.rules.state import Context, GivenFile, State
from loket.catalogue.rules.values import Answers, Json

TODAY = date(2026, 11, 21)

TABLES: Tables = {
    "hr.statuten": {"statutair": {}, "contractueel": {}},
    "country": {"BE": {"cv_language": "nl"}, "FR": {"cv_language": "fr"}},
    "bz.posts": {"BRU": {"country": "BE"}, "PAR": {"country": "FR"}},
}


def texts(words: str) -> dict[str, Json]:
    return {"nl": words, "fr": words, "de": words, "en": words}


def question(name: str, kind: str = "text", **rest: Json) -> dict[str, Json]:
    return {"id": name, "type": kind, "label": texts(name), **rest}


def choices(*values: str) -> list[Json]:
    return [{"v": value, **texts(value)} for value in values]


def make_spec(*fields: Json, **rest: Json) -> FormSpec:
    """A form of one step `een`, or of the steps given."""
    steps: Json = [{"id": "een", "title": texts("een"), "fields": list(fields)}]
    return parse_spec(
        {
            "spec": "desk.form/1",
            "key": "test.klein",
            "version": 1,
            "languages": ["nl", "fr", "de", "en"],
            "title": texts("klein"),
            "steps": steps,
            **rest,
        }
    )


def make_field(kind: str, **rest: Json) -> Field:
    return make_spec(question("x", kind, **rest)).fields["x"]


def make_context(**rest: object) -> Context:
    return Context(**{"today": TODAY, "tables": TABLES, **rest})  # type: ignore[arg-type]


def look(
    spec: FormSpec,
    answers: Answers,
    files: Sequence[GivenFile] = (),
    context: Context | None = None,
) -> State:
    return evaluate(spec, answers, files, context or make_context())


def codes(state: State) -> dict[str, str]:
    """The problems by path."""
    return {one.path: one.code for one in state.problems}


def shown(state: State) -> list[str]:
    return [one.path for one in state.visible()]


def given(slot: str, item: str = "", **rest: object) -> GivenFile:
    return GivenFile(**{"key": f"{slot}{item}", "slot": slot, "item": item, **rest})  # type: ignore[arg-type]
