"""Numbers and days at which something changes: those of conditions, of what a question takes, and of a plan's times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from advisor.analysis.paths import Picture
from advisor.authoring.testing import thresholds
from advisor.authoring.testing.item import COMMON, Item, Pathway
from advisor.guide.load import Guide
from advisor.guide.model import Anchor, CardEntry, Outcome, Question, When, parse_anchor
from advisor.interview.conditions import TODAY, Known, whole_number
from advisor.interview.interview import Interview

Side = int | Anchor
"""A number or a day beside which something changes."""


class Boundary(NamedTuple):
    """A value at which something changes, and what a scenario exercises by it.

    Attributes:
        fact: What has the value: a question, or `today`.
    """

    fact: str
    side: Side
    item: Item

    @property
    def told_at(self) -> tuple[str, ...]:
        """The facts that have to be known for it, the one that it may hang on included."""
        hangs = isinstance(self.side, Anchor) and self.side.kind == "question"
        return (self.fact, self.side.name) if hangs and isinstance(self.side, Anchor) else (self.fact,)


class Boundaries:
    """The boundaries of everything that can follow from the start of an interview, seen from its day."""

    def __init__(self, interview: Interview, picture: Picture) -> None:
        """Collect them."""
        self.season = interview.season
        self.today = interview.as_of
        self._given: dict[str, list[Boundary]] = defaultdict(list)
        self._refused: dict[str, list[Boundary]] = defaultdict(list)
        # By node and entry of a plan; () for the node itself, and "" for every node.
        self._on_day: dict[tuple[str, Pathway], list[Boundary]] = defaultdict(list)
        found: dict[tuple[str, str, str], Boundary] = {}
        for tree, where, when in _read(interview, picture):
            for test in thresholds.tests(when, where):
                for side in test.sides():
                    _add(found, tree, test.where, test.fact, side)
        for key, spot in picture.spots.items():
            if spot.question is not None and spot.model is not None:
                for where, inside, outside in _limits(spot.question, interview.program.question(key)):
                    _add(found, spot.tree, where, spot.question, inside)
                    if outside is not None:
                        item = Item("boundaries", spot.tree, where, thresholds.written(outside))
                        self._refused[key].append(Boundary(spot.question, outside, item))
            elif "/" in key:
                outcome = interview.program.trees[spot.tree].outcomes[key.partition("/")[2]]
                for where, side in _windows(interview.guide, outcome, spot.where):
                    item = Item("boundaries", spot.tree, where, thresholds.written(side))
                    self._on_day[key, where[:4]].append(Boundary(TODAY, side, item))
        for boundary in found.values():
            where = boundary.item.where
            if boundary.fact == TODAY:
                at = "" if where[0] == "facts" else f"{boundary.item.tree}/{where[1]}"
                self._on_day[at, ()].append(boundary)
            else:
                for fact in boundary.told_at:
                    self._given[fact].append(boundary)

    def given(self, question: str, known: Known) -> Iterator[Item]:
        """What the answer to a question exercises, once it is known."""
        for boundary in self._given.get(question, ()):
            value = known.get(boundary.fact)
            if value is not None and self._resolved(boundary.side, known) == value:
                yield boundary.item

    @cached_property
    def hanging(self) -> Mapping[str, tuple[str, ...]]:
        """Questions of which it hangs on other answers what an answer exercises, with those others."""
        found: dict[str, tuple[str, ...]] = {}
        for question, boundaries in self._given.items():
            others = {fact for boundary in boundaries for fact in boundary.told_at} - {question}
            if others:
                found[question] = tuple(sorted(others))
        return found

    def refused(self, key: str, known: Known) -> Iterator[tuple[int | date, Item]]:
        """The answers just beyond the limits of a question."""
        for boundary in self._refused.get(key, ()):
            value = self._resolved(boundary.side, known)
            if value is not None:
                yield value, boundary.item

    def is_telling(self, key: str) -> bool:
        """Whether coming to a node exercises something on this day that it does not on others."""
        return not self._telling.isdisjoint(("", key))

    def on_day(self, key: str) -> Iterator[Item]:
        """What is exercised by coming to a node on this day."""
        for boundary in (*self._today.get((key, ()), ()), *self._today.get(("", ()), ())):
            yield boundary.item

    def of_entry(self, key: str, where: Pathway) -> Iterator[Item]:
        """What is exercised by showing an entry of a plan on this day."""
        for boundary in self._today.get((key, where), ()):
            yield boundary.item

    @cached_property
    def _telling(self) -> frozenset[str]:
        return frozenset(at for at, _ in self._today)

    @cached_property
    def _today(self) -> Mapping[tuple[str, Pathway], list[Boundary]]:
        """The boundaries of this day."""
        found: dict[tuple[str, Pathway], list[Boundary]] = defaultdict(list)
        for at, boundaries in self._on_day.items():
            for boundary in boundaries:
                if self._resolved(boundary.side, {}) == self.today:
                    found[at].append(boundary)
        return found

    def days(self) -> set[date]:
        """The days at which a test of today, or an entry of a plan, changes."""
        days = {self._resolved(boundary.side, {}) for found in self._on_day.values() for boundary in found}
        return {day for day in days if isinstance(day, date)}

    def written(self, fact: str, day: date) -> str | None:
        """A day that hangs on an event or on today, as the guide has it; None where no boundary of a fact is so."""
        kinds = ("event",) if fact == TODAY else ("event", "today")
        for group in (self._given, self._refused, self._on_day):
            for boundary in (one for found in group.values() for one in found):
                side = boundary.side
                hangs = isinstance(side, Anchor) and side.kind in kinds
                if boundary.fact == fact and hangs and self._resolved(side, {}) == day:
                    return thresholds.written(side)
        return None

    def _resolved(self, side: Side, known: Known) -> int | date | None:
        return thresholds.resolved(side, self.season, known)


def _add(found: dict[tuple[str, str, str], Boundary], tree: str, where: Pathway, fact: str, side: Side) -> None:
    text = thresholds.written(side)
    found.setdefault((tree, fact, text), Boundary(fact, side, Item("boundaries", tree, where, text)))


def _read(interview: Interview, picture: Picture) -> Iterator[tuple[str, Pathway, When]]:
    """The conditions that are read at some node, those of the named conditions in them included."""
    guide, program = interview.guide, interview.program
    read: set[str] = set()
    facts: list[tuple[str, Pathway, When]] = []
    for tree in (*program.trees, COMMON):
        for where, when in conditions_of(guide, tree):
            if where[0] == "facts":
                facts.append((tree, where, when))
            elif f"{tree}/{where[1]}" in picture.spots:
                read.update(thresholds.names(when))
                yield tree, where, when
    pending = list(read)
    while pending:
        fact = program.fact(pending.pop())
        for rule in fact if isinstance(fact, tuple) else ():
            new = set(thresholds.names(rule.when or {})) - read
            pending += new
            read |= new
    yield from ((tree, where, when) for tree, where, when in facts if where[1] in read)


def conditions_of(guide: Guide, tree: str) -> Sequence[tuple[Pathway, When]]:
    """Every condition of a tree, or of the named conditions that trees share, with its path."""
    memo: dict[str, Sequence[tuple[Pathway, When]]] = guide.memo.setdefault("conditions", {})
    if tree not in memo:
        shared = tree == COMMON
        found: Iterable[tuple[Pathway, When]]
        found = thresholds.of_facts(guide.shared.facts) if shared else thresholds.conditions(guide.tree(tree))
        memo[tree] = tuple(found)
    return memo[tree]


def _limits(name: str, question: Question) -> Iterator[tuple[Pathway, Side, Side | None]]:
    """The last value that a question takes at each limit, and the first that it refuses; no negative number."""
    if question.type not in ("number", "date"):
        return
    for key, step in (("min", -1), ("max", 1)):
        written: Any = getattr(question, key)
        where: Pathway = ("questions", name, key)
        anchor = parse_anchor(written) if question.type == "date" else None
        whole = whole_number(written) if question.type == "number" else None
        if anchor is not None:
            yield where, anchor, anchor._replace(days=anchor.days + step)
        elif whole is not None:
            yield where, whole, whole + step if whole + step >= 0 else None


def _windows(guide: Guide, outcome: Outcome, where: Pathway) -> Iterator[tuple[Pathway, Side]]:
    """The days beside which an entry of a plan changes its state, as far as they hang on no answer."""
    if outcome.layout is None:
        return
    for number, entry in enumerate(outcome.cards):
        for key, text in window_of(guide, entry).items():
            anchor = parse_anchor(text)
            if anchor is not None and anchor.kind in ("day", "event"):
                for days in (-1, 0) if key == "from" else (0, 1):
                    yield (*where, "cards", number, "window", key), anchor._replace(days=anchor.days + days)


def window_of(guide: Guide, entry: CardEntry) -> Mapping[str, str]:
    """The days of an entry of a plan as written, its own or those of its card."""
    window = entry.window or guide.card(entry.card).matter.window
    if window is None:
        return {}
    days = {"from": window.from_, "until": window.until, "latest": window.latest}
    return {key: text for key, text in days.items() if text is not None}
