"""What holds for every guide, made up by hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from advisor.analysis.paths import Exploration, explore
from advisor.errors import CannotGoOn
from advisor.interview.walk import Reached, walk
from tests.interview.generated import Made, guides
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
def test_the_explorer_reports_exactly_the_problems_that_trying_every_answer_finds(made: Made) -> None:
    found = explore(made.program())
    assert found.decided
    whole = everything(made)
    assert whole.problems <= problems_of(found)
    if whole.complete:
        assert problems_of(found) == whole.problems


@given(guides())
def test_fewest_and_most_questions_and_ends_are_those_of_trying_every_answer(made: Made) -> None:
    found = explore(made.program())
    whole = everything(made)
    ends = {run.end for run in whole.arrived}
    assert ends <= found.ends
    if whole.complete:
        assert ends == found.ends
        if whole.arrived and not whole.stuck and not whole.problems & {("gap",), ("loop",)}:
            counts = [run.asked for run in whole.runs]
            if len(whole.arrived) == len(whole.runs):
                assert (found.fewest, found.most) == (min(counts), max(counts))


@given(guides())
def test_a_witness_replays_into_its_fault(made: Made) -> None:
    program = made.program()
    for fault in explore(program).faults:
        answers = dict(fault.answers)
        if fault.kind in ("gap", "loop"):
            assert end_of(made, answers) == fault.kind
        elif fault.kind == "no-card":
            assert end_of(made, answers) == f"{fault.tree}/{fault.where[1]}"
