"""The naughty strings, and what of them has to come back."""

import html
import json
import re
import unicodedata
from pathlib import Path

NAUGHTY = Path(__file__).parent / "data" / "naughty.json"
OWN = (
    "voor\x00na",
    "regel\x0bregel\x0cregel\x85regel\u2028regel\u2029regel",
    "\ufffe\uffff\U0001fffe en gewone woorden",
    "e\u0301 is é, \u212b is Å, ﬁ blijft ﬁ",
    "\U0001fae9\U0001fade nieuwe tekens, en \u0378 dat niemand kent",
    "\u202eomgekeerd\u202c en \u2066los\u2069",
    "{{ 7*7 }} {% csrf_token %} {% load static %} ${7*7} #{7*7} <%= 7*7 %>",
    "%s %(naam)s %d {0} {naam} {naam.__class__} %%",
    "=1+1;@SUM(1);+1;-1;\tcmd|' /C calc'!A0",
    "a" * 4000,
    "ab " * 2000,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 40,
    "z" + "\u0336\u0489" * 300,
    "9" * 400,
    "-" + "9" * 30,
    "1e400",
    "0.1e-999",
    "١٢٣٤٥",
    "２０２６－１１－２２",
    "31-02-2026",
    "99999-01-01",
    "0000-00-00",
    "--------------",
    "\r\n\r\nSet-Cookie: a=b",
    "Bcc: x@voorbeeld.example\r\n\r\n.\r\n",
    '#import sys #read("/etc/passwd") $ x $ @label <label> \\ * _ ` ~',
)
"""What the others do not have: what databases, templates, sheets, mails, typesetters stumble over."""
BEGIN = "\ufeff"  # says how a file is written, and is no part of a text
TOGETHER, MOST = 60, 9_000
TAG = re.compile(r"<[^<>]*>")


def naughty() -> tuple[str, ...]:
    """Give every string, those of others and our own."""
    return (*filter(None, json.loads(NAUGHTY.read_text())), *OWN)


def bundles(strings: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Give the strings some at a time, none so many that a text field refuses them."""
    made: list[tuple[str, ...]] = [()]
    for one in strings:
        full = len(made[-1]) == TOGETHER or sum(map(len, (*made[-1], one))) > MOST
        made = [*made, (one,)] if full else [*made[:-1], (*made[-1], one)]
    return made


def squashed(text: str) -> str:
    """Give a text as it is kept, without its white space: pages may break lines where they like."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(one for one in composed if is_kept(one) and not one.isspace())


def is_kept(sign: str) -> bool:
    """Say whether a sign is one that a text may have: no control sign, no half, no non-sign."""
    number = ord(sign)
    nothing = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF or sign == BEGIN
    return not nothing and unicodedata.category(sign) not in ("Cc", "Cs")


def texts_of(page: str) -> str:
    """Give what a page shows, and what stands in its fields."""
    return squashed(html.unescape(TAG.sub("", page))) + squashed(html.unescape(page))
