"""The number of paths: exact against trying every answer, and of any size."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

import pytest
from hypothesis import assume, given, settings

from advisor.analysis.count import Count, count_paths, list_paths
from advisor.analysis.paths import plain_answers
from advisor.interview.walk import Program, Reached, walk
from tests.analysis.test_paths import TWO, day, hard, program, when
from tests.interview.generated import Made, guides
from tests.interview.reference import Meaning, everything

THREE: dict[str, Any] = {"x": "X", "y": "Y", "z": "Z"}


def chain(count: int, answers: dict[str, Any]) -> dict[str, Any]:
    return {f"q{n}": {"answers": answers, "next": f"q{n + 1}" if n < count - 1 else "card:c"} for n in range(count)}


def ends(found: Count) -> dict[str, int | None]:
    return {key: end.paths for key, end in found.ends.items()}


@pytest.mark.parametrize(
    ("questions", "paths", "least", "most", "mean"),
    [
        ({"a": {"answers": THREE, "next": "card:c"}}, {"card:c": 3}, 1, 1, 1),
        (
            {
                "a": {"answers": THREE, "next": {"x": "b", "y": "card:c", "z": "card:d"}},
                "b": {"answers": TWO, "next": "card:c"},
            },
            {"card:c": 3, "card:d": 1},
            1,
            2,
            Fraction(6, 4),
        ),
        # numbers that no condition tells apart are one answer
        ({"n": {"type": "number", "max": 99, "next": "card:c"}}, {"card:c": 1}, 1, 1, 1),
        (
            {"n": {"type": "number", "max": 99, "next": [when("card:c", n={"at_least": 5}), {"to": "card:d"}]}},
            {"card:c": 1, "card:d": 1},
            1,
            1,
            1,
        ),
        # so are word answers that nothing tells from them, and texts
        ({"n": {"type": "number", "answers": {"w": "W"}, "next": "card:c"}}, {"card:c": 1}, 1, 1, 1),
        ({"t": {"type": "text", "answers": {"w": "W"}, "next": "card:c"}}, {"card:c": 1}, 1, 1, 1),
        (
            {"n": {"type": "number", "answers": {"w": "W"}, "next": [when("card:c", n="w"), {"to": "card:c"}]}},
            {"card:c": 2},
            1,
            1,
            1,
        ),
        # several answers: by those that are named
        (
            {"s": {"type": "several", "answers": THREE, "next": [when("card:c", s=["x", "y"]), {"to": "card:d"}]}},
            {"card:c": 1, "card:d": 1},
            1,
            1,
            1,
        ),
        (
            {
                "s": {
                    "type": "several",
                    "answers": THREE,
                    "next": [when("card:c", s="x"), when("card:c", s="y"), {"to": "card:d"}],
                }
            },
            {"card:c": 3, "card:d": 1},
            1,
            1,
            1,
        ),
        # a day that is compared with another one
        (
            {
                "a": day("b", min="2027-01-01", max="2027-01-31"),
                "b": day([when("card:c", b={"before": "a"}), {"to": "card:d"}]),
            },
            {"card:c": 1, "card:d": 1},
            2,
            2,
            2,
        ),
        # a skipped question is not asked, and its way is one
        (
            {
                "a": {"answers": TWO, "next": "b"},
                "b": {"answers": THREE, "only_when": {"a": "x"}, "next": "card:c"},
            },
            {"card:c": 4},
            1,
            2,
            Fraction(7, 4),
        ),
        # what leads to different ends later, told apart there
        (
            {
                "a": {"answers": THREE, "next": "b"},
                "b": {"answers": TWO, "next": [when("card:c", a="x"), {"to": "card:d"}]},
            },
            {"card:c": 2, "card:d": 4},
            2,
            2,
            2,
        ),
    ],
)
def test_paths_of_small_trees(questions: Any, paths: dict[str, int], least: int, most: int, mean: Any) -> None:
    found = count_paths(program(questions))
    assert ends(found) == paths
    assert (found.paths, found.fewest, found.most, found.mean) == (sum(paths.values()), least, most, mean)


def test_more_paths_than_anybody_could_walk() -> None:
    found = count_paths(program(chain(2_000, THREE)))
    assert found.paths == 3**2_000
    assert (found.fewest, found.most, found.mean) == (2_000, 2_000, Fraction(2_000))
    assert found.ends["card:c"].witness == {f"q{n}": "x" for n in range(2_000)}


def test_the_mean_counts_every_path_once() -> None:
    """One answer ends at once, the other asks ten more times."""
    questions = {"a": {"answers": TWO, "next": {"x": "card:c", "y": "q0"}}, **chain(10, TWO)}
    found = count_paths(program(questions))
    assert found.paths == 1 + 2**10
    assert found.mean == Fraction(1 + 11 * 2**10, 1 + 2**10)


def test_ends_are_in_the_order_of_the_tree_then_the_cards() -> None:
    outcomes = {"late": {"cards": ["c"]}, "early": {"cards": ["c"]}}
    questions = {
        "a": {"answers": {**THREE, "w": "W"}, "next": {"x": "card:d", "y": "early", "z": "late", "w": "card:b"}}
    }
    assert list(count_paths(program(questions, outcomes=outcomes)).ends) == ["t/late", "t/early", "card:b", "card:d"]


def test_ends_in_another_tree_are_counted_under_their_own_name() -> None:
    tree = {"title": "T", "about": "A.", "reviewed": "2026-11-22"}
    one = {
        **tree,
        "start": "a",
        "questions": {"a": {"ask": "a", "answers": TWO, "next": {"x": "tree:two", "y": "done"}}},
    }
    two = {**tree, "start": "b", "questions": {"b": {"ask": "b", "answers": THREE, "next": "done"}}}
    done = {"outcomes": {"done": {"cards": ["c"]}}}
    found = count_paths(Made({"one": {**one, **done}, "two": {**two, **done}}, {}).program())
    assert ends(found) == {"one/done": 1, "two/done": 3}


def test_beyond_the_budget_nothing_is_claimed() -> None:
    found = count_paths(program(hard(30)), budget=2_000)
    assert (found.decided, found.paths, found.mean) == (False, None, None)
    assert (found.fewest, found.most) == (31, 31)
    assert ends(found) == {"card:c": None}
    assert set(found.undecided) <= {f"q{n}" for n in range(31)}
    assert found.undecided
    assert count_paths(program(hard(6))).paths == 2**7


def test_too_many_picked_answers_are_named() -> None:
    letters = {f"a{n}": f"A{n}" for n in range(30)}
    rules = [*(when("card:c", s=name) for name in letters), {"to": "card:d"}]
    found = count_paths(program({"s": {"type": "several", "answers": letters, "next": rules}}))
    assert found.undecided == ("s",)


def test_paths_are_listed_in_the_order_of_the_answers_without_walking_them_all() -> None:
    listed = list(islice(list_paths(program(chain(500, TWO))), 3))
    assert [[*path.answers.values()][-2:] for path in listed] == [["x", "x"], ["x", "y"], ["y", "x"]]
    assert all(len(path.answers) == 500 and path.end == "card:c" for path in listed)


def test_numbers_come_first_and_words_last_in_a_list() -> None:
    rules = [when("card:c", n={"at_least": 5}), when("card:d", n="w"), {"to": "card:c"}]
    question = {"type": "number", "answers": {"w": "W"}, "next": rules}
    listed = list(list_paths(program({"n": question})))
    assert [(path.answers["n"], path.end) for path in listed] == [(0, "card:c"), (5, "card:c"), ("w", "card:d")]


# --- against trying every answer ----------------------------------------------------------------------------------


def compared(made: Made) -> bool:
    """Whether days are compared with, or limited by, the answers to other questions."""
    names = [name for _, name, question in made.questions() if question.get("type") == "date"]
    text = json.dumps([made.trees, made.shared])
    return any(f'"{name}"' in text.replace(f'"{name}":', "") or f'"{name} ' in text for name in names)


def named_tests(made: Made) -> dict[str, list[tuple[str, Any]]]:
    """The tests that conditions behind the start name, by fact."""
    found: dict[str, list[tuple[str, Any]]] = {}
    facts = made.facts()
    unfolded: set[str] = set()

    def read(when: dict[str, Any] | None) -> None:
        for name, wanted in (when or {}).items():
            if name == "any":
                for group in wanted:
                    read(group)
            elif name in facts:
                if name not in unfolded:
                    unfolded.add(name)
                    for rule in facts[name]:
                        read(rule.get("when"))
            else:
                tests = wanted if isinstance(wanted, dict) else {"is": wanted}
                found.setdefault(name, []).extend((how, operand) for how, operand in tests.items() if how != "known")

    pending = [(made.start, made.trees[made.start]["start"])]
    seen: set[tuple[str, str]] = set()
    while pending:
        tree, name = pending.pop()
        if (tree, name) in seen:
            continue
        seen.add((tree, name))
        if name not in made.trees[tree]["questions"]:
            for part in ("notes", "cards", "phrases"):
                for entry in made.trees[tree]["outcomes"][name].get(part, []):
                    read(entry.get("when") if isinstance(entry, dict) else None)
            continue
        question = made.question(tree, name)
        read(question.get("only_when"))
        ways = question["next"].values() if isinstance(question["next"], dict) else [question["next"]]
        for way in ways:
            rules: list[dict[str, Any]] = [{"to": way}] if isinstance(way, str) else way
            for rule in rules:
                read(rule.get("when"))
                to = rule["to"]
                if to.startswith("tree:"):
                    pending.append((to[5:], made.trees[to[5:]]["start"]))
                elif not to.startswith("card:"):
                    pending.append((tree, to))
    return found


def signatures(made: Made, runs: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every run as its end and what told its answers apart: the answer of a choice, else how each test took it."""
    meaning = Meaning(made)
    tests = named_tests(made)
    known = {"today": made.program().today}
    for run in runs:
        told = []
        for name, value in run.answers.items():
            kind = meaning.types[name]
            if kind == "choice":
                told.append((name, value))
            else:
                found = [meaning.test(kind, value, how, operand, known) for how, operand in tests.get(name, [])]
                told.append((name, tuple(found)))
        yield run.end, tuple(told)


@given(guides())
def test_the_count_is_that_of_trying_every_answer(made: Made) -> None:
    assume(not compared(made))
    whole = everything(made, 4000)
    assume(whole.complete)
    assume(not any(run.end == "loop" for run in whole.runs))
    different = set(signatures(made, whole.arrived))
    found = count_paths(made.program())
    assert found.paths == len(different)
    assert ends(found) == {end: sum(one == end for one, _ in different) for end in {end for end, _ in different}}
    if different:
        lengths = [len(told) for _, told in different]
        assert (found.fewest, found.most) == (min(lengths), max(lengths))
        assert found.mean == Fraction(sum(lengths), len(lengths))


def end_of(made: Program, answers: Any) -> str | None:
    end = walk(made, answers).end
    return end.id if isinstance(end, Reached) else None


@given(guides(sound=True))
@settings(max_examples=settings().max_examples * 2)
def test_the_list_has_every_path_once_and_each_replays(made: Made) -> None:
    found = count_paths(made.program())
    assume(found.paths is not None and found.paths <= 500)
    listed = list(list_paths(made.program()))
    assert len({json.dumps(plain_answers(path.answers)) for path in listed}) == len(listed) == found.paths
    for key, end in found.ends.items():
        own = [path for path in listed if path.end == key]
        assert len(own) == end.paths
        assert end.witness is not None
        assert end_of(made.program(), end.witness) == key
        assert len(end.witness) == min(len(path.answers) for path in own)
    for path in listed:
        assert end_of(made.program(), path.answers) == path.end
    if listed:
        assert found.mean == Fraction(sum(len(path.answers) for path in listed), len(listed))
