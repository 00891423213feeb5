"""A file is handed out as a download that can do nothing in a browser, and only when it is safe."""

import pytest
from django.http import FileResponse

from loket.core.acting import Acting
from loket.documents import store
from loket.documents.actions import store_upload
from loket.documents.models import StoredFile
from loket.documents.serve import NotServedError, may_be_served, serve
from loket.documents.tests import makefiles as make
from loket.documents.tests.test_files import checked, upload

State = StoredFile.State


def make_file(by: Acting, state: str, reason: str = "") -> StoredFile:
    file = store_upload(upload("attest.pdf", make.make_pdf()), by=by)
    file.state, file.reason = state, reason
    return file


def content_of(response: FileResponse) -> bytes:
    content = response.getvalue()
    response.close()
    return content


def test_a_clean_file_is_a_download_that_a_browser_shows_nowhere(sarah: Acting) -> None:
    file = make_file(sarah, State.CLEAN)
    kept = store.full_path(file.path).read_bytes()

    response = serve(file, "HRB0001167_medisch-attest_1")

    assert response.headers["Content-Disposition"] == (
        'attachment; filename="HRB0001167_medisch-attest_1.pdf"'
    )
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Length"] == str(len(kept))
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert content_of(response) == kept


@pytest.mark.parametrize(
    ("state", "others", "own"),
    [
        (State.UPLOADED, False, True),
        (State.CHECKING, False, True),
        (State.CLEAN, True, True),
        (State.REFUSED, False, False),
        (State.INFECTED, False, False),
        (State.FAILED, False, False),
    ],
)
def test_others_get_only_clean_files_and_nobody_gets_a_virus(
    state: str, others: bool, own: bool, sarah: Acting
) -> None:
    file = make_file(sarah, state, "infected" if state == State.INFECTED else "")

    assert may_be_served(file) is others
    assert may_be_served(file, own=True) is own


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        (State.CHECKING, "", "nog op virussen"),
        (State.CHECKING, "scanner_away", "nog op virussen"),
        (State.INFECTED, "infected", "zit een virus"),
        (State.REFUSED, "encrypted", "heeft een wachtwoord"),
        (State.FAILED, "check_failed", "niet controleren"),
    ],
)
def test_who_gets_no_file_reads_why(state: str, reason: str, said: str, sarah: Acting) -> None:
    file = make_file(sarah, state, reason)

    with pytest.raises(NotServedError, match=r"attest\.pdf") as refused:
        serve(file)

    assert said in refused.value.message


def test_of_a_heic_photo_the_jpg_is_handed_out(sarah: Acting) -> None:
    file = checked(store_upload(upload("foto.heic", make.make_heic()), by=sarah))

    response = serve(file, "HRB0001167_geboorteakte_1.heic", own=True)

    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="HRB0001167_geboorteakte_1.jpg"'
    )
    assert content_of(response).startswith(b"\xff\xd8\xff")


def test_without_another_name_the_original_one_is_used(sarah: Acting) -> None:
    response = serve(make_file(sarah, State.CLEAN))

    assert response.headers["Content-Disposition"] == 'attachment; filename="attest.pdf"'
    response.close()
