"""The forms of the packs in this repository, as their tests read them."""

from datetime import date
from functools import cache
from pathlib import Path

from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.spec import FormSpec
from loket.packs.load import load_pack
from loket.packs.read import Source, read_yaml

PACKS = Path(__file__).resolve().parents[4] / "packs"
TODAY = date(2026, 11, 21)


def form_files() -> list[Path]:
    return sorted(PACKS.glob("*/forms/*.yaml"))


@cache
def read_form(pack: str, key: str) -> Source:
    return read_yaml(PACKS / pack / "forms" / f"{key}.yaml")


@cache
def form(pack: str, key: str) -> FormSpec:
    return parse_spec(read_form(pack, key).data)


@cache
def region(pack: str) -> str:
    """Where the organisation of a pack is."""
    return str(load_pack(PACKS / pack).of("organisation")[""].entry["region"])


@cache
def tables(pack: str) -> dict[str, dict[str, dict[str, str]]]:
    """The rows of the reference tables of a pack, by table and code."""
    return {
        name: {
            row["code"]: {"code": row["code"], **row.get("data", {})} for row in table.entry["rows"]
        }
        for name, table in load_pack(PACKS / pack).of("tables").items()
    }
