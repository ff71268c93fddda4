"""Every way through a program, as states (a node, and the facts that are still read from there on).

Two paths that differ only in facts nobody reads any more are one state, so the number of states stays small where the
number of paths is astronomical. The exploration is exact within a budget of states; beyond it nothing is claimed. The
general problem is NP-hard (a tree can encode any formula in its conditions), so a budget there must be.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from advisor.analysis.cells import Cuts, TooManyCells, cells, link, told_apart
from advisor.guide.model import Anchor, CardEntry, Note, PhraseEntry, Question, Rule, parse_anchor
from advisor.interview.conditions import TODAY, Condition, Fact, Known, Relative, Value
from advisor.interview.walk import Program

BUDGET = 200_000
"""Most states a program may have before its verdict is *undecided*."""

Pathway = tuple[str | int, ...]


class Way(NamedTuple):
    """One rule: its path in the tree's file, its condition, and the key it leads to."""

    where: Pathway
    condition: Condition
    target: str


class Place(NamedTuple):
    """A condition that is read at an end: its path in the file, and what it shows (`notes`, `cards`, `phrases`)."""

    where: Pathway
    condition: Condition
    part: str


class Spot(NamedTuple):
    """A node of the picture: a question with its ways on, or an end with its conditions."""

    key: str
    tree: str
    question: str | None
    model: Question | None = None
    only: Condition | None = None
    by_answer: Mapping[str, tuple[Way, ...]] | None = None
    ways: tuple[Way, ...] = ()
    places: tuple[Place, ...] = ()
    where: Pathway = ()

    def all_ways(self) -> Iterator[Way]:
        """Every rule of the question."""
        yield from self.ways
        for ways in (self.by_answer or {}).values():
            yield from ways

    def conditions(self) -> Iterator[Condition]:
        """Every condition that is read here."""
        if self.only is not None:
            yield self.only
        for way in self.all_ways():
            yield way.condition
        for place in self.places:
            yield place.condition


class Picture:
    """Everything reachable from a start by the targets as written, and which facts are read where."""

    def __init__(self, program: Program, start: str | None = None) -> None:
        """Compile every node that can follow; targets that do not exist are left out."""
        self.program = program
        self.start = start or program.start
        self.spots: dict[str, Spot] = {}
        pending = [self.start]
        while pending:
            key = pending.pop()
            if key in self.spots:
                continue
            spot = self._spot(key)
            if spot is None:
                continue
            self.spots[key] = spot
            pending += [way.target for way in spot.all_ways()]
        self.components = _components(self)
        self.cuts: dict[str, Cuts] = {}
        self._asked_in: dict[str, int] = {}
        for spot in self.spots.values():
            if spot.question:
                self._asked_in[spot.question] = self._asked_in.get(spot.question, 0) + 1
            self._collect_cuts(spot)
        link(self.cuts)
        self.live = self._live()

    def _spot(self, key: str) -> Spot | None:
        program = self.program
        tree_name, slash, name = key.partition("/")
        if not slash:
            return Spot(key, "", None)
        tree = program.trees.get(tree_name)
        if tree is None:
            return None
        question = tree.questions.get(name)
        if question is None:
            return self._end(key, tree_name, name) if name in tree.outcomes else None
        base: Pathway = ("questions", name, "next")
        only = program.condition(question.only_when) if question.only_when else None
        by_answer: dict[str, tuple[Way, ...]] | None = None
        ways: tuple[Way, ...] = ()
        if isinstance(question.next, dict):
            by_answer = {answer: self._ways(tree_name, way, (*base, answer)) for answer, way in question.next.items()}
        else:
            ways = self._ways(tree_name, question.next, base)
        return Spot(key, tree_name, name, question, only, by_answer, ways, where=("questions", name))

    def _ways(self, tree: str, way: str | tuple[Rule, ...], base: Pathway) -> tuple[Way, ...]:
        program = self.program
        if isinstance(way, str):
            return (Way(base, program.condition(None), _target(program, tree, way)),)
        return tuple(
            Way((*base, number), program.condition(rule.when), _target(program, tree, rule.to))
            for number, rule in enumerate(way)
        )

    def _end(self, key: str, tree: str, name: str) -> Spot:
        outcome = self.program.trees[tree].outcomes[name]
        parts: dict[str, tuple[Note | CardEntry | PhraseEntry, ...]]
        parts = {"notes": outcome.notes, "cards": outcome.cards, "phrases": outcome.phrases or ()}
        places = tuple(
            Place(("outcomes", name, part, number), self.program.condition(entry.when), part)
            for part, entries in parts.items()
            for number, entry in enumerate(entries)
        )
        return Spot(key, tree, None, places=places, where=("outcomes", name))

    def _collect_cuts(self, spot: Spot) -> None:
        for condition in spot.conditions():
            for test in condition.walk_tests():
                if isinstance(test, Relative):
                    after = test.how in ("on_or_before", "after")
                    self._relate(test.fact, test.anchor.name, test.anchor.days + after)
                else:
                    cuts = self._cuts(test.fact)
                    cuts.points.update(test.points)
                    cuts.names.update(test.names)
                    cuts.regions.append(test.region)
        if spot.question and spot.model is not None and spot.model.type == "date":
            for limit, after in ((spot.model.min, False), (spot.model.max, True)):
                anchor = parse_anchor(limit)
                if anchor is None:
                    continue
                if anchor.kind == "question":
                    self._relate(spot.question, anchor.name, anchor.days + after)
                elif (day := self.program.day(anchor)) is not None:
                    self._cuts(spot.question).points.add(day + timedelta(days=after))

    def is_always_asked(self, key: str, given: Container[str]) -> bool:
        """Whether a question that comes up needs an answer, whatever the path."""
        spot = self.spots[key]
        if spot.question is None or spot.question in given:
            return False
        return spot.only is None and self._asked_in[spot.question] == 1

    def _relate(self, fact: str, other: str, distance: int) -> None:
        """A test that begins or ends to hold where `fact` is so many days after `other`."""
        self._cuts(fact).relative.add((other, distance))
        self._cuts(other).relative.add((fact, 1 - distance))

    def _cuts(self, fact: str) -> Cuts:
        return self.cuts.setdefault(fact, Cuts())

    def _live(self) -> dict[str, tuple[str, ...]]:
        """Facts that are read at a node or after it, as bits of a number while they are gathered."""
        index: dict[str, int] = {}
        reads: dict[str, int] = {}
        for key, spot in self.spots.items():
            names = {name for condition in spot.conditions() for name in condition.facts()}
            if spot.model is not None:
                for limit in (spot.model.min, spot.model.max):
                    anchor = parse_anchor(limit)
                    if anchor is not None and anchor.kind == "question":
                        names.add(anchor.name)
                if self._asked_in[spot.question or ""] > 1:
                    names.add(spot.question or "")
                cuts = self.cuts.get(spot.question or "")
                names |= {fact for fact, _ in cuts.relative} if cuts else set()
            names.discard(TODAY)
            bits = 0
            for name in names:
                bits |= 1 << index.setdefault(name, len(index))
            reads[key] = bits
        live = dict(reads)
        for component in self.components:
            changed = True
            while changed:
                changed = False
                for key in component:
                    bits = reads[key]
                    for way in self.spots[key].all_ways():
                        bits |= live.get(way.target, 0)
                    if bits != live[key]:
                        live[key] = bits
                        changed = len(component) > 1
        names_of = list(index)
        return {key: tuple(_names(bits, names_of)) for key, bits in live.items()}


def _names(bits: int, names: list[str]) -> Iterator[str]:
    while bits:
        low = bits & -bits
        yield names[low.bit_length() - 1]
        bits ^= low


def _target(program: Program, tree: str, to: str) -> str:
    if to.startswith("tree:") and to[5:] not in program.trees:
        return to
    return program.target(tree, to)


def _components(picture: Picture) -> list[list[str]]:
    """Strongly connected components, the ones that others lead to first (Tarjan 1972, without recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    waiting: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []
    for root in picture.spots:
        if root in order:
            continue
        work = [(root, iter([way.target for way in picture.spots[root].all_ways()]))]
        order[root] = low[root] = len(order)
        waiting.append(root)
        on_stack.add(root)
        while work:
            key, following = work[-1]
            for target in following:
                if target not in picture.spots:
                    continue
                if target not in order:
                    order[target] = low[target] = len(order)
                    waiting.append(target)
                    on_stack.add(target)
                    work.append((target, iter([way.target for way in picture.spots[target].all_ways()])))
                    break
                if target in on_stack:
                    low[key] = min(low[key], order[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[key])
                if low[key] == order[key]:
                    component = []
                    while True:
                        member = waiting.pop()
                        on_stack.discard(member)
                        component.append(member)
                        if member == key:
                            break
                    found.append(component)
    return found


class Fault(NamedTuple):
    """Something the engine's promise does not allow.

    Attributes:
        kind: `gap`, `loop`, `unknown` or `no-card`.
        where: Path in the file of `tree`.
        fact: For `unknown`: the fact that may be unknown.
        answers: A witness: answers that lead there.
        at: For `loop`: the keys of the circle.
    """

    kind: str
    tree: str
    where: Pathway
    fact: str
    answers: Mapping[str, Value]
    at: tuple[str, ...] = ()


State = tuple[str, tuple[Value | None, ...], frozenset[str]]


class Exploration(NamedTuple):
    """What an exploration found.

    Attributes:
        decided: False where the budget ran out; then only the faults found so far are true.
        fewest: Least number of questions from the start to an end.
        most: Greatest number of questions from the start to an end.
        ends: Keys of the ends that can be reached.
        faults: Each once per place and kind, with the first witness.
        states: How many states there are, up to the budget.
    """

    decided: bool = True
    fewest: int = 0
    most: int = 0
    ends: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()
    states: int = 0


class Explorer:
    """Explores a picture from a position."""

    def __init__(self, picture: Picture, *, budget: int = BUDGET, given: Mapping[str, Value] | None = None) -> None:
        """Prepare.

        Args:
            picture: What can follow.
            budget: Most states to look at.
            given: Answers that are known beforehand: taken when their question comes up, and not counted as asked.
        """
        self.picture = picture
        self.budget = budget
        self.given = given or {}
        self.circles = {key: frozenset(part) for part in picture.components if len(part) > 1 for key in part}
        self.parents: dict[State, tuple[State | None, str, Value | None]] = {}
        self.faults: dict[tuple[str, str, Pathway, str], Fault] = {}
        self._cells: dict[str, list[Value]] = {}

    def explore(self, known: Known | None = None) -> Exploration:
        """Look at every state that can follow; `known` are the facts at the start."""
        start = self._state(self.picture.start, dict(known or {}), frozenset())
        self.parents[start] = (None, "", None)
        low: dict[State, int] = {}
        high: dict[State, int] = {}
        ends: dict[State, int] = {}
        index: dict[str, int] = {}
        if start[0] not in self.picture.spots:
            return Exploration()
        work: list[tuple[State, list[tuple[State, int]], int]] = [(start, self._follow(start), 0)]
        while work:
            state, children, position = work[-1]
            if position < len(children):
                work[-1] = (state, children, position + 1)
                child = children[position][0]
                if child not in low:
                    if len(self.parents) > self.budget:
                        return Exploration(
                            decided=False,
                            faults=tuple(self.faults.values()),
                            states=len(self.parents),
                        )
                    low[child] = -1
                    work.append((child, self._follow(child), 0))
                continue
            work.pop()
            spot = self.picture.spots[state[0]]
            if spot.question is None:
                low[state] = high[state] = 0
                ends[state] = 1 << index.setdefault(spot.key, len(index))
                continue
            low[state] = min((low[child] + cost for child, cost in children), default=0)
            high[state] = max((high.get(child, 0) + cost for child, cost in children), default=0)
            bits = 0
            for child, _ in children:
                bits |= ends.get(child, 0)
            ends[state] = bits
        reached = frozenset(_names(ends.get(start, 0), list(index)))
        faults = tuple(self.faults.values())
        return Exploration(
            decided=True,
            fewest=low[start],
            most=high[start],
            ends=reached,
            faults=faults,
            states=len(self.parents),
        )

    def _state(self, key: str, known: Mapping[str, Value], passed: frozenset[str]) -> State:
        live = self.picture.live.get(key, ())
        return key, tuple([known.get(name) for name in live]), passed

    def _follow(self, state: State) -> list[tuple[State, int]]:
        key, values, _ = state
        spot = self.picture.spots[key]
        known: dict[str, Value] = {TODAY: self.picture.program.today}
        for name, value in zip(self.picture.live[key], values, strict=True):
            if value is not None:
                known[name] = value
        if spot.question is None or spot.model is None:
            self._look_at_end(spot, state, known)
            return []
        if spot.only is not None:
            truth = spot.only.truth(known)
            if truth is None:
                self._unknown(spot, spot.only, (*spot.where, "only_when"), state, known)
            if not truth:
                return self._next(spot, spot.ways, state, known, None, 0)
        name = spot.question
        if name in known:
            return self._next(spot, self._ways(spot, known[name]), state, known, known[name], 0)
        if name in self.given:
            value = self.given[name]
            return self._next(spot, self._ways(spot, value), state, {**known, name: value}, value, 0)
        if spot.model.type == "date":
            self._look_at_limits(spot, state, known)
        children: list[tuple[State, int]] = []
        for value in self._cells_of(spot, known):
            known[name] = value
            children += self._next(spot, self._ways(spot, value), state, known, value, 1)
        return children

    def _ways(self, spot: Spot, value: Value) -> tuple[Way, ...]:
        return spot.ways if spot.by_answer is None else spot.by_answer.get(str(value), ())

    def _cells_of(self, spot: Spot, known: Known) -> list[Value]:
        assert spot.model is not None
        assert spot.question is not None
        cuts = self.picture.cuts.get(spot.question) or Cuts()
        if spot.model.type == "date":
            return cells(spot.model, self.picture.program, known, cuts)
        if spot.key not in self._cells:
            found = cells(spot.model, self.picture.program, known, cuts)
            if spot.model.type in ("several", "number"):
                found = told_apart(found, cuts)
            self._cells[spot.key] = found
        return self._cells[spot.key]

    def _next(
        self,
        spot: Spot,
        ways: tuple[Way, ...],
        state: State,
        known: Known,
        value: Value | None,
        cost: int,
    ) -> list[tuple[State, int]]:
        for way in ways:
            truth = way.condition.truth(known)
            if truth is None:
                self._unknown(spot, way.condition, (*way.where, "when"), state, known)
            elif truth:
                return self._go(spot, way.target, state, known, value, cost)
        self._fault(Fault("gap", spot.tree, (*spot.where, "next"), "", self._witness(state, spot, value)))
        return []

    def _go(
        self, spot: Spot, target: str, state: State, known: Known, value: Value | None, cost: int
    ) -> list[tuple[State, int]]:
        if target not in self.picture.spots:
            return []
        circle = self.circles.get(spot.key)
        passed: frozenset[str] = frozenset()
        if target == spot.key or (circle and target in circle):
            passed = state[2] | {spot.key}
            if target in passed:
                at = (*sorted(passed), target)
                self._fault(Fault("loop", spot.tree, spot.where, "", self._witness(state, spot, value), at))
                return []
        child = self._state(target, known, passed)
        if child not in self.parents:
            self.parents[child] = (state, spot.question or "", value)
        return [(child, cost)]

    def _look_at_limits(self, spot: Spot, state: State, known: Known) -> None:
        """A limit that hangs on a question which was not asked would silently be none."""
        assert spot.model is not None
        for key in ("min", "max"):
            anchor = parse_anchor(getattr(spot.model, key))
            if anchor is not None and anchor.kind == "question" and anchor.name not in known:
                answers = self._witness(state, None, None)
                self._fault(Fault("unknown", spot.tree, (*spot.where, key), anchor.name, answers))

    def _look_at_end(self, spot: Spot, state: State, known: Known) -> None:
        shown = False
        has_cards = False
        for place in spot.places:
            truth = place.condition.truth(known)
            if truth is None:
                self._unknown(spot, place.condition, (*place.where, "when"), state, known)
            if place.part == "cards":
                has_cards = True
                shown = shown or truth is not False
        if has_cards and not shown:
            self._fault(
                Fault(
                    "no-card",
                    spot.tree,
                    (*spot.where, "cards"),
                    "",
                    self._witness(state, None, None),
                )
            )

    def _unknown(self, spot: Spot, condition: Condition, where: Pathway, state: State, known: Known) -> None:
        for fact, below in condition.unknown(known):
            value = known.get(spot.question) if spot.question else None
            answers = self._witness(state, spot if value is not None else None, value)
            self._fault(Fault("unknown", spot.tree, (*where, *below), fact, answers))

    def _fault(self, fault: Fault) -> None:
        self.faults.setdefault((fault.kind, fault.tree, fault.where, fault.fact), fault)

    def _witness(self, state: State, spot: Spot | None, value: Value | None) -> dict[str, Value]:
        """The answers on the way to a state, in order."""
        steps: list[tuple[str, Value]] = []
        if spot is not None and spot.question and value is not None:
            steps.append((spot.question, value))
        current: State | None = state
        while current is not None:
            before, question, given = self.parents[current]
            if question and given is not None:
                steps.append((question, given))
            current = before
        return dict(reversed(steps))


def explore(program: Program, *, budget: int = BUDGET) -> Exploration:
    """Explore a whole program on its own day."""
    try:
        return Explorer(Picture(program), budget=budget).explore()
    except TooManyCells:
        return Exploration(decided=False)


def bounds(picture: Picture, given: Container[str] = ()) -> tuple[int, int]:
    """Fewest and most questions by the targets alone, for where the exact numbers are out of reach.

    Questions that may be skipped, come twice or are given beforehand count for the most only.
    """
    fewest: dict[str, int] = {}
    most: dict[str, int] = {}
    for component in picture.components:
        inside = set(component)
        asked = sum(picture.spots[key].question is not None for key in component)
        after = [
            way.target
            for key in component
            for way in picture.spots[key].all_ways()
            if way.target in picture.spots and way.target not in inside
        ]
        for key in component:
            fewest[key] = min((fewest[to] for to in after), default=0) + picture.is_always_asked(key, given)
            most[key] = max((most[to] for to in after), default=0) + asked
    return fewest.get(picture.start, 0), most.get(picture.start, 0)


def days_to_prove(program: Program, first: date, last: date) -> list[date]:
    """The days between which nothing can change: each stands for all days until the next one (ruling 41).

    A point that moves with today, and one that does not, change places somewhere; only there, and where a test of
    `today` itself begins or ends to hold, something can change.
    """
    here, there = Picture(program).cuts, Picture(_SeenFrom(program, _LONG_AFTER)).cuts
    days = {first}
    for fact, own in here.items():
        points = {point for point in own.points if isinstance(point, date)}
        still = points & there[fact].points
        if fact == TODAY:
            days |= still
            continue
        moving = {point - program.today for point in points}
        moving &= {point - _LONG_AFTER for point in there[fact].points if isinstance(point, date)}
        days |= {point - distance + timedelta(days=1) for point in still for distance in moving}
    return sorted(day for day in days if first <= day <= last)


_LONG_AFTER = date(2900, 1, 1)


class _SeenFrom(Program):
    """The same trees on another day."""

    def __init__(self, program: Program, today: date) -> None:
        self.original = program
        super().__init__(program.trees, program.start.partition("/")[0], self._shifted, today)

    def _shifted(self, anchor: Anchor) -> date | None:
        if anchor.kind == "today":
            return self.today + timedelta(days=anchor.days)
        return self.original.day(anchor)

    def fact(self, name: str) -> Fact | None:
        """The question or named condition behind a fact."""
        return self.original.fact(name)


def plain_answers(answers: Mapping[str, Value]) -> dict[str, Any]:
    """A witness as an answers file has it."""
    return {
        name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for name, value in answers.items()
    }
