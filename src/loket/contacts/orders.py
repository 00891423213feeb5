"""What to write to a person, and the words for it: one letter, or several pieces of news in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from loket.contacts.mailtext import MailWords, compose
from loket.contacts.models import Notification
from loket.contacts.rules.letters import ALWAYS, OVER, letter_of, names_of
from loket.contacts.rules.matrix import Pace
from loket.contacts.wording import Param, sentence_of, words_of
from loket.core.hosts import address_at, main_host
from loket.core.language import languages_of, variant
from loket.core.models import Organisation
from loket.core.prepared import prepared
from loket.documents.letters import write_letter
from loket.people.models import Person

BUNDLE = "bundle"
"""The letter that carries several pieces of news."""
NOTICES = "/berichten/"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOrder:
    """What to write to a person: which notice, with which values, leading where.

    `to` is an address that is being verified; everything else goes to a verified one. What is
    ordered again with the same `once` is one mail. What does not go at once joins the open bundle
    of the person; what does takes that bundle along.
    """

    notice: str
    url: str
    params: Mapping[str, Param] = field(default_factory=dict)
    to: str = ""
    once: str = ""
    pace: Pace = Pace.NOW


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, and the host name that links in mails lead to."""

    organisation: Organisation
    host: str


def letterhead_of(organisation_id: int) -> Letterhead:
    """Who writes for this organisation."""
    (organisation,) = organisations_named(organisation_id)
    return Letterhead(organisation, main_host(organisation))


@prepared
def organisations_named(organisation_id: int) -> QuerySet[Organisation]:
    """The organisation with this number."""
    return Organisation.objects.filter(pk=organisation_id)


def words_for(
    person: Person, order: MailOrder, head: Letterhead, along: Sequence[Notification] = ()
) -> MailWords:
    """The words of a mail in the language of the person; `along` is other news that it takes along."""
    organisation = head.organisation
    language = language_for(person, organisation)
    link = address_for(person, order.url, head)
    with translation.override(variant(language, organisation.region)):
        values = _values(order, person, language)
        values |= {"link": link, "organisation": organisation.name}
        letter = write_letter(letter_of(order.notice), language, values)
        if along:
            more = "\n\n".join((letter.body, _("Ook nieuw:"), items_of(along, person, head)))
            letter = replace(letter, body=more)
        return compose(letter, organisation, link, over=order.notice in OVER)


def language_for(person: Person, organisation: Organisation) -> str:
    """The language in which we write to a person."""
    spoken = languages_of(organisation)
    return person.party.language if person.party.language in spoken else spoken[0]


def address_for(person: Person, url: str, head: Letterhead) -> str:
    """The whole address of a page, as a mail to this person names it."""
    login = person.user.login if person.user else ""
    return address_at(head.host, url, demo_login=login)


def words_of_bundle(notices: Sequence[Notification], person: Person, head: Letterhead) -> MailWords:
    """The words of a mail with several pieces of news; a single one has its own letter.

    What a letter says that was not kept (a name, a summary) it cannot say later: then it is news.
    """
    if len(notices) == 1:
        (one,) = notices
        if names_of(one.kind) <= ALWAYS | {"news"} | set(one.params):
            order = MailOrder(notice=one.kind, url=one.url, params=one.params)
            return words_for(person, order, head)
    organisation = head.organisation
    language = language_for(person, organisation)
    with translation.override(variant(language, organisation.region)):
        items = items_of(notices, person, head)
        params: dict[str, Param] = {"items": items, "count": len(notices)}
        return words_for(person, MailOrder(notice=BUNDLE, url=NOTICES, params=params), head)


def items_of(notices: Sequence[Notification], person: Person, head: Letterhead) -> str:
    """Pieces of news, each with the page that it leads to, in the language that is active."""
    return "\n\n".join(
        f"{sentence_of(one.kind, one.params)}\n{address_for(person, one.url, head)}"
        for one in notices
    )


def _values(order: MailOrder, person: Person, language: str) -> dict[str, str]:
    values = words_of(order.params, language)
    if "news" in names_of(order.notice):
        values["news"] = sentence_of(order.notice, order.params)
    return values | {"name": person.given_name or person.party.name}
