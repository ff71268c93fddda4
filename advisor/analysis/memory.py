"""What an interview must remember at each node, and how that is written as one number.

The number is a *state*: a few bits for each fact that may be known at a node and can still be read later, nothing for
the others. Facts that are never remembered at the same node share their bits, as variables share registers (linear
scan, Poletto and Sarkar 1999).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from advisor.analysis.cells import TooManyCells
from advisor.interview.conditions import TODAY, Value

MANY_BITS = 20
"""Room for the days of a date question; there are fewer days in all the years that a guide may name."""


class Slot(NamedTuple):
    """The bits of a state in which a fact is remembered: how far from the right, and all of them set."""

    offset: int
    mask: int


class Layout:
    """Which facts a state holds at each node, and in which bits.

    Attributes:
        slots: Where a state holds a fact; facts that are read where they are asked and nowhere else have none.
        masks: All bits that matter at a node.
        passed: In a circle, the bit that says a node was passed.
        inside: In a circle, all those bits.
    """

    def __init__(
        self,
        components: Sequence[Sequence[str]],
        follow: Mapping[str, Sequence[str]],
        asks: Mapping[str, str],
        reads: Mapping[str, Iterable[str]],
        width: Callable[[str], int],
        begin: str | None,
    ) -> None:
        """Find what must be remembered.

        Args:
            components: The nodes, strongly connected ones together, the ones that others lead to first.
            follow: The nodes that each node leads to.
            asks: The fact that a node asks for.
            reads: The facts that a node reads. Its own one is among them where it may be known before.
            width: How many bits a fact takes.
            begin: The node at which any fact may be known; None where nothing is known at the start.
        """
        asked_at: dict[str, list[str]] = {}
        for key, fact in asks.items():
            asked_at.setdefault(fact, []).append(key)
        self._index: dict[str, int] = {}
        read_bits: dict[str, int] = {}
        for key, facts in reads.items():
            own = asks.get(key)
            bits = 0
            for fact in facts:
                if fact != own or len(asked_at[fact]) > 1:
                    bits |= 1 << self._index.setdefault(fact, len(self._index))
            read_bits[key] = bits
        self._facts = list(self._index)
        asked_bits = {key: 1 << self._index[fact] for key, fact in asks.items() if fact in self._index}
        # Where a question is asked once, nobody who comes there has answered it.
        once = {key for key in asked_bits if len(asked_at[asks[key]]) == 1}
        live = _live(components, follow, read_bits, {key: asked_bits[key] for key in once})
        self._needed = _known(components, follow, asked_bits, live, begin)
        self.slots, top = self._allocate(components, asked_at, reads, width, anything=begin is not None)
        self.passed: dict[str, int] = {}
        self.inside: dict[str, int] = {}
        for component in components:
            if len(component) > 1:
                self.passed |= {key: 1 << (top + number) for number, key in enumerate(component)}
                self.inside |= dict.fromkeys(component, ((1 << len(component)) - 1) << top)
        self.masks = self._masks(components)

    def _allocate(
        self,
        components: Sequence[Sequence[str]],
        asked_at: Mapping[str, Sequence[str]],
        reads: Mapping[str, Iterable[str]],
        width: Callable[[str], int],
        *,
        anything: bool,
    ) -> tuple[dict[str, Slot], int]:
        """Bits for every fact, from where it is first asked to where it is last read; and how many bits there are."""
        position: dict[str, int] = {}
        for number, component in enumerate(reversed(components)):
            for key in component:
                position[key] = number
        first: dict[str, int] = {}
        for fact in self._facts:
            at = [position[key] for key in asked_at.get(fact, ())]
            if anything:
                at.append(0)
            if at:
                first[fact] = min(at)
        last = dict.fromkeys(self._facts, -1)
        for key, facts in reads.items():
            for fact in facts:
                if fact in last:
                    last[fact] = max(last[fact], position[key])
        slots: dict[str, Slot] = {}
        free: dict[int, list[int]] = {}
        ending: dict[int, list[tuple[int, int]]] = {}
        done = top = 0
        for fact in sorted(first, key=first.__getitem__):
            if last[fact] < first[fact]:
                continue
            while done < first[fact]:
                for bits, offset in ending.pop(done, ()):
                    free.setdefault(bits, []).append(offset)
                done += 1
            bits = width(fact)
            if free.get(bits):
                offset = free[bits].pop()
            else:
                offset = top
                top += bits
            ending.setdefault(last[fact], []).append((bits, offset))
            slots[fact] = Slot(offset, ((1 << bits) - 1) << offset)
        return slots, top

    def _masks(self, components: Sequence[Sequence[str]]) -> dict[str, int]:
        masks: dict[str, int] = {}
        before, mask = 0, 0
        for component in components:
            for key in component:
                needed = self._needed[key]
                # Neighbours remember nearly the same.
                for fact in self._names(needed ^ before):
                    mask ^= self.slots[fact].mask
                before = needed
                masks[key] = mask | self.inside.get(key, 0)
        return masks

    def _names(self, bits: int) -> Iterator[str]:
        while bits:
            low = bits & -bits
            yield self._facts[low.bit_length() - 1]
            bits ^= low

    def facts(self, key: str) -> tuple[str, ...]:
        """The facts that a state holds at a node."""
        return tuple(self._names(self._needed[key]))

    def remembers(self, key: str, facts: Iterable[str]) -> list[str]:
        """Which of some facts a state holds at a node."""
        needed, index = self._needed[key], self._index
        return [fact for fact in facts if fact in index and needed >> index[fact] & 1]

    def kept(self, source: str, target: str) -> int:
        """The bits of a state that stay as they are on the way from a node to one that it leads to.

        What only the target remembers is not known yet; its bits may have held something else.
        """
        before, after = self._needed[source], self._needed[target]
        mask = self.masks[target]
        new = after & ~before if after and after != before else 0
        for fact in self._names(new):
            mask &= ~self.slots[fact].mask
        return mask


Bits = Mapping[str, int]
"""Key of a node -> facts, as the bits of a number."""


def _live(
    components: Sequence[Sequence[str]], follow: Mapping[str, Sequence[str]], reads: Bits, learnt: Bits
) -> dict[str, int]:
    """The facts that can still be read from a node on; `learnt` are those that are new there."""
    live: dict[str, int] = {}
    for component in components:
        live |= dict.fromkeys(component, 0)
        changed = True
        while changed:
            changed = False
            for key in component:
                bits = reads.get(key, 0)
                for target in follow[key]:
                    # Where one of them is empty nothing is copied: the sets of a large tree are long.
                    bits = bits | live[target] if bits else live[target]
                own = learnt.get(key)
                if own is not None and bits & own:
                    bits ^= own
                if bits is not live[key] and bits != live[key]:
                    live[key] = bits
                    changed = len(component) > 1
    return live


def _known(
    components: Sequence[Sequence[str]], follow: Mapping[str, Sequence[str]], asked: Bits, live: Bits, begin: str | None
) -> dict[str, int]:
    """The facts that may be known when a node is reached, of those that can still be read."""
    known = dict.fromkeys(live, 0)
    if begin is not None:
        known[begin] = live[begin]
    for component in reversed(components):
        changed = True
        while changed:
            changed = False
            for key in component:
                bits = known[key]
                own = asked.get(key)
                if own is not None:
                    bits |= own
                if not bits:
                    continue
                for target in follow[key]:
                    new = bits & live[target]
                    if new:
                        before = known[target]
                        known[target] = before | new if before else new
                        changed = changed or (len(component) > 1 and known[target] != before)
    return known


class Memory:
    """Reads and writes the states of one exploration."""

    def __init__(self, layout: Layout, today: date) -> None:
        """Nothing is written yet.

        Args:
            layout: Where a state holds what.
            today: The day of the exploration, which everybody knows.
        """
        self.layout = layout
        self._today = today
        self._codes: dict[str, dict[Value, int]] = {}
        self._values: dict[str, list[Value]] = {}

    def mask_of(self, facts: Iterable[str]) -> int:
        """The bits of a state that hold some facts."""
        mask = 0
        for fact in facts:
            mask |= self.layout.slots[fact].mask
        return mask

    def known(self, facts: Iterable[str], state: int) -> dict[str, Value]:
        """Some facts of a state, as far as they are known, and today."""
        known: dict[str, Value] = {TODAY: self._today}
        for fact in facts:
            slot = self.layout.slots[fact]
            code = (state & slot.mask) >> slot.offset
            if code:
                known[fact] = self._values[fact][code - 1]
        return known

    def code(self, fact: str, value: Value) -> int:
        """The bits that hold a value of a fact.

        Raises:
            TooManyCells: There are more values than bits.
        """
        codes = self._codes.setdefault(fact, {})
        number = codes.get(value)
        if number is None:
            number = codes[value] = len(codes) + 1
            self._values.setdefault(fact, []).append(value)
        slot = self.layout.slots[fact]
        bits = number << slot.offset
        if bits & ~slot.mask:
            raise TooManyCells
        return bits


class Crowd:
    """Some states, told apart by ever other parts of them.

    Attributes:
        states: All of them.
    """

    __slots__ = ("_parts", "states")

    def __init__(self, states: Collection[int]) -> None:
        """Nothing is told apart yet."""
        self.states = states
        self._parts: dict[int, set[int]] = {}

    def parts(self, mask: int) -> set[int]:
        """What the states have in some bits."""
        found = self._parts.get(mask)
        if found is None:
            # There may be a hundred thousand states; those that differ in more bits than are asked for are fewer.
            wider = (parts for bits, parts in self._parts.items() if bits & mask == mask)
            fewest = min(wider, key=len, default=self.states)
            found = self._parts[mask] = {state & mask for state in fewest}
        return found
