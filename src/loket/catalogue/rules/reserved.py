"""Names that our own pages use, so that no question, step or form may have them."""

from collections.abc import Iterator

from loket.catalogue.rules.layout import Layout
from loket.catalogue.rules.reading import word
from loket.catalogue.rules.reasons import Reason

BUTTONS = frozenset({
    "add_file", "add_item", "blijf", "hergebruik", "keep", "later", "mail_code", "neem_code",
    "remove_file", "remove_item", "take", "terug", "toch", "versie", "ververs", "volgende",
})  # fmt: skip
FIELDS = frozenset({
    "adrescode", "andere", "csrfmiddlewaretoken", "document", "rev", "van", "venster", "vinkje",
    "wachtwoord",
})  # fmt: skip
OF_THE_BROWSER = frozenset({
    "action", "append", "attributes", "closest", "contains", "dataset", "elements", "matches",
    "method", "remove", "submit",
})  # fmt: skip
"""What the script asks a form of the page; a question of that name would answer instead."""
QUESTIONS = BUTTONS | FIELDS | OF_THE_BROWSER
STEPS = frozenset({
    "bestanden", "controleren", "indienen", "naam", "terug", "uitkomst", "veld", "versie", "weg",
    "wissen",
})  # fmt: skip
"""What stands at the place of a step in the address of a page of a draft."""
FORMS = frozenset({"inlezen"})
"""What stands at the place of a form in the address of a page for form managers."""


def reserved_reasons(layout: Layout) -> Iterator[Reason]:
    """Name every name that is taken by our own pages."""
    questions = [(place.path, place.id) for place in layout.places if not place.group]
    steps = [(f"steps[{at}]", word(one, "id")) for at, one in enumerate(layout.steps)]
    form = [("key", word(layout.source, "key"))]
    for named, taken in ((questions, QUESTIONS), (steps, STEPS), (form, FORMS)):
        for path, name in named:
            if name in taken:
                yield Reason(path, "reserved_name", {"name": name})
