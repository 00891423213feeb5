"""The tables about people, by noun."""

from loket.people.models.parties import Address, AddressCode, Identifier, Party, Person
from loket.people.models.preferences import Preference
from loket.people.models.units import Employment, Membership, RoleGrant, Unit

__all__ = [
    "Address",
    "AddressCode",
    "Employment",
    "Identifier",
    "Membership",
    "Party",
    "Person",
    "Preference",
    "RoleGrant",
    "Unit",
]
