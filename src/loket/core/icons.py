"""The drawings that pages can show, and what stands in for one that we do not have."""

import json
from collections.abc import Mapping
from pathlib import Path

ICONS: Mapping[str, str] = json.loads(
    Path(__file__).with_name("icons.json").read_text(encoding="utf-8")
)
NEUTRAL = "file-text"


def known_icon(name: str) -> str:
    """The name itself, or a neutral one: what an organisation wrote may not break a page."""
    return name if name in ICONS else NEUTRAL
