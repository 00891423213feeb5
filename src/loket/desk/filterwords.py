"""The filters of a list in words: what each is called, what can be chosen, and what is on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import formats
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from loket.cases.labels import PRIORITIES, WAITS_ON, status_label
from loket.catalogue.models import Service
from loket.core.page import said_in
from loket.core.partview import ChipView, Text
from loket.core.prepared import prepared
from loket.desk.wish import LANGUAGES, LATE, NOBODY, PARTIES, STATUSES, TODAY, WEEK, Wish
from loket.desk.wish import PRIORITIES as PRIORITY_CODES
from loket.people.middleware import PersonRequest
from loket.people.models import Person, RoleGrant, Unit
from loket.people.staffing import name_at_work
from loket.routing.models import Queue

NAMES: Mapping[str, Text] = {
    "status": gettext_lazy("Status"),
    "wacht": gettext_lazy("Wacht op"),
    "formulier": gettext_lazy("Formulier"),
    "behandelaar": gettext_lazy("Behandelaar"),
    "prioriteit": gettext_lazy("Prioriteit"),
    "termijn": gettext_lazy("Termijn"),
    "dienst": gettext_lazy("Dienst van de aanvrager"),
    "schrijftaal": gettext_lazy("Taal van de aanvrager"),
    "van": gettext_lazy("Ontvangen vanaf"),
    "tot": gettext_lazy("Ontvangen tot en met"),
}
TERMS: Mapping[str, Text] = {
    LATE: gettext_lazy("Te laat"),
    TODAY: gettext_lazy("Vandaag"),
    WEEK: gettext_lazy("Deze week"),
}
SORTS: Mapping[str, Text] = {
    "termijn": gettext_lazy("Uiterste dag eerst"),
    "nieuwste": gettext_lazy("Nieuwste aanvraag eerst"),
    "oudste": gettext_lazy("Oudste aanvraag eerst"),
    "prioriteit": gettext_lazy("Hoogste prioriteit eerst"),
}
COLUMNS: Mapping[str, Text] = {
    "aanvrager": gettext_lazy("Aanvrager"),
    "dienst": gettext_lazy("Dienst"),
    "behandelaar": gettext_lazy("Behandelaar"),
    "wachtrij": gettext_lazy("Wachtrij"),
    "ontvangen": gettext_lazy("Ontvangen"),
    "laatste": gettext_lazy("Laatste bericht"),
    "prioriteit": gettext_lazy("Prioriteit"),
    "schrijftaal": gettext_lazy("Taal"),
}
MOST_UNITS = 500
type Options = list[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its value, its words, and whether it is chosen now."""

    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterField:
    """One filter to fill in: a choice of several, or a day."""

    name: str
    label: Text
    choices: tuple[Choice, ...] = ()
    value: str = ""
    several: bool = False


def statuses(request: PersonRequest) -> Options:
    """The statuses in the words of the organisation."""
    language = request.acting.language
    return [(one, status_label(one, request.organisation, language)) for one in STATUSES]


def parties(request: PersonRequest) -> Options:
    """Who a case can wait for, or nobody."""
    words = WAITS_ON | {"requester": _("de aanvrager")}
    return [*((one, words[one]) for one in PARTIES), (NOBODY, _("niemand"))]


def forms(request: PersonRequest) -> Options:
    """The forms by their title."""
    language = request.acting.language
    rows = Service.objects.values_list("form__key", "texts").order_by("slug")
    found = [(key, said_in(texts["title"], language)) for key, texts in rows]
    return sorted(found, key=lambda one: str(one[1]).casefold())


def colleagues(request: PersonRequest) -> Options:
    """Who handles the queues of this person, and nobody."""
    people = handlers_beside(request.person.pk, request.acting.today)
    return [(NOBODY, _("niemand")), *((str(one.pk), name_at_work(one)) for one in people)]


def units(request: PersonRequest) -> Options:
    """The departments of the organisation by name."""
    language = request.acting.language
    rows = Unit.objects.filter(kind=Unit.Kind.DEPARTMENT).values_list("slug", "name")
    found = [(slug, said_in(name, language)) for slug, name in rows.order_by("slug")[:MOST_UNITS]]
    return sorted(found, key=lambda one: str(one[1]).casefold())


@prepared
def handlers_beside(person_id: int, today: date) -> QuerySet[Person]:
    """Those who handle a queue that this person works on."""
    teams = Queue.objects.worked_by(Person(pk=person_id)).values("team")
    grants = RoleGrant.objects.on(today).filter(
        Q(unit__in=teams) | Q(unit=None), role=RoleGrant.Role.HANDLER
    )
    found = Person.objects.filter(pk__in=grants.values("person"))
    return found.select_related("party", "user").order_by("party__sort_key")


OPTIONS: Mapping[str, Callable[[PersonRequest], Options]] = {
    "status": statuses,
    "wacht": parties,
    "formulier": forms,
    "behandelaar": colleagues,
    "prioriteit": lambda _request: [(one, PRIORITIES[int(one)]) for one in PRIORITY_CODES],
    "termijn": lambda _request: list(TERMS.items()),
    "dienst": units,
    "schrijftaal": lambda _request: [
        (one, get_language_info(one)["name_translated"]) for one in LANGUAGES
    ],
}
DAYS = ("van", "tot")


def fields_of(wish: Wish, request: PersonRequest) -> tuple[FilterField, ...]:
    """All filters, to choose from."""
    return tuple(field_of(name, wish, request) for name in NAMES)


def field_of(name: str, wish: Wish, request: PersonRequest) -> FilterField:
    """One filter, to choose from."""
    chosen = wish.values(name)
    if name in DAYS:
        return FilterField(name, NAMES[name], value="".join(chosen))
    options = OPTIONS[name](request)
    choices = tuple(Choice(value, label, value in chosen) for value, label in options)
    return FilterField(name, NAMES[name], choices, several=name == "status")


def chips_of_filters(wish: Wish, request: PersonRequest) -> tuple[ChipView, ...]:
    """What is on, each with the address of the list without it."""
    words = words_of(wish, request)
    return tuple(
        ChipView(
            _("%(filter)s: %(value)s") % {"filter": NAMES[name], "value": words[name, value]},
            f"?{wish.without(name, value).query}",
        )
        for name, value in wish.filters
    )


def words_of(wish: Wish, request: PersonRequest) -> dict[tuple[str, str], Text]:
    """Each value that is on, in words; what is not known is said as it stands in the address."""
    found: dict[tuple[str, str], Text] = {}
    for name in dict.fromkeys(name for name, _value in wish.filters):
        values = wish.values(name)
        known = days_in_words(values) if name in DAYS else dict(OPTIONS[name](request))
        found |= {(name, value): known.get(value, value) for value in values}
    return found


def days_in_words(values: Iterable[str]) -> dict[str, Text]:
    """Days as people write them."""
    return {one: formats.date_format(date.fromisoformat(one), "DATE_FORMAT") for one in values}


def sort_choices(wish: Wish) -> tuple[Choice, ...]:
    """The orders that a list can have."""
    return tuple(Choice(key, label, key == wish.sort) for key, label in SORTS.items())


def column_choices(wish: Wish, columns: Iterable[str]) -> tuple[Choice, ...]:
    """The columns that a list can have, of these."""
    return tuple(Choice(key, COLUMNS[key], key in wish.columns) for key in columns)
