"""What `check` proves about routes: exact small cases, and where it must give up."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.analysis.days import days_to_prove
from advisor.analysis.paths import BUDGET, Exploration, Picture, bounds, explore
from advisor.analysis.reach import Reach
from advisor.authoring.check import check
from advisor.errors import CannotGoOn
from advisor.interview.interview import Interview
from advisor.interview.walk import Program, walk
from tests.interview.generated import Made
from tests.support import card, write_guide

DAY = date(2027, 1, 3)
TWO: dict[str, Any] = {"x": "X", "y": "Y"}


def program(questions: dict[str, Any], **more: Any) -> Program:
    """A tree of these questions, begun with the first; each has an `ask`."""
    tree = {
        "title": "T",
        "about": "A.",
        "reviewed": "2026-11-22",
        "start": next(iter(questions)),
        "questions": {name: {"ask": name, **question} for name, question in questions.items()},
        **more,
    }
    return Made({"t": tree}, {}).program(DAY)


def kinds(found: Exploration) -> set[tuple[str, str]]:
    return {(fault.kind, str(fault.where[1])) for fault in found.faults}


def day(following: Any, **more: Any) -> dict[str, Any]:
    return {"type": "date", "next": following, **more}


def when(to: str, **tests: Any) -> dict[str, Any]:
    return {"when": tests, "to": to}


@pytest.mark.parametrize(
    ("questions", "witness"),
    [
        # b may lie before a
        (
            {"a": day("b"), "b": day([when("card:c", b={"on_or_after": "a"})])},
            lambda w: w["b"] < w["a"],
        ),
        # only room for b between a and the fixed day if a is late enough
        (
            {
                "a": day("b", min="2027-01-01", max="2027-12-31"),
                "b": day(
                    [
                        when("card:c", b={"on_or_after": "a"}),
                        when("card:c", b={"before": "2027-06-01"}),
                    ]
                ),
            },
            lambda w: date(2027, 6, 1) <= w["b"] < w["a"],
        ),
        # the limit of b is another answer
        (
            {
                "a": day("b", min="2027-01-01", max="2027-12-31"),
                "b": day([when("card:c", b={"before": "2027-06-01"})], min="a", max="a + 2 days"),
            },
            lambda w: w["b"] >= date(2027, 6, 1),
        ),
        # over a third day
        (
            {
                "a": day("b", min="2027-01-01", max="2027-12-31"),
                "b": day("c", min="2027-01-01", max="2027-12-31"),
                "c": day(
                    [
                        when("card:c", c={"on_or_after": "b + 3 days"}),
                        when("card:c", c={"on_or_before": "a + 9 days"}),
                    ]
                ),
            },
            lambda w: (w["c"] - w["a"]).days > 9 and (w["c"] - w["b"]).days < 3,
        ),
    ],
    ids=["order", "room", "limit", "chain"],
)
def test_a_gap_between_days_that_are_compared_with_each_other_is_found(questions: dict[str, Any], witness: Any) -> None:
    found = explore(program(questions))
    (fault,) = [fault for fault in found.faults if fault.kind == "gap"]
    assert witness(fault.answers)


@pytest.mark.parametrize(
    "rules",
    [
        [when("card:c", b={"before": "a"}), when("card:c", b={"on_or_after": "a"})],
        [
            when("card:c", b={"on_or_before": "a + 1 week"}),
            when("card:c", b={"after": "a + 1 week"}),
        ],
    ],
)
def test_days_that_leave_no_gap_have_no_fault(rules: list[Any]) -> None:
    assert explore(program({"a": day("b"), "b": day(rules)})).faults == ()


def test_word_answers_are_a_gap_of_their_own() -> None:
    """Ruling 20."""
    rules = [
        when("card:c", b={"before": "2027-02-01"}),
        when("card:c", b={"on_or_after": "2027-02-01"}),
    ]
    assert explore(program({"b": day(rules)})).faults == ()
    (fault,) = explore(program({"b": day(rules, answers={"w": "Not said"})})).faults
    assert (fault.kind, fault.answers) == ("gap", {"b": "w"})


@pytest.mark.parametrize(
    ("low", "high", "answers", "rules", "gap"),
    [
        (0, 9, {}, [{"at_least": 3}, {"less_than": 3}], None),
        (0, 9, {}, [{"at_least": 4}, {"less_than": 3}], 3),
        (0, 9, {}, [{"more_than": 3}, {"at_most": 2}], 3),
        (3, 9, {}, [{"at_least": 3}], None),
        (0, 3, {}, [{"at_most": 2}], 3),
        (0, 3, {}, [{"not": 2}], 2),
        (0, 3, {"w": "W"}, [{"at_least": 0}], "w"),
        (0, 3, {"w": "W"}, [{"at_least": 0}, {"is": "w"}], None),
        (None, None, {}, [{"at_most": 10**9}], 10**9 + 1),
    ],
)
def test_numbers_are_cut_at_their_thresholds(low: Any, high: Any, answers: Any, rules: list[Any], gap: Any) -> None:
    question = {
        "type": "number",
        "answers": answers,
        "min": low,
        "max": high,
        "next": [when("card:c", n=rule) for rule in rules],
    }
    faults = explore(program({"n": question})).faults
    assert [fault.answers for fault in faults] == ([] if gap is None else [{"n": gap}])


@pytest.mark.parametrize(
    ("limits", "rules", "gap"),
    [
        ({}, [{"includes": ["a", "b", "c"]}], [("n",)]),
        ({}, [{"includes": ["a", "b", "c"]}, {"includes": "n"}], []),
        ({"min": 0}, [{"includes": ["a", "b", "c", "n"]}], [()]),
        ({"min": 2}, [{"includes": ["a", "b"]}, {"is": "n"}], []),
        ({"min": 1}, [{"includes": ["a", "b"]}, {"is": "n"}], [("c",)]),
        ({"max": 1}, [{"excludes": "a"}, {"excludes": "b"}], []),
        ({"max": 2}, [{"excludes": "a"}, {"excludes": "b"}], [("a", "b")]),
        ({"max": 2}, [{"excludes": "a"}, {"excludes": "b"}, {"excludes": "c"}], []),
    ],
)
def test_several_is_cut_at_the_answers_that_are_named(limits: dict[str, int], rules: list[Any], gap: list[Any]) -> None:
    question = {
        "type": "several",
        "answers": {"a": "A", "b": "B", "c": "C", "n": {"text": "None", "exclusive": True}},
        **limits,
        "next": [when("card:c", s=rule) for rule in rules],
    }
    assert [fault.answers.get("s") for fault in explore(program({"s": question})).faults] == gap


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        # a fact that was not asked on every path
        (
            {
                "a": {"answers": TWO, "next": {"x": "b", "y": "c"}},
                "b": {"answers": TWO, "next": "c"},
                "c": {"answers": TWO, "next": [when("card:c", b="x"), {"to": "card:c"}]},
            },
            {("unknown", "c")},
        ),
        # an earlier rule takes these paths away (ruling 2)
        (
            {
                "a": {"answers": TWO, "next": {"x": "b", "y": "c"}},
                "b": {"answers": TWO, "next": "c"},
                "c": {
                    "answers": TWO,
                    "next": [when("card:c", a="y"), when("card:c", b="x"), {"to": "card:c"}],
                },
            },
            set(),
        ),
        # in one mapping, what is known to be false outweighs what is unknown
        (
            {
                "a": {"answers": TWO, "next": {"x": "b", "y": "c"}},
                "b": {"answers": TWO, "next": "c"},
                "c": {"answers": TWO, "next": [when("card:c", a="x", b="x"), {"to": "card:c"}]},
            },
            set(),
        ),
        # a question that is skipped leaves its fact unknown
        (
            {
                "a": {"answers": TWO, "next": "b"},
                "b": {"answers": TWO, "only_when": {"a": "x"}, "next": "c"},
                "c": {"answers": TWO, "next": [when("card:c", b="x"), {"to": "card:c"}]},
            },
            {("unknown", "c")},
        ),
        # leads back for some answers
        (
            {
                "a": {"answers": TWO, "next": "b"},
                "b": {"answers": TWO, "next": {"x": "a", "y": "card:c"}},
            },
            {("loop", "b")},
        ),
        ({"a": {"answers": TWO, "next": {"x": "a", "y": "card:c"}}}, {("loop", "a")}),
    ],
    ids=["unknown", "earlier-rule", "false-and-unknown", "skipped", "loop", "itself"],
)
def test_faults_of_a_small_tree(questions: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    assert kinds(explore(program(questions))) == expected


def test_an_outcome_without_a_card_on_some_path() -> None:
    """Ruling 15."""
    outcomes = {"done": {"cards": [{"card": "c", "when": {"a": "x"}}, {"card": "d", "when": {"b": "x"}}]}}
    questions = {"a": {"answers": TWO, "next": "b"}, "b": {"answers": TWO, "next": "done"}}
    (fault,) = explore(program(questions, outcomes=outcomes)).faults
    assert (fault.kind, fault.answers) == ("no-card", {"a": "y", "b": "y"})


def test_a_guarded_named_condition_that_cannot_be_told_shows_no_card() -> None:
    """Ruling 3: with `known: true` beside it, what is unknown is false."""
    questions = {
        "a": {"answers": TWO, "next": {"x": "b", "y": "done"}},
        "b": {"answers": TWO, "next": "done"},
    }
    facts = {"fine": [{"when": {"b": "x"}, "is": "yes"}, {"is": "no"}]}
    outcomes = {"done": {"cards": [{"card": "c", "when": {"fine": {"known": True}}}]}}
    (fault,) = explore(program(questions, facts=facts, outcomes=outcomes)).faults
    assert (fault.kind, fault.answers) == ("no-card", {"a": "y"})


def test_astronomically_many_paths_are_one_state_a_question() -> None:
    questions = {f"q{n}": {"answers": TWO, "next": f"q{n + 1}" if n < 199 else "card:c"} for n in range(200)}
    found = explore(program(questions))
    assert (found.decided, found.fewest, found.most, found.states) == (True, 200, 200, 201)


def hard(count: int) -> dict[str, Any]:
    """So many answers that are all read at the end, in every combination."""
    questions: dict[str, Any] = {f"q{n}": {"answers": TWO, "next": f"q{n + 1}"} for n in range(count)}
    rules = [when("card:c", **{f"q{n}": "x", f"q{(n * 7 + 3) % count}": "y"}) for n in range(count)]
    questions[f"q{count}"] = {"answers": TWO, "next": [*rules, {"to": "card:c"}]}
    return questions


def test_beyond_the_budget_it_is_undecided_and_the_bounds_hold() -> None:
    began = time.monotonic()
    found = explore(program(hard(30)), budget=5_000)
    assert not found.decided
    assert time.monotonic() - began < 10
    assert bounds(Picture(program(hard(30)))) == (31, 31)
    small = explore(program(hard(6)))
    assert small.decided
    assert (small.fewest, small.most) == (7, 7)


def test_too_many_picked_answers_or_compared_days_are_undecided_and_no_wait() -> None:
    began = time.monotonic()
    letters = {f"a{n}": f"A{n}" for n in range(30)}
    picked = {"type": "several", "answers": letters}
    rules = [when("card:c", s=name) for name in letters]
    assert not explore(program({"s": {**picked, "next": rules}})).decided
    days = {}
    for n in range(12):
        compared = [when("card:c", **{f"d{n}": {"before": f"d{m} + {m} days"}}) for m in range(n)]
        days[f"d{n}"] = day([*compared, {"to": f"d{n + 1}" if n < 11 else "card:c"}])
    assert not explore(program(days), budget=5_000).decided
    assert time.monotonic() - began < 20


def tree(rules: str, low: str = "2027-01-01", high: str = "2027-12-31") -> str:
    return f"""
        title: T
        about: A.
        reviewed: 2026-11-22
        start: day
        questions:
          day:
            ask: When?
            why: It matters.
            type: date
            min: {low}
            max: {high}
            next:
{rules}
        """


BEFORE_MARCH = """
              - when: {day: {before: 2027-03-01}}
                to: card:end"""


@pytest.mark.parametrize(
    ("low", "high", "rules"),
    [
        # only from March on can a day be given that no rule takes
        ("2026-01-01", "today", BEFORE_MARCH),
        ("2026-01-01", "today + 10 days", BEFORE_MARCH),
        # today itself is read
        (
            "2027-01-01",
            "2027-12-31",
            """
              - when: {today: {before: 2027-03-01}}
                to: card:end""",
        ),
        # a day compared with today and with a fixed day
        (
            "2027-01-01",
            "2027-12-31",
            """
              - when: {day: {on_or_after: today}}
                to: card:end
              - when: {day: {before: 2027-03-01}}
                to: card:end""",
        ),
    ],
    ids=["limit", "limit-and-days", "today", "compared"],
)
def test_a_fault_that_only_some_days_have_is_found_with_its_day(
    tmp_path: Path, low: str, high: str, rules: str
) -> None:
    """Ruling 41."""
    guide = write_guide(tmp_path, {"t": tree(rules, low, high), "cards/end": card()})
    (finding,) = check(guide).errors
    assert finding.code == "R401"
    assert finding.witness is not None
    as_of = date.fromisoformat(finding.witness["as_of"])
    assert date(2026, 11, 22) <= as_of <= date(2027, 5, 31)
    with pytest.raises(CannotGoOn, match="no rule"):
        _ = Interview.begin(guide, "t", finding.witness["answers"], as_of=as_of).walk
    fine = Interview.begin(guide, "t", finding.witness["answers"], as_of=date(2027, 1, 1))
    assert fine.walk.end


def test_without_today_one_day_is_enough() -> None:
    rules = [when("card:c", b={"before": "a"}), {"to": "card:c"}]
    found = days_to_prove(program({"a": day("b"), "b": day(rules)}), DAY, date(2027, 5, 31))
    assert found == [DAY]


def test_the_budget_is_what_the_design_says() -> None:
    assert BUDGET == 200_000


def dived(questions: dict[str, Any], budget: int = 2_000) -> Reach:
    reach = Reach(Picture(program(questions)), budget=budget)
    reach.run()
    assert reach.cut
    reach.dive(budget)
    return reach


def test_a_mistake_that_is_easy_to_meet_is_found_even_in_a_tree_that_is_too_large() -> None:
    questions = hard(30)
    questions["q30"]["next"] = questions["q30"]["next"][:-1]
    (fault,) = dived(questions).faults
    assert fault.kind == "gap"
    with pytest.raises(CannotGoOn, match="no rule"):
        walk(program(questions), fault.answers)


def test_a_way_back_to_the_beginning_is_found_however_many_ways_lead_there() -> None:
    """Which questions were passed is part of the state in a circle, so there are 2^40 states."""
    questions: dict[str, Any] = {
        f"q{n}": {"answers": TWO, "next": {"x": f"q{n + 1}", "y": f"q{min(n + 2, 59)}"}} for n in range(59)
    }
    questions["q59"] = {"answers": TWO, "next": {"x": "card:c", "y": "q0"}}
    (fault,) = [fault for fault in dived(questions).faults if fault.where[1] == "q59"]
    assert fault.kind == "loop"
    with pytest.raises(CannotGoOn, match="twice"):
        walk(program(questions), fault.answers)
