"""When two ways of writing an address are the same address."""

import re
import unicodedata

COUNTRY_CODES = {"BE": "32", "NL": "31"}
PHONE_DIGITS = range(8, 16)  # ITU-T E.164: at most 15, with the country
EMAIL = re.compile(
    r"[^@\s\x00-\x1f\x7f<>(),;:\\\"\[\]]{1,64}@(?=.{4,253}\Z)([\w-]{1,63}\.)+[\w-]{2,63}"
)


def normalise_email(value: str) -> str:
    """Give the one way to write an e-mail address; empty when it is none.

    Capitals are ignored, also before the @: no mail service that people use tells them apart.
    """
    address = unicodedata.normalize("NFC", value).strip().casefold()
    return address if EMAIL.fullmatch(address) and ".." not in address else ""


def normalise_phone(value: str, region: str) -> str:
    """Give a phone number as +32475123456 (ITU-T E.164); empty when it is none.

    A number without country is one of the region.
    """
    written = value.replace("(0)", "")
    if re.search(r"[^\d\s+()./-]", written):
        return ""
    digits = re.sub(r"\D", "", written)
    if digits.startswith("00"):
        digits = digits[2:]
    elif not written.strip().startswith("+"):
        if not digits.startswith("0"):
            return ""
        digits = COUNTRY_CODES[region] + digits[1:]
    return f"+{digits}" if len(digits) in PHONE_DIGITS else ""
