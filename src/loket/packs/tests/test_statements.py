"""Packs say how accessible the desk is and what becomes of data, and the portal shows it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from loket.core.packing import LANGUAGES
from loket.packs.apply import apply_pack
from loket.packs.load import load_pack
from loket.packs.tests.conftest import NOW, Change

PAGE = """
statements:
  privacy:
    title: {nl: Privacy, en: Your data}
    parts:
      - {text: {nl: Wij bewaren weinig, en: We keep little}}

hosts:
"""


@pytest.mark.parametrize("slug", ["toegankelijkheid", "privacy"])
def test_persopoint_accounts_for_it_in_every_language(slug: str) -> None:
    entry = load_pack(settings.PACKS / "persopoint").of("statements")[slug].entry

    texts = [entry["title"], *(part["text"] for part in entry["parts"])]
    assert len(texts) > 5
    assert all(set(text) == set(LANGUAGES) for text in texts)


def test_what_the_pack_accounts_for_stands_in_the_footer_and_stays(
    db: None, folder: Path, change: Change
) -> None:
    change("\nhosts:\n", PAGE)
    apply_pack(load_pack(folder), "stad", at=NOW)
    change("Stad Één", "Stad Twee")
    apply_pack(load_pack(folder), "stad", at=NOW)

    client = Client(headers={"host": "stad.localhost", "accept-language": "en"})
    assert '<a href="/over/privacy/">Your data</a>' in client.get("/").content.decode()
    assert "We keep little" in client.get("/over/privacy/").content.decode()
    assert apply_pack(load_pack(folder), "stad", at=NOW) == []
