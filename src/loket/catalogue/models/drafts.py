"""Drafts: answers that are not submitted yet, with their files."""

from typing import Self

from django.db import models

from loket.catalogue.models.forms import FormVersion
from loket.core.keys import new_key
from loket.core.tenancy import TenantModel
from loket.documents.models import StoredFile
from loket.people.models import Party, Person


class DraftQuerySet(models.QuerySet["Draft"]):
    """Questions about drafts."""

    def visible_to(self, person: Person) -> Self:
        """A draft is seen by its owner only."""
        return self.filter(owner=person)

    def open(self) -> Self:
        """Not submitted yet, not thrown away, and no trial."""
        return self.filter(submitted_at=None, thrown_at=None, trial__isnull=True)

    def trials(self) -> Self:
        """The trials of form managers."""
        return self.filter(trial__isnull=False)

    def thrown(self) -> Self:
        """Thrown away: they can still be taken back."""
        return self.filter(submitted_at=None).exclude(thrown_at=None)

    def expiring(self) -> Self:
        """Deleted when their term is over."""
        return self.open().filter(lasting=False)


class Draft(TenantModel):
    """Answers on the way, pinned to one version of a form; saved after each change.

    `field_revs` holds the revision of each field, so that a second window that saves an older
    state is noticed per field; what loses stays in `conflicts` until the person chooses. Fields
    of special privacy are in `sealed` only (AES-256-GCM).
    """

    key = models.CharField(max_length=22, unique=True, default=new_key)
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="drafts")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="drafts")
    subject = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    acting_for = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=2)
    answers = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    field_revs = models.JSONField(default=dict)
    conflicts = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    """What the person answered to a warning that asks for a reason: {check id: text}."""
    later = models.JSONField(default=list)
    """Slots whose document follows later: ["rooster", "geboorteakte:k1"]."""
    rev = models.PositiveIntegerField(default=0)
    loa = models.CharField(max_length=12)
    """The level at which prefilled data was taken; resuming asks at least this level."""
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reminded = models.PositiveSmallIntegerField(default=0)
    """How many notices of expiry went out since the last edit."""
    submitted_at = models.DateTimeField(null=True)
    lasting = models.BooleanField(default=False)
    """It belongs to something that waits for it, so it neither expires nor is deleted by itself."""
    left = models.BinaryField(null=True)
    """What a newer version of the form no longer asks: words to read, and the answers as they were."""
    stays_until = models.PositiveIntegerField(null=True)
    """The newer version that the owner did not want: it is not offered again, a later one is."""
    thrown_at = models.DateTimeField(null=True)
    """When its owner threw it away; for some days it can be taken back."""
    uploads = models.JSONField(default=list)
    """Which sendings of files were dealt with: [[the key that the page gave, the file's key]].

    Each is dealt with once. Without a file it was stopped: if its bytes still come, they go.
    """

    trial = models.JSONField(null=True)
    """Whom it pretends to be, when a form manager tries the form: no case ever comes of it."""

    objects = models.Manager.from_queryset(DraftQuerySet)()

    class Meta:
        indexes = (
            models.Index(
                fields=("organisation", "touched_at"),
                condition=models.Q(trial__isnull=False),
                name="draft_trials",
            ),
            models.Index(
                "owner",
                models.F("touched_at").desc(),
                condition=models.Q(submitted_at=None),
                name="draft_mine",
            ),
            models.Index(
                fields=("organisation", "expires_at"),
                condition=models.Q(submitted_at=None),
                name="draft_expiry",
            ),
            models.Index(
                fields=("organisation", "thrown_at"),
                condition=models.Q(thrown_at__isnull=False),
                name="draft_thrown",
            ),
        )

    def __str__(self) -> str:
        return self.key


class DraftFile(TenantModel):
    """A file in a draft, in a document slot (or in none, when its group item was removed)."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    slot = models.CharField(max_length=60, blank=True, default="")
    item = models.CharField(max_length=40, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    given_at = models.DateTimeField(null=True)
    """When it was handed in before: it lay with us already and is used again."""

    class Meta:
        indexes = (models.Index(fields=("draft", "slot", "position"), name="draftfile_slot"),)
        constraints = (models.UniqueConstraint(fields=("draft", "file"), name="draftfile_once"),)

    def __str__(self) -> str:
        return f"{self.slot} {self.item}"


class DraftProof(TenantModel):
    """An address that was proven by a mailed code while somebody filled in this draft.

    `mark` is the keyed hash of the address: it is found again when the same address is given.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="proofs")
    mark = models.BinaryField(max_length=32)
    proven_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("draft", "mark"), name="draftproof_once_a_draft"),
        )

    def __str__(self) -> str:
        return f"proof {self.pk} in draft {self.draft_id}"
