"""What a backup says of itself: when it was made, of what, and what must be in it."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from loket.backup.programs import BackupFailed

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
LISTING = "files.list"
FILES = "files"
HALF = ".half"
READ_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """The first thing that whoever puts a backup back reads."""

    made_at: str
    postgresql: int
    migrations: list[str]
    rows: dict[str, int]
    dump_sha256: str
    listing_sha256: str
    files: int
    bytes: int
    missing: list[str]
    """Files that rows name and that were not there; the rows are in the backup all the same."""
    damaged: list[str]
    """Files that were not what their rows say; they are in the backup as they were found."""
    seal_key: str
    """A fingerprint of the key; the key itself is not in the backup. Empty: none was ever made."""
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that must be there: where, how large, and the hash of its content."""

    path: str
    size: int
    sha256: str


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it last: a folder that has one is complete."""
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    write_down(folder / MANIFEST, f"{text}\n".encode())


def read_manifest(folder: Path) -> Manifest:
    """Read what a backup says of itself."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        if said["format"] != FORMAT:
            raise BackupFailed(
                f"{folder} has format {said['format']} and this Loket reads {FORMAT}: "
                "take the version of Loket that made it."
            )
        return Manifest(**said)
    except (OSError, ValueError, TypeError, KeyError) as problem:
        raise BackupFailed(
            f"{folder} is no complete backup: its {MANIFEST} is missing."
        ) from problem


def write_listing(folder: Path, files: list[Listed]) -> str:
    """Write the list of files, one a line; give its hash."""
    lines = "".join(f"{file.sha256} {file.size} {file.path}\n" for file in files).encode()
    write_down(folder / LISTING, lines)
    return hashlib.sha256(lines).hexdigest()


def read_listing(folder: Path) -> Iterator[Listed]:
    """Read the list of files."""
    with (folder / LISTING).open(encoding="utf-8") as lines:
        for line in lines:
            sha256, size, path = line.rstrip("\n").split(" ", 2)
            yield Listed(path, int(size), sha256)


def backups_in(folder: Path) -> list[Path]:
    """Give the complete backups of a folder, the newest last."""
    if not folder.is_dir():
        return []
    return sorted(
        each for each in folder.iterdir() if each.suffix != HALF and (each / MANIFEST).is_file()
    )


def the_backup(named: Path) -> Path:
    """Take a folder for the backup that it is, or for the newest one in it."""
    if (named / MANIFEST).is_file():
        return named
    if found := backups_in(named):
        return found[-1]
    raise BackupFailed(f"There is no complete backup in {named}.")


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(READ_BYTES):
            digest.update(data)
    return digest.hexdigest()


def write_down(path: Path, content: bytes) -> None:
    """Write a file for its owner's eyes and bring it to the disk."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def bring_to_disk(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
