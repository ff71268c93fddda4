"""Every way through a program from a position: which ends there are, and how many questions there can be."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from typing import Any, NamedTuple

from advisor.analysis.days import days_to_prove
from advisor.analysis.picture import Claim, Picture, Place, Spot, Way
from advisor.analysis.reach import BUDGET, Branch, Fault, Move, Reach
from advisor.analysis.sight import Sight
from advisor.interview.conditions import Known, Value
from advisor.interview.walk import Program

__all__ = [
    "BUDGET",
    "Branch",
    "Claim",
    "Exploration",
    "Explorer",
    "Fault",
    "Move",
    "Picture",
    "Place",
    "Reach",
    "Sight",
    "Spot",
    "Way",
    "bounds",
    "days_to_prove",
    "explore",
    "in_written_order",
    "plain_answers",
]


class Exploration(NamedTuple):
    """What an exploration found.

    Attributes:
        decided: False where the budget ran out; then only the faults and ends found so far are true.
        fewest: Least number of questions from the start to an end.
        most: Greatest number of questions from the start to an end.
        ends: Keys of the ends that can be reached.
        faults: Each once per place and kind, with the nearest witness.
        states: How many states there are, up to the budget.
    """

    decided: bool = True
    fewest: int = 0
    most: int = 0
    ends: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()
    states: int = 0


class Explorer(Reach):
    """Explores a picture from a position: which ends, and how many questions there can be."""

    def __init__(self, picture: Picture, *, budget: int = BUDGET, given: Mapping[str, Value] | None = None) -> None:
        """See `Reach`."""
        super().__init__(picture, budget=budget, given=given)
        self._most: dict[str, dict[int, int]] = {}

    def explore(self, known: Known | None = None) -> Exploration:
        """Look at every state that can follow; `known` are the facts at the start."""
        self.run(known)
        ends = [key for key in self.tables if self.picture.spots[key].question is None]
        fewest = [step[0] for key in ends for step in self.tables[key].values()]
        most = [self._most[key][state] for key in ends if key in self._most for state in self.tables[key]]
        return Exploration(
            decided=not self.cut,
            fewest=min(fewest, default=0),
            most=max(most, default=0),
            ends=frozenset(ends),
            faults=self.faults,
            states=self.states,
        )

    def _send(self, move: Move, members: list[int], fresh: dict[str, list[int]] | None) -> None:
        super()._send(move, members, fresh)
        source, table = self._most.get(move.source, {}), self._most.setdefault(move.target, {})
        cost, keep, code = move.branch.asked, move.keep, move.code
        for state in members:
            child = state & keep | code
            far = source.get(state, 0) + cost
            if far > table.get(child, -1):
                table[child] = far


def explore(program: Program, *, budget: int = BUDGET) -> Exploration:
    """Explore a whole program on its own day."""
    return Explorer(Picture(program), budget=budget).explore()


def bounds(picture: Picture, given: Container[str] = ()) -> tuple[int, int]:
    """Fewest and most questions by the targets alone, for where the exact numbers are out of reach.

    Questions that may be skipped, come twice or are given beforehand count for the most only.
    """
    fewest: dict[str, int] = {}
    most: dict[str, int] = {}
    for component in picture.components:
        inside = set(component)
        asked = sum(picture.spots[key].question is not None for key in component)
        after = [target for key in component for target in picture.follow[key] if target not in inside]
        for key in component:
            fewest[key] = min((fewest[to] for to in after), default=0) + picture.is_always_asked(key, given)
            most[key] = max((most[to] for to in after), default=0) + asked
    return fewest.get(picture.start, 0), most.get(picture.start, 0)


def in_written_order(program: Program, keys: list[str]) -> list[str]:
    """Ends in the order in which the trees write their outcomes, then the single cards by name."""
    outcomes = (f"{name}/{outcome}" for name, tree in program.trees.items() for outcome in tree.outcomes)
    places = {key: number for number, key in enumerate(outcomes)}
    return sorted(keys, key=lambda key: (places.get(key, len(places)), key))


def plain_answers(answers: Mapping[str, Value]) -> dict[str, Any]:
    """A witness as an answers file has it."""
    return {
        name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for name, value in answers.items()
    }
