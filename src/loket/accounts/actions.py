"""Sign in and out, and keep accounts: every change to accounts and sessions."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password, verify_password
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loket.accounts.models import FailedSignIn, Session, User, fold_login
from loket.accounts.rules import locked_for, weakest
from loket.accounts.sessions import SessionStore, ends_at, hashed
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.events import record
from loket.core.models import Event, Organisation
from loket.core.seal import keyed_hash

NO_PASSWORD = "!"  # noqa: S105  no password opens it, and checking one takes as long as ever
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000
FORGET_AFTER = timedelta(days=1)


class SignInError(RuleError):
    """Login and password do not open an account, or not now; says no more than that."""


def sign_in(login: str, password: str, *, by: Acting) -> User:
    """Give the account that these open; a known and an unknown login are refused alike.

    Not one transaction: a try is counted before the password is checked, so that neither many
    tries at once nor a lost connection go uncounted.
    """
    failure = _count_try(login, by=by)
    user = User.objects.known_as(login)
    right, outdated = verify_password(
        password[:LONGEST_PASSWORD], user.password if user else NO_PASSWORD
    )
    if user is None or not right or not _may_sign_in(user):
        record(
            "account.refused",
            failure,
            by=by,
            visibility=Event.Visibility.AUDIT,
            account=user.pk if user else None,
            tries=failure.count,
        )
        raise SignInError(
            _("Uw gebruikersnaam of uw wachtwoord klopt niet. Kijk beide na en probeer opnieuw."),
            code="wrong",
        )
    failure.delete()
    if outdated:
        User.objects.filter(pk=user.pk).update(password=make_password(password))
        user.refresh_from_db()
    return user


@transaction.atomic
def open_session(session: SessionBase, user: User, *, ip: str, agent: str, by: Acting) -> None:
    """Begin a session of this account: nothing of what the browser brought along stays."""
    organisation = Organisation.objects.get(pk=by.organisation_id)
    loa = weakest(user.loa_password, organisation.settings.get("password_loa", "low"))
    session.flush()
    session.update(
        {
            "user": user.pk,
            "organisation": by.organisation_id,
            "loa": loa,
            "since": by.at.isoformat(),
            "proof": user.get_session_auth_hash(),
            "ip": ip or None,
            "agent": agent[:200],
        }
    )
    record("account.signed_in", user, by=by, visibility=Event.Visibility.AUDIT, loa=loa)


@transaction.atomic
def sign_out(session: SessionBase, *, by: Acting) -> None:
    """End the session and throw away what was in it; ending none is fine."""
    user_id: int | None = session.get("user")
    user = User.objects.filter(pk=user_id).first() if user_id else None
    session.flush()
    if user:
        record("account.signed_out", user, by=by, visibility=Event.Visibility.AUDIT)


def note_sign_of_life(session: SessionStore, *, at: datetime) -> None:
    """Put the end of a session off, for somebody is using it; written once a minute at most."""
    if session.session_key and session.wants_touch(at):
        Session.objects.filter(session_key=hashed(session.session_key)).update(
            last_seen=at, expire_date=ends_at(at, dict(session.items()))
        )


@transaction.atomic
def make_account(
    login: str, *, password: str | None = None, loa: str = "low", demo: bool = False, by: Acting
) -> User:
    """Make a way to sign in; without a password (None) nobody can use it yet."""
    if User.objects.known_as(login):
        raise RuleError(_("Deze gebruikersnaam bestaat al."), code="login_taken")
    user = User.objects.create(
        login=fold_login(login),
        password=make_password(None if password is None else _accepted(password)),
        loa_password=loa,
        is_demo=demo,
    )
    record("account.made", user, by=by, visibility=Event.Visibility.AUDIT)
    return user


@transaction.atomic
def change_account(user: User, *, loa: str, active: bool, by: Acting) -> None:
    """Say what the password of an account is worth, and whether it may be used."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.loa_password, user.is_active = loa, active
    user.save(update_fields=["loa_password", "is_active"])
    record("account.changed", user, by=by, visibility=Event.Visibility.AUDIT, active=active)


@transaction.atomic
def set_password(user: User, password: str, *, by: Acting) -> None:
    """Give an account another password; its sessions end, for they prove the old one."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.password = make_password(_accepted(password))
    user.save(update_fields=["password"])
    record("account.password_changed", user, by=by, visibility=Event.Visibility.AUDIT)


def forget_failures(*, at: datetime) -> None:
    """Forget the wrong passwords of days ago."""
    FailedSignIn.objects.filter(last_at__lt=at - FORGET_AFTER).delete()


def clear_ended_sessions() -> None:
    """Throw away the sessions that nobody can use any more."""
    SessionStore.clear_expired()


@transaction.atomic
def _count_try(login: str, *, by: Acting) -> FailedSignIn:
    failure, _made = FailedSignIn.objects.select_for_update().get_or_create(
        login_hash=keyed_hash(fold_login(login)), defaults={"last_at": by.at}
    )
    if failure.locked_until and failure.locked_until > by.at:
        raise SignInError(_locked_sentence(failure.locked_until - by.at), code="locked")
    failure.count += 1
    failure.last_at = by.at
    lock = locked_for(failure.count)
    failure.locked_until = by.at + lock if lock else None
    failure.save(update_fields=["count", "last_at", "locked_until"])
    return failure


def _locked_sentence(left: timedelta) -> str:
    minutes = -(-int(left.total_seconds()) // 60) or 1
    return ngettext(
        "Het wachtwoord was te vaak fout. Probeer het over %(minutes)s minuut opnieuw.",
        "Het wachtwoord was te vaak fout. Probeer het over %(minutes)s minuten opnieuw.",
        minutes,
    ) % {"minutes": minutes}


def _may_sign_in(user: User) -> bool:
    """An account of the demo opens nothing outside the demo."""
    return user.is_active and (settings.DEMO or not user.is_demo)


def _accepted(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RuleError(
            _("Kies een wachtwoord van minstens %(n)s tekens.") % {"n": SHORTEST_PASSWORD},
            code="password_length",
        )
    return password
