"""Where sessions are kept: in a table of our own, with account, level and last sign of life."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from loket.accounts.models import Session


class SessionStore(DatabaseStore):
    """Sessions with columns, so that a person can see and end them."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our own table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Copy what has a column out of the sealed data."""
        made = super().create_model_instance(data)
        return Session(
            session_key=made.session_key,
            session_data=made.session_data,
            expire_date=made.expire_date,
            user_id=data.get("user"),
            loa=str(data.get("loa", "")),
        )
