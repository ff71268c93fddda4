"""For which answers an end is reached: exactly these, and nothing said that need not be."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.analysis.paths import explore
from advisor.analysis.ways import Box, simplest, ways
from advisor.interview.conditions import Picks
from advisor.interview.walk import Program, Reached, Refused, walk
from tests.interview.generated import Made, guides


def holds(box: Box, answers: dict[str, Any]) -> bool:
    return all(answers[name] in values for name, values in box.items())


def all_answers(cells: dict[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    total = 1
    for values in cells.values():
        total *= len(values)
    assume(total <= 1500)
    for values in itertools.product(*cells.values()):
        yield dict(zip(cells, values, strict=True))


def end_of(program: Program, answers: dict[str, Any]) -> str | None:
    """Where the first tree ends; None where the answers do not fit together."""
    walked = walk(program, answers)
    tree = program.start.partition("/")[0]
    for key in walked.path:
        if not key.startswith(f"{tree}/"):
            return key
    if isinstance(walked.end, Reached):
        return walked.end.id
    if isinstance(walked.end, Refused) and walked.end.tree == tree:
        return None
    return f"{walked.end.tree}/{walked.end.question}"


@settings(max_examples=80)
@given(guides(sound=True))
def test_the_boxes_say_exactly_which_answers_and_nothing_more(made: Made) -> None:
    program = made.program()
    found = explore(program)
    assume(found.decided and not found.faults)
    told = ways(program)
    assume(told is not None)
    assert told is not None
    cells = dict(told.cells)
    ends = {}
    for answers in all_answers(cells):
        end = end_of(program, answers)
        if end is None:
            continue
        # A tree that goes on is entered at its first question, which may be skipped or known there.
        tree = end.partition("/")[0]
        inside = [name for name, boxes in told.ends.items() if any(holds(box, answers) for box in boxes)]
        assert len(inside) == 1, (answers, inside)
        if ":" in end or tree == program.start.partition("/")[0]:
            assert inside == [end], answers
        ends[tuple(answers.items())] = inside[0]
    for name, boxes in told.ends.items():
        for box in boxes:
            own = [dict(answers) for answers, end in ends.items() if end == name and holds(box, dict(answers))]
            others = [other for other in boxes if other is not box]
            assert not own or any(not any(holds(other, one) for other in others) for one in own), (name, box)


def simple(questions: dict[str, Any], **more: Any) -> Program:
    tree = {
        "title": "T",
        "about": "A.",
        "reviewed": "2026-11-22",
        "start": next(iter(questions)),
        "questions": {name: {"ask": name, **question} for name, question in questions.items()},
        **more,
    }
    return Made({"t": tree}, {}).program()


TWO = {"x": "X", "y": "Y"}
THREE = {**TWO, "z": "Z"}


def boxes(program: Program, end: str) -> list[dict[str, set[Any]]]:
    told = ways(program)
    assert told is not None
    return [{name: set(values) for name, values in box.items()} for box in told.ends[end]]


def test_a_question_that_does_not_matter_is_left_out() -> None:
    program = simple(
        {
            "a": {"answers": THREE, "next": "b"},
            "b": {"answers": TWO, "next": "c"},
            "c": {"answers": TWO, "next": [{"when": {"a": "x"}, "to": "card:yes"}, {"to": "card:no"}]},
        }
    )
    assert boxes(program, "card:yes") == [{"a": {"x"}}]
    assert boxes(program, "card:no") == [{"a": {"y", "z"}}]


def test_two_ways_to_one_end_are_two_boxes() -> None:
    program = simple(
        {
            "a": {"answers": TWO, "next": {"x": "card:one", "y": "b"}},
            "b": {"answers": TWO, "next": {"x": "card:one", "y": "card:other"}},
        }
    )
    assert boxes(program, "card:one") == [{"a": {"x"}}, {"b": {"x"}}]
    assert boxes(program, "card:other") == [{"a": {"y"}, "b": {"y"}}]


def test_an_end_that_everybody_reaches_has_no_condition() -> None:
    assert boxes(simple({"a": {"answers": TWO, "next": "card:all"}}), "card:all") == [{}]


def test_a_number_stands_for_all_up_to_the_next_one() -> None:
    rules = [{"when": {"n": {"at_least": 2, "at_most": 5}}, "to": "card:some"}, {"to": "card:rest"}]
    program = simple({"n": {"type": "number", "max": 9, "next": rules}})
    told = ways(program)
    assert told is not None
    assert told.cells["n"] == (0, 2, 6)
    assert boxes(program, "card:some") == [{"n": {2}}]


@given(st.sets(st.integers(0, 7)))
def test_picked_answers_are_told_by_the_tests_that_conditions_make(wanted: set[int]) -> None:
    tests = [Picks("any", [name]) for name in "abc"]
    every = [tuple(name for bit, name in enumerate("abc") if number >> bit & 1) for number in range(8)]
    meant = [every[number] for number in sorted(wanted)]
    assume(meant)
    told = simplest(meant, every, tests)
    for value in every:
        said = any(all((value in test) is held for test, held in box.items()) for box in told)
        assert said is (value in meant)
