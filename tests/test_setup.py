"""`bin/setup` says in one sentence what is missing, and does nothing when nothing changed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Give a checkout in a path with spaces that has only what setting up reads."""
    clone = tmp_path / "mijn loket"
    (clone / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "bin" / "setup", clone / "bin")
    for name in (".python-version", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, clone)
    return clone


def set_up(clone: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "bin" / "setup"],
        env=os.environ | {"UV_OFFLINE": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_that_cannot_be_had_is_told_in_one_sentence(clone: Path) -> None:
    (clone / ".python-version").write_text("3.99\n")

    done = set_up(clone)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        "Loket: Python 3.99 was not found and could not be fetched: install it (Debian"
    )


def test_without_uv_and_without_pip_it_says_how_to_get_uv(clone: Path, tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "cat", "dirname", "grep", "mkdir", "paste", "tr"):
        (programs / name).symlink_to(str(shutil.which(name)))
    python = programs / "python3.13"
    python.write_text('#!/bin/sh\n[ "$1" = -c ]\n')  # the right one, but it has no pip
    python.chmod(0o755)

    done = set_up(clone, PATH=str(programs), HOME=str(tmp_path), PYENV_ROOT=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        "Loket: uv is missing and pip could not install it: see https://"
    )


def test_packages_that_cannot_be_had_are_told_in_one_sentence(clone: Path) -> None:
    (clone / "requirements.lock").write_text("no-such-package-of-anybody==0.0.0\n")

    done = set_up(clone)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "Loket: the packages of requirements.lock could not be installed: the lines above say why."
    )
    assert not (clone / ".venv" / "installed.lock").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else_is_told_in_one_sentence(clone: Path) -> None:
    (clone / ".loket").mkdir(mode=0o500)

    done = set_up(clone)

    assert done.returncode == 1
    assert "this account cannot write in" in done.stderr


def test_a_second_time_nothing_is_done(clone: Path) -> None:
    (clone / "requirements.lock").write_text("")
    set_up(clone)
    made = (clone / ".venv" / "installed.lock").stat().st_mtime_ns

    done = set_up(clone)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (clone / ".venv" / "installed.lock").stat().st_mtime_ns == made


def test_a_changed_lock_is_installed(clone: Path) -> None:
    (clone / "requirements.lock").write_text("")
    set_up(clone)
    (clone / "requirements.lock").write_text("# changed\n")

    done = set_up(clone)

    assert done.returncode == 0
    assert (clone / ".venv" / "installed.lock").read_text() == "# changed\n"


def test_the_packages_find_our_code_wherever_the_folder_moves(clone: Path, tmp_path: Path) -> None:
    (clone / "requirements.lock").write_text("")
    set_up(clone)
    (clone / "src" / "loket").mkdir(parents=True)
    (clone / "src" / "loket" / "__init__.py").touch()
    moved = clone.rename(tmp_path / "ergens anders")

    found = subprocess.run(
        [moved / ".venv" / "bin" / "python", "-c", "import loket; print(loket.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )

    assert found.stdout.strip() == str(moved / "src" / "loket" / "__init__.py")
