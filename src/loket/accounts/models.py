"""Accounts and sessions."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower

from loket.core.tenancy import TenantModel


def fold_login(login: str) -> str:
    """A login as it is kept: without spaces around it and without capitals."""
    return login.replace("\x00", "").strip().casefold()[:254]


class Loa(models.TextChoices):
    """Level of assurance of a sign-in (eIDAS, Regulation (EU) 910/2014, art. 8)."""

    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"


class UserManager(BaseUserManager["User"]):
    """Find an account by its login, whatever its capitals."""

    def known_as(self, login: str) -> "User | None":
        """The account with this login in the present organisation."""
        return self.alias(folded=Lower("login")).filter(folded=fold_login(login)).first()

    def get_by_natural_key(self, username: str | None) -> "User":
        """The same, for Django."""
        return self.alias(folded=Lower("login")).get(folded=fold_login(username or ""))


class User(TenantModel, AbstractBaseUser):
    """A way to sign in at one organisation; who it is, is a person (people)."""

    login = models.CharField(max_length=254)
    loa_password = models.CharField(max_length=12, choices=Loa, default=Loa.LOW)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    last_login = None  # the session knows

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "login"

    class Meta:
        constraints = (models.UniqueConstraint("organisation", Lower("login"), name="user_login"),)

    def __str__(self) -> str:
        return self.login


class FailedSignIn(TenantModel):
    """How often signing in failed with a login in a row, whether that account exists or not.

    Known and unknown logins are counted in the same way, so that nobody learns which exist.
    """

    login_hash = models.BinaryField(max_length=32)
    """The login under a keyed hash: what people mistype here may be a password."""
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "login_hash"), name="failedsignin_login"
            ),
        )
        indexes = (models.Index(fields=("organisation", "last_at"), name="failedsignin_last"),)

    def __str__(self) -> str:
        return f"{self.count} times"


class Session(AbstractBaseSession):
    """A session on a host, with the level of assurance it was opened at."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    loa = models.CharField(max_length=12, choices=Loa, blank=True, default="")
    last_seen = models.DateTimeField(null=True)
    ip = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True, default="")

    class Meta(AbstractBaseSession.Meta):
        abstract = False
