"""Add, prove and remove the addresses of a party."""

from django.db import transaction
from django.utils.translation import gettext as _

from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.events import record
from loket.core.models import Event
from loket.people.actions.codes import Taken, mailed, make_code, mark_of, take_code
from loket.people.models import Address, AddressCode, Party
from loket.people.rules.addresses import normalise_email

NOTICES = "notices"
MOST_ADDRESSES = 5


@transaction.atomic
def add_email(party: Party, value: str, *, by: Acting) -> Address:
    """Note an e-mail address and mail a code to it; it is used only once the code came back."""
    party = Party.objects.select_for_update().get(pk=party.pk)
    normalised = _normalised(value)
    found = party.addresses.filter(kind=Address.Kind.EMAIL, normalised=normalised).first()
    if found and found.verified_at:
        raise RuleError(_("Dit adres staat al in uw profiel."), code="address_known")
    if not found:
        if party.addresses.filter(kind=Address.Kind.EMAIL).count() >= MOST_ADDRESSES:
            raise RuleError(
                _("U kunt hoogstens %(n)s adressen bewaren. Verwijder eerst een ander adres.")
                % {"n": MOST_ADDRESSES},
                code="address_many",
            )
        found = Address.objects.create(
            party=party, kind=Address.Kind.EMAIL, value=value.strip(), normalised=normalised
        )
        record("address.added", found, by=by, visibility=Event.Visibility.AUDIT)
    ask_code(found, by=by)
    return found


@transaction.atomic
def note_known_email(
    party: Party, value: str, *, purpose: tuple[str, ...] = (NOTICES,), by: Acting
) -> Address:
    """Note an address that its source vouches for, such as an employer's register."""
    normalised = _normalised(value)
    address, _made = Address.objects.update_or_create(
        party=party,
        kind=Address.Kind.EMAIL,
        normalised=normalised,
        defaults={"value": value.strip(), "verified_at": by.at, "purpose": list(purpose)},
    )
    record("address.verified", address, by=by, visibility=Event.Visibility.AUDIT, how="source")
    return address


@transaction.atomic
def ask_code(address: Address, *, by: Acting) -> None:
    """Make a new code for an address; the reaction mails it, and the one before is worth nothing.

    Asking again within a minute does nothing: the first mail is still on its way.
    """
    if make_code(address.party_id, address.value, by=by):
        record("address.code_asked", address, by=by, visibility=Event.Visibility.AUDIT)


def verify_address(address: Address, code: str, *, by: Acting) -> None:
    """Take the code that was mailed as proof; after a few wrong ones it is worth nothing.

    The try is committed before it is refused, so that a refusal does not undo the counting.
    """
    if not _prove(address, code, by=by):
        raise RuleError(
            _("Deze code klopt niet of is te oud. Kijk ze na, of vraag een nieuwe code."),
            code="address_code",
        )


@transaction.atomic
def remove_address(address: Address, *, by: Acting) -> None:
    """Forget an address; the last one for notices stays, for without it nothing arrives."""
    party = Party.objects.select_for_update().get(pk=address.party_id)
    others = party.addresses.for_notices().exclude(pk=address.pk)
    if NOTICES in address.purpose and address.verified_at and not others.exists():
        raise RuleError(
            _("Dit is het adres voor uw berichten. Kies eerst een ander adres voor uw berichten."),
            code="address_last",
        )
    record("address.removed", address, by=by, visibility=Event.Visibility.AUDIT)
    address.delete()


@transaction.atomic
def choose_notices(address: Address, *, by: Acting) -> None:
    """Send the notices of a person to this address from now on, and to no other."""
    if not address.verified_at:
        raise RuleError(_("Vul eerst de code in die wij mailden."), code="address_unverified")
    party = Party.objects.select_for_update().get(pk=address.party_id)
    for other in party.addresses.for_notices().exclude(pk=address.pk):
        _set_purpose(other, [use for use in other.purpose if use != NOTICES])
    _set_purpose(address, sorted({*address.purpose, NOTICES}))
    record("address.chosen", address, by=by, visibility=Event.Visibility.AUDIT)


def code_to_mail(address: Address, *, by: Acting) -> str:
    """The code for the mail that carries it; empty when it was used or is too old."""
    mark = mark_of(address.value)
    made = AddressCode.objects.filter(party=address.party_id, mark=mark).first()
    found = mailed(made, by=by) if made else None
    return found.digits if found else ""


@transaction.atomic
def _prove(address: Address, code: str, *, by: Acting) -> bool:
    if take_code(address.party_id, address.value, code, by=by) is not Taken.RIGHT:
        return False
    address.verified_at = by.at
    address.save(update_fields=["verified_at"])
    if not address.party.addresses.for_notices().exists():
        _set_purpose(address, [NOTICES])
    record("address.verified", address, by=by, visibility=Event.Visibility.AUDIT, how="code")
    return True


def _set_purpose(address: Address, purpose: list[str]) -> None:
    address.purpose = purpose
    address.save(update_fields=["purpose"])


def _normalised(value: str) -> str:
    normalised = normalise_email(value)
    if not normalised:
        raise RuleError(
            _("Vul een e-mailadres in zoals naam@example.org."), code="address_malformed"
        )
    return normalised
