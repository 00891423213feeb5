"""What is wrong with a pack is said with file and line, before anything is written."""

from pathlib import Path

import pytest
from django.conf import settings

from loket.core.pack import SETTINGS
from loket.packs.check import problems_of
from loket.packs.load import load_pack, names_of_packs
from loket.packs.read import PackError
from loket.packs.sections import SECTIONS
from loket.packs.tests.conftest import Change


def problems(folder: Path) -> list[str]:
    found = problems_of(load_pack(folder, demo=True))
    return [line.removeprefix(f"{folder}/") for line in found]


@pytest.mark.parametrize("name", names_of_packs(settings.PACKS))
def test_every_pack_of_the_house_is_in_order(name: str) -> None:
    assert problems_of(load_pack(settings.PACKS / name, demo=True)) == []


def test_a_pack_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="bestaat niet"):
        load_pack(tmp_path / "nemo")


def test_a_key_that_stands_twice_in_a_file_is_refused_with_its_line(
    folder: Path, change: Change
) -> None:
    change("  balie: {kind: team", "  stad: {kind: team")

    with pytest.raises(PackError, match=r"test\.yaml:29: .*‘stad’ staat er twee keer"):
        load_pack(folder)


def test_an_entry_that_stands_in_two_files_is_refused_with_both_places(folder: Path) -> None:
    (folder / "zz.yaml").write_text("hosts:\n  stad.localhost:\n")

    with pytest.raises(
        PackError, match=r"zz\.yaml:2: ‘stad.localhost’ staat ook in .*test\.yaml:14"
    ):
        load_pack(folder)


def test_an_unknown_section_is_refused(folder: Path) -> None:
    (folder / "zz.yaml").write_text("# words\nwachtrijen: {}\n")

    with pytest.raises(PackError, match=r"zz\.yaml:2: ‘wachtrijen’ kennen we hier niet"):
        load_pack(folder)


@pytest.mark.parametrize("content", ["units: 3", "units: [a]", "units: {a: 3}"])
def test_a_section_holds_names_and_values(folder: Path, content: str) -> None:
    (folder / "zz.yaml").write_text(content)

    with pytest.raises(PackError, match=r"zz\.yaml:1: "):
        load_pack(folder)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "kind: team",
            "kind: troep",
            "test.yaml:29: Hier kan alleen: department, team, personnel.",
        ),
        ("kind: team, ", "", "test.yaml:29: Hier ontbreekt: kind."),
        ("kind: team", "kind: team, baas: x", "test.yaml:29: Dit kennen we hier niet: baas."),
        ("parent: stad", "parent: dorp", "test.yaml:29: ‘dorp’ staat niet bij units."),
        (
            "name: {nl: Balie, en: Desk}}",
            "name: {nl: Balie}}",
            "test.yaml:29: Deze tekst ontbreekt in: en.",
        ),
        (
            "    calendar: kantoor",
            "    calendar: nacht",
            "test.yaml:36: ‘nacht’ staat niet bij calendars.",
        ),
        ('"09:00"', '"9:00"', "test.yaml:21: Deze waarde past hier niet"),
        ("prefix: Z", "prefix: z9", "test.yaml:25: Deze waarde past hier niet"),
    ],
)
def test_a_fault_is_named_with_its_line(
    folder: Path, change: Change, before: str, after: str, said: str
) -> None:
    change(before, after)

    found = problems(folder)

    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_pack_without_organisation_is_refused(tmp_path: Path) -> None:
    (tmp_path / "units.yaml").write_text("units: {}\n")

    assert "niets over de organisatie" in problems(tmp_path)[0]


def test_a_chief_who_does_not_exist_is_named(folder: Path) -> None:
    path = folder / "demo" / "people.yaml"
    path.write_text(path.read_text().replace("manager: sam", "manager: kim"))

    assert problems(folder) == ["demo/people.yaml:21: ‘kim’ staat niet bij persons."]


def test_letters_are_held_to_the_names_that_they_may_fill_in(folder: Path) -> None:
    (folder / "letters.yaml").write_text(
        """\
letters:
  message:
    nl: {subject: "Over {{number}}", body: "Dag {{naam}}"}
    en: {subject: "About {{number}}", body: "Dear {{ name"}
  reclame:
    nl: {subject: Koop, body: Nu}
    en: {subject: Buy, body: Now}
"""
    )

    found = problems(folder)

    assert found[0].startswith("letters.yaml:3: ‘naam’ kan hier niet. Wel: link, name")
    assert found[1].startswith("letters.yaml:4: Hier staan accolades")
    assert found[2].startswith("letters.yaml:5: Een brief met deze naam versturen we nooit")
    assert found[3].startswith("test: Deze brieven ontbreken: ")


def test_what_is_wrong_with_a_form_is_named_with_its_line(folder: Path) -> None:
    form = folder / "forms" / "kort.yaml"
    form.write_text(form.read_text().replace("required: true, label", "show_when: {f: x}, label"))

    assert [line.partition(": ")[0] for line in problems(folder)] == ["forms/kort.yaml:15"]


def test_a_case_that_comes_out_otherwise_is_named_with_its_line(folder: Path) -> None:
    cases = folder / "forms" / "cases" / "kort.yaml"
    cases.write_text(cases.read_text().replace("{vraag: required}", "{vraag: group_min}"))

    (found,) = problems(folder)

    assert found.startswith("forms/cases/kort.yaml:8: Dit testgeval komt anders uit.")
    assert "Verwacht: vraag: group_min. Gekregen: vraag: required." in found


def test_the_handbook_of_packs_names_every_section_and_every_word() -> None:
    handbook = (settings.ROOT / "docs" / "admin" / "packs.md").read_text()

    assert [one.name for one in SECTIONS if f"| `{one.name}` |" not in handbook] == []
    assert [name for name in SETTINGS if f"`{name}`" not in handbook] == []
    for section in SECTIONS:
        names = section.shape.get("properties", {})
        assert [name for name in names if f"`{name}`" not in handbook] == []
