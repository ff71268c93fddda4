"""Conditions as seen from a node: each reads a part of a state, and is decided once for all states alike there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from advisor.analysis.memory import Memory
from advisor.analysis.picture import Picture, Spot, Way, limits_on_answers
from advisor.interview.conditions import ALWAYS, TODAY, Condition, Value


class Sight:
    """A condition as seen from one node, decided once for all states that look alike to it."""

    __slots__ = ("_memo", "_memory", "_slots", "condition", "facts", "mask", "own")

    def __init__(self, memory: Memory, key: str, condition: Condition, own: str | None = None) -> None:
        """Find which part of a state the condition reads; `own` is the question that is answered there."""
        read = dict.fromkeys(condition.facts())
        self.condition = condition
        self.own = own if own in read else None
        self.facts = memory.layout.remembers(key, (fact for fact in read if fact != own))
        self.mask = memory.mask_of(self.facts)
        self._memory = memory
        # Without them, some fact is never known there.
        is_complete = read.keys() <= {*self.facts, TODAY, own}
        self._slots = [memory.mask_of((fact,)) for fact in self.facts] if is_complete else None
        self._memo: dict[Any, bool | None] = {}

    def truth(self, state: int, value: Value | None = None) -> bool | None:
        """Whether it holds, None where that cannot be told; `value` is what the node's own question was answered."""
        part = state & self.mask
        seen = part if self.own is None else (part, value)
        try:
            return self._memo[seen]
        except KeyError:
            found = self._memo[seen] = self.condition.truth(self.known(part, value))
            return found

    def undecided(self, parts: Iterable[int]) -> set[int]:
        """Which of some parts of states leave open whether it holds, at a node without a question."""
        if self._slots is not None:
            # Where every fact is known, nothing is open: so it is in most states, of which there may be very many.
            parts = [part for part in parts if not all(part & slot for slot in self._slots)]
        return {part for part in parts if self.truth(part) is None}

    def known(self, state: int, value: Value | None = None) -> dict[str, Value]:
        """The facts that it reads, as far as they are known."""
        known = self._memory.known(self.facts, state)
        if value is not None and self.own is not None:
            known[self.own] = value
        return known


Tried = tuple[tuple[Way, Sight | None], ...]


class Ready:
    """A question's node, made ready: its conditions as seen from there.

    Attributes:
        spot: The node.
        own: The question.
        only: Its `only_when`.
        decides: The part of a state that decides what follows.
        limits: The facts on which its answers hang, of a date question.
        own_is_read: Whether the way on depends on the answer itself.
        returns: Whether the question may be answered already, since other nodes ask it as well.
    """

    __slots__ = (
        "_by_answer",
        "_layout",
        "_onward",
        "decides",
        "key",
        "limits",
        "only",
        "own",
        "own_is_read",
        "returns",
        "spot",
        "ways",
    )

    def __init__(self, memory: Memory, picture: Picture, spot: Spot) -> None:
        """Make a node ready."""
        self.key = spot.key
        self.spot = spot
        self.own = own = spot.question or ""
        model = spot.model
        self.only = Sight(memory, spot.key, spot.only, own) if spot.only is not None else None
        sights: list[Sight] = [] if self.only is None else [self.only]

        self._by_answer: dict[str, Tried] | None = None
        self.ways: Tried = ()
        if spot.by_answer is None:
            self.ways = _tried(memory, spot, spot.ways, sights)
        else:
            lists = spot.by_answer.items()
            self._by_answer = {answer: _tried(memory, spot, ways, sights) for answer, ways in lists}
        self.own_is_read = self._by_answer is not None or any(sight.own is not None for sight in sights)
        self._layout = memory.layout
        self._onward: dict[str, tuple[int, bool]] = {}
        self.decides = memory.layout.inside.get(spot.key, 0)
        for sight in sights:
            self.decides |= sight.mask
        self.limits: list[str] = []
        if model is not None and model.type == "date":
            others = {fact for fact, _ in picture.cuts_of(own).relative}
            others |= {name for _, name in limits_on_answers(model)}
            self.limits = memory.layout.remembers(spot.key, others)
            self.decides |= memory.mask_of(self.limits)
        self.returns = bool(memory.layout.remembers(spot.key, (own,)))
        if self.returns:
            self.decides |= memory.mask_of((own,))

    def tried(self, value: Value) -> Tried:
        """The rules that are tried for an answer, in order."""
        return self.ways if self._by_answer is None else self._by_answer.get(str(value), ())

    def onward(self, target: str) -> tuple[int, bool]:
        """The bits of a state that are kept on the way to another node, and whether that holds the answer."""
        found = self._onward.get(target)
        if found is None:
            holds_own = bool(self._layout.remembers(target, (self.own,)))
            found = self._onward[target] = (self._layout.kept(self.key, target), holds_own)
        return found


def _tried(memory: Memory, spot: Spot, ways: tuple[Way, ...], sights: list[Sight]) -> Tried:
    """Rules that are tried in order, until one without a condition; their conditions are added to the others."""
    found: list[tuple[Way, Sight | None]] = []
    for way in ways:
        if way.condition is ALWAYS:
            found.append((way, None))
            break
        sights.append(Sight(memory, spot.key, way.condition, spot.question))
        found.append((way, sights[-1]))
    return tuple(found)
