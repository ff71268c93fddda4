"""For which answers an end is reached, in as few conditions as say it exactly.

Each end is a set of boxes: a box says of some questions which answers are meant, and nothing of the others. Boxes are
gathered from the ends back to the start, state by state, and joined where they differ in one question only. Then every
question that can be left out is left out, and every box that the others cover goes: what is left is irredundant (the
steps "expand" and "irredundant" of two-level minimisation; Brayton and others, Logic Minimization Algorithms for VLSI
Synthesis, 1984), though not always the smallest possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from advisor.analysis.cells import Cuts, TooManyCells, cells, told_apart
from advisor.analysis.paths import BUDGET
from advisor.analysis.steps import Position, Steps
from advisor.interview.conditions import Picks, Value
from advisor.interview.walk import Program

MOST_BOXES = 400
"""Most boxes at one state before the ways are too many to tell."""

Box = Mapping[str, frozenset[Value]]
"""Question -> the answers that are meant, one for each cell; every answer of a question that is not named."""
_Key = frozenset[tuple[str, frozenset[Value]]]
_Ends = dict[str, list[Box]]


class Ways(NamedTuple):
    """How the ends of one tree are reached.

    Attributes:
        ends: `tree/outcome`, `card:x`, or the first key of another tree -> its boxes; no box with nothing in it unless
            every answer leads there.
        cells: Question -> one answer of every cell that conditions tell apart, in order; a number or day stands for all
            up to the next one.
        tests: Question that takes several answers -> the picks that conditions look for.
    """

    ends: Mapping[str, tuple[Box, ...]]
    cells: Mapping[str, tuple[Value, ...]]
    tests: Mapping[str, tuple[Picks, ...]]


def ways(program: Program) -> Ways | None:
    """How each end of a program's first tree is reached; None where that is more than can be told.

    Args:
        program: A tree without errors. Where it goes on to another tree is an end.
    """
    try:
        return _Gathering(program).gather()
    except TooManyCells:
        return None


def simplest(wanted: Iterable[Value], every: Iterable[Value], tests: Iterable[Picks]) -> list[dict[Picks, bool]]:
    """Which tests of picked answers say exactly that one of the wanted values was given.

    Returns:
        Alternatives; each says of some tests whether they hold.
    """
    known, meant = list(tests), set(wanted)
    truth = {value: {str(number): frozenset((value in test,)) for number, test in enumerate(known)} for value in every}
    values: dict[str, tuple[Value, ...]] = {
        str(number): tuple({value in test for value in truth}) for number, test in enumerate(known)
    }
    ends: _Ends = {"": [], "other": []}
    for value, box in truth.items():
        ends["" if value in meant else "other"].append(box)
    order = {name: number for number, name in enumerate(values)}
    return [
        {known[int(name)]: True in held for name, held in box.items()} for box in _irredundant("", ends, values, order)
    ]


class _Gathering:
    def __init__(self, program: Program) -> None:
        tree = program.start.partition("/")[0]
        self.steps = Steps(program, within=tree)
        self.program = program
        self.found: dict[Position, _Ends] = {}
        self.cells: dict[str, tuple[Value, ...]] = {}

    def gather(self) -> Ways:
        """Gather from the ends back to the start, then leave out what can be left out."""
        start = self.steps.go_on(self.program.start, {}, {})
        work: list[tuple[Position, list[tuple[Value, Position]] | None]] = [(start, None)]
        while work:
            position, children = work.pop()
            if position in self.found:
                continue
            if children is None:
                if len(self.found) + len(work) > BUDGET:
                    raise TooManyCells
                children = list(self.follow(position))
                work.append((position, children))
                work += [(child, None) for _, child in children if child not in self.found]
            else:
                self.found[position] = self.merged(position, children)
        ends = self.found[start]
        order = {name: number for number, name in enumerate(self.cells)}
        return Ways(
            {end: tuple(_irredundant(end, ends, self.cells, order)) for end in ends},
            self.cells,
            {name: self.tests(name) for name in self.cells},
        )

    def tests(self, name: str) -> tuple[Picks, ...]:
        """What conditions look for among several picked answers."""
        cuts = self.steps.picture.cuts.get(name) or Cuts()
        return tuple(dict.fromkeys(region for region in cuts.regions if isinstance(region, Picks)))

    def follow(self, position: Position) -> Iterator[tuple[Value, Position]]:
        """Every answer of the question that waits, and where it leads."""
        key, facts = position
        question = self.steps.waits_for(key)
        if question is None:
            return
        name, known = key.partition("/")[2], dict(facts)
        # The picks of `several` hang on nothing that is known, and there are many.
        if question.type != "several" or name not in self.cells:
            cuts = self.steps.picture.cuts.get(name) or Cuts()
            values = cells(question, self.program, known, cuts)
            if question.type == "several":
                values = told_apart(values, cuts)
            if self.cells.setdefault(name, tuple(values)) != tuple(values):
                # The same day would stand for other days at another state.
                raise TooManyCells
        for value in self.cells[name]:
            yield value, self.steps.go_on(key, known, {name: value})

    def merged(self, position: Position, children: list[tuple[Value, Position]]) -> _Ends:
        """The boxes of every end from here on."""
        key, _ = position
        if not children:
            return {key: [{}]}
        name = key.partition("/")[2]
        every = frozenset(value for value, _ in children)
        gathered: dict[str, dict[_Key, set[Value]]] = {}
        for value, child in children:
            for end, boxes in self.found[child].items():
                values = gathered.setdefault(end, {})
                for box in boxes:
                    values.setdefault(frozenset(box.items()), set()).add(value)
        ends: _Ends = {}
        for end, same in gathered.items():
            boxes = [
                dict(rest) if values == every else {name: frozenset(values), **dict(rest)}
                for rest, values in same.items()
            ]
            ends[end] = _joined(boxes)
            if len(ends[end]) > MOST_BOXES:
                raise TooManyCells
        return ends


def _joined(boxes: list[Box]) -> list[Box]:
    """Boxes that differ in one question only become one; a box inside another one goes."""
    pending = list(boxes)
    kept: list[Box] = []
    while pending:
        box = pending.pop()
        for other in kept:
            union = _union(box, other)
            if union is not None:
                kept.remove(other)
                pending.append(union)
                break
        else:
            kept.append(box)
    return kept


def _union(one: Box, other: Box) -> Box | None:
    if _within(one, other):
        return other
    if _within(other, one):
        return one
    if one.keys() != other.keys():
        return None
    apart = [name for name in one if one[name] != other[name]]
    return {**one, apart[0]: one[apart[0]] | other[apart[0]]} if len(apart) == 1 else None


def _within(one: Box, other: Box) -> bool:
    return all(name in one and one[name] <= wanted for name, wanted in other.items())


def _meet(one: Box, other: Box) -> bool:
    for name, values in one.items():
        theirs = other.get(name)
        if theirs is not None and values.isdisjoint(theirs):
            return False
    return True


def _irredundant(end: str, ends: _Ends, cells: Mapping[str, Iterable[Value]], order: Mapping[str, int]) -> list[Box]:
    others = [box for name, boxes in ends.items() if name != end for box in boxes]
    every = (1 << len(others)) - 1
    apart = _Apart(others)
    expanded: list[Box] = []
    for box in ends[end]:
        wide = dict(box)
        # What was asked last is left out first: what is left is what a person was asked early.
        for name in sorted(box, key=lambda name: -order[name]):
            left = (apart.by(other, values) for other, values in wide.items() if other != name)
            if reduce(or_, left, 0) == every:
                del wide[name]
        expanded.append(wide)
    kept = _joined(expanded)
    kept = [_full_left_out(box, cells) for box in kept]
    for box in sorted(kept, key=lambda box: -sum(map(len, box.values()))):
        rest = [other for other in kept if other is not box]
        if _covered(box, rest, cells):
            kept = rest
    return sorted(kept, key=lambda box: [(order[name], len(box[name])) for name in sorted(box, key=order.__getitem__)])


class _Apart:
    """Which of many boxes one answer alone keeps another box apart from; sets of boxes are numbers, a bit for each."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self.holding: defaultdict[str, defaultdict[frozenset[Value], int]] = defaultdict(lambda: defaultdict(int))
        for number, box in enumerate(boxes):
            for name, values in box.items():
                self.holding[name][values] |= 1 << number
        self.found: dict[tuple[str, frozenset[Value]], int] = {}

    def by(self, name: str, values: frozenset[Value]) -> int:
        """The boxes that mean none of some answers of a question."""
        if (name, values) not in self.found:
            alien = (boxes for theirs, boxes in self.holding[name].items() if values.isdisjoint(theirs))
            self.found[name, values] = reduce(or_, alien, 0)
        return self.found[name, values]


def _full_left_out(box: Box, cells: Mapping[str, Iterable[Value]]) -> Box:
    return {name: values for name, values in box.items() if values != frozenset(cells[name])}


def _covered(box: Box, others: list[Box], cells: Mapping[str, Iterable[Value]]) -> bool:
    """Whether some boxes together hold all of a box."""
    meeting = [other for other in others if _meet(box, other)]
    if any(_within(box, other) for other in meeting):
        return True
    if not meeting:
        return False
    first = meeting[0]
    for name, values in first.items():
        mine = box.get(name, frozenset(cells[name]))
        if mine <= values:
            continue
        # What lies outside the first one in this question must be held by the others.
        if not _covered({**box, name: mine - values}, meeting[1:], cells):
            return False
        box = {**box, name: mine & values}
    return True
