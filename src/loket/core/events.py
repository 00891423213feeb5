"""Record what happened: timeline, audit trail and outbox by one call."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from loket.core.acting import IMPORTED, Acting
from loket.core.jobs import enqueue
from loket.core.literals import Literal
from loket.core.models import Event, Organisation

Code = str | int | bool | None | list[int] | list[str]
"""What an event may carry: ids and codes, never typed text."""
type Told = tuple[int, int, int, str]
"""The number of a piece of news, its person, the event that it is about, and its kind."""


def record(
    kind: str,
    about: models.Model,
    *,
    by: Acting,
    visibility: str = Event.Visibility.PUBLIC,
    idem: str = "",
    topics: Iterable[str] = (),
    **data: Code,
) -> Event:
    """Append an event and enqueue, in the same transaction, a job for each listening module.

    It happened when `by` acted. `topics` name what else it touches beside the thing itself: a
    queue, a person (`queue:7`), for who listens. `idem` makes the event unique in the organisation.
    """
    about_kind = about._meta.label_lower
    event = Event.objects.create(
        about_kind=about_kind,
        about_id=about.pk,
        kind=kind,
        visibility=visibility,
        actor_id=by.person_id,
        acting_for_id=by.on_behalf_of,
        channel=by.channel,
        occurred_at=by.at,
        topics=[f"{about_kind}:{about.pk}", *topics],
        data=data,
        idem=idem,
    )
    for listener in listeners_of(kind):
        enqueue(
            listener,
            behind=by.channel == IMPORTED,
            organisation_id=event.organisation_id,
            event_id=event.pk,
        )
    return event


def recorded_once(*idems: str) -> Event | None:
    """The event that was recorded under one of these keys, if it was; there is one at most.

    Without an order, and so by the index of the keys: the last one by number is looked for from
    the end of all events.
    """
    keyed = Event.objects.filter(idem__in=[one for one in idems if one]).exclude(idem=Literal(""))
    return next(iter(keyed[:1]), None)


def listeners_of(kind: str) -> tuple[str, ...]:
    """The jobs that react to events of this kind, as config/listeners.py lists them."""
    table: dict[str, tuple[str, ...]] = import_string(settings.EVENT_LISTENERS)
    return table.get(kind, ())


def out_of_sight(news: Iterable[Told]) -> set[int]:
    """Those of this news that are about what their person may not see; the module that owns it knows."""
    ask: Callable[[Iterable[Told]], set[int]] = import_string(settings.NEWS_OUT_OF_SIGHT)
    return ask(news)


def acting_after(event: Event, channel: str, organisation: Organisation | None = None) -> Acting:
    """The system, doing something because of an event, at the moment of that event."""
    organisation = organisation or Organisation.objects.get(pk=event.organisation_id)
    return Acting(
        person_id=None,
        organisation_id=organisation.pk,
        at=event.occurred_at,
        channel=channel,
        time_zone=organisation.time_zone,
        region=organisation.region,
    )
