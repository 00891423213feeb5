"""The reasons why a file is not taken, as codes; the sentences stand in `documents.problems`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    SUBMISSION_FULL = "submission_full"
    WRONG_TYPE = "wrong_type"
    ENDING_DIFFERS = "ending_differs"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    ACTIVE = "active"
    ARCHIVE_BOMB = "archive_bomb"
    PICTURE_TOO_LARGE = "picture_too_large"
    TOO_HEAVY = "too_heavy"
    UNREADABLE = "unreadable"
    INFECTED = "infected"
    NO_SPACE = "no_space"
    NOT_KEPT = "not_kept"
    CHECK_FAILED = "check_failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One reason why one file is not taken; `params` are numbers and codes for the sentence."""

    code: Code
    name: str
    params: Mapping[str, object] = field(default_factory=dict)
