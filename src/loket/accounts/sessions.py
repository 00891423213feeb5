"""Where sessions are kept: in a table of our own, with account, level and last sign of life.

The table knows a session by a hash of its key only, so that who reads the table (or its backup)
cannot take a session over.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet

from loket.accounts.models import Session
from loket.core.clock import now
from loket.core.prepared import prepared

TOUCH_EVERY = timedelta(minutes=1)


class SessionStore(DatabaseStore):
    """Sessions with columns, so that a person can see and end them.

    A session ends when nobody used it for a while (SESSION_COOKIE_AGE), and at the latest
    SESSION_LONGEST_SECONDS after signing in.
    """

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our own table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Copy what has a column out of the sealed data."""
        made = super().create_model_instance(data)
        return Session(
            session_key=hashed(made.session_key),
            session_data=made.session_data,
            expire_date=ends_at(now(), data),
            user_id=data.get("user"),
            loa=str(data.get("loa", "")),
            ip=data.get("ip"),
            agent=str(data.get("agent", "")),
            last_seen=now(),
        )

    def _get_session_from_db(self) -> Session | None:
        """Find the session that has not ended, and remember its row."""
        self.row = running_sessions.first(hashed(self.session_key or ""), now())
        if self.row is None:
            self._session_key = None
        return self.row

    def exists(self, session_key: str) -> bool:
        """Whether this key is taken."""
        return bool(super().exists(hashed(session_key)))

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one if no key is given."""
        if key := session_key or self.session_key:
            super().delete(hashed(key))

    def wants_touch(self, at: datetime) -> bool:
        """Whether the last sign of life is old enough to write a new one."""
        seen = self.row.last_seen if self.row else None
        return self.row is not None and (seen is None or at - seen >= TOUCH_EVERY)


@prepared
def running_sessions(name: str, at: datetime) -> QuerySet[Session]:
    """The session that the table knows by this name, while it has not ended."""
    return Session.objects.filter(session_key=name, expire_date__gt=at)


def hashed(session_key: str) -> str:
    """How the table names a session (160 bits of SHA-256, hexadecimal)."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


def ends_at(at: datetime, data: dict[str, Any]) -> datetime:
    """When a session ends that is used at this moment.

    One touch longer than the page says, for a sign of life is written once a minute only.
    """
    idle = at + timedelta(seconds=settings.SESSION_COOKIE_AGE) + TOUCH_EVERY
    if "since" not in data:
        return idle
    since = datetime.fromisoformat(data["since"])
    return min(idle, since + timedelta(seconds=settings.SESSION_LONGEST_SECONDS))
