"""Words as people type them, made comparable: no diacritics, small letters, single spaces."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

LIGATURES = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l"})
APOSTROPHES = re.compile(r"[’‘`´]")
SEPARATORS = re.compile(r"[^\w/'-]+")

type Texts = Mapping[str, str]


def normalise(text: str) -> str:
    """Return the text as it is searched: `Verlof voor Mantelzórg` is `verlof voor mantelzorg`."""
    folded = APOSTROPHES.sub("'", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return SEPARATORS.sub(" ", bare.translate(LIGATURES)).strip()


def words_of(text: str) -> list[str]:
    """Return the words of a normalised text, each once, in their order."""
    return list(dict.fromkeys(normalise(text).split()))


def search_text(texts: Iterable[str]) -> str:
    """Return everything by which something is found, one text a line."""
    return "\n".join(dict.fromkeys(filter(None, (normalise(text) for text in texts))))
