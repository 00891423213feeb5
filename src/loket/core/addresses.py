"""Addresses of pages, each worked out once: a list names fifty, a menu the same ten every time."""

from functools import lru_cache
from uuid import UUID

from django.urls import reverse

KEPT = 4096
"""So many are kept, less than a megabyte in each process."""


@lru_cache(maxsize=KEPT)
def address_of(name: str, *args: str | int | UUID) -> str:
    """The path of the page with this name; addresses do not change while the program runs."""
    return reverse(name, args=args)
