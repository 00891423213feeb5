"""Addresses of an organisation as people type them: in mails, where there is no page to start from."""

import re

from django.conf import settings
from django.db.models import QuerySet

from loket.core.models import Host, Organisation
from loket.core.prepared import prepared

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def main_host(organisation: Organisation) -> str:
    """The host name of an organisation: its first one."""
    found = hosts_of.first(organisation.pk)
    if found is None:
        raise LookupError(f"The organisation {organisation.slug} has no host name.")
    return found


@prepared
def hosts_of(organisation_id: int) -> QuerySet[Host, str]:
    """The host names of an organisation, the first one first."""
    found = Host.objects.filter(organisation=organisation_id).order_by("pk")
    return found.values_list("host", flat=True)


def address_at(host: str, path: str, *, demo_login: str = "") -> str:
    """The whole address of a path at a host.

    In the demo each person has a host name of their own (`sarah.persopoint.localhost`), so that a
    link opens in the window of the one it was written to.
    """
    if settings.DEMO and host.endswith(".localhost") and _LABEL.fullmatch(demo_login):
        host = f"{demo_login}.{host}"
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{'https' if settings.HTTPS else 'http'}://{host}{port}{path}"
