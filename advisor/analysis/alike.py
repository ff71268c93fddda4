"""Questions whose answer changes nothing: the same questions follow, and the same words are shown."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from advisor.analysis.picture import Spot
from advisor.analysis.reach import Group, Move, Reach
from advisor.interview.conditions import ALWAYS, Value


def changing_nothing(reaches: Sequence[Reach]) -> list[str]:
    """Keys of the questions whose answer changes nothing for anybody, in the order of the picture.

    Two states are alike when the same answers lead to the same questions and in the end to the same notes, cards and
    phrases; that is found from the ends backwards, as equivalent states of an automaton are (Hopcroft 1971), which is
    simple here because the states run in no circle. Says nothing where an exploration was given up or an answer leads
    nowhere, and nothing about days that are compared with other answers: they matter together.
    """
    if any(reach.cut or reach.kinds & {"gap", "loop"} for reach in reaches):
        return []
    differing: set[str] = set()
    open_: list[Reach] = []
    for reach in reaches:
        doubtful = _Witnesses(reach).doubtful(differing)
        open_ += [reach] if doubtful else []
    # The proof looks at every state, so it is only for explorations in which a question is left without an example.
    asked: dict[str, bool] = {}
    for reach in open_:
        for key, same in _Alike(reach).same.items():
            asked[key] = asked.get(key, True) and same
    return [key for key, same in asked.items() if same and key not in differing]


class _Witnesses:
    """Examples of answers that change something, looked for along a few ways only."""

    LOOKED_AT = 6
    """States of a question."""
    WAYS = 12
    """Ways on from two answers of one state."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.moves: dict[str, dict[int, list[Move]]] = {}

    def doubtful(self, differing: set[str]) -> bool:
        """Whether a question that is asked has no example; adds those that have one to `differing`."""
        left = False
        for key, groups in self.reach.groups.items():
            if key in differing or not any(group.moves and group.moves[0].branch.asked for group in groups):
                continue
            if any(self.differs(group, state) for group, state in self._some(groups)):
                differing.add(key)
            else:
                left = True
        return left

    def _some(self, groups: list[Group]) -> Iterator[tuple[Group, int]]:
        pairs = [(group, state) for group in groups for state in (group.states[0], group.states[-1])]
        yield from pairs[:: max(len(pairs) // self.LOOKED_AT, 1)]

    def differs(self, group: Group, state: int) -> bool:
        """Whether two answers are found that lead to something else when all later answers are the same."""
        if not group.moves or not group.moves[0].branch.asked:
            return False
        first, *others = [(move.target, state & move.keep | move.code) for move in group.moves]
        return any(self._parted(first, other, way) for other in others for way in range(self.WAYS))

    def _parted(self, one: tuple[str, int], other: tuple[str, int], way: int) -> bool:
        depth = 0
        while True:
            (here, state), (there, beside) = one, other = self._waits(*one), self._waits(*other)
            if one == other:
                return False
            if here != there:
                return True
            spot = self.reach.picture.spots[here]
            if spot.question is None:
                return self._pattern(spot, state) != self._pattern(spot, beside)
            depth += 1
            moves = self._moves(here, state)
            if not moves:
                return bool(self._moves(there, beside))
            move = moves[way * depth % len(moves)]
            answer = move.answers[way % len(move.answers)]
            same = next((move for move in self._moves(there, beside) if answer in move.answers), None)
            if same is None:
                return True
            one = move.target, state & move.keep | move.code
            other = same.target, beside & same.keep | same.code

    def _waits(self, key: str, state: int) -> tuple[str, int]:
        """The question that is asked next, or the end."""
        while self.reach.picture.spots[key].question is not None:
            moves = self._moves(key, state)
            if not moves or moves[0].branch.asked:
                break
            move = moves[0]
            key, state = move.target, state & move.keep | move.code
        return key, state

    def _moves(self, key: str, state: int) -> list[Move]:
        table = self.moves.get(key)
        if table is None:
            table = self.moves[key] = {group.part: group.moves for group in self.reach.groups[key]}
        return table[state & self.reach.deciding(key)]

    def _pattern(self, spot: Spot, state: int) -> list[bool]:
        conditions = [place.condition for place in spot.places if place.condition is not ALWAYS]
        return [self.reach.sight(spot.key, condition).truth(state) is True for condition in conditions]


class _Alike:
    """The states of one exploration, sorted into classes of those that are alike."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.classes: dict[str, dict[int, int]] = {}
        self.names: dict[Hashable, int] = {}
        self.same: dict[str, bool] = {}
        picture = reach.picture
        for component in picture.components:
            if len(component) == 1:
                key = component[0]
                if key in reach.tables:
                    self.classes[key] = {}
                    self.sort(key, reach.groups.get(key, []))
                continue
            # Within a circle, the more nodes are passed the later a state comes.
            waves: dict[int, list[tuple[str, Group]]] = {}
            for key in component:
                self.classes[key] = {}
                for group in reach.groups.get(key, []):
                    passed = (group.part & reach.layout.inside[key]).bit_count()
                    waves.setdefault(passed, []).append((key, group))
            for number in sorted(waves, reverse=True):
                for key, group in waves[number]:
                    self.sort(key, [group])

    def name(self, what: Hashable) -> int:
        """A number for a class."""
        return self.names.setdefault(what, len(self.names))

    def sort(self, key: str, groups: list[Group]) -> None:
        """Find the classes of the states at a node; those of all that follows are known."""
        spot = self.reach.picture.spots[key]
        own = self.classes[key]
        if spot.question is None:
            own.update(self.at_end(spot))
            return
        for group in groups:
            moves = [(move, self.classes[move.target]) for move in group.moves]
            is_asked = bool(moves) and bool(moves[0][0].branch.asked)
            same = True
            for state in group.states:
                if len(moves) == 1:
                    move, table = moves[0]
                    after: Hashable = table[state & move.keep | move.code]
                else:
                    sorted_: dict[int, list[Value | None]] = {}
                    for move, table in moves:
                        sorted_.setdefault(table[state & move.keep | move.code], []).extend(move.answers)
                    after = frozenset((number, frozenset(answers)) for number, answers in sorted_.items())
                    if len(sorted_) == 1:
                        after = next(iter(sorted_))
                    else:
                        same = False
                own[state] = self.name((key, after)) if is_asked or not isinstance(after, int) else after
            if is_asked and not self.reach.picture.cuts_of(spot.question).relative:
                self.same[key] = self.same.get(key, True) and same

    def at_end(self, spot: Spot) -> dict[int, int]:
        """States at an end are alike when they show the same."""
        states = list(self.reach.tables[spot.key])
        conditional = [place.condition for place in spot.places if place.condition is not ALWAYS]
        if not conditional:
            return dict.fromkeys(states, self.name(spot.key))
        columns = []
        for sight in (self.reach.sight(spot.key, condition) for condition in conditional):
            parts = [state & sight.mask for state in states]
            holds = {part: sight.truth(part) is True for part in set(parts)}
            columns.append([holds[part] for part in parts])
        patterns = zip(*columns, strict=True)
        return {state: self.name((spot.key, pattern)) for state, pattern in zip(states, patterns, strict=True)}
