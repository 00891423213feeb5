"""A mail server is reached as SMTP_URL says: with TLS where TLS was asked, or not at all."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from loket.contacts.channels.email import (
    DeliveryError,
    LeaseLostError,
    MailServer,
    UnreachableError,
    connected,
    hand_over,
    read_mail_server,
)
from loket.contacts.channels.email import Envelope as Mail
from loket.contacts.tests.mailserver import Box, free_port, mail_server

pytestmark = pytest.mark.usefixtures("socket_enabled")
MAIL = Mail("a@dienst.example", "b@voorbeeld.example", b"Subject: x\n\n.dag\n..\nzonder einde")


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25)),
        ("smtp://127.0.0.1:8025", MailServer("127.0.0.1", 8025)),
        ("smtps://mail.example", MailServer("mail.example", 465, "tls")),
        (
            "smtp+starttls://lo%40ket:p%3Aw@mail.example",
            MailServer("mail.example", 587, "starttls", "lo@ket", "p:w"),
        ),
        ("smtp://u:p@localhost", MailServer("localhost", 25, "plain", "u", "p")),
    ],
)
def test_the_address_of_a_mail_server_is_read(url: str, server: MailServer) -> None:
    assert read_mail_server(url) == server


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL begins with"):
        read_mail_server(url)


def test_a_password_never_goes_over_an_open_line() -> None:
    with pytest.raises(ValueError, match="in the open"):
        read_mail_server("smtp://user:password@mail.example")


def test_what_arrives_is_what_was_sent_dots_included() -> None:
    with mail_server() as (box, url):
        send(read_mail_server(url))

    assert box.taken == [b"Subject: x\r\n\r\n.dag\r\n..\r\nzonder einde\r\n"]


def test_the_closing_dot_does_not_wait_for_the_line() -> None:
    with mail_server() as (_box, url), connected(read_mail_server(url), "dienst.localhost") as smtp:
        assert smtp.sock
        assert smtp.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_server_without_starttls_gets_nothing_when_it_was_asked() -> None:
    with mail_server() as (box, url):
        asked = read_mail_server(url.replace("smtp://", "smtp+starttls://"))
        with pytest.raises(UnreachableError, match="STARTTLS"):
            send(asked)

    assert box.taken == []


def test_a_server_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    with tls_server(tmp_path) as (box, port), pytest.raises(UnreachableError, match="CERTIFICATE"):
        send(MailServer("127.0.0.1", port, "tls"))

    assert box.taken == []


def test_over_tls_a_server_that_is_vouched_for_gets_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tls_server(tmp_path) as (box, port):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        send(MailServer("127.0.0.1", port, "tls", "loket", "geheim"))

    assert len(box.taken) == 1


def test_a_password_that_the_server_does_not_know_touches_no_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tls_server(tmp_path) as (box, port):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        with pytest.raises(UnreachableError, match="535"):
            send(MailServer("127.0.0.1", port, "tls", "loket", "verkeerd"))

    assert box.taken == []


def test_a_mail_that_is_ours_no_longer_is_not_closed() -> None:
    with mail_server() as (box, url):
        server = read_mail_server(url)
        with connected(server, "dienst.localhost") as smtp, pytest.raises(LeaseLostError):
            hand_over(smtp, MAIL, server, still_ours=lambda: False)

    assert box.taken == []


def test_words_that_are_no_answer_leave_the_mail_uncertain() -> None:
    with mail_server() as (box, url):
        box.breaks = "data 999 what"
        with pytest.raises(DeliveryError) as problem:
            send(read_mail_server(url))

    assert problem.value.kind == "uncertain"


def test_a_sender_that_is_refused_is_a_fault_to_mend_and_loses_no_mail() -> None:
    with mail_server() as (box, url):
        box.breaks = "from 550 who are you"
        with pytest.raises(DeliveryError) as problem:
            send(read_mail_server(url))

    assert problem.value.kind == "temporary"


def send(server: MailServer) -> str:
    with connected(server, "dienst.localhost") as smtp:
        return hand_over(smtp, MAIL, server, still_ours=lambda: True)


@contextmanager
def tls_server(folder: Path) -> Iterator[tuple[Box, int]]:
    """A mail server with a certificate that it made itself, and one known password."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    make_certificate(folder)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    box = Box()

    def knows(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object
    ) -> AuthResult:
        right = isinstance(given, LoginPassword) and given.password == b"geheim"
        return AuthResult(success=right, handled=False)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=context,
        authenticator=knows,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.stop(no_assert=True)


def make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    local = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=36_500))
        .add_extension(local, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
