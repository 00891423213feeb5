"""Text blocks in the answers of a case: which ones there are, and what is filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case as When
from django.db.models import QuerySet
from django.db.models import When as If
from django.db.models.functions import Length
from django.utils import translation
from django.utils.formats import date_format

from loket.cases.models import Case
from loket.contacts.models import TextBlock
from loket.contacts.rules.blocks import language_for
from loket.core.acting import Acting
from loket.core.language import languages_of, variant
from loket.core.models import Organisation
from loket.core.page import said_in
from loket.documents.letters import merge, names_in
from loket.people.models import Person

MOST = 12


@dataclass(frozen=True, slots=True)
class Filled:
    """The text of a block for one case; `unfilled` names what nobody knows: it still stands there."""

    text: str
    language: str
    unfilled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockChoice:
    """A block to choose: how it is called, and how it begins."""

    key: str
    code: str
    title: str
    begins: str
    language: str
    title_language: str


def usable_blocks(person: Person) -> QuerySet[TextBlock]:
    """The blocks that somebody may put in a text."""
    return TextBlock.objects.visible_to(person).in_use()


def find_blocks(person: Person, words: str) -> list[TextBlock]:
    """The blocks with these words in code or title: the own code first, then what is used most."""
    found = usable_blocks(person)
    for word in words.casefold().split():
        found = found.filter(words__contains=word)
    first = words.casefold().strip()
    exact = When(If(code=first, then=0), If(code__startswith=first, then=1), default=2)
    return list(found.order_by(exact, "-used", Length("code"), "code", "pk")[:MOST])


def block_named(person: Person, typed: str) -> TextBlock | None:
    """The block with this key or code; one's own goes before that of a team or of everybody."""
    mine = usable_blocks(person)
    nearest = When(If(person=person, then=0), If(team__isnull=False, then=1), default=2)
    by_code = mine.filter(code=typed.casefold().strip()).order_by(nearest, "pk")
    return mine.filter(key=typed).first() or by_code.first()


def choices_of(blocks: Sequence[TextBlock], wanted: str, own: str) -> list[BlockChoice]:
    """Blocks as they are chosen from: the text in the wanted language, else in the one it has."""
    found = []
    for block in blocks:
        language = language_for(wanted, block.body)
        title_language = language_for(own, block.title)
        begins = " ".join(block.body.get(language, "").split())
        found.append(
            BlockChoice(
                block.key,
                block.code,
                block.title.get(title_language, block.code),
                begins if len(begins) <= 90 else f"{begins[:89]}…",
                language,
                title_language,
            )
        )
    return found


def fill_block(
    block: TextBlock, case: Case, wanted: str, organisation: Organisation, by: Acting
) -> Filled:
    """The text for this case; a value is put in as it is and never looked at again."""
    language = language_for(wanted, block.body)
    body = block.body.get(language, "")
    with translation.override(variant(language, organisation.region)):
        values = values_of(case, language, organisation, by)
    unfilled = tuple(sorted(name for name in names_in(body) if not values.get(name)))
    kept = {name: "{{" + name + "}}" for name in unfilled}
    return Filled(merge(body, {**values, **kept}), language, unfilled)


def values_of(
    case: Case, language: str, organisation: Organisation, by: Acting
) -> Mapping[str, str]:
    """What a case knows, in words of one language."""
    handler = Person.objects.select_related("party").get(pk=by.person_id)
    team = case.queue.texts.get("team", {})
    return {
        "name": case.requester.name,
        "subject": case.subject.name,
        "number": case.number,
        "title": said_in(case.title, language),
        "expected_on": date_format(case.due_at.astimezone(by.zone), "DATE_FORMAT"),
        "today": date_format(by.at.astimezone(by.zone), "DATE_FORMAT"),
        "handler": handler.party.name,
        "team": said_in(team, language) if team else "",
        "organisation": organisation.name,
        "phone": str(organisation.settings.get("contact", {}).get("phone", "")),
    }


def put_in(text: str, block: str) -> str:
    """What was typed, with the block behind it."""
    return f"{text.rstrip()}\n\n{block}" if text.strip() else block


def language_of_reader(case: Case, organisation: Organisation, *, internal: bool, own: str) -> str:
    """The language of whoever will read the text, as far as the organisation speaks it."""
    wanted = own if internal else case.requester.language
    spoken = languages_of(organisation)
    return wanted if wanted in spoken else spoken[0]
