"""Make and change organisations, their hosts and their number series."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.events import record
from loket.core.models import Event, Host, NumberSeries, Organisation
from loket.core.tenancy import acting_in


@transaction.atomic
def found_organisation(slug: str, *, name: str, region: str) -> Organisation:
    """Make an organisation that has nothing yet."""
    return Organisation.objects.create(slug=slug, name=name, region=region, theme=slug)


@transaction.atomic
def change_organisation(
    organisation: Organisation, values: Mapping[str, Any], *, by: Acting
) -> None:
    """Change what an organisation says of itself; `values` are columns."""
    Organisation.objects.filter(pk=organisation.pk).update(**values)
    with acting_in(organisation.pk):
        record("organisation.changed", organisation, by=by, visibility=Event.Visibility.AUDIT)


@transaction.atomic
def name_host(organisation: Organisation, host: str, *, by: Acting) -> None:
    """Let a host name lead to an organisation; its first one stands in mails."""
    found, made = Host.objects.get_or_create(
        host=host.lower(), defaults={"organisation": organisation}
    )
    if found.organisation_id != organisation.pk:
        raise RuleError(f"{host}: another organisation has this host", code="host_taken")
    if made:
        record("organisation.changed", organisation, by=by, visibility=Event.Visibility.AUDIT)


@transaction.atomic
def open_series(
    key: str, *, prefix: str, width: int, gapless: bool, first: int = 1
) -> NumberSeries:
    """Let numbers be given out; a series that runs keeps its number, and may become wider."""
    series, made = NumberSeries.objects.get_or_create(
        key=key,
        defaults={"prefix": prefix, "width": width, "gapless": gapless, "next": first},
    )
    if not made:
        series.prefix, series.width, series.gapless = prefix, width, gapless
        series.save(update_fields=["prefix", "width", "gapless"])
    return series
