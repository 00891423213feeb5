"""What every organisation says lies beneath every pack; its own words win."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from loket.core.models import Organisation
from loket.core.tenancy import enter_organisation
from loket.documents.models import LetterTemplate
from loket.packs.apply import apply_pack
from loket.packs.check import problems_of
from loket.packs.diff import differences
from loket.packs.load import load_pack, names_of_packs
from loket.packs.read import PackError
from loket.packs.tests.conftest import NOW

CLOSED = """\
letters:
  closed:
    nl: {{subject: "Klaar: {{{{number}}}}", body: "{body} {{{{link}}}}"}}
    en: {{subject: "Done: {{{{number}}}}", body: "{body} {{{{link}}}}"}}
"""


@pytest.fixture
def common(folder: Path) -> Path:
    """The letters that every organisation has, beside the small pack."""
    place = folder.parent / "common"
    place.mkdir()
    letters = (settings.PACKS / "common" / "letters.yaml").read_text()
    (place / "letters.yaml").write_text(letters)
    return place


def own(folder: Path, body: str) -> None:
    (folder / "letters.yaml").write_text(CLOSED.format(body=body))


def test_a_pack_without_letters_has_those_of_the_common_ground(folder: Path, common: Path) -> None:
    pack = load_pack(folder)

    assert problems_of(pack) == []
    assert pack.of("letters")["receipt"].where() == f"{common}/letters.yaml:{line_of(common)}"


def line_of(common: Path) -> int:
    lines = (common / "letters.yaml").read_text().splitlines()
    return lines.index("  receipt:") + 1


def test_a_letter_of_its_own_wins_and_the_others_stay(folder: Path, common: Path) -> None:
    own(folder, "Bij ons.")

    letters = load_pack(folder).of("letters")

    assert letters["closed"].where() == f"{folder}/letters.yaml:2"
    assert letters["receipt"].source.path.parent == common


def test_a_mistake_in_the_common_ground_is_said_with_its_own_file_and_line(
    folder: Path, common: Path
) -> None:
    text = (common / "letters.yaml").read_text()
    (common / "letters.yaml").write_text(text.replace("{{expires_on}}", "{{verloopt}}", 1))
    at = text[: text.index("{{expires_on}}")].count("\n")

    (said, *_rest) = problems_of(load_pack(folder))

    assert re.match(rf"{common}/letters\.yaml:\d+: ‘verloopt’ kan hier niet", said)
    assert abs(int(said.split(":")[1]) - at) < 12  # a block of text is named by its first line


def test_what_belongs_to_one_organisation_cannot_be_said_for_all(
    folder: Path, common: Path
) -> None:
    (common / "hosts.yaml").write_text("# for all\nhosts:\n  alles.localhost:\n")

    with pytest.raises(PackError, match=r"hosts\.yaml:3: ‘hosts’ hoort in een pakket zelf"):
        load_pack(folder)


def test_a_letter_that_stands_twice_in_the_common_ground_is_refused(
    folder: Path, common: Path
) -> None:
    (common / "more.yaml").write_text(CLOSED.format(body="Nog eens."))

    with pytest.raises(PackError, match=r"more\.yaml:2: ‘closed’ staat ook in .*letters\.yaml:"):
        load_pack(folder)


def test_applied_twice_it_does_nothing_and_a_change_is_shown_once(
    db: None, folder: Path, common: Path
) -> None:
    apply_pack(load_pack(folder), "stad", at=NOW)
    stad = Organisation.objects.get(slug="stad")

    assert differences(load_pack(folder), stad) == []
    own(folder, "Bij ons.")
    found = apply_pack(load_pack(folder), "stad", at=NOW + timedelta(days=1))

    assert [(one.section, one.key, one.kind) for one in found] == [("letters", "closed", "changed")]
    assert apply_pack(load_pack(folder), "stad", at=NOW + timedelta(days=2)) == []
    enter_organisation(stad.pk)
    newest = LetterTemplate.objects.filter(code="closed", language="nl").latest("version")
    assert newest.body == "Bij ons. {{link}}"


def test_an_organisation_with_a_personnel_department_needs_the_letter_to_it(folder: Path) -> None:
    name = settings.PACKS / "persopoint"
    pack = load_pack(name)
    letters = {key: one for key, one in pack.of("letters").items() if key != "personnel_question"}
    bare = type(pack)(pack.name, {**pack.items, "letters": letters}, ())

    assert problems_of(bare) == ["persopoint: Deze brieven ontbreken: personnel_question."]


def test_no_letter_stands_twice_in_the_packs_of_the_house() -> None:
    told: dict[str, str] = {}
    for name in ["common", *names_of_packs(settings.PACKS)]:
        for path in (settings.PACKS / name).glob("letters.yaml"):
            bodies = re.findall(r"body: \|\n((?: {8}.*\n|\n)+)", path.read_text())
            assert bodies
            assert [told[body] for body in bodies if body in told] == []
            told |= dict.fromkeys(bodies, name)
