"""Who people are: one register of parties for the whole house.

It owns parties (persons and companies) with their addresses and identifiers, units of an
organisation, employments, memberships, roles and preferences. A citizen, a civil servant, a chief
and a handler are all persons; staff is who holds a role. Words: party, person, unit, employment,
membership, role grant, preference, photo. Events (all for the audit): person.made, person.changed,
person.chose_mails, party.made, party.identified, address.added, address.code_asked,
address.verified, address.chosen, address.removed, unit.changed, unit.joined, unit.left,
employment.started, employment.ended, role.granted, role.withdrawn.
"""
