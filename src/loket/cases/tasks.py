"""Clockwork of cases, and the work that takes longer than a page may."""

from loket.cases.actions import batches
from loket.cases.actions.figures import recount
from loket.cases.models import Batch
from loket.core.acting import Acting
from loket.core.clock import now
from loket.core.counters import check_counters
from loket.core.models import Organisation


def check_all_counters() -> None:
    """Hold the figures of the lists against a recount, and mend what is off."""
    check_counters(recount)


def run_batch(batch_id: int) -> None:
    """Do a batch row by row, or take it back; what was done before this process is left alone."""
    batch = Batch.objects.select_related("colleague", "person__party").filter(pk=batch_id).first()
    if batch is None:
        return
    organisation = Organisation.objects.get(pk=batch.organisation_id)
    by = Acting(
        person_id=batch.person_id,
        organisation_id=organisation.pk,
        at=now(),
        language=batch.person.party.language,
        time_zone=organisation.time_zone,
        region=organisation.region,
    )
    while batches.do_next(batch, by=by.later(now())):
        pass
    batches.finish_batch(batch, now())


def forget_batches() -> None:
    """Let go of batches that are old or were never begun."""
    batches.forget_batches(now())
