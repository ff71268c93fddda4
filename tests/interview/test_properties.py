"""What holds for every guide, made up by hypothesis."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.days import days_to_prove
from advisor.analysis.paths import Exploration, bounds, explore
from advisor.analysis.picture import Picture
from advisor.analysis.reach import Reach
from advisor.errors import CannotGoOn
from advisor.interview.walk import Reached, walk
from tests.interview.generated import Made, dated, guides
from tests.interview.reference import Everything, Problem, everything


def end_of(made: Made, answers: dict[str, Any]) -> str:
    """Where the engine ends: an outcome, or what went wrong."""
    try:
        end = walk(made.program(), answers).end
    except CannotGoOn as error:
        return "loop" if "comes up twice" in error.message else "gap"
    assert isinstance(end, Reached), end
    return end.id


def problems_of(found: Exploration) -> set[Problem]:
    return {(fault.kind, fault.tree, str(fault.where[0]), str(fault.where[1])) for fault in found.faults}


def sample(whole: Everything, most: int = 60) -> list[Any]:
    step = max(len(whole.runs) // most, 1)
    return whole.runs[::step]


@given(guides())
def test_the_engine_and_the_reference_end_at_the_same_place(made: Made) -> None:
    program = made.program()
    for run in sample(everything(made)):
        try:
            end = walk(program, run.answers).end
            got = end.id if isinstance(end, Reached) else str(end)
        except CannotGoOn as error:
            got = "loop" if "comes up twice" in error.message else "gap"
        assert got == run.end, run.answers


@given(guides())
def test_the_explorer_reports_exactly_the_problems_that_trying_every_answer_finds(
    made: Made,
) -> None:
    found = explore(made.program())
    assert found.decided
    whole = everything(made)
    assert whole.problems <= problems_of(found)
    if whole.complete:
        assert problems_of(found) == whole.problems


@given(guides())
def test_all_trees_explored_at_once_have_the_problems_of_each_begun_alone(made: Made) -> None:
    starts = [f"{name}/{tree['start']}" for name, tree in made.trees.items()]
    reach = Reach(Picture(made.program(), starts=starts))
    reach.run()
    told = {(fault.kind, fault.tree, str(fault.where[0]), str(fault.where[1])) for fault in reach.faults}
    whole = everything(made, starts=[*made.trees])
    assert whole.problems <= told
    if whole.complete:
        assert told == whole.problems
    for fault in reach.faults:
        if fault.kind in ("gap", "loop"):
            program = made.program()
            program.start = fault.start
            with pytest.raises(CannotGoOn, match="no rule" if fault.kind == "gap" else "twice"):
                walk(program, fault.answers)


@given(dated())
def test_gaps_between_days_that_are_compared_are_exactly_those_of_trying_every_day(
    made: Made,
) -> None:
    assert problems_of(explore(made.program())) == everything(made, 5000).problems


@given(guides())
def test_fewest_and_most_questions_and_ends_are_those_of_trying_every_answer(made: Made) -> None:
    found = explore(made.program())
    whole = everything(made)
    ends = {run.end for run in whole.arrived}
    assert ends <= found.ends
    if whole.complete:
        assert ends == found.ends
        counts = [run.asked for run in whole.runs]
        if counts and len(whole.arrived) == len(counts) and not whole.stuck:
            assert (found.fewest, found.most) == (min(counts), max(counts))
            least, greatest = bounds(Picture(made.program()))
            assert least <= min(counts)
            assert greatest >= max(counts)


@given(guides())
def test_a_witness_replays_into_its_fault(made: Made) -> None:
    program = made.program()
    for fault in explore(program).faults:
        answers = dict(fault.answers)
        if fault.kind in ("gap", "loop"):
            assert end_of(made, answers) == fault.kind
        elif fault.kind == "no-card":
            assert end_of(made, answers) == f"{fault.tree}/{fault.where[1]}"


@given(st.one_of(guides(), dated()))
@settings(max_examples=settings().max_examples // 2)
def test_the_days_that_are_proved_stand_for_all_days(made: Made) -> None:
    """Ruling 41: `today` is an input like an answer."""
    first, last = date(2026, 12, 28), date(2027, 1, 9)
    proved: set[Problem] = set()
    days = days_to_prove(made.program(first), first, last)
    assert days[0] == first
    for day in days:
        proved |= problems_of(explore(made.program(day)))
    true: set[Problem] = set()
    complete = True
    for number in range((last - first).days + 1):
        whole = everything(made, 300, first + timedelta(days=number))
        true |= whole.problems
        complete = complete and whole.complete
    assert true <= proved
    if complete:
        assert proved == true
