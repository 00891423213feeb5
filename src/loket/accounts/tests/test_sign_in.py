"""Signing in with a login and a password."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, identify_hasher
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from loket.accounts import tasks
from loket.accounts.actions import (
    SignInError,
    change_account,
    forget_failures,
    make_account,
    set_password,
    sign_in,
)
from loket.accounts.models import FailedSignIn, Session, User
from loket.accounts.tests.conftest import PASSWORD
from loket.core.acting import Acting
from loket.core.clock import now
from loket.core.errors import RuleError
from loket.core.models import Event, Organisation
from loket.core.tenancy import enter_organisation


def fail(login: str, times: int, by: Acting) -> list[str]:
    said = []
    for _time in range(times):
        with pytest.raises(SignInError) as refusal:
            sign_in(login, "verkeerd", by=by)
        said.append(refusal.value.message)
    return said


def test_the_right_password_opens_the_account_whatever_the_capitals_of_the_login(
    noor: User, visitor: Acting
) -> None:
    assert sign_in(" NOOR ", PASSWORD, by=visitor) == noor


def test_a_wrong_password_and_an_unknown_login_get_the_same_sentence(
    noor: User, visitor: Acting
) -> None:
    assert fail("noor", 1, visitor) == fail("nobody", 1, visitor)


def test_a_wrong_password_and_an_unknown_login_take_the_same_path(
    noor: User, visitor: Acting
) -> None:
    def shape(login: str) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            fail(login, 1, visitor)
        return [query["sql"].split(" ", 1)[0] for query in queries]

    assert shape("noor") == shape("nobody")


def test_an_unknown_login_costs_the_checking_of_a_password_too(
    visitor: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher = type(identify_hasher("md5$salt$hash"))
    hashed: list[str] = []
    encode = hasher.encode

    def counting(self: BasePasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return str(encode(self, password, salt))

    monkeypatch.setattr(hasher, "encode", counting)

    fail("nobody", 1, visitor)

    assert len(hashed) == 1


def test_after_five_wrong_passwords_the_login_is_shut_for_a_minute(
    noor: User, visitor: Acting
) -> None:
    fail("noor", 5, visitor)

    with pytest.raises(SignInError, match="over 1 minuut opnieuw") as refusal:
        sign_in("noor", PASSWORD, by=visitor)

    assert refusal.value.code == "locked"
    assert sign_in("noor", PASSWORD, by=visitor.later(visitor.at + timedelta(minutes=1))) == noor


def test_a_login_that_nobody_has_is_shut_in_the_same_words(noor: User, visitor: Acting) -> None:
    assert fail("noor", 7, visitor) == fail("nobody", 7, visitor)


def test_the_lock_grows_when_guessing_goes_on(noor: User, visitor: Acting) -> None:
    fail("noor", 5, visitor)
    fail("noor", 1, visitor.later(visitor.at + timedelta(minutes=1)))

    with pytest.raises(SignInError, match="over 2 minuten opnieuw"):
        sign_in("noor", PASSWORD, by=visitor.later(visitor.at + timedelta(minutes=1)))


def test_while_shut_nothing_is_counted_and_nothing_recorded(noor: User, visitor: Acting) -> None:
    fail("noor", 8, visitor)

    assert FailedSignIn.objects.get().count == 5
    assert Event.objects.filter(kind="account.refused").count() == 5


def test_signing_in_forgets_the_wrong_passwords(noor: User, visitor: Acting) -> None:
    fail("noor", 4, visitor)
    sign_in("noor", PASSWORD, by=visitor)

    assert not FailedSignIn.objects.exists()


def test_the_wrong_passwords_of_days_ago_are_forgotten(noor: User, visitor: Acting) -> None:
    fail("noor", 5, visitor)

    forget_failures(at=visitor.at + timedelta(hours=23))
    assert FailedSignIn.objects.count() == 1
    forget_failures(at=visitor.at + timedelta(hours=25))
    assert not FailedSignIn.objects.exists()


def test_what_is_typed_as_a_login_is_not_kept(visitor: Acting) -> None:
    fail("mijn-wachtwoord", 1, visitor)

    assert b"mijn-wachtwoord" not in bytes(FailedSignIn.objects.get().login_hash)
    assert "mijn-wachtwoord" not in str(Event.objects.values())


@pytest.mark.parametrize("password", ["", " ", "!", "\x00", "x" * 5000])
def test_an_account_without_a_password_is_opened_by_nothing(visitor: Acting, password: str) -> None:
    make_account("leeg", by=visitor)

    with pytest.raises(SignInError):
        sign_in("leeg", password, by=visitor)


def test_the_kept_hash_is_not_a_password(noor: User, visitor: Acting) -> None:
    with pytest.raises(SignInError):
        sign_in("noor", noor.password, by=visitor)


@pytest.mark.parametrize("login", ["", "\x00", "noor\x00\x00", "'; --", "%", "n_or", "é" * 9000])
def test_an_odd_login_is_just_unknown(noor: User, visitor: Acting, login: str) -> None:
    with pytest.raises(SignInError, match="klopt niet"):
        sign_in(login, "verkeerd", by=visitor)


def test_a_closed_account_opens_no_more(noor: User, visitor: Acting) -> None:
    change_account(noor, loa="low", active=False, by=visitor)

    with pytest.raises(SignInError, match="klopt niet"):
        sign_in("noor", PASSWORD, by=visitor)


def test_an_account_of_the_demo_opens_nothing_outside_the_demo(
    visitor: Acting, settings: Settings
) -> None:
    demo = make_account("sarah", password=PASSWORD, demo=True, by=visitor)
    settings.DEMO = False
    with pytest.raises(SignInError, match="klopt niet"):
        sign_in("sarah", PASSWORD, by=visitor)

    settings.DEMO = True
    assert sign_in("sarah", PASSWORD, by=visitor) == demo


def test_an_account_of_another_organisation_does_not_exist_here(
    noor: User, visitor: Acting
) -> None:
    other = Organisation.objects.create(slug="dorp", name="Dorp", region="NL", theme="rijnbeek")
    enter_organisation(other.pk)
    there = Acting(person_id=None, organisation_id=other.pk, at=visitor.at)

    with pytest.raises(SignInError, match="klopt niet"):
        sign_in("noor", PASSWORD, by=there)


def test_a_hash_of_an_older_kind_is_made_anew(
    noor: User, visitor: Acting, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]

    user = sign_in("noor", PASSWORD, by=visitor)

    assert user.password.startswith("argon2$argon2id$")
    assert sign_in("noor", PASSWORD, by=visitor) == noor


def test_a_login_is_given_once(noor: User, visitor: Acting) -> None:
    with pytest.raises(RuleError, match="bestaat al"):
        make_account("Noor", by=visitor)


def test_a_short_password_is_refused(noor: User, visitor: Acting) -> None:
    with pytest.raises(RuleError, match="minstens 12 tekens"):
        set_password(noor, "kort", by=visitor)

    assert sign_in("noor", PASSWORD, by=visitor) == noor


def test_the_clockwork_forgets_wrong_passwords_and_throws_ended_sessions_away(
    noor: User, visitor: Acting
) -> None:
    fail("noor", 1, visitor.later(now() - timedelta(days=2)))
    for name, ends in (("ended", -1), ("running", 1)):
        Session.objects.create(session_key=name, expire_date=now() + timedelta(hours=ends))

    tasks.forget_failures()
    tasks.clear_ended_sessions()

    assert not FailedSignIn.objects.exists()
    assert Session.objects.get().session_key == "running"
