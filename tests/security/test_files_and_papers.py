"""Files that came in and papers that go out: a name is a word, a file is a download, a paper reads nothing."""

import re
from datetime import UTC

import pytest

from loket.core.tenancy import acting_in
from loket.documents.models import StoredFile
from loket.documents.pdf import Receipt, Section, write_receipt
from loket.documents.store import full_path
from loket.documents.tests.pdftext import text_of
from tests.make import NOW, attach_to_case, make_case
from tests.security.asking import Way, ask, body_of, bytes_of, send, undone
from tests.test_access import Scene, scene

__all__ = ["scene"]  # a fixture
State = StoredFile.State
NAMES = (
    ".htaccess.pdf",
    "x.php.pdf",
    "\u200b.htaccess.pdf",
    "a/../../c.pdf",
    "..\\..\\c.pdf",
    "x" * 300 + ".pdf",
    "con.pdf",
    "gpj.\u202efdp.pdf",
    "<img src=x onerror=alert(1)>.pdf",
)
MULTIPART = "multipart/form-data; boundary=x"


def body_with(name: str) -> bytes:
    """A form with one file, as a browser sends it that minds nothing."""
    told = f'form-data; name="file"; filename="{name}"'
    return (
        '--x\r\nContent-Disposition: form-data; name="slot"\r\n\r\nrooster\r\n'
        f"--x\r\nContent-Disposition: {told}\r\nContent-Type: application/pdf\r\n\r\n"
        "%PDF-1.7\n\r\n--x--\r\n"
    ).encode()


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_s43_the_name_of_a_file_is_a_word_and_no_place(scene: Scene, name: str) -> None:
    draft = scene.here.things["draft"]

    with undone():
        browser = scene.browser("requester")
        answer = browser.post(f"/concept/{draft.key}/bestanden/", body_with(name), MULTIPART)
        with acting_in(scene.here.organisation.pk):
            kept = StoredFile.objects.latest("pk")
        sent = browser.get(f"/concept/{draft.key}/bestanden/{kept.key}")
        body = body_of(sent)
        full_path(kept.path).unlink()

    assert answer.status_code == 200
    assert re.fullmatch(r"\d+/[\w-]{2}/[\w-]{32}", kept.path)
    assert not set(kept.name) & set("/\\\r\n\u200b\u202e\x00")
    assert len(kept.name) <= 255
    assert sent["Content-Disposition"].startswith("attachment;")
    assert (sent["X-Content-Type-Options"], body) == ("nosniff", "%PDF-1.7\n")
    assert "sandbox" in sent["Content-Security-Policy"]
    assert "<img src=x" not in answer.text


@pytest.mark.parametrize("state", [State.UPLOADED, State.CHECKING, State.INFECTED])
def test_s65_a_file_that_is_not_found_clean_reaches_nobody_else_and_its_state_is_seen(
    scene: Scene, state: str
) -> None:
    here = scene.here
    with acting_in(here.organisation.pk), undone():
        paper = attach_to_case(here.things["case"])
        reason = "infected" if state == State.INFECTED else ""
        StoredFile.objects.filter(pk=paper.file_id).update(state=state, reason=reason)
        number = here.things["case"].number
        said = {actor: ask(scene, actor, Way("GET", f"{base}/{number}/bijlagen/{paper.file.key}"))
                for actor, base in (("handler", "/werk/zaken"), ("subject", "/zaken"))}  # fmt: skip
        page = ask(scene, "handler", Way("GET", f"/werk/zaken/{number}/bijlagen/"))

    assert {one.status for one in said.values()} == {409}
    assert not any("%PDF" in one.text for one in said.values())
    assert f"bijlagen/{paper.file.key}" not in page.text
    assert re.search("controleren|niet veilig", page.text)


def test_s65_not_even_who_handed_it_in_gets_a_file_with_a_virus(scene: Scene) -> None:
    here = scene.here
    with acting_in(here.organisation.pk), undone():
        paper = attach_to_case(here.things["case"])
        StoredFile.objects.filter(pk=paper.file_id).update(state=State.INFECTED)
        address = f"/zaken/{here.things['case'].number}/bijlagen/{paper.file.key}"
        said = ask(scene, "requester", Way("GET", address))

    assert said.status == 409


REACHES = (
    '#read("/etc/passwd")',
    '#image("http://169.254.169.254/latest/meta-data")',
    "file:///etc/passwd",
    "php://filter/convert.base64-encode/resource=/etc/passwd",
    '<img src="file:///etc/passwd"><link rel=attachment href="file:///etc/passwd">',
    '#include "../pdf.py"',
    "data:image/svg+xml;base64,PHN2Zz4=",
    "#import sys: inputs",
)


def test_s52_a_paper_reads_no_file_and_no_network_whatever_was_typed() -> None:
    rows = tuple((f"Vraag {place}", words) for place, words in enumerate(REACHES))
    receipt = Receipt(
        organisation="Dienst", title=REACHES[0], number="HRB1", submitted="vandaag",
        requester=REACHES[1], sections=(Section(REACHES[2], rows),),
    )  # fmt: skip

    words = re.sub(r"\s", "", text_of(write_receipt(receipt, at=NOW.astimezone(UTC))))

    assert "root:" not in words
    for typed in REACHES:
        assert re.sub(r"\s", "", typed).replace('"', "") in words.replace('"', "").replace("”", "")


def test_s52_the_paper_of_a_case_shows_what_was_typed_as_it_was_typed(scene: Scene) -> None:
    here = scene.here
    with acting_in(here.organisation.pk), undone():
        service = here.things["service"]
        case = make_case(here.people["requester"], service,
                         title=dict.fromkeys(("nl", "fr", "de", "en"), REACHES[0]))  # fmt: skip
        answer = send(scene, "requester", Way("GET", f"/zaken/{case.number}/pdf"))
        paper = bytes_of(answer)

    assert answer["Content-Type"] == "application/pdf"
    assert "/etc/passwd" in text_of(paper)
    assert "root:" not in text_of(paper)
