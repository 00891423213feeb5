"""How names are put in order."""

import unicodedata


def sort_key(name: str, given_name: str = "") -> str:
    """Give the key by which a name is sorted: family name first, no capitals, no accents.

    The database sorts by bytes, so the key is made here (Unicode NFKD, then casefold).
    """
    rest = name.removeprefix(given_name).strip() if given_name else name
    ordered = f"{rest} {given_name}" if rest else name
    decomposed = unicodedata.normalize("NFKD", ordered)
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(letters.casefold().split())[:200]
