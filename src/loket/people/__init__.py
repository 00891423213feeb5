"""Who people are: one register of parties for the whole house.

It owns parties (persons and companies) with their addresses and identifiers, units of an
organisation, employments, memberships, roles and preferences. A citizen, a civil servant, a chief
and a handler are all persons; staff is who holds a role. Words: party, person, unit, employment,
membership, role grant, preference. Events: person.changed, address.verified.
"""
