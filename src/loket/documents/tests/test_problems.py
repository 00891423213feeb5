"""Each problem with a file has its own sentence, and the sentence names the file."""

import pytest
from django.utils import translation

from loket.documents.problems import SENTENCES, UploadRefusedError, megabytes, sentence
from loket.documents.rules.findings import Code, FileProblem
from loket.documents.rules.limits import MEGABYTE

PARAMS = {"limit": 26_214_400, "left": 1_048_576, "endings": ("pdf", "jpg"), "megapixels": 50}


@pytest.mark.parametrize("code", Code)
def test_every_problem_has_a_sentence_that_names_the_file(code: Code) -> None:
    said = sentence(FileProblem(code, "attest 100% (1).pdf", PARAMS))

    assert "attest 100% (1).pdf" in said
    assert "%(" not in said


def test_no_two_problems_share_a_sentence() -> None:
    assert len({str(text) for text in SENTENCES.values()}) == len(Code)


def test_a_limit_is_written_as_people_write_it() -> None:
    said = sentence(FileProblem(Code.TOO_LARGE, "scan.pdf", PARAMS))

    assert "hoogstens 25 MB groot" in said


@pytest.mark.parametrize(
    ("left", "written"),
    [(100 * MEGABYTE, "100 MB"), (MEGABYTE * 3 // 2, "1,5 MB"), (99_999, "0 MB"), (0, "0 MB")],
)
def test_what_is_left_is_never_rounded_up(left: int, written: str) -> None:
    assert megabytes(left) == written


def test_a_number_of_files_is_not_a_size() -> None:
    said = sentence(FileProblem(Code.TOO_MANY, "scan.pdf", {"limit": 10}))

    assert "10 bestanden" in said


def test_a_refusal_is_a_sentence_for_the_person() -> None:
    error = UploadRefusedError(FileProblem(Code.EMPTY, "leeg.pdf"))

    assert error.message == "Het bestand ‘leeg.pdf’ is leeg. Kies een ander bestand."
    assert error.code == "empty"


@pytest.mark.parametrize("language", ["fr", "de", "en"])
@pytest.mark.parametrize("code", Code)
def test_every_sentence_is_translated(code: Code, language: str) -> None:
    problem = FileProblem(code, "a.pdf", PARAMS)
    with translation.override("nl"):
        dutch = sentence(problem)

    with translation.override(language):
        assert sentence(problem) != dutch
