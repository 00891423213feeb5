"""What is sealed stays closed without the key of the installation."""

import stat
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from loket.core.seal import SealError, keyed_hash, seal, unseal


@pytest.fixture(autouse=True)
def key_file(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "seal.key"
    settings.SEAL_KEY_FILE = path
    return path


def test_what_is_sealed_opens_again() -> None:
    answers = {"attest": "Zoë", "jaar": 2026, "weg": None}

    assert unseal(memoryview(seal(answers))) == answers


def test_the_words_cannot_be_read_from_what_is_sealed() -> None:
    assert b"palliatief" not in seal({"verlof": "palliatief"})


def test_sealing_twice_gives_two_different_boxes() -> None:
    assert seal("same") != seal("same")


def test_a_changed_byte_is_noticed() -> None:
    sealed = bytearray(seal("whole"))
    sealed[-1] ^= 1

    with pytest.raises(SealError, match="another key"):
        unseal(bytes(sealed))


def test_another_installation_cannot_open_it(settings: Settings, tmp_path: Path) -> None:
    sealed = seal("ours")
    settings.SEAL_KEY_FILE = tmp_path / "other.key"
    seal("theirs")

    with pytest.raises(SealError, match="another key"):
        unseal(sealed)


def test_a_lost_key_is_not_silently_replaced(key_file: Path) -> None:
    sealed = seal("ours")
    key_file.unlink()

    with pytest.raises(SealError, match="Nothing here"):
        unseal(sealed)
    assert not key_file.exists()


def test_a_key_of_another_length_is_refused(key_file: Path) -> None:
    key_file.parent.mkdir()
    key_file.write_bytes(b"short")

    with pytest.raises(SealError, match="exactly 32 bytes"):
        seal("anything")


def test_only_its_owner_can_read_the_key(key_file: Path) -> None:
    seal("anything")

    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert len(key_file.read_bytes()) == 32


def test_the_keyed_hash_finds_the_same_text_again_and_needs_the_key(
    settings: Settings, tmp_path: Path
) -> None:
    first = keyed_hash("85.07.30-033.28")

    assert keyed_hash("85.07.30-033.28") == first
    assert len(first) == 32
    settings.SEAL_KEY_FILE = tmp_path / "other.key"
    assert keyed_hash("85.07.30-033.28") != first
