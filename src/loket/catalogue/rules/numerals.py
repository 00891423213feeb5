"""Numbers as people write them: `1.234,56` in Dutch, French and German, `1,234.56` in English."""

import re

SPACES = re.compile("[\\s\u00a0\u202f\u2009'’]")
CURRENCY = re.compile("€|euro?", re.IGNORECASE)
WRITINGS = ("nl", "en")  # languages of which each writes numbers in a way of its own
LONGEST = 15  # digits before the point, that a number keeps exactly


def read_decimal(text: str, language: str) -> str | None:
    """Return a decimal with a point and no needless zeros in front, None when it is no number."""
    text = SPACES.sub("", CURRENCY.sub("", text)).replace("\u2212", "-")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text.removeprefix("+"))
    own, foreign = (".", ",") if language == "en" else (",", ".")
    plain = _pointed(digits, point=own, group=foreign)
    if plain is None:
        plain = _foreign(digits, point=foreign, group=own)
    return _canonical(sign, plain) if plain is not None else None


def _pointed(digits: str, *, point: str, group: str) -> str | None:
    """Read a number in the way of one language: `1.234.567,89`, `1234,5`, `1234`."""
    p, g = re.escape(point), re.escape(group)
    if re.fullmatch(rf"[0-9]{{1,3}}(?:{g}[0-9]{{3}})+(?:{p}[0-9]+)?", digits, re.ASCII):
        return digits.replace(group, "").replace(point, ".")
    if re.fullmatch(rf"[0-9]+(?:{p}[0-9]+)?", digits, re.ASCII):
        return digits.replace(point, ".")
    return None


def _foreign(digits: str, *, point: str, group: str) -> str | None:
    """Read a number in the other way, where that leaves no doubt: `1,234.56`, `1.5`."""
    p, g = re.escape(point), re.escape(group)
    grouped = rf"[0-9]{{1,3}}(?:{g}[0-9]{{3}})+{p}[0-9]+"
    short = rf"[0-9]+{p}(?:[0-9]{{1,2}}|[0-9]{{4,}})"
    if re.fullmatch(rf"{grouped}|{short}", digits, re.ASCII):
        return digits.replace(group, "").replace(point, ".")
    return None


def _canonical(sign: str, plain: str) -> str | None:
    whole, _, part = plain.partition(".")
    whole = whole.lstrip("0") or "0"
    if len(whole) > LONGEST or len(part) > LONGEST:
        return None
    part = part.rstrip("0")
    text = f"{whole}.{part}" if part else whole
    return f"{sign}{text}" if text != "0" else text
