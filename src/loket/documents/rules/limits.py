"""How large a file may be, how many fit in a slot and how much in a submission."""

from dataclasses import dataclass, replace
from typing import Self

from loket.documents.rules.findings import Code, FileProblem

MEGABYTE = 1024 * 1024

# A camera's largest common picture, 8,064 by 6,048. A heic photo is unpacked whole, at some
# 10 bytes a pixel, and has to fit in the memory of the child that inspects it.
MOST_PIXELS = 50_000_000
MOST_HEIC_PIXELS = 25_000_000
# A jpg in layers is gathered whole, at up to 8 bytes a pixel.
MOST_LAYERED_PIXELS = 25_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of an installation; bytes unless the name says otherwise."""

    file_bytes: int = 25 * MEGABYTE
    slot_files: int = 10
    submission_bytes: int = 100 * MEGABYTE

    @property
    def body_bytes(self) -> int:
        """How large one request with files may be: a whole submission and its fields."""
        return self.submission_bytes + 10 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Room:
    """What a slot and a submission hold already."""

    slot_files: int = 0
    submission_bytes: int = 0
    slot_max: int | None = None
    """How many files this slot takes when its form says fewer than the installation."""

    def with_file(self, size: int) -> Self:
        """The same place with one file more in it."""
        return replace(
            self, slot_files=self.slot_files + 1, submission_bytes=self.submission_bytes + size
        )


def limit_problem(name: str, size: int, room: Room, limits: Limits) -> FileProblem | None:
    """Return which limit a file would pass, or None when it fits."""
    if size > limits.file_bytes:
        return FileProblem(Code.TOO_LARGE, name, {"limit": limits.file_bytes})
    most = slot_limit(room, limits)
    if room.slot_files >= most:
        return FileProblem(Code.TOO_MANY, name, {"limit": most})
    if room.submission_bytes + size > limits.submission_bytes:
        params = {"limit": limits.submission_bytes, "left": bytes_left(room, limits)}
        return FileProblem(Code.SUBMISSION_FULL, name, params)
    return None


def slot_limit(room: Room, limits: Limits) -> int:
    """Return how many files the slot takes."""
    return limits.slot_files if room.slot_max is None else min(room.slot_max, limits.slot_files)


def bytes_left(room: Room, limits: Limits) -> int:
    """Return how many bytes still fit in the submission."""
    return max(0, limits.submission_bytes - room.submission_bytes)
