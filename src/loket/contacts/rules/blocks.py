"""Text blocks: which names they may fill in, and whether the texts of one can be kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

FIELDS = frozenset(
    {
        "name",
        "subject",
        "number",
        "title",
        "expected_on",
        "today",
        "handler",
        "team",
        "organisation",
        "phone",
    }
)
"""What a case knows to fill in."""
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LONGEST_TITLE = 120
LONGEST_BODY = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPlan:
    """What somebody wants a text block to say; texts by language, empty ones left out."""

    code: str
    title: Mapping[str, str]
    body: Mapping[str, str]
    review_on: date | None = None
    keeper: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a plan: the field of the page, the code of the sentence, and the word."""

    field: str
    code: str
    word: str = ""


def faults_of(
    plan: BlockPlan, names: Mapping[str, frozenset[str]], strays: frozenset[str]
) -> tuple[Fault, ...]:
    """Return what is wrong; `names` are those that each text asks for, `strays` the languages
    with braces that are no name.
    """
    found = [Fault("code", "code")] if not CODE.fullmatch(plan.code) else []
    found += [] if plan.body else [Fault("body", "empty")]
    found += [Fault(f"title-{one}", "untitled") for one in plan.body if one not in plan.title]
    for language, title in plan.title.items():
        found += _title_faults(language, title, plan.body)
    for language, body in plan.body.items():
        found += _body_faults(language, body, names[language] - FIELDS, language in strays)
    return tuple(found)


def _title_faults(language: str, title: str, body: Mapping[str, str]) -> Iterator[Fault]:
    if len(title) > LONGEST_TITLE:
        yield Fault(f"title-{language}", "title_long")
    if language not in body:
        yield Fault(f"body-{language}", "without_text")


def _body_faults(language: str, body: str, unknown: frozenset[str], stray: bool) -> Iterator[Fault]:
    if unknown:
        yield Fault(f"body-{language}", "unknown", min(unknown))
    elif stray:
        yield Fault(f"body-{language}", "braces")
    if len(body) > LONGEST_BODY:
        yield Fault(f"body-{language}", "body_long")


def language_for(wanted: str, body: Mapping[str, str]) -> str:
    """Return the language to take a text in: the one that is wanted, else the first there is."""
    return wanted if wanted in body else next(iter(body), "")
