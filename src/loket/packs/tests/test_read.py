"""Reading YAML strictly."""

import re
from pathlib import Path

import pytest
import yaml

from loket.catalogue.rules.values import Json
from loket.packs.read import MOST_BYTES, PackError, parse_yaml, read_yaml

FILE = Path("packs/x/forms/y.yaml")


def read(text: str) -> Json:
    return parse_yaml(text, FILE).data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:30", "9:30"),
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("True", "True"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        ("~", "~"),
        ("Null", "Null"),
        ("2026-11-21", "2026-11-21"),
        ("=", "="),
        ("+3", "+3"),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("0.50", 0.5),
        ("null", None),
        ("", None),
        ("'true'", "true"),
        ('"12"', "12"),
        ("!!str 12", "12"),
    ],
)
def test_a_value_is_what_it_looks_like(text: str, expected: Json) -> None:
    assert read(f"x: {text}") == {"x": expected}


@pytest.mark.parametrize("key", ["on", "NO", "9:30", "4/5"])
def test_a_name_is_text_even_if_it_looks_like_something_else(key: str) -> None:
    assert read(f"{key}: x") == {key: "x"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, "De naam ‘c’ staat er twee keer"),
        ("a: 1\n4: 1\n", 2, "Een naam moet tekst zijn"),
        ("a: 1\ntrue: 1\n", 2, "Een naam moet tekst zijn"),
        ("? [a]\n: 1\n", 1, "Een naam moet tekst zijn"),
        ('"": 1\n', 1, "Een naam moet tekst zijn"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "Het soort"),
        ("a: !!int 9:30\n", 1, "Het soort"),
        ("a: !!set {x}\n", 1, "Het soort"),
        ("a: !!omap [x]\n", 1, "Het soort"),
        ("a: 1\nb: {nl: Klopt dit?, fr: [}\n", 2, "geen geldige YAML"),
        ("a: 1\n---\nb: 2\n", 2, "geen geldige YAML"),
        ("a: *weg\n", 1, "geen geldige YAML"),
        ("a: 1\n\tb: 2\n", 2, "geen geldige YAML"),
        ("- a\n", 1, "namen en waarden"),
        ("", 1, "namen en waarden"),
        ("a: 1\nb: \x07\n", 2, "een teken dat niet mag"),
        ("a: &a [*a]\n", 1, "te groot of te diep"),
        ("a: " + "[" * 60 + "]" * 60, 1, "te groot of te diep"),
    ],
)
def test_every_message_has_file_and_line(text: str, line: int, words: str) -> None:
    with pytest.raises(PackError, match=words) as caught:
        read(text)

    assert str(caught.value).startswith(f"packs/x/forms/y.yaml:{line}: ")
    assert caught.value.place == f"packs/x/forms/y.yaml:{line}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: c: 2\n", "hier mag geen dubbele punt staan"),
        ("a: 1\n\tb: 2\n", "zoals een tab"),
        ("a: 1\nb\nc: 2\n", "hier ontbreekt een dubbele punt"),
        ("a:\n  b: 1\n c: 2\n", "springt niet in"),
        ('a: "open\n', "een aanhalingsteken"),
        ("a: [1, 2\nb: 3\n", "een haakje"),
        ("a: {x: [}\n", "een haakje"),
        ("a: *weg\n", "hier wordt verwezen"),
        ('a: "\\q"\n', "na een schuine streep"),
        ("a: 1\n---\nb: 2\n", "een tweede document"),
        ("%YAML 9.9\n---\na: 1\n", "Dit is geen geldige YAML."),
    ],
)
def test_what_is_no_yaml_is_said_without_the_words_of_a_program(text: str, words: str) -> None:
    with pytest.raises(PackError) as caught:
        read(text)

    assert words in caught.value.sentence
    assert not re.search(r"\b(expected|found|the|not|but)\b", caught.value.sentence)


def test_a_reference_is_followed_but_a_bomb_is_not() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in ("ab", "bc", "cd", "de")
    )

    assert read("a: &een {b: 1}\nc: *een\n") == {"a": {"b": 1}, "c": {"b": 1}}
    with pytest.raises(PackError, match="te groot of te diep"):
        read(bomb)


def test_each_part_knows_its_line_and_an_unknown_part_the_line_of_its_holder() -> None:
    source = parse_yaml("a: 1\nb:\n- c: 1\n  d:\n    e: 2\n- f\n", FILE)

    assert source.where() == f"{FILE}:1"
    assert source.where("b") == f"{FILE}:2"
    assert source.where("b[0]") == f"{FILE}:3"
    assert source.where("b[0].d.e") == f"{FILE}:5"
    assert source.where("b[1]") == f"{FILE}:6"
    assert source.where("b[0].d.weg") == f"{FILE}:4"
    assert source.where("b[0].weg[3].x") == f"{FILE}:3"
    assert source.where("weg") == f"{FILE}:1"


def test_a_file_is_read_with_its_own_name_in_the_messages(tmp_path: Path) -> None:
    good, bad, big = tmp_path / "a b.yaml", tmp_path / "b.yaml", tmp_path / "c.yaml"
    good.write_text("\ufeffa: é\n", encoding="utf-8")
    bad.write_bytes(b"a: \xff\xfe\n")
    big.write_text("#" * (MOST_BYTES + 1))

    assert read_yaml(good).data == {"a": "é"}
    with pytest.raises(PackError, match=r"b\.yaml:1: Dit bestand is geen tekst in UTF-8"):
        read_yaml(bad)
    with pytest.raises(PackError, match=r"c\.yaml:1: Dit bestand is te groot"):
        read_yaml(big)


def test_the_ordinary_loader_would_have_surprised_us() -> None:
    assert yaml.safe_load("[9:30, NO, on, 010]") == [570, False, True, 8]
    assert read("x: [9:30, NO, on, 010]") == {"x": ["9:30", "NO", "on", "010"]}
