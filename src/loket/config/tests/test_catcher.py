"""Mail is caught, shown, and on order treated badly."""

import smtplib
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from loket.config.catcher import catching
from loket.config.caught_mail import order, read_mails

BAD = '<script>alert("x")</script>'


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[tuple[int, int]]:
    with catching(tmp_path, 0, 0) as bound:
        yield bound


def send(ports: tuple[int, int], subject: str = "Uw aanvraag één") -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "desk@loket.example", "s@pp.example", subject
    letter.set_content(f"Dag Sarah, wij hebben {BAD} ontvangen.\n")
    letter.add_alternative("<p>Dag <b>Sarah</b></p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", ports[0], timeout=2) as line:
        line.sendmail("desk@loket.example", ["sarah@pp.example"], letter.as_bytes())


def look(ports: tuple[int, int], path: str) -> tuple[str, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{ports[1]}/{path}", timeout=5) as answer:
        return answer.read().decode(), answer.headers["Content-Security-Policy"]


def test_a_mail_is_kept_with_the_address_of_the_line(
    ports: tuple[int, int], tmp_path: Path
) -> None:
    send(ports)

    (mail,) = read_mails(tmp_path)
    assert mail.to == "sarah@pp.example"
    assert mail.subject == "Uw aanvraag één"
    assert mail.text == f"Dag Sarah, wij hebben {BAD} ontvangen.\n"
    assert mail.html == "<p>Dag <b>Sarah</b></p>\n"


def test_the_page_shows_the_newest_mail_first_and_runs_nothing_of_it(
    ports: tuple[int, int], tmp_path: Path
) -> None:
    send(ports, "Oud")
    send(ports, BAD)
    old, new = read_mails(tmp_path)

    listed, _ = look(ports, "")
    letter, _ = look(ports, new.name)
    layout, policy = look(ports, f"{old.name}.html")

    assert listed.index("&lt;script&gt;") < listed.index("Oud")
    assert "<script" not in listed + letter
    assert layout == old.html
    assert policy.startswith("sandbox")


def test_a_refused_mail_is_not_kept(ports: tuple[int, int], tmp_path: Path) -> None:
    order(tmp_path, "451", "550")

    with pytest.raises(smtplib.SMTPDataError, match="451"):
        send(ports)
    with pytest.raises(smtplib.SMTPDataError, match="550"):
        send(ports)

    assert read_mails(tmp_path) == []


@pytest.mark.parametrize(("word", "kept"), [("drop", 1), ("lose", 0)])
def test_a_line_that_is_cut_leaves_the_sender_in_doubt(
    ports: tuple[int, int], tmp_path: Path, word: str, kept: int
) -> None:
    order(tmp_path, word)

    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(ports)

    assert len(read_mails(tmp_path)) == kept


def test_a_server_that_hangs_is_left_by_the_sender(ports: tuple[int, int], tmp_path: Path) -> None:
    order(tmp_path, "hang")

    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        send(ports)
    send(ports, "De volgende")

    assert [mail.subject for mail in read_mails(tmp_path)] == ["Uw aanvraag één", "De volgende"]
