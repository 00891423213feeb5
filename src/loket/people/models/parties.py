"""Parties: persons and companies, with their addresses and identifiers."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from loket.accounts.models import User
from loket.core.keys import new_key
from loket.core.tenancy import TenantModel


class Party(TenantModel):
    """A person or a company: whoever can ask for something, or whom it is about."""

    class Kind(models.TextChoices):
        """What a party is."""

        PERSON = "person"
        COMPANY = "company"

    key = models.CharField(max_length=22, unique=True)
    kind = models.CharField(max_length=7, choices=Kind)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="nl")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "sort_key"), name="party_sort_key"),
            GinIndex(fields=("name",), opclasses=("gin_trgm_ops",), name="party_name_trgm"),
        )

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    """Who may see who people are: name, photo and unit, no more than that."""

    def visible_to(self, person: "Person") -> Self:
        """Everybody of the same organisation; a name stands beside each message and task."""
        return self.filter(organisation=person.organisation_id)

    def reachable(self) -> Self:
        """Everybody but those whose account was closed: they see nothing that is given to them."""
        return self.filter(models.Q(user=None) | models.Q(user__is_active=True))


class Person(TenantModel):
    """A human being; the same primary key as its party, so `requester_id = person.pk`."""

    party = models.OneToOneField(
        Party, models.CASCADE, primary_key=True, related_name="person", db_column="party_id"
    )
    user = models.OneToOneField(User, models.PROTECT, null=True, related_name="person")
    given_name = models.CharField(max_length=100, blank=True, default="")
    birth_date = models.DateField(null=True)
    avatar_key = models.CharField(max_length=22, blank=True, default="")
    demo_role = models.CharField(max_length=60, blank=True, default="")
    """What the chooser of the demo says of this person (pack text code); empty in production."""

    objects = models.Manager.from_queryset(PersonQuerySet)()

    def __str__(self) -> str:
        return self.party.name


class AddressQuerySet(models.QuerySet["Address"]):
    """Questions about addresses."""

    def visible_to(self, person: Person) -> Self:
        """Only one's own."""
        return self.filter(party=person.pk)

    def for_notices(self) -> Self:
        """Where notices may go: verified, and meant for it."""
        return self.filter(
            kind=Address.Kind.EMAIL, verified_at__isnull=False, purpose__contains=["notices"]
        )


class Address(TenantModel):
    """Where a party can be reached; used only once verified."""

    class Kind(models.TextChoices):
        """The kind of address."""

        EMAIL = "email"
        PHONE = "phone"
        POST = "post"

    key = models.CharField(max_length=22, unique=True, default=new_key)
    party = models.ForeignKey(Party, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=5, choices=Kind)
    value = models.CharField(max_length=320)
    normalised = models.CharField(max_length=320)
    verified_at = models.DateTimeField(null=True)
    purpose = ArrayField(models.CharField(max_length=20), default=list)
    """What it may be used for: "notices", "work", "home"; empty is nothing."""

    objects = models.Manager.from_queryset(AddressQuerySet)()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("party", "kind", "normalised"), name="address_once_a_party"
            ),
        )

    def __str__(self) -> str:
        return self.value


class AddressCode(TenantModel):
    """The code that was mailed to an address, to prove that somebody reads it; a new one ends it.

    `mark` is the keyed hash of the address; the address itself is sealed with the code. The row
    stays for a day, so that what was asked counts; the code in it does not.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="codes")
    """Who asked for it."""
    mark = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    asked = models.PositiveSmallIntegerField(default=1)
    """How many codes went there without an answer."""
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("party", "mark"), name="addresscode_once_a_party"),
        )

    def __str__(self) -> str:
        return f"code {self.pk} of party {self.party_id}"


class Identifier(TenantModel):
    """A number by which a register knows a party; sealed, found again by its keyed hash."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="identifiers")
    type = models.CharField(max_length=10)
    value_hmac = models.BinaryField(max_length=32)
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "type", "value_hmac"), name="identifier_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.type} of party {self.party_id}"
