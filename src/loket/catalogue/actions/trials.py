"""Try a form with the answers of nobody: a draft like any other, of which no case ever comes."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from loket.catalogue.actions.drafts import lock_draft
from loket.catalogue.actions.files import erase
from loket.catalogue.actions.publish import PublishRefusedError, flaws_in
from loket.catalogue.models import Draft, FormVersion
from loket.catalogue.opened import Opened, put_back
from loket.catalogue.rules.values import Json
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.numbers import open_series, take_number

SERIES = "TEST"
"""The series of the numbers of trials, and what its numbers begin with."""
KEPT = timedelta(days=7)
"""So long a trial is kept after it was last touched."""
NUMBER = "number"


@transaction.atomic
def start_trial(
    version: FormVersion, person: Mapping[str, Json], answers: Mapping[str, Json], *, by: Acting
) -> Draft:
    """Begin a trial of any version as a person who does not exist (`rules.trial.Pretended`).

    Raises PublishRefusedError when the form cannot be shown at all.
    """
    flaws = flaws_in(version.spec)
    if flaws:
        raise PublishRefusedError(flaws)
    if by.person_id is None:
        raise RuleError(_("Dit formulier is niet voor u bedoeld."), code="not_for_you")
    draft = Draft(
        version=version,
        owner_id=by.person_id,
        trial=dict(person),
        language=by.language,
        loa="low",
        created_at=by.at,
        touched_at=by.at,
        expires_at=by.at + KEPT,
    )
    put_back(draft, spec_of(version), Opened(dict(answers), {}))
    draft.save()
    return draft


@transaction.atomic
def number_trial(draft: Draft, *, by: Acting) -> str:
    """Give a trial its number, once."""
    draft = lock_draft(draft, by=by)
    if draft.trial is None:
        raise RuleError(_("Dit is geen proef."), code="no_trial")
    number = draft.trial.get(NUMBER)
    if not isinstance(number, str):
        open_series(SERIES, SERIES)
        number = take_number(SERIES)
        draft.trial = {**draft.trial, NUMBER: number}
        draft.save(update_fields=["trial"])
    return number


@transaction.atomic
def forget_trials(*, by: Acting) -> int:
    """Delete the trials that nobody touched for some days, with their files; returns how many."""
    past = Draft.objects.trials().filter(touched_at__lte=by.at - KEPT)
    drafts = list(past.select_for_update(skip_locked=True).order_by("touched_at")[:200])
    for draft in drafts:
        erase(draft)
    return len(drafts)
