"""Which sendings of files a draft knows, so that one that comes twice is dealt with once."""

from loket.catalogue.models import Draft

LONGEST = 40
MOST = 200
"""How many a draft remembers: more than anybody sends within the time that a request can be late."""


def is_known(draft: Draft, sending: str) -> bool:
    """Whether this sending was dealt with; one without a key never was."""
    return bool(sending) and any(key == sending[:LONGEST] for key, _file in draft.uploads)


def file_of(draft: Draft, sending: str) -> str:
    """The key of the file that it brought; empty when it was stopped, or is not known."""
    return next((str(file) for key, file in draft.uploads if key == sending[:LONGEST]), "")


def note_sending(draft: Draft, sending: str, file: str = "") -> None:
    """Note what became of a sending, in a locked draft that the caller saves."""
    if sending:
        others = [one for one in draft.uploads if one[0] != sending[:LONGEST]]
        draft.uploads = [*others, [sending[:LONGEST], file]][-MOST:]
