"""The whole text of a mail: the letter, and below it where to answer; plain and in HTML."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from loket.core.models import Organisation
from loket.documents.letters import Letter


@dataclass(frozen=True, slots=True)
class MailWords:
    """The words of a mail, ready to be kept."""

    subject: str
    text: str
    html: str


def reply_to_of(organisation: Organisation) -> str:
    """Where answers to mails are read, if anywhere."""
    return str(organisation.settings.get("mail", {}).get("reply_to", ""))


def compose(
    letter: Letter, organisation: Organisation, link: str, *, over: bool = False
) -> MailWords:
    """Put the letter in a mail, in the language that is active; when all is `over` to read only."""
    notes = [_answering(organisation, link, over=over), _("Deze mail is automatisch verstuurd.")]
    text = f"{letter.body}\n\n-- \n" + "\n\n".join(notes) + "\n"
    html = render_to_string("contacts/mail/notice.html", {"letter": letter, "notes": notes})
    return MailWords(letter.subject[:200], text, html)


def _answering(organisation: Organisation, link: str, *, over: bool) -> str:
    reply_to = reply_to_of(organisation)
    if over and reply_to:
        sentence = _(
            "Een antwoord op deze mail komt aan bij %(address)s en niet bij uw aanvraag. "
            "U leest alles hier: %(link)s"
        )
        return sentence % {"address": reply_to, "link": link}
    if over:
        sentence = _(
            "Antwoord niet op deze mail: uw antwoord wordt niet gelezen. U leest alles hier: %(link)s"
        )
        return sentence % {"link": link}
    if reply_to:
        sentence = _(
            "Een antwoord op deze mail komt aan bij %(address)s en niet bij uw aanvraag. "
            "Reageren op uw aanvraag kan hier: %(link)s"
        )
        return sentence % {"address": reply_to, "link": link}
    sentence = _(
        "Antwoord niet op deze mail: uw antwoord wordt niet gelezen. Reageren kan hier: %(link)s"
    )
    return sentence % {"link": link}
