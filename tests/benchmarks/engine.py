"""The engine against what it is measured by: a hand-written loop, a YAML loader, a JSON codec."""

from __future__ import annotations

import gc
import json
import math
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from advisor.guide.load import Guide
from advisor.guide.model import Question
from advisor.interview.batch import Batch
from advisor.interview.interview import Interview
from advisor.interview.walk import Reached, walk
from tests.benchmarks.guides import big_tree, layered_tree, write_guide

EQUAL, AMONG, AT_LEAST = 0, 1, 2


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes, once."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def beside_yaml(root: Path, task: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of a task, and of `yaml.CSafeLoader` on the guide's one tree with the collector off."""
    text = (root / "trees/big.yaml").read_text()
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(timed(task))
        gc.collect()
        gc.disable()
        theirs.append(timed(lambda: yaml.load(text, Loader=yaml.CSafeLoader)))
        gc.enable()
    return statistics.median(ours), statistics.median(theirs)


def exponent(measure: Callable[[int], float], sizes: Sequence[int] = (1_000, 3_000, 10_000, 30_000)) -> float:
    """The k with which a time grows: time ~ size^k, fitted over all sizes."""
    times = [measure(size) for size in sizes]
    return statistics.linear_regression([math.log(size) for size in sizes], [math.log(time) for time in times]).slope


def loading(folder: Path, questions: int, rounds: int = 5) -> tuple[float, float]:
    """Median seconds of loading a tree, and of `yaml.CSafeLoader` on the same file with the collector off."""
    root = write_guide(folder, {"big": big_tree(questions)})
    return beside_yaml(root, lambda: Guide(root).tree("big"), rounds)


def growth(folder: Path) -> float:
    """The exponent with which the time of loading grows with the number of questions."""
    return exponent(lambda size: loading(folder / str(size), size, rounds=3)[0])


def walking(folder: Path, rounds: int = 7) -> tuple[float, float]:
    """Walks a second of the engine and of a hand-written loop over tuples; 200 nodes, 12 questions a walk."""
    root = write_guide(folder, {"layers": layered_tree()})
    guide = Guide(root)
    tree = guide.tree("layers")
    program = Interview.begin(guide, "layers").program
    chance = random.Random(1)
    cases = [_answers(tree.questions, chance) for _ in range(2_000)]
    nodes = _by_hand(tree.questions)
    for case in cases:
        found = walk(program, case)
        assert isinstance(found.end, Reached)
        assert (found.end.outcome, len(found.path)) == (_loop(nodes, case)[2], 12)

    def ours() -> None:
        for case in cases:
            walk(program, case)

    def theirs() -> None:
        for case in cases:
            _loop(nodes, case)

    pairs = [(len(cases) / timed(ours), len(cases) / timed(theirs)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def _answers(questions: dict[str, Question], chance: random.Random) -> dict[str, Any]:
    return {
        name: chance.randrange(51) if question.type == "number" else chance.choice(list(question.answers))
        for name, question in questions.items()
    }


def _by_hand(questions: dict[str, Question]) -> dict[str, Any]:
    nodes: dict[str, Any] = {}
    for name, question in questions.items():
        rules = []
        for rule in question.next:
            tests: list[tuple[str, int, Any]] = []
            for fact, wanted in (rule.when or {}).items():  # type: ignore[union-attr]
                if isinstance(wanted, str):
                    tests.append((fact, EQUAL, wanted))
                elif isinstance(wanted, list):
                    tests.append((fact, AMONG, frozenset(wanted)))
                else:
                    tests.append((fact, AT_LEAST, wanted["at_least"]))
            rules.append((tuple(tests), rule.to))  # type: ignore[union-attr]
        nodes[name] = (question.type == "number", frozenset(question.answers), 0, 50, tuple(rules))
    return nodes


def _loop(nodes: dict[str, Any], answers: dict[str, Any]) -> tuple[list[str], dict[str, Any], str | None]:
    known: dict[str, Any] = {}
    path: list[str] = []
    current = "n0_0"
    while True:
        node = nodes.get(current)
        if node is None:
            return path, known, current
        is_number, allowed, low, high, rules = node
        value = answers.get(current)
        if is_number:
            if value.__class__ is not int or value < low or value > high:
                return path, known, None
        elif value not in allowed:
            return path, known, None
        known[current] = value
        path.append(current)
        for tests, target in rules:
            for fact, operator, operand in tests:
                given = known.get(fact)
                if operator == EQUAL:
                    if given != operand:
                        break
                elif operator == AMONG:
                    if given not in operand:
                        break
                elif given is None or given < operand:
                    break
            else:
                current = target
                break
        else:
            return path, known, None


def batching(guide: Guide, tree: str, lines: int = 20_000, rounds: int = 5) -> tuple[float, float]:
    """Seconds of running lines that reach an outcome, and of `json.loads` plus `json.dumps` of the same lines."""
    interview = Interview.begin(guide, tree)
    chance = random.Random(5)
    cases: list[str] = []
    while len(cases) < lines:
        walked = interview
        while walked.question is not None:
            end = walked.walk.end
            question = walked.question
            value = _some_answer(question, chance)
            walked = walked.answer(end.question, value)
        answers = {step.question: step.answer for step in walked.steps}
        cases += [json.dumps({"id": len(cases) + number, "answers": answers}) for number in range(100)]
    data = [case.encode() for case in cases[:lines]]

    def ours() -> None:
        batch = Batch(Interview.begin(guide, tree))
        for line in batch.run(data):
            line.encode()
        assert not batch.faults

    def theirs() -> None:
        for line in data:
            json.dumps(json.loads(line)).encode()

    pairs = [(timed(ours), timed(theirs)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def _some_answer(question: Question, chance: random.Random) -> Any:
    names = list(question.answers)
    if question.type == "several":
        return [chance.choice(names)]
    if question.type == "number":
        return chance.randrange(3)
    if question.type == "date":
        return chance.choice([*names, "2027-01-15", "2027-07-01"])
    return chance.choice(names) if names else "some words"
