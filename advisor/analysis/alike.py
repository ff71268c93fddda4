"""Questions whose answer changes nothing: the same questions follow, and the same words are shown."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from advisor.analysis.picture import Spot
from advisor.analysis.reach import Group, Reach
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
    asked: dict[str, bool] = {}
    for reach in reaches:
        for key, same in _Alike(reach).same.items():
            asked[key] = asked.get(key, True) and same
    return [key for key, same in asked.items() if same]


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
        states = self.reach.tables[spot.key]
        conditional = [place.condition for place in spot.places if place.condition is not ALWAYS]
        if not conditional:
            return dict.fromkeys(states, self.name(spot.key))
        sights = [self.reach.sight(spot.key, condition) for condition in conditional]
        shown = {state: tuple([sight.truth(state) is True for sight in sights]) for state in states}
        return {state: self.name((spot.key, pattern)) for state, pattern in shown.items()}
