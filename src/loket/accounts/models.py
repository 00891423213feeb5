"""Accounts and sessions."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower

from loket.core.tenancy import TenantModel


class Loa(models.TextChoices):
    """Level of assurance of a sign-in (eIDAS, Regulation (EU) 910/2014, art. 8)."""

    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"


class UserManager(BaseUserManager["User"]):
    """Find an account by its login, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account with this login in the present organisation."""
        return self.get(login__iexact=username)


class User(TenantModel, AbstractBaseUser):
    """A way to sign in at one organisation; who it is, is a person (people)."""

    login = models.CharField(max_length=254)
    loa_password = models.CharField(max_length=12, choices=Loa, default=Loa.LOW)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    failed_count = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    last_login = None  # the session knows

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "login"

    class Meta:
        constraints = (models.UniqueConstraint("organisation", Lower("login"), name="user_login"),)

    def __str__(self) -> str:
        return self.login


class Session(AbstractBaseSession):
    """A session on a host, with the level of assurance it was opened at."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    loa = models.CharField(max_length=12, choices=Loa, blank=True, default="")
    last_seen = models.DateTimeField(null=True)
    ip = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True, default="")

    class Meta(AbstractBaseSession.Meta):
        abstract = False
