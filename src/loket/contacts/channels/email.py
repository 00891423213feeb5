"""Hand mails to a mail server, and know where it broke when it breaks.

Until the closing dot of DATA is sent the server has not taken the mail, so it may be tried again.
From the dot on nobody knows, unless the server answers.
"""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from loket.core.crash import crash_point

Security = Literal["plain", "starttls", "tls"]
Kind = Literal["temporary", "permanent", "uncertain"]
_SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("plain", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
SECONDS_TO_ANSWER = 10.0
"""For every step but the last one."""
SECONDS_TO_ACCEPT = 60.0
"""After the closing dot, when the server looks into the mail."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over, as SMTP_URL says."""

    host: str
    port: int
    security: Security = "plain"
    user: str = ""
    password: str = ""
    seconds_to_answer: float = SECONDS_TO_ANSWER
    seconds_to_accept: float = SECONDS_TO_ACCEPT


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail for one address, as the server gets it."""

    sender: str
    recipient: str
    content: bytes

    @property
    def international(self) -> bool:
        """Written with letters outside ASCII before the at sign."""
        return not (self.sender + self.recipient).isascii()


class DeliveryError(Exception):
    """The mail was not accepted: for now, for good, or nobody knows."""

    def __init__(self, kind: Kind, reason: str):
        """Keep what the server or the network said, on one line."""
        super().__init__(" ".join(reason.split()))
        self.kind = kind


class UnreachableError(Exception):
    """The mail server cannot be reached or does not let us in; no mail was touched."""


class LeaseLostError(Exception):
    """Somebody else has taken the mail over in the meantime; nothing was handed over."""


def read_mail_server(url: str) -> MailServer:
    """Read SMTP_URL: smtp://, smtp+starttls:// or smtps://, user:password@ and port as needed."""
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        known = ", ".join(f"{scheme}://" for scheme in _SCHEMES)
        raise ValueError(f"SMTP_URL begins with one of {known} and names a host.")
    security, port = _SCHEMES[parts.scheme]
    if parts.password and security == "plain" and not _is_here(parts.hostname):
        raise ValueError(
            "SMTP_URL would send its password in the open: write smtp+starttls:// or smtps://."
        )
    return MailServer(
        host=parts.hostname,
        port=parts.port or port,
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _is_here(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}


@contextmanager
def connected(server: MailServer, our_name: str) -> Iterator[smtplib.SMTP]:
    """Keep a conversation with the mail server open; without TLS where TLS was asked, none."""
    smtp = _greet(server, our_name)
    try:
        yield smtp
    finally:
        with suppress(OSError):
            smtp.quit()
        smtp.close()


def _greet(server: MailServer, our_name: str) -> smtplib.SMTP:
    try:
        if server.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host,
                server.port,
                local_hostname=our_name,
                timeout=server.seconds_to_answer,
                context=ssl.create_default_context(),
            )
        else:
            smtp = smtplib.SMTP(
                server.host, server.port, local_hostname=our_name, timeout=server.seconds_to_answer
            )
    except OSError as problem:
        raise UnreachableError(_in_words(problem)) from problem
    try:
        _send_at_once(smtp)
        _introduce(smtp, server)
    except OSError as problem:
        smtp.close()
        raise UnreachableError(_in_words(problem)) from problem
    return smtp


def _send_at_once(smtp: smtplib.SMTP) -> None:
    """Do not hold the closing dot back until the mail is confirmed: that is 40 ms each (RFC 896)."""
    if smtp.sock:
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _introduce(smtp: smtplib.SMTP, server: MailServer) -> None:
    smtp.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()
    if server.user:
        smtp.login(server.user, server.password)


def hand_over(
    smtp: smtplib.SMTP, envelope: Envelope, server: MailServer, *, still_ours: Callable[[], bool]
) -> str:
    """Hand over one mail and return what the server said when it took it.

    `still_ours` is asked right before the closing dot, after which there is no way back.
    """
    try:
        _announce(smtp, envelope)
        _expect(smtp.docmd("DATA"), 354)
        smtp.send(_stuffed(envelope.content))
    except OSError as problem:
        raise DeliveryError("temporary", _in_words(problem)) from problem
    if not still_ours():
        smtp.close()
        raise LeaseLostError
    return _close(smtp, server)


def _announce(smtp: smtplib.SMTP, envelope: Envelope) -> None:
    options: list[str] = []
    if envelope.international:
        if not smtp.has_extn("smtputf8"):
            raise DeliveryError("permanent", "The mail server knows no addresses outside ASCII.")
        options = ["SMTPUTF8", "BODY=8BITMIME"]
        smtp.command_encoding = "utf-8"
    # A server that refuses the sender refuses all our mails: that is to be mended, not to be lost.
    _expect(smtp.mail(envelope.sender, options), 250, final=False)
    _expect(smtp.rcpt(envelope.recipient), 250, 251, 252)


def _expect(answer: tuple[int, bytes], *wanted: int, final: bool = True) -> None:
    code, said = answer
    if code in wanted:
        return
    kind: Kind = "permanent" if final and code >= 500 else "temporary"
    raise DeliveryError(kind, f"{code} {said.decode('utf-8', 'replace')}")


def _stuffed(content: bytes) -> bytes:
    """The mail as it goes over the line: a dot at the start of a line doubled, no closing dot."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    stuffed = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines)
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _close(smtp: smtplib.SMTP, server: MailServer) -> str:
    try:
        if smtp.sock:
            smtp.sock.settimeout(server.seconds_to_accept)
        smtp.send(b".\r\n")
        crash_point("mail.after_data")
        answer = smtp.getreply()
        if smtp.sock:
            smtp.sock.settimeout(server.seconds_to_answer)
    except OSError as problem:
        smtp.close()
        raise DeliveryError("uncertain", _in_words(problem)) from problem
    code, said = answer
    if 200 <= code < 300:
        return said.decode("utf-8", "replace")
    if not 400 <= code < 600:
        raise DeliveryError("uncertain", f"{code} {said.decode('utf-8', 'replace')}")
    kind: Kind = "permanent" if code >= 500 else "temporary"
    raise DeliveryError(kind, f"{code} {said.decode('utf-8', 'replace')}")


def _in_words(problem: OSError) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        said = problem.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return f"{problem.smtp_code} {words}"
    return str(problem) or type(problem).__name__
