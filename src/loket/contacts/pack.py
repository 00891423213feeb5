"""The section of a pack with the text blocks of the whole organisation."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from loket.contacts.actions.blocks import put_organisation_block
from loket.contacts.models import TextBlock
from loket.contacts.rules.blocks import (
    LONGEST_BODY,
    LONGEST_TITLE,
    BlockPlan,
    faults_of,
)
from loket.core.acting import Acting
from loket.core.packing import DATE, LANGUAGES, TEXT, Entry, Section, shape
from loket.documents.letters import names_in, stray_braces


def present_blocks() -> dict[str, Entry]:
    """The text blocks of everybody, also those that were put away."""
    found: dict[str, Entry] = {}
    for block in TextBlock.objects.filter(person=None, team=None, from_pack=True).order_by("code"):
        said: dict[str, Any] = {"title": block.title, "body": block.body}
        if block.review_on:
            said["review_on"] = block.review_on.isoformat()
        found[block.code] = said
    return found


def held_blocks() -> dict[str, str]:
    """The blocks of everybody that people wrote on the pages."""
    ours = TextBlock.objects.filter(person=None, team=None, from_pack=False)
    return dict.fromkeys(ours.values_list("code", flat=True), "it was written on the pages")


def write_block(key: str, entry: Entry, by: Acting) -> None:
    """Make or change a text block."""
    put_organisation_block(plan_of(key, entry), by=by)


def plan_of(key: str, entry: Entry) -> BlockPlan:
    """What an entry wants a block to say."""
    review = entry.get("review_on", "")
    return BlockPlan(
        code=key,
        title=entry["title"],
        body={language: text.strip() for language, text in entry["body"].items()},
        review_on=date.fromisoformat(review) if review else None,
    )


def strays_in(key: str, entry: Entry) -> Iterator[tuple[str, str]]:
    """The places where a text asks for what no case knows, and what it asks for there."""
    plan = plan_of(key, entry)
    names = {language: names_in(body) for language, body in plan.body.items()}
    strays = frozenset(one for one, body in plan.body.items() if stray_braces(body))
    for fault in faults_of(plan, names, strays):
        if fault.code in ("unknown", "braces"):
            yield fault.field.replace("-", ".", 1), fault.word or "{{"


def tidy(entry: Entry) -> Entry:
    """An entry without the blank lines at the end of its texts."""
    body = {language: text.strip() for language, text in entry["body"].items()}
    return {**entry, "body": body}


def _texts(longest: int) -> Entry:
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"enum": LANGUAGES},
        "additionalProperties": {**TEXT, "maxLength": longest},
    }


BLOCKS = Section(
    name="blocks",
    shape=shape(
        {"title": _texts(LONGEST_TITLE), "body": _texts(LONGEST_BODY)}, {"review_on": DATE}
    ),
    tidy=tidy,
    present=present_blocks,
    held=held_blocks,
    write=write_block,
    keys=r"[a-z0-9][a-z0-9-]{0,39}",
)
