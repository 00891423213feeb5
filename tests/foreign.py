"""What belongs to one organisation of the demo only, and must never be seen in the other."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings

from loket.packs.load import Pack, load_pack

ORGANISATIONS = ("persopoint", "rijnbeek")
OTHER = dict(zip(ORGANISATIONS, reversed(ORGANISATIONS), strict=True))


@cache
def pack_of(slug: str) -> Pack:
    return load_pack(settings.PACKS / slug, demo=True)


@cache
def words_of(slug: str) -> re.Pattern[str]:
    """Names, addresses, titles, places and numbers of one organisation; nothing of the other."""
    words = set(_words(pack_of(slug))) - set(_words(pack_of(OTHER[slug])))
    numbers = [rf"\b{one.entry['prefix']}\d{{7}}" for one in pack_of(slug).of("series").values()]
    return re.compile("|".join([*numbers, *map(re.escape, sorted(words, key=len, reverse=True))]))


def foreign_in(text: str, slug: str) -> list[str]:
    """What a text, shown by this organisation, tells of the other one."""
    return sorted(set(words_of(OTHER[slug]).findall(text)))


def _words(pack: Pack) -> Iterator[str]:
    said = pack.of("organisation")[""].entry
    yield from (said["name"], said["contact"]["phone"], said["contact"]["mail"])
    yield from (f"theme-{said['theme']}.", f"logo-{said['theme']}.", f"favicon-{said['theme']}.")
    yield from pack.of("hosts")
    for person in pack.of("persons").values():
        yield from (person.entry["name"], person.entry["email"])
    for unit in pack.of("units").values():
        yield from unit.entry["name"].values()
    for queue in pack.of("queues"):
        yield f"/werk/{queue}/"
    for slug, theme in pack.of("themes").items():
        yield f"/aanvragen/{slug}/"
        yield from theme.entry["title"].values()
    for form in pack.of("forms").values():
        yield f"/formulier/{form.entry['slug']}/"
        yield from _strings(form.entry["title"])


def _strings(texts: Any) -> Iterator[str]:
    yield from (str(one) for one in texts.values())
