"""The way of a case along absences: whichever ends first, it is with its first owner after all."""

from dataclasses import dataclass, field
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from loket.cases.rules.standing_in import Step, Way, before, returns_to

PEOPLE = range(4)


@dataclass
class Office:
    """Cases on paper, each of its first owner, and absences that give them away and take them back."""

    holder: list[int] = field(default_factory=lambda: list(PEOPLE))
    way: list[Way] = field(default_factory=lambda: [()] * len(PEOPLE))
    open: dict[int, Step] = field(default_factory=dict)
    ended: list[Step] = field(default_factory=list)
    made: int = 0

    def leave(self, person: int, stand_in: int) -> None:
        """Be away, if one is there."""
        if person != stand_in and person not in self.open:
            self.made += 1
            self.open[person] = Step(self.made, person, stand_in)

    def give(self, person: int, case: int) -> None:
        """Let this case go to the stand-in, when it is with who is away."""
        step = self.open.get(person)
        if step is not None and self.holder[case] == person:
            self.way[case] = (*before(self.way[case], step.absence), step)
            self.holder[case] = step.receiver

    def end(self, person: int) -> None:
        """Come back; what was given away comes back later."""
        if person in self.open:
            self.ended.append(self.open.pop(person))

    def take_back(self, which: int, case: int) -> None:
        """Let this case come back from one of the absences that were ended."""
        absence = self.ended[which % len(self.ended)].absence if self.ended else 0
        to = returns_to(self.way[case], absence, self.holder[case])
        if to is not None:
            self.holder[case], self.way[case] = to, before(self.way[case], absence)


ONE = st.sampled_from(PEOPLE)
DOINGS = st.lists(
    st.one_of(
        st.tuples(st.just("leave"), ONE, ONE),
        st.tuples(st.just("give"), ONE, ONE),
        st.tuples(st.just("end"), ONE),
        st.tuples(st.just("take_back"), st.integers(0, 20), ONE),
    ),
    max_size=60,
)


@given(DOINGS, st.permutations(PEOPLE), st.randoms(use_true_random=False))
def test_any_absences_that_end_in_any_order_leave_every_case_with_its_first_owner(
    doings: list[tuple[str, *tuple[int, ...]]], order: list[int], chance: Random
) -> None:
    office = Office()
    for name, *about in doings:
        getattr(office, name)(*about)

    for person in order:
        office.end(person)
    left = [(which, case) for which in range(len(office.ended)) for case in PEOPLE]
    chance.shuffle(left)
    for which, case in left:
        office.take_back(which, case)

    assert office.holder == list(PEOPLE)
    assert office.way == [()] * len(PEOPLE)


@given(DOINGS, ONE, st.integers(0, 20))
def test_who_got_it_by_hand_and_was_on_no_way_keeps_it(
    doings: list[tuple[str, *tuple[int, ...]]], case: int, which: int
) -> None:
    office, outsider = Office(), len(PEOPLE)
    for name, *about in doings:
        getattr(office, name)(*about)

    office.holder[case] = outsider
    office.take_back(which, case)

    assert office.holder[case] == outsider


def test_what_another_absence_brought_to_the_stand_in_does_not_come_back() -> None:
    anna_to_bob, dora_to_bob = Step(1, 1, 2), Step(2, 4, 2)

    way = (anna_to_bob, dora_to_bob)  # in between, Bob gave it to Dora by hand

    assert returns_to(way, 1, 2) is None
    assert returns_to(way, 2, 2) == 4
