"""The page of results: each run writes its own section and leaves those of the others."""

import os
import platform
from pathlib import Path

RESULTS = Path(__file__).resolve().parents[1] / "bench" / "RESULTS.md"
TITLE = "# What Loket costs"
ORDER = (
    "One request at a time",
    "Sixty submits a second",
    "Sixty requests a second",
    "Three hundred open streams",
    "One organisation at seven times its load",
    "Kills while forty clients write",
)
"""The sections in the order of the page; a new one comes behind them."""


def with_section(page: str, title: str, text: str) -> str:
    """The page with this section in its place, in the place of an older one."""
    sections = {}
    for part in page.split("\n## ")[1:]:
        name, _, rest = part.partition("\n")
        sections[name.strip()] = rest.strip()
    sections[title] = text.strip()
    known = [name for name in ORDER if name in sections]
    others = [name for name in sections if name not in ORDER]
    parts = [f"## {name}\n\n{sections[name]}" for name in (*known, *others)]
    return "\n\n".join([TITLE, *parts]) + "\n"


def keep(title: str, text: str) -> None:
    """Write a section."""
    page = RESULTS.read_text() if RESULTS.is_file() else ""
    RESULTS.write_text(with_section(page, title, text))


def machine() -> str:
    """On what this ran."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    names = [line for line in lines if line.startswith("model name")]
    cpu = names[0].partition(":")[2].strip() if names else platform.machine()
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}"
