"""Every naughty string goes through every page with text fields, and breaks none of them."""

from collections.abc import Mapping

import pytest
from django.test import Client

from fire.input.filling import Door, door_of, undone
from fire.input.inside import forms_of, steps_of, walk
from fire.input.strings import bundles, naughty

ALONE = frozenset({"portal:step", "people:address_add"})
"""Of these kinds of page the first gets each string by itself; the others get them in bundles.

With `--each` all pages get each by itself: half an hour, for whoever releases.
"""

SHORTENED = frozenset(
    {
        *("portal:search", "portal:theme", "portal:form", "desk:search", "contacts:blocks"),
        *("portal:begin", "portal:rename_draft"),
    }
)
"""Words to look for and the name of a draft: of what is longer than their field they keep the start."""


@pytest.fixture(scope="module")
def doors(people: Mapping[str, Client]) -> list[Door]:
    """Give every kind of form in which somebody types."""
    crawls = walk(people, {who: steps_of(who) for who in people})
    return [door_of(found, people[found.who]) for found in forms_of(crawls)]


def test_each_string_goes_through_each_page_and_comes_back(
    doors: list[Door], *, each_alone: bool
) -> None:
    lost: list[str] = []
    alone = set(ALONE)
    for door in sorted(doors, key=lambda one: -len(one.found.form.typed)):
        kind = door.found.kind[0]
        by_itself = each_alone or kind in alone
        texts = [(one,) for one in naughty()] if by_itself else bundles(naughty())
        alone.discard(kind)
        for strings in texts:
            said = undone(door, "\n".join(strings))
            if door.shows and kind not in SHORTENED:
                lost += [f"{door.name}: {one[:60]!r}" for one in strings if not said.shows(one)]

    assert lost == []
