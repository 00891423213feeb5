"""A letter is words with names in them; nothing else happens in it."""

import pytest

from loket.core.models import Organisation
from loket.core.tenancy import enter_organisation
from loket.documents.letters import merge, names_in, stray_braces, write_letter
from loket.documents.models import LetterTemplate


def test_names_are_filled_in() -> None:
    assert merge("Dag {{name}}, zaak {{ number }}.", {"name": "Noor", "number": "HRB1"}) == (
        "Dag Noor, zaak HRB1."
    )


def test_what_was_filled_in_is_not_read_again() -> None:
    assert merge("{{a}}{{b}}", {"a": "{{b}}", "b": "x"}) == "{{b}}x"


def test_a_name_without_value_is_noticed() -> None:
    with pytest.raises(KeyError, match="number"):
        merge("{{number}}", {})


def test_names_and_stray_braces_are_known_before_a_letter_is_used() -> None:
    assert names_in("{{ a }} {{b_1}} {{B}}") == {"a", "b_1"}
    assert stray_braces("{{ a.b }}")
    assert stray_braces("{% if a %}")
    assert not stray_braces("{{ a }} { b }")


@pytest.mark.django_db
def test_the_newest_version_in_the_language_is_used_and_dutch_where_there_is_none() -> None:
    made = Organisation.objects.create(slug="dienst", name="Dienst", region="BE", theme="x")
    enter_organisation(made.pk)
    for language, version in (("nl", 1), ("nl", 2), ("fr", 1)):
        LetterTemplate.objects.create(
            code="receipt",
            language=language,
            version=version,
            subject=f"{language} {version}: {{{{name}}}}",
            body="\nDag {{name}}\n",
        )

    french = write_letter("receipt", "fr", {"name": "No\r\nor"})
    german = write_letter("receipt", "de", {"name": "Noor"})

    assert (french.subject, french.language) == ("fr 1: No or", "fr")
    assert (german.subject, german.language) == ("nl 2: Noor", "nl")
    assert german.body == "Dag Noor"
    with pytest.raises(LookupError, match="farewell"):
        write_letter("farewell", "nl", {})
