"""Every code has a sentence."""

from typing import get_args

from django.utils import translation

from loket.catalogue import reasons, sentences
from loket.catalogue.rules.codes import ProblemCode, ReasonCode
from loket.catalogue.rules.reasons import Reason

FROM_THE_FORM = {"rule", "blocked", "stopped"}


def test_each_code_has_a_sentence() -> None:
    problems = set(get_args(ProblemCode.__value__))

    assert problems - FROM_THE_FORM - set(sentences.SENTENCES) == set()
    assert set(get_args(ReasonCode.__value__)) == set(reasons.SENTENCES)


def test_a_reason_names_its_place_and_what_is_wrong() -> None:
    with translation.override("nl-be"):
        missing = reasons.explained(Reason("title", "missing_language", {"language": "de"}))
        whole = reasons.explained(Reason("", "missing_key", {"key": "steps"}))

    assert missing == "title: Deze tekst ontbreekt in het Duits."
    assert whole == "Dit formulier: Hier ontbreekt ‘steps’."
