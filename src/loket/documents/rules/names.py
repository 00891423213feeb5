"""Names of files: safe to show, safe to download, never used as a path."""

import unicodedata

LONGEST_NAME = 255
LONGEST_ENDING = 12
LONGEST_LABEL = 60
NAMELESS = "bestand"
SHORTENED = "…"
# Cc control, Cf marks that turn or hide text, Cs halves of characters, Co and Cn nothing we know.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def display_name(raw: str, longest: int = LONGEST_NAME) -> str:
    """Return the name of a file as people may see it: no folders, no invisible signs."""
    last = raw.replace("\\", "/").rsplit("/", 1)[-1]
    composed = unicodedata.normalize("NFC", last)
    visible = "".join(" " if sign.isspace() else sign for sign in composed if _is_seen(sign))
    name = " ".join(visible.split()).strip(". ")
    return shortened(name or NAMELESS, longest)


def _is_seen(sign: str) -> bool:
    return sign in "\t\n\r" or unicodedata.category(sign) not in INVISIBLE


def shortened(name: str, longest: int) -> str:
    """Return a name of at most so many characters that keeps its ending."""
    if len(name) <= longest:
        return name
    ending = ending_of(name)
    tail = f"{SHORTENED}.{ending}" if ending else SHORTENED
    return name[: longest - len(tail)].rstrip() + tail


def ending_of(name: str) -> str:
    """Return the ending of a name in lower case without its dot, or nothing."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > LONGEST_ENDING or not ending.isalnum():
        return ""
    return ending.lower()


def with_ending(name: str, ending: str) -> str:
    """Return a name with another ending: `foto.heic` becomes `foto.jpg`."""
    stem = name.rpartition(".")[0] if ending_of(name) else name
    return shortened(f"{stem}.{ending}", LONGEST_NAME)


def download_name(number: str, label: str, position: int, ending: str) -> str:
    """Return the name for a download: `HRB0001167_medisch-attest_1.pdf`."""
    parts = (plain_word(number, keep_case=True), plain_word(label), str(position))
    stem = "_".join(part for part in parts if part)
    return f"{stem}.{ending}" if ending else stem


def plain_word(text: str, *, keep_case: bool = False) -> str:
    """Return a text in plain letters, digits and hyphens, fit for any file system."""
    bare = unicodedata.normalize("NFKD", text)
    kept = "".join(sign if sign.isascii() and sign.isalnum() else _gap(sign) for sign in bare)
    word = "-".join(kept.split())[:LONGEST_LABEL].strip("-")
    return word if keep_case else word.lower()


def _gap(sign: str) -> str:
    return "" if unicodedata.combining(sign) or sign in "'’" else " "
