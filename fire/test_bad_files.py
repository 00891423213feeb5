"""Every bad file gets its sentence within ten seconds and 300 MB, whatever it is made of."""

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fire.input.badfiles import bad_files
from loket.documents.inspect.run import run_child
from loket.documents.problems import sentence
from loket.documents.rules.findings import Code, FileProblem
from loket.documents.rules.names import display_name
from loket.documents.rules.types import HEAD_BYTES, first_problem, type_of_name
from loket.documents.scanners import the_scanner

SECONDS, ROOM = 10, 20
"""What is promised on a quiet machine, and what is asked of a busy one."""
MEGABYTES = 300
TAKEN = frozenset(
    {
        *("vlak.jpg", "veel-lagen.jpg", "zestien.png", "doorzichtig.png", "beweegt.png"),
        *("script.pdf", "paginas.pdf", "diep.pdf", "tweemaal.pdf"),  # no page is drawn by us
        "half.pdf",  # what is left of it opens
        "en-html.jpg",  # the comment with the page in it is taken out
        *("regel.txt", "koppen.eml"),
    }
)
"""They are heavy or odd, and yet good."""
FILES = bad_files()


@dataclass(frozen=True)
class Treated:
    """What came of a file: the sentence (none when it is taken), and what that cost."""

    said: str
    seconds: float
    megabytes: int


def treat(name: str, path: Path) -> Treated:
    """Look at a file as it comes in, scan it, and inspect it."""
    began = time.monotonic()
    problem = problem_with(display_name(name), path)
    said = sentence(problem) if problem else ""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return Treated(said, time.monotonic() - began, spent)


def problem_with(name: str, path: Path) -> FileProblem | None:
    """Give what is said against a file, if anything is."""
    with path.open("rb") as content:
        head = content.read(HEAD_BYTES)
    at_once = first_problem(name, path.stat().st_size, head)
    kind = type_of_name(name)
    if at_once or kind is None:
        return at_once
    if the_scanner().is_infected(path, kind.code):
        return FileProblem(Code.INFECTED, name)
    with tempfile.TemporaryFile() as cleaned, tempfile.TemporaryFile() as copy:
        verdict = run_child(kind.family.value, kind.code, path, cleaned, copy)
    return FileProblem(Code(verdict.code), name, {"megapixels": 50}) if verdict.code else None


def make(name: str, path: Path) -> None:
    """Make a bad file."""
    path.write_bytes(FILES[name]())


def apart[Found](work: Callable[[str, Path], Found], name: str, path: Path) -> Found:
    """Work in a process of its own: what the files and the tests of before cost does not count.

    A child counts as largest what its parent was when it began, so that parent is a small one.
    """
    small = multiprocessing.get_context("forkserver")
    small.set_forkserver_preload(["fire.input.prepared"])
    with small.Pool(1) as pool:
        return pool.apply(work, (name, path))


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_gets_its_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    apart(make, name, path)

    found = apart(treat, name, path)

    assert (found.said == "") == (name in TAKEN), found.said
    assert found.seconds < ROOM
    assert found.megabytes <= MEGABYTES


def test_every_file_of_a_folder_gets_an_answer(more_files: Path | None) -> None:
    found = {path: apart(treat, path.name, path) for path in files_in(more_files)}

    for path, treated in found.items():
        print(
            f"{treated.seconds:6.2f} s {treated.megabytes:4d} MB {path}: {treated.said or 'taken'}"
        )
    assert [path for path, treated in found.items() if treated.seconds > ROOM] == []
    assert all(treated.megabytes <= MEGABYTES for treated in found.values())


def files_in(folder: Path | None) -> Iterator[Path]:
    """Give every file of the folder that the command named, if it did."""
    if folder:
        yield from sorted(one for one in folder.rglob("*") if one.is_file())
