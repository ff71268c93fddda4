"""How many complete paths there are, to which ends, and how long; counted without walking them one by one.

A path is one way of answering every question that comes up, until an end at an outcome or a card. Each answer of a
choice counts; of a question for a number, a day, a text or several answers, all answers that no condition tells apart
count once. Days that are compared with each other, or that limit each other, are told apart where a comparison or a
limit can change. That a question is not covered can be said everywhere and is not counted; neither is a path that comes
to a question which takes no answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from advisor.analysis.paths import bounds, in_written_order
from advisor.analysis.picture import Picture
from advisor.analysis.reach import BUDGET, Fault, Move, Reach
from advisor.guide.source import collector_paused
from advisor.interview.conditions import Value
from advisor.interview.walk import Program


class End(NamedTuple):
    """An outcome or card at which paths end.

    Attributes:
        paths: How many; None where that is undecided.
        witness: The answers of a shortest path, in order; None where none was found before the budget ran out.
    """

    paths: int | None
    witness: Mapping[str, Value] | None


class Count(NamedTuple):
    """The paths of a tree and of those it goes on to.

    Attributes:
        paths: How many; None where that is undecided.
        fewest: Least number of questions; a lower bound where it is undecided.
        most: Greatest number of questions; an upper bound where it is undecided.
        mean: Questions of a path on average, every path counted once; None where it is undecided or there are none.
        ends: `tree/outcome` or `card:x` -> its paths, in the order of the trees.
        undecided: The questions whose answers make the count too large; () where it is decided.
        faults: What is wrong with the paths; some of them lead nowhere.
    """

    paths: int | None
    fewest: int
    most: int
    mean: Fraction | None
    ends: Mapping[str, End]
    undecided: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether the figures are exact."""
        return self.paths is not None


class _Sum:
    """What comes together at a state: how many paths, how many questions they ask in all, and the most of one."""

    __slots__ = ("longest", "paths", "questions")

    def __init__(self) -> None:
        self.paths = 0
        self.questions = 0
        self.longest = 0


class _Counter(Reach):
    """Counts while it explores: states come in the order of the ways, so a state's sum is whole when it goes on."""

    def __init__(self, picture: Picture, *, budget: int) -> None:
        super().__init__(picture, budget=budget)
        self.sums: dict[str, dict[int, _Sum]] = {}

    def run(self, known: Mapping[str, Value] | None = None) -> None:
        for key in self.picture.starts:
            begin = _Sum()
            begin.paths = 1
            self.sums[key] = {0: begin}
        super().run(known)

    def _send(self, move: Move, members: list[int], fresh: dict[str, list[int]] | None) -> None:
        super()._send(move, members, fresh)
        source, table = self.sums[move.source], self.sums.setdefault(move.target, {})
        asked, times, keep, code = move.branch.asked, len(move.answers), move.keep, move.code
        for state in members:
            before = source[state]
            child = state & keep | code
            after = table.get(child)
            if after is None:
                after = table[child] = _Sum()
            after.paths += before.paths * times
            after.questions += (before.questions + before.paths * asked) * times
            after.longest = max(after.longest, before.longest + asked)


def count_paths(program: Program, *, budget: int = BUDGET) -> Count:
    """Count the paths of a program on its own day; exact within the budget of states, of any size.

    Args:
        program: The trees.
        budget: Most states to look at.
    """
    with collector_paused():
        return _count(program, budget)


def _count(program: Program, budget: int) -> Count:
    picture = Picture(program)
    counter = _Counter(picture, budget=budget)
    counter.run()
    keys = in_written_order(program, [key for key, spot in picture.spots.items() if spot.question is None])
    if counter.cut:
        fewest, most = bounds(picture)
        found = {key: End(None, _shortest(counter, key)) for key in keys}
        return Count(None, fewest, most, None, found, counter.causes(), counter.faults)
    ends: dict[str, End] = {}
    sums: list[_Sum] = []
    for key in keys:
        if key in counter.tables:
            here = list(counter.sums[key].values())
            sums += here
            ends[key] = End(sum(one.paths for one in here), _shortest(counter, key))
    paths = sum(one.paths for one in sums)
    asked = sum(one.questions for one in sums)
    fewest = min((step[0] for key in ends for step in counter.tables[key].values()), default=0)
    most = max((one.longest for one in sums), default=0)
    mean = Fraction(asked, paths) if paths else None
    return Count(paths, fewest, most, mean, ends, faults=counter.faults)


def _shortest(reach: Reach, key: str) -> dict[str, Value] | None:
    """The answers of a shortest path to a node."""
    table = reach.tables.get(key)
    if not table:
        return None
    nearest = min(table, key=lambda state: table[state][0])
    return reach.witness(key, nearest)[1]


class Path(NamedTuple):
    """One complete path: the answers in the order of the questions, and the key of the end."""

    answers: Mapping[str, Value]
    end: str


def list_paths(program: Program) -> Iterator[Path]:
    """Every path, one by one, in the order of the answers; memory in proportion to the length of a path.

    Raises:
        TooManyCells: Conditions name so many answers of one question that they cannot be listed.
    """
    lister = _Lister(Picture(program))
    given: list[tuple[str, Value]] = []
    # An entry for each question on the way: how many answers came before it, and what is still to be tried there.
    work: list[tuple[int, str, Iterator[_Turn]]] = []
    key, state = lister.picture.start, 0
    while True:
        question = lister.picture.spots[key].question
        if question is None:
            yield Path(dict(given), key)
        else:
            work.append((len(given), question, lister.turns(key, state)))
        while work:
            before, question, rest = work[-1]
            del given[before:]
            turn = next(rest, None)
            if turn is not None:
                if turn.value is not None:
                    given.append((question, turn.value))
                key, state = turn.target, turn.state
                break
            work.pop()
        else:
            return


class _Turn(NamedTuple):
    """An answer, None where the question is skipped, and the node and state that it leads to."""

    value: Value | None
    target: str
    state: int


class _Lister(Reach):
    """Finds what follows on one state at a time."""

    def __init__(self, picture: Picture) -> None:
        super().__init__(picture)
        self._seen: dict[tuple[str, int], list[tuple[Value | None, Move]]] = {}

    def turns(self, key: str, state: int) -> Iterator[_Turn]:
        """What each answer leads to, in the order of the answers."""
        seen = (key, state & self.layout.masks[key])
        if seen not in self._seen:
            moves = self.moves_at(key, state)
            order = {value: number for number, value in enumerate(self.answers_at(key, state))}
            pairs = [(value, move) for move in moves for value in move.answers]
            self._seen[seen] = sorted(pairs, key=lambda pair: order[pair[0]])
        for value, move in self._seen[seen]:
            yield _Turn(value, move.target, state & move.keep | move.code)
