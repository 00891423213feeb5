"""Codes that are mailed to an address, to prove that somebody reads it: made, taken and forgotten.

Every way to prove an address comes here, so that one law holds for all: a code lasts half an hour,
takes five tries, comes once a minute; and nobody can have many of them sent to strangers.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

from django.db import transaction
from django.utils.translation import gettext as _

from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.seal import keyed_hash, seal, unseal
from loket.people.models import AddressCode, Party
from loket.people.rules.addresses import normalise_email

CODE_DIGITS = 6
CODE_MINUTES = 30
CODE_LASTS = timedelta(minutes=CODE_MINUTES)
CODE_EVERY = timedelta(minutes=1)
CODE_TRIES = 5
DAY = timedelta(days=1)
MOST_UNPROVEN = 5
"""To so many addresses that did not answer may one person have codes sent in a day."""
MOST_ASKED = 10
"""So many codes go to one address without an answer, until a day went by."""


class Taken(StrEnum):
    """What became of a code that somebody typed."""

    RIGHT = "right"
    WRONG = "wrong"
    OLD = "old"
    SPENT = "spent"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailedCode:
    """What the mail needs: the code, and the address as it was written."""

    digits: str
    to: str


@transaction.atomic
def make_code(party_id: int, address: str, *, by: Acting) -> AddressCode | None:
    """Make a new code for an address; the one before is worth nothing then.

    None within a minute: the first mail is still on its way.
    """
    Party.objects.select_for_update().get(pk=party_id)
    mark = mark_of(address)
    codes = AddressCode.objects.filter(party=party_id)
    known = codes.filter(mark=mark).first()
    if known and by.at - known.asked_at < CODE_EVERY:
        return None
    recent = codes.filter(asked_at__gt=by.at - DAY)
    others = recent.exclude(mark=mark).count()
    asked = known.asked if known and known.asked_at > by.at - DAY else 0
    _refuse_too_many(others, asked)
    code = "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))
    made, _new = AddressCode.objects.update_or_create(
        party_id=party_id,
        mark=mark,
        defaults={
            "sealed": seal({"code": code, "to": address.strip()}),
            "asked_at": by.at,
            "expires_at": by.at + CODE_LASTS,
            "asked": asked + 1,
            "tries": 0,
        },
    )
    return made


@transaction.atomic
def take_code(party_id: int, address: str, typed: str, *, by: Acting) -> Taken:
    """Take a typed code as proof; each try counts, and the right code is used up.

    Whoever calls commits before refusing, so that a refusal does not undo the counting.
    """
    codes = AddressCode.objects.select_for_update()
    known = codes.filter(party=party_id, mark=mark_of(address)).first()
    obstacle = state_of(known, by=by)
    if known is None or obstacle is not None:
        return obstacle or Taken.NONE
    known.tries += 1
    known.save(update_fields=["tries"])
    digits = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
    if not compare_digest(digits, str(unseal(known.sealed)["code"])):
        return Taken.SPENT if known.tries >= CODE_TRIES else Taken.WRONG
    known.delete()
    return Taken.RIGHT


def state_of(code: AddressCode | None, *, by: Acting) -> Taken | None:
    """Why a code proves nothing whatever is typed; None when it may be tried."""
    if code is None:
        return Taken.NONE
    if code.expires_at <= by.at or not code.sealed:
        return Taken.OLD
    return Taken.SPENT if code.tries >= CODE_TRIES else None


def mailed(code: AddressCode, *, by: Acting) -> MailedCode | None:
    """What to mail; nothing once it is too old."""
    if code.expires_at <= by.at or not code.sealed:
        return None
    held = unseal(code.sealed)
    return MailedCode(held["code"], held["to"])


def mark_of(address: str) -> bytes:
    """By what the code of an address is found again; the table does not say which address it is."""
    return keyed_hash(f"email {normalise_email(address)}")


def forget_old_codes(*, at: datetime) -> None:
    """Forget the codes that are too old to prove anything; that they were asked counts for a day."""
    AddressCode.objects.filter(asked_at__lte=at - DAY).delete()
    AddressCode.objects.filter(expires_at__lt=at).update(sealed=b"")


def _refuse_too_many(others: int, asked: int) -> None:
    if others >= MOST_UNPROVEN:
        raise RuleError(
            _("U vroeg vandaag al codes voor %(n)s andere adressen. Probeer het morgen opnieuw.")
            % {"n": others},
            code="code_addresses",
        )
    if asked >= MOST_ASKED:
        raise RuleError(
            _("Wij mailden al %(n)s codes naar dit adres. Probeer het morgen opnieuw.")
            % {"n": asked},
            code="code_asked",
        )
