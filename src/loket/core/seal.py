"""Seals what few may read: AES-256-GCM under a key file that belongs to the installation.

The key never lies in the database or its backup; whoever steals one of both reads nothing. The
file holds 32 random bytes, from which the key for sealing and the key for hashing are derived.
"""

import hashlib
import hmac
import json
import os
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

FORMAT = b"\x01"  # the first byte of everything sealed: a later way gets another number
NONCE_BYTES = 12
KEY_BYTES = 32


class SealError(Exception):
    """What was sealed cannot be opened with the key of this installation."""


def seal(data: object) -> bytes:
    """Seal anything that JSON can hold."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return FORMAT + nonce + _box().encrypt(nonce, plain, FORMAT)


def unseal(sealed: bytes | memoryview) -> Any:  # noqa: ANN401  JSON holds anything
    """Open what was sealed; a changed byte or another key is an error."""
    raw = bytes(sealed)
    if raw[:1] != FORMAT or not _key_file().is_file():
        raise SealError(f"Nothing here can open this: see {_key_file()}.")
    nonce, box = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
    try:
        return json.loads(_box().decrypt(nonce, box, FORMAT))
    except (InvalidTag, ValueError) as problem:
        raise SealError(f"This was sealed with another key than {_key_file()}.") from problem


def keyed_hash(text: str) -> bytes:
    """Hash a text so that it can be found again, but not guessed without the key (32 bytes)."""
    return hmac.new(_derive("hash", _key_file()), text.encode(), hashlib.sha256).digest()


def fingerprint() -> str:
    """Give a sign by which the key is known again and from which it cannot be made; no key, no sign."""
    if not _key_file().is_file():
        return ""
    return hmac.new(_derive("fingerprint", _key_file()), b"", hashlib.sha256).hexdigest()[:16]


def _box() -> AESGCM:
    return AESGCM(_derive("seal", _key_file()))


def _key_file() -> Path:
    return Path(settings.SEAL_KEY_FILE)


@cache
def _derive(purpose: str, path: Path) -> bytes:
    derivation = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"loket {purpose}".encode())
    return derivation.derive(_read_or_make(path))


def _read_or_make(path: Path) -> bytes:
    if not path.is_file():
        _make(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise SealError(f"{path} must hold exactly {KEY_BYTES} bytes: put the right file back.")
    return key


def _make(path: Path) -> None:
    """Make the key once, for its owner's eyes only; who comes second takes the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(half, path)
    except FileExistsError:
        return
    finally:
        half.unlink()
