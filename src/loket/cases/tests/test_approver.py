"""Who agrees, when there is no ordinary chief."""

from hypothesis import given
from hypothesis.strategies import dictionaries, integers, sets

from loket.cases.rules.approver import choose_approver

ANN, BEN, CAS, DIRK = 1, 2, 3, 4
LINE = {ANN: BEN, BEN: CAS, CAS: DIRK}
PEOPLE = integers(1, 6)


def test_the_chief_of_the_subject_agrees() -> None:
    assert choose_approver(ANN, LINE) == BEN


def test_a_chief_who_asked_it_passes_it_on_to_their_own_chief() -> None:
    assert choose_approver(ANN, LINE, unfit=[BEN]) == CAS


def test_two_unfit_chiefs_leave_the_document() -> None:
    assert choose_approver(ANN, LINE, unfit=[BEN, CAS]) is None


def test_who_has_no_chief_gives_the_document() -> None:
    assert choose_approver(DIRK, LINE) is None


def test_who_is_their_own_chief_gives_the_document() -> None:
    assert choose_approver(ANN, {ANN: ANN}) is None


def test_two_who_lead_each_other_do_not_agree_to_their_own_request() -> None:
    assert choose_approver(ANN, {ANN: BEN, BEN: ANN}) == BEN
    assert choose_approver(ANN, {ANN: BEN, BEN: ANN}, unfit=[BEN]) is None


@given(PEOPLE, dictionaries(PEOPLE, PEOPLE), sets(PEOPLE))
def test_nobody_unfit_is_ever_asked(subject: int, chiefs: dict[int, int], unfit: set[int]) -> None:
    chosen = choose_approver(subject, chiefs, unfit)

    assert chosen is None or chosen not in unfit | {subject}
