"""Stored files and letter templates."""

from django.db import models

from loket.core.tenancy import TenantModel
from loket.people.models import Person


class StoredFile(TenantModel):
    """A file on disk, under a random key; what it is called and what was found about it."""

    class State(models.TextChoices):
        """How far its inspection is; others may download it only when it is clean."""

        UPLOADED = "uploaded"
        CHECKING = "checking"
        CLEAN = "clean"
        REFUSED = "refused"
        INFECTED = "infected"
        FAILED = "failed"

    NOT_TAKEN = frozenset({State.REFUSED, State.INFECTED, State.FAILED})
    """The states in which a file counts as not handed in."""

    key = models.CharField(max_length=22, unique=True)
    path = models.CharField(max_length=200)
    """Below the folder of files; never shown."""
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    """Bytes."""
    sha256 = models.BinaryField(max_length=32)
    type = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    reason = models.CharField(max_length=40, blank=True, default="")
    derived_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="derived")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(
                fields=("organisation", "state"),
                condition=models.Q(state__in=("uploaded", "checking", "failed")),
                name="storedfile_unfinished",
            ),
        )

    def __str__(self) -> str:
        return self.name


class PhotoPdf(TenantModel):
    """The photos of one document as one PDF, beside the photos themselves.

    `mark` says which photos in which order: whoever shows those finds this paper by it. A file
    of its own is there once it is made; it goes when one of its photos goes.
    """

    class State(models.TextChoices):
        """How far it is."""

        MAKING = "making"
        MADE = "made"
        FAILED = "failed"

    mark = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    """The name of the document in the form, in `language`."""
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=6, choices=State, default=State.MAKING)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="photo_pdf")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "mark"), name="photopdf_mark"),
        )
        indexes = (
            models.Index(
                fields=("organisation", "asked_at"),
                condition=models.Q(state="making"),
                name="photopdf_making",
            ),
        )

    def __str__(self) -> str:
        return f"photos {self.mark[:8]}, {self.state}"


class PdfPhoto(TenantModel):
    """A photo in such a paper, and its place."""

    pdf = models.ForeignKey(PhotoPdf, models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="in_pdfs")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("pdf", "file"), name="pdfphoto_once"),)

    def __str__(self) -> str:
        return f"photo {self.position} of {self.pdf_id}"


class LetterTemplate(TenantModel):
    """The words of a letter or a mail, per language, in versions that are never changed."""

    code = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "code", "language", "version"),
                name="lettertemplate_version",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.language} {self.version}"
