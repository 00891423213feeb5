"""Clockwork of the catalogue: drafts that come near their end, and those whose term is over."""

from loket.catalogue.actions.expiry import announce_expiry, delete_expired, delete_thrown
from loket.catalogue.actions.trials import forget_trials
from loket.core.acting import Acting
from loket.core.clock import now
from loket.core.models import Organisation
from loket.core.tenancy import current_organisation


def end_drafts() -> None:
    """Announce and delete drafts of one organisation; safe to run at any time, any number of times."""
    organisation_id = current_organisation()
    if organisation_id is None:
        raise RuntimeError("This job runs for one organisation.")
    organisation = Organisation.objects.get(pk=organisation_id)
    by = Acting(
        person_id=None,
        organisation_id=organisation.pk,
        at=now(),
        channel="clock",
        time_zone=organisation.time_zone,
        region=organisation.region,
    )
    announce_expiry(by=by)
    delete_expired(by=by)
    delete_thrown(by=by)
    forget_trials(by=by)
