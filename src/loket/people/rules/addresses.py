"""When two ways of writing an address are the same address."""

import re
import unicodedata

EMAIL = re.compile(
    r"[^@\s\x00-\x1f\x7f<>(),;:\\\"\[\]]{1,64}@(?=.{4,253}\Z)([\w-]{1,63}\.)+[\w-]{2,63}"
)


def normalise_email(value: str) -> str:
    """Give the one way to write an e-mail address; empty when it is none.

    Capitals are ignored, also before the @: no mail service that people use tells them apart.
    """
    address = unicodedata.normalize("NFC", value).strip().casefold()
    return address if EMAIL.fullmatch(address) and ".." not in address else ""
