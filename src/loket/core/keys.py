"""Keys in addresses: random, so that nobody can guess the next one."""

import secrets


def new_key() -> str:
    """A key of 22 characters, safe in a URL (128 bits)."""
    return secrets.token_urlsafe(16)
