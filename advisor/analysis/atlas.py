"""Every state of a program on one day, kept: the answers that lead to each, and every move on from it.

`paths` asks whether something can happen and forgets the way; here the whole map stays, for those who want an example
of everything: coverage, suggestions, and what a change of the tree would change. The answers are cut finer than
conditions need: beside every number or day at which something changes stands the one before it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from advisor.analysis.cells import Cuts, TooManyCells, cells, link, told_apart
from advisor.analysis.paths import Picture, Spot, Way
from advisor.guide.model import Question, parse_anchor
from advisor.interview.conditions import TODAY, Known, Value
from advisor.interview.walk import number_limits, pick_limits

BUDGET = 200_000
"""Most states that are kept; beyond it an atlas is not complete, and says so."""

Reads = Callable[[str], Iterable[str]]
"""Told the key of an end, names the facts that are read there besides those of its conditions."""


class Move(NamedTuple):
    """One answer at a state, and where it leads.

    Attributes:
        value: The answer; None where the question is skipped.
        asked: Whether a person is asked; not where it is skipped, or known from an earlier tree.
        way: The rule that leads on.
        to: Number of the state that follows.
    """

    value: Value | None
    asked: bool
    way: Way
    to: int


def way_on(spot: Spot, value: Value | None, known: Known) -> Way | None:
    """The rule that is followed from a question, as the engine chooses it; None where none holds.

    Args:
        spot: The question.
        value: Its answer; None where it is skipped.
        known: What is known, the answer included.
    """
    ways = spot.ways if spot.by_answer is None else spot.by_answer.get(str(value), ())
    return next((way for way in ways if way.condition.holds(known)), None)


class Atlas:
    """All states of a picture, numbered in the order of their distance from the start, which is number 0.

    Attributes:
        picture: What was explored.
        keys: The key of the node of every state.
        moves: The moves from every state, as far as an end can be reached by them; none at an end.
        decided: False where the budget ran out, or answers cannot be listed; then states and moves are missing.
    """

    def __init__(
        self, picture: Picture, known: Known | None = None, *, reads: Reads | None = None, budget: int = BUDGET
    ) -> None:
        """Explore.

        Args:
            picture: What can follow.
            known: The facts at the start.
            reads: What else is read at the ends.
            budget: Most states to keep.
        """
        self.picture = picture
        self.keys: list[str] = []
        self.moves: list[list[Move]] = []
        self.decided = True
        self._values: list[tuple[Value | None, ...]] = []
        self._parents: list[tuple[int, Value | None]] = []
        self._numbers: dict[tuple[str, tuple[Value | None, ...]], int] = {}
        self._cuts = _refined(picture.cuts)
        self._places = Counter(spot.question for spot in picture.spots.values())
        self._live = _live(picture, self._cuts, self._places, reads)
        self._cells: dict[str, list[tuple[Value, Value]]] = {}
        self._at: dict[str, list[int]] = {}
        self._groups: dict[tuple[str, tuple[int, ...]], dict[tuple[Value | None, ...], list[int]]] = {}
        self._order: list[int] | None = None
        self._rest: list[int] | None = None
        try:
            self._explore(dict(known or {}), budget)
        except TooManyCells:
            self.decided = False
        self._keep_to_ends()

    def _keep_to_ends(self) -> None:
        """Leave out what leads to no end: a day for which the limits leave no room, or a state beyond the budget."""
        arriving = {state for state in range(len(self.keys)) if self.spot(state).question is None}
        for state in self.backwards():
            self.moves[state] = [move for move in self.moves[state] if move.to in arriving]
            if self.moves[state]:
                arriving.add(state)

    def _explore(self, known: Known, budget: int) -> None:
        if self.picture.start not in self.picture.spots:
            return
        self._number(self.picture.start, known, -1, None)
        waiting = deque([0])
        while waiting:
            state = waiting.popleft()
            if len(self.keys) > budget:
                self.decided = False
                return
            before = len(self.keys)
            for move in self._follow(state):
                self.moves[state].append(move)
            waiting.extend(range(before, len(self.keys)))

    def _number(self, key: str, known: Known, parent: int, value: Value | None) -> int:
        values = tuple([known.get(name) for name in self._live[key]])
        number = self._numbers.get((key, values))
        if number is None:
            number = self._numbers[key, values] = len(self.keys)
            self.keys.append(key)
            self._values.append(values)
            self._parents.append((parent, value))
            self.moves.append([])
            self._at.setdefault(key, []).append(number)
        return number

    def _follow(self, state: int) -> Iterator[Move]:
        spot = self.spot(state)
        name = spot.question
        if name is None:
            return
        known = self.known(state)
        if spot.only is not None and not spot.only.holds(known):
            yield from self._move(spot, state, known, None, None)
        elif name in known:
            yield from self._move(spot, state, known, known[name], None)
        else:
            for value, stands_for in self._answers(spot, known):
                known[name] = stands_for
                yield from self._move(spot, state, known, value, value)

    def _move(self, spot: Spot, state: int, known: Known, value: Value | None, given: Value | None) -> Iterator[Move]:
        way = way_on(spot, value, known)
        if way is not None and way.target in self.picture.spots:
            yield Move(value, given is not None, way, self._number(way.target, known, state, given))

    def _answers(self, spot: Spot, known: Known) -> list[tuple[Value, Value]]:
        """Answers to try at a question, each with the one that is remembered for all that no test tells apart."""
        question = spot.model
        assert question is not None
        assert spot.question is not None
        cuts = self._cuts.get(spot.question) or Cuts()
        if question.type == "date":
            return [(value, value) for value in cells(question, self.picture.program, known, cuts)]
        found = self._cells.get(spot.key)
        if found is None:
            values = cells(question, self.picture.program, known, cuts)
            if question.type == "number":
                values = [*sorted({*_numbers(values), *_numbers(number_limits(question))}), *question.answers]
            if question.type != "several":
                found = [(value, value) for value in values]
            elif self._places[spot.question] == 1:
                found = _alike(_picks(question, values, cuts), cuts)
            else:
                found = [
                    (value, value) for value in _all_picks(question, [*values, *_picks(question, values, cuts)], cuts)
                ]
            self._cells[spot.key] = found
        return found

    # --- one state ------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.keys)

    def spot(self, state: int) -> Spot:
        """The node of a state."""
        return self.picture.spots[self.keys[state]]

    def known(self, state: int) -> dict[str, Value]:
        """The facts that are still read from a state on, as far as they are known there, and today."""
        known: dict[str, Value] = {TODAY: self.picture.program.today}
        for name, value in zip(self._live[self.keys[state]], self._values[state], strict=True):
            if value is not None:
                known[name] = value
        return known

    def at(self, key: str) -> list[int]:
        """The states of a node."""
        return self._at.get(key, [])

    def grouped(self, key: str, facts: Iterable[str]) -> Iterable[list[int]]:
        """The states of a node, those together that know the same of some facts."""
        wanted = set(facts)
        places = tuple([number for number, name in enumerate(self._live.get(key, ())) if name in wanted])
        groups = self._groups.get((key, places))
        if groups is None:
            groups = self._groups[key, places] = {}
            for state in self.at(key):
                values = self._values[state]
                groups.setdefault(tuple([values[place] for place in places]), []).append(state)
        return groups.values()

    # --- ways through ---------------------------------------------------------------------------------------------

    def answers_to(self, state: int) -> dict[str, Value]:
        """The fewest answers that lead to a state, in order."""
        steps: list[tuple[str, Value]] = []
        while state > 0:
            parent, value = self._parents[state]
            if value is not None:
                steps.append((self.spot(parent).question or "", value))
            state = parent
        return dict(reversed(steps))

    def answers_from(self, state: int) -> dict[str, Value]:
        """The fewest answers that lead from a state to an end, in order."""
        rest = self._distances()
        answers: dict[str, Value] = {}
        while self.moves[state]:
            move = min(self.moves[state], key=lambda move: rest[move.to])
            if move.asked and move.value is not None:
                answers[self.spot(state).question or ""] = move.value
            state = move.to
        return answers

    def answers_with(self, state: int, move: Move) -> dict[str, Value]:
        """A whole interview that makes a move: the answers to its state, its own, and those to an end."""
        own = {self.spot(state).question or "": move.value} if move.asked and move.value is not None else {}
        return {**self.answers_to(state), **own, **self.answers_from(move.to)}

    def backwards(self) -> list[int]:
        """The states in an order in which all that can follow a state stands before it."""
        if self._order is None:
            self._order = _post_order(self.moves)
        return self._order

    def leading_to(self, keys: Iterable[str]) -> set[int]:
        """The states from which one of some nodes can still be reached, those at the nodes included."""
        wanted = {state for key in keys for state in self.at(key)}
        for state in self.backwards():
            if any(move.to in wanted for move in self.moves[state]):
                wanted.add(state)
        return wanted

    def _distances(self) -> list[int]:
        if self._rest is None:
            self._rest = [0] * len(self.keys)
            for state in self.backwards():
                if self.moves[state]:
                    self._rest[state] = min(self._rest[move.to] + move.asked for move in self.moves[state])
        return self._rest


def _post_order(moves: list[list[Move]]) -> list[int]:
    order: list[int] = []
    seen = bytearray(len(moves))
    for root in range(len(moves)):
        if seen[root]:
            continue
        seen[root] = 1
        work = [(root, iter(moves[root]))]
        while work:
            state, left = work[-1]
            for move in left:
                if not seen[move.to]:
                    seen[move.to] = 1
                    work.append((move.to, iter(moves[move.to])))
                    break
            else:
                work.pop()
                order.append(state)
    return order


def _refined(cuts: Mapping[str, Cuts]) -> dict[str, Cuts]:
    """Cuts with the number or day before every point, so that each side of it is an answer of its own."""
    finer: dict[str, Cuts] = {}
    for name, own in cuts.items():
        new = finer[name] = Cuts()
        new.names, new.regions, new.countless = own.names, own.regions, own.countless
        new.points = own.points | {_before(point) for point in own.points}
        new.relative = {(other, distance + more) for other, distance in own.relative for more in (-1, 0, 1)}
    link(finer)
    return finer


def _before(point: Any) -> Any:
    return point - timedelta(days=1) if isinstance(point, date) else point - 1


def _numbers(values: Iterable[Value | None]) -> Iterator[int]:
    return (value for value in values if isinstance(value, int))


def _picks(question: Question, values: list[Value], cuts: Cuts) -> list[Value]:
    """Picks that some test tells apart, and others so that every answer is picked at least once."""
    found = told_apart(values, cuts)
    picked = {name for value in found if isinstance(value, tuple) for name in value}
    low, high = pick_limits(question)
    countable = [name for name, answer in question.answers.items() if not answer.exclusive]
    for name in question.answers:
        if name in picked or (name in countable and high < 1):
            continue
        others = [other for other in countable if other != name][: max(low - 1, 0)] if name in countable else []
        found.append(tuple(one for one in question.answers if one == name or one in others))
    return found


def _all_picks(question: Question, values: list[Value], cuts: Cuts) -> list[Value]:
    """Picks for a question that comes again in another tree: every answer with everything that tests tell apart."""
    _, high = pick_limits(question)
    single = {name for name, answer in question.answers.items() if answer.exclusive}
    found: dict[tuple[tuple[bool, ...], str], Value] = {}
    for value in values:
        picked = set(value) if isinstance(value, tuple) else set()
        wider = picked.isdisjoint(single) and len(picked) < high
        for more in ("", *(name for name in question.answers if name not in single and wider)):
            whole = tuple(name for name in question.answers if name in picked or name == more)
            apart = tuple([whole in region for region in cuts.regions])
            for name in ("", *whole):
                found.setdefault((apart, name), whole)
    return list(dict.fromkeys(found.values()))


def _alike(values: list[Value], cuts: Cuts) -> list[tuple[Value, Value]]:
    """Every value with the first one that no test tells from it."""
    first: dict[tuple[bool, ...], Value] = {}
    return [(value, first.setdefault(tuple([value in region for region in cuts.regions]), value)) for value in values]


def _live(
    picture: Picture, cuts: Mapping[str, Cuts], places: Mapping[str | None, int], reads: Reads | None
) -> dict[str, tuple[str, ...]]:
    """The facts that are read at every node or after it, in a fixed order."""
    live: dict[str, set[str]] = {}
    for key, spot in picture.spots.items():
        names = {name for condition in spot.conditions() for name in condition.facts()}
        if spot.question is None:
            names.update(reads(key) if reads is not None else ())
        elif spot.model is not None:
            anchors = (parse_anchor(spot.model.min), parse_anchor(spot.model.max))
            names |= {anchor.name for anchor in anchors if anchor is not None and anchor.kind == "question"}
            own = cuts.get(spot.question)
            names |= {fact for fact, _ in own.relative} if own is not None else set()
            if places[spot.question] > 1:
                names.add(spot.question)
        names.discard(TODAY)
        live[key] = names
    changed = True
    backwards = list(reversed(picture.spots))
    while changed:
        changed = False
        for key in backwards:
            before = len(live[key])
            for way in picture.spots[key].all_ways():
                live[key] |= live.get(way.target, set())
            changed = changed or len(live[key]) > before
    return {key: tuple(sorted(names)) for key, names in live.items()}
