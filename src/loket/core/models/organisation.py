"""Organisations are tenants; a host name leads to one of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Organisation(models.Model):
    """A public service that offers its desk here; everything else belongs to exactly one."""

    class Region(models.TextChoices):
        """Where people live: it decides how dates and numbers are written."""

        BELGIUM = "BE"
        NETHERLANDS = "NL"

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=2, choices=Region)
    time_zone = models.CharField(max_length=40, default="Europe/Brussels")
    languages = ArrayField(models.CharField(max_length=2), default=list)
    theme = models.CharField(max_length=40)
    settings = models.JSONField(default=dict)
    """What the pack says of the whole organisation: texts, links, contact, mail, worth of keys."""
    statements = models.JSONField(default=dict)
    """What it accounts for on pages of their own, by slug; long, so only those pages read it."""

    mails_held_since = models.DateTimeField(null=True)
    """Since when its mails wait for the administrator: it was put back from a backup."""

    def __str__(self) -> str:
        return self.name


class Host(models.Model):
    """A host name that opens the desk of an organisation."""

    host = models.CharField(max_length=253, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="hosts")

    def __str__(self) -> str:
        return self.host
