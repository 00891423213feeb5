"""What must hold in a database that was put back from a backup, before anybody works with it.

Mails that waited at the moment of the backup may have been sent since, and so may those that clocks
and jobs will now order once more: all of them wait until the administrator decides (`manage.py mails`).
"""

from loket.core.models import Organisation

BEFORE_RESTORE = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM loket_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM loket_app;
"""
"""The first words of that transaction: what is made next has the rights that the backup gives it, and
no more. Otherwise the application could change events. The backup itself ends with these standards.
"""

AFTER_RESTORE = """
UPDATE public.core_organisation SET mails_held_since = now();
ANALYZE;
"""
"""The last words of the transaction in which the database is put back: what the planner knew of the
tables is not in a backup, and lists are slow without it.
"""


def release_held_mails(organisation: Organisation) -> None:
    """The administrator decided about the mails: they go again."""
    Organisation.objects.filter(pk=organisation.pk).update(mails_held_since=None)
