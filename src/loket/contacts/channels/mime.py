"""Write a mail as it goes over the line: names in UTF-8, plain words and the same in HTML."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from loket.contacts.channels.email import Envelope
from loket.contacts.models import OutgoingMail


@dataclass(frozen=True, slots=True)
class Sender:
    """As whom an organisation writes; `reply_to` where answers are read, if anywhere."""

    name: str
    address: str
    reply_to: str = ""


def put_in_envelope(mail: OutgoingMail, sender: Sender, name: str) -> Envelope:
    """The whole mail; the same row always gives the same mail."""
    recipient = with_ascii_domain(mail.recipient)
    policy = SMTP if recipient.isascii() else SMTPUTF8
    message = EmailMessage(policy=policy)
    message["From"] = _address(sender.name, sender.address)
    message["To"] = _address(name, recipient)
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = mail.message_id
    if sender.reply_to:
        message["Reply-To"] = _address("", sender.reply_to)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = mail.language
    _name_the_boundary(message, mail)
    return Envelope(sender.address, recipient, message.as_bytes())


def with_ascii_domain(address: str) -> str:
    """The address with its domain as the network knows it (xn--…)."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def _name_the_boundary(message: EmailMessage, mail: OutgoingMail) -> None:
    """Take it from the Message-ID instead of chance: a second try is the same mail."""
    token = mail.message_id.strip("<>").partition("@")[0]
    message.set_boundary(f"=={token}==")


def _address(name: str, address: str) -> Address:
    """A name and an address that cannot end the header they stand in."""
    local, _, domain = address.rpartition("@")
    return Address(" ".join(name.split()), username=local, domain=domain)
