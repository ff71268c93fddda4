"""A tree walked state by state, for analyses of their own: where it stands, and what is still read from there on."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from advisor.analysis.cells import Cuts, cells, told_apart
from advisor.analysis.paths import Picture
from advisor.guide.model import Question
from advisor.interview.conditions import TODAY, Value
from advisor.interview.walk import Node, Program

REFUSED = "refused"
"""What stands for the end where an answer is not taken."""
Given = tuple[tuple[str, Value], ...]
Position = tuple[str, Given]
"""A key of the program, or `refused/question`, and the facts that are still read from there on."""


def refused_question(key: str) -> str | None:
    """The question whose answer is not taken at this key; None where that is not what happened."""
    return key.partition("/")[2] if key.startswith(REFUSED + "/") else None


class Steps:
    """Takes a program without errors from question to question.

    Args:
        program: What to walk.
        within: Only this tree: where it goes on to another one is an end.
    """

    def __init__(self, program: Program, within: str | None = None) -> None:
        """Nothing is walked yet."""
        self.program = program
        self.within = within
        self.picture = Picture(program)
        self._live = {key: frozenset(names) for key, names in self.picture.live.items()}
        self._asks = _questions_behind(self.picture)
        self._ends: dict[str, bool] = {}

    def is_end(self, key: str) -> bool:
        """Whether nothing is asked at a key."""
        if key not in self._ends:
            tree, slash, _ = key.partition("/")
            outside = bool(slash and self.within and tree != self.within)
            self._ends[key] = refused_question(key) is not None or outside or self.program[key].question is None
        return self._ends[key]

    def asks(self, key: str, question: str) -> bool:
        """Whether a question can still be asked from a key on."""
        bits, numbers = self._asks
        return question in numbers and bool(bits.get(key, 0) >> numbers[question] & 1)

    def go_on(self, key: str, known: Mapping[str, Value], given: Mapping[str, Value]) -> Position:
        """Walk as far as the answers reach.

        Args:
            key: Where to begin.
            known: The facts there.
            given: Answers to questions that are not asked yet.
        """
        facts: dict[str, Value] = {TODAY: self.program.today, **known}
        while not self.is_end(key):
            node = self.program[key]
            name = str(node.question)
            if node.only is not None and not node.only.holds(facts):
                key = _follow(node, facts, None)
                continue
            raw = given.get(name, facts.get(name))
            if raw is None:
                break
            value = _taken(node, raw, facts)
            if value is None:
                key = f"{REFUSED}/{name}"
                break
            facts[name] = value
            key = _follow(node, facts, value)
        live = self._live.get(key, frozenset())
        return key, tuple(sorted((name, value) for name, value in facts.items() if name in live))

    def waits_for(self, key: str) -> Question | None:
        """The question that waits at a key; None at an end."""
        return None if self.is_end(key) else self.program.question(key)

    def cells(self, question: Question, known: Mapping[str, Value], cuts: Cuts) -> list[Value]:
        """One answer of every cell of a question.

        Args:
            question: Whose answers.
            known: The facts before it.
            cuts: What tells its answers apart; for this program alone `picture.cuts` has it.

        Raises:
            TooManyCells: They cannot be listed.
        """
        found = cells(question, self.program, known, cuts)
        return told_apart(found, cuts) if question.type in ("several", "number") else found


def _taken(node: Node, raw: Value, known: Mapping[str, Value]) -> Value | None:
    if node.direct is not None:
        return raw if raw in node.direct else None
    return node.read(list(raw) if isinstance(raw, tuple) else raw, known)


def _follow(node: Node, known: Mapping[str, Value], value: Value | None) -> str:
    rules: Any = node.rules if node.direct is None or value is None else node.direct[value]
    if isinstance(rules, str):
        return rules
    for tests, extras, target in rules:
        if all(known.get(fact) in region for fact, region in tests) and all(extra.truth(known) for extra in extras):
            return str(target)
    raise AssertionError("a tree without errors has no gap")


def _questions_behind(picture: Picture) -> tuple[dict[str, int], dict[str, int]]:
    """The questions that can still be asked from each node on, as bits, and the number of each question's bit."""
    numbers: dict[str, int] = {}
    behind: dict[str, int] = {}
    for component in picture.components:
        bits = 0
        for key in component:
            spot = picture.spots[key]
            if spot.question:
                bits |= 1 << numbers.setdefault(spot.question, len(numbers))
            for way in spot.all_ways():
                bits |= behind.get(way.target, 0)
        behind.update(dict.fromkeys(component, bits))
    return behind, numbers


def shortest_to(program: Program, key: str, budget: int = 50_000) -> dict[str, Value] | None:
    """The fewest answers that lead to a node; None where none do, or none of so many states is it.

    Args:
        program: A tree without errors.
        key: `tree/question`, `tree/outcome` or `card:x`.
        budget: Most states to look at.

    Raises:
        TooManyCells: The answers of a question on the way cannot be listed.
    """
    steps = Steps(program)
    start = steps.go_on(program.start, {}, {})
    came: dict[Position, tuple[Position, str, Value] | None] = {start: None}
    pending = deque([start])
    while pending and len(came) <= budget:
        position = pending.popleft()
        if position[0] == key:
            return _answers_to(position, came)
        question = steps.waits_for(position[0])
        if question is None:
            continue
        name, known = position[0].partition("/")[2], dict(position[1])
        for value in steps.cells(question, known, steps.picture.cuts.get(name) or Cuts()):
            child = steps.go_on(position[0], known, {name: value})
            if child not in came:
                came[child] = (position, name, value)
                pending.append(child)
    return None


def _answers_to(position: Position, came: Mapping[Position, tuple[Position, str, Value] | None]) -> dict[str, Value]:
    answers: list[tuple[str, Value]] = []
    while (step := came[position]) is not None:
        position, name, value = step
        answers.append((name, value))
    return dict(reversed(answers))
