"""Reads what the environment says; a value that makes no sense stops the start."""

import os
import secrets
from pathlib import Path


def read_text(name: str, default: str) -> str:
    """Read a text; empty counts as absent."""
    return os.environ.get(name) or default


def read_list(name: str, default: str) -> list[str]:
    """Read words with spaces or commas between them."""
    return read_text(name, default).replace(",", " ").split()


def read_number(name: str, default: int) -> int:
    """Read a whole number above zero."""
    value = read_text(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise ValueError(f"{name} is '{value}': write a whole number above zero.")
    return int(value)


def read_flag(name: str) -> bool:
    """Read yes or no; anything else is refused, for a typing error must not open a door."""
    value = read_text(name, "0").lower()
    if value not in {"0", "1", "no", "yes", "false", "true"}:
        raise ValueError(f"{name} is '{value}': write 1 or 0.")
    return value in {"1", "yes", "true"}


def read_secret(name: str, kept: Path) -> str:
    """Read a secret; where none is named, make one once and keep it for the owner's eyes."""
    if named := os.environ.get(name):
        return named
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = kept.with_name(f"{kept.name}.{os.getpid()}")
        half.touch(mode=0o600)
        half.write_text(secrets.token_urlsafe(48))
        try:
            os.link(half, kept)  # whoever comes second takes the first one's secret
        except FileExistsError:
            pass
        finally:
            half.unlink()
    return kept.read_text()
