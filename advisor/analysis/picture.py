"""A program drawn as a picture: every node that can follow, with its conditions, and what is read where."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple

from advisor.analysis.cells import Cuts, TooManyCells, cells, link, some_answer, told_apart
from advisor.analysis.memory import MANY_BITS, Layout
from advisor.guide.model import CardEntry, Note, Outcome, PhraseEntry, Question, Rule, SharedQuestion, parse_anchor
from advisor.interview.conditions import ALWAYS, TODAY, Condition, Known, Relative, Value
from advisor.interview.walk import Program

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


class Claim(NamedTuple):
    """Something that must be so wherever an end shows certain words.

    Attributes:
        kind: `assumes`: what words take for granted; `conflict`: not shown together; `words`: a fact can be printed;
            `window`: the answer is known from which a plan reckons a day.
        where: Path in the tree's file of the entry that shows the words; () for an end at a single card.
        shown: When they are shown; all of these hold.
        must: What may not be false then.
        fact: What must be known then.
        wordless: Answers for which the fact has no words.
        subject: What the claim is about: `card`, `phrase` or `note`, and its id; for `conflict` the two cards.
    """

    kind: str
    where: Pathway
    shown: tuple[Condition, ...]
    must: Condition | None = None
    fact: str | None = None
    wordless: frozenset[str] = frozenset()
    subject: tuple[str, str] = ("", "")

    def facts(self) -> Iterator[str]:
        """The facts on which it depends whether the claim holds where the words are shown."""
        if self.must is not None:
            yield from self.must.facts()
        if self.fact is not None:
            yield self.fact

    def holds(self, known: Known) -> bool:
        """Whether it holds where the words are shown."""
        if self.kind == "conflict":
            return False
        if self.must is not None:
            return self.must.truth(known) is not False
        value = known.get(self.fact or "")
        return value is not None and value not in self.wordless


Claims = Callable[[str, Outcome | None], Sequence[Claim]]
"""Told the key of an end and its outcome (None for a single card), says what must be so there."""


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
    claims: Sequence[Claim] = ()

    def all_ways(self) -> Iterator[Way]:
        """Every rule of the question."""
        yield from self.ways
        if self.by_answer:
            for ways in self.by_answer.values():
                yield from ways

    def conditions(self) -> Iterator[Condition]:
        """Every condition that is read here and can fail."""
        if self.only is not None:
            yield self.only
        for way in self.all_ways():
            if way.condition is not ALWAYS:
                yield way.condition
        for place in self.places:
            if place.condition is not ALWAYS:
                yield place.condition
        for claim in self.claims:
            yield from (condition for condition in claim.shown if condition is not ALWAYS)
            if claim.must is not None:
                yield claim.must


class Picture:
    """Everything reachable from some starts by the targets as written, and which facts are read where.

    Attributes:
        spots: Every node by its key.
        follow: The keys that each node leads to, each once.
        plain: The questions without a condition that nobody can have answered before and that always take an answer.
        components: Strongly connected components, the ones that others lead to first.
        circles: The nodes that lead to each other, by the key of each; nodes in no circle are left out.
        cuts: What conditions name of each fact.
        layout: What a state remembers at each node.
    """

    def __init__(
        self,
        program: Program,
        start: str | None = None,
        *,
        starts: Sequence[str] = (),
        claims: Claims | None = None,
        shown: bool = True,
    ) -> None:
        """Compile every node that can follow; targets that do not exist are left out.

        Args:
            program: The trees.
            start: Key of the node to begin with, in the middle of an interview of which any fact may be known; without
                it the program's own start.
            starts: Keys to begin with, nothing known.
            claims: What must be so at the ends.
            shown: Whether it matters what the ends show; where only the way counts, far fewer states are told apart.
        """
        self.program = program
        self._shown = shown
        self.starts = (start,) if start else tuple(starts) or (program.start,)
        self.start = self.starts[0]
        self.spots: dict[str, Spot] = {}
        self.follow: dict[str, tuple[str, ...]] = {}
        self.plain: set[str] = set()
        self._claims = claims
        self.components = self._draw()
        self.cuts: dict[str, Cuts] = {}
        self._asked_at: dict[str, list[str]] = {}
        self._reads: dict[str, set[str]] = {}
        for key, spot in self.spots.items():
            if spot.question is not None:
                self._asked_at.setdefault(spot.question, []).append(key)
            if key not in self.plain:
                self._read(spot)
        link(self.cuts)
        self._relatives()
        self._domains: dict[str, list[Value]] = {}
        self.circles = {key: frozenset(part) for part in self.components if len(part) > 1 for key in part}
        self.plain.difference_update(self.circles)
        for name, keys in self._asked_at.items():
            if len(keys) > 1:
                # The answer may be there already, and is looked at.
                self.plain.difference_update(keys)
                for key in keys:
                    self._reads.setdefault(key, set()).add(name)
        self.layout = Layout(
            self.components,
            self.follow,
            {key: spot.question for key, spot in self.spots.items() if spot.question is not None},
            self._reads,
            self.width,
            self.start if start else None,
        )

    # --- nodes ----------------------------------------------------------------------------------------------------

    def _draw(self) -> list[list[str]]:
        """Compile the nodes depth first; the order in which they are left is the reverse of the ways."""
        left: list[str] = []
        open_: set[str] = set()
        circular = False
        for root in self.starts:
            work = [iter((root,))]
            trail: list[str] = []
            while work:
                for key in work[-1]:
                    if key in self.follow:
                        circular = circular or key in open_
                    elif self._enter(key):
                        work.append(iter(self.follow[key]))
                        trail.append(key)
                        open_.add(key)
                        break
                else:
                    work.pop()
                    if trail:
                        open_.discard(trail[-1])
                        left.append(trail.pop())
        for key, targets in self.follow.items():
            self.follow[key] = tuple([target for target in targets if target in self.spots])
        return _components(self.follow) if circular else [[key] for key in left]

    def _enter(self, key: str) -> bool:
        spot = self._spot(key)
        if spot is None:
            return False
        self.spots[key] = spot
        targets = dict.fromkeys([way.target for way in spot.all_ways()])
        if key in targets:
            self.plain.discard(key)
        self.follow[key] = tuple(targets)
        return True

    def _spot(self, key: str) -> Spot | None:
        program = self.program
        tree_name, slash, name = key.partition("/")
        if not slash:
            return Spot(key, "", None, claims=self._claims(key, None) if self._claims else ())
        tree = program.trees.get(tree_name)
        if tree is None:
            return None
        question = tree.questions.get(name)
        if question is None:
            return self._end(key, tree_name, name) if name in tree.outcomes else None
        base: Pathway = ("questions", name, "next")
        only = program.condition(question.only_when) if question.only_when else None
        following = question.next
        by_answer: dict[str, tuple[Way, ...]] | None = None
        ways: tuple[Way, ...] = ()
        plain = only is None and question.type != "date"
        if isinstance(following, dict):
            by_answer = {}
            for answer, way in following.items():
                by_answer[answer] = found = self._ways(tree_name, way, (*base, answer))
                plain = plain and bool(found) and found[0].condition is ALWAYS
        else:
            ways = self._ways(tree_name, following, base)
            plain = plain and bool(ways) and ways[0].condition is ALWAYS
        if plain:
            self.plain.add(key)
        return Spot(key, tree_name, name, question, only, by_answer, ways, (), ("questions", name))

    def _ways(self, tree: str, way: str | tuple[Rule, ...], base: Pathway) -> tuple[Way, ...]:
        if isinstance(way, str):
            return (Way(base, ALWAYS, self._target(tree, way)),)
        return tuple(
            [
                Way(
                    (*base, number),
                    ALWAYS if rule.when is None else self.program.condition(rule.when),
                    self._target(tree, rule.to),
                )
                for number, rule in enumerate(way)
            ]
        )

    def _target(self, tree: str, to: str) -> str:
        if ":" not in to:
            return f"{tree}/{to}"
        if to.startswith("tree:") and to[5:] not in self.program.trees:
            return to
        return self.program.target(tree, to)

    def _end(self, key: str, tree: str, name: str) -> Spot:
        outcome = self.program.trees[tree].outcomes[name]
        parts: dict[str, tuple[Note | CardEntry | PhraseEntry, ...]] = {}
        if self._shown:
            parts = {"notes": outcome.notes, "cards": outcome.cards, "phrases": outcome.phrases or ()}
        places = tuple(
            Place(("outcomes", name, part, number), self.program.condition(entry.when), part)
            for part, entries in parts.items()
            for number, entry in enumerate(entries)
        )
        claims = self._claims(key, outcome) if self._claims else ()
        return Spot(key, tree, None, places=places, where=("outcomes", name), claims=claims)

    # --- what is read where ---------------------------------------------------------------------------------------

    def _read(self, spot: Spot) -> None:
        """Note what a node reads, and where its conditions and limits cut the answers of questions."""
        names: set[str] = set()
        for condition in spot.conditions():
            for test in condition.walk_tests():
                names.add(test.fact)
                if isinstance(test, Relative):
                    names.add(test.anchor.name)
                    after = test.how in ("on_or_before", "after")
                    self._relate(test.fact, test.anchor.name, test.anchor.days + after)
                else:
                    cuts = self._cuts(test.fact)
                    cuts.points.update(test.points)
                    cuts.names.update(test.names)
                    cuts.regions.append(test.region)
        for claim in spot.claims:
            if claim.fact is not None:
                names.add(claim.fact)
                self._cuts(claim.fact).regions.append(claim.wordless)
        if spot.model is not None and spot.model.type == "date":
            names.update(self._limits(spot.model, spot.key.partition("/")[2]))
        names.discard(TODAY)
        if names:
            self._reads[spot.key] = names

    def _limits(self, model: SharedQuestion, name: str) -> Iterator[str]:
        """The facts on which the limits of a date question hang; cuts where they fall, and where they leave no day."""
        low, high = parse_anchor(model.min), parse_anchor(model.max)
        days = []
        for anchor, after in ((low, False), (high, True)):
            day = None
            if anchor is not None and anchor.kind == "question":
                self._relate(name, anchor.name, anchor.days + after)
                yield anchor.name
            elif anchor is not None and (day := self.program.day(anchor)) is not None:
                self._cuts(name).points.add(day + timedelta(days=after))
            days.append(day)
        first, last = days
        if low is not None and low.kind == "question" and last is not None:
            self._cuts(low.name).points.add(last + timedelta(days=1 - low.days))
        if high is not None and high.kind == "question" and first is not None:
            self._cuts(high.name).points.add(first - timedelta(days=high.days))
        if low is not None and high is not None and low.kind == high.kind == "question" and low.name != high.name:
            self._relate(low.name, high.name, high.days - low.days + 1)

    def _relatives(self) -> None:
        """The cells of a day that is compared with others are found by what those are."""
        for name, cuts in self.cuts.items():
            others = {other for other, _ in cuts.relative}
            if others:
                for key in self._asked_at.get(name, ()):
                    self._reads[key] = self._reads.get(key, set()) | others

    def _relate(self, fact: str, other: str, distance: int) -> None:
        """A test that begins or ends to hold where `fact` is so many days after `other`."""
        self._cuts(fact).relative.add((other, distance))
        self._cuts(other).relative.add((fact, 1 - distance))

    def cuts_of(self, fact: str) -> Cuts:
        """What conditions name of a fact."""
        return self.cuts.get(fact) or _UNCUT

    def _cuts(self, fact: str) -> Cuts:
        found = self.cuts.get(fact)
        if found is None:
            found = self.cuts[fact] = Cuts()
        return found

    def is_asked_once(self, question: str) -> bool:
        """Whether a question stands at one node only, so that nobody who comes there has answered it."""
        return len(self._asked_at.get(question, ())) == 1

    def is_always_asked(self, key: str, given: Container[str]) -> bool:
        """Whether a question that comes up needs an answer, whatever the path."""
        spot = self.spots[key]
        if spot.question is None or spot.question in given:
            return False
        return spot.only is None and self.is_asked_once(spot.question)

    # --- answers --------------------------------------------------------------------------------------------------

    def is_too_wide(self, fact: str) -> bool:
        """Whether conditions name so many answers of a question that its cells cannot be listed."""
        try:
            self.domain(fact)
        except TooManyCells:
            return True
        return False

    def width(self, fact: str) -> int:
        """How many bits a fact takes in a state."""
        model = self.wording(fact)
        if model is None or model.type == "date" or self.is_too_wide(fact):
            return MANY_BITS
        # Besides the cells: unknown, a value known at the start, and one that is given beforehand.
        return (len(self.domain(fact)) + 2).bit_length()

    def wording(self, fact: str) -> SharedQuestion | None:
        """The question behind a fact."""
        keys = self._asked_at.get(fact)
        found = self.spots[keys[0]].model if keys else self.program.fact(fact)
        return found if isinstance(found, SharedQuestion) else None

    def domain(self, fact: str) -> list[Value]:
        """One answer of every cell of a question that is no date compared with others.

        Answers that no test tells apart are one cell, but each answer of a choice is its own.

        Raises:
            TooManyCells: Conditions name so many answers that the cells cannot be listed.
        """
        found = self._domains.get(fact)
        if found is None:
            found = self._domains[fact] = self._find_domain(fact)
        return found

    def _find_domain(self, fact: str) -> list[Value]:
        model = self.wording(fact)
        if model is None:
            return []
        if model.type == "choice":
            return list(model.answers)
        cuts = self.cuts.get(fact)
        if cuts is None:
            return some_answer(model, self.program)
        found = cells(model, self.program, {}, cuts)
        return told_apart(found, cuts) if cuts.regions else found[:1]

    def reads_before(self, key: str) -> bool:
        """Whether somebody who comes to a node may find a fact read that nobody was asked on the way from there."""
        return bool(self._read_before[key])

    @cached_property
    def _read_before(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for component in self.components:
            found |= {key: set() for key in component}
            changed = True
            while changed:
                changed = False
                for key in component:
                    spot = self.spots[key]
                    names = set().union(*(found[target] for target in self.follow[key]))
                    if spot.only is None:
                        names.discard(spot.question or "")
                    names |= self._reads.get(key, set()) - {spot.question}
                    if names != found[key]:
                        found[key] = names
                        changed = len(component) > 1
        return found

    @property
    def live(self) -> Mapping[str, tuple[str, ...]]:
        """The facts that a state holds, by the key of the node."""
        return {key: self.layout.facts(key) for key in self.spots}


def limits_on_answers(model: SharedQuestion) -> list[tuple[str, str]]:
    """The limits of a date question that hang on another one: `min` or `max`, and the other's name."""
    found = []
    for key in ("min", "max"):
        anchor = parse_anchor(getattr(model, key))
        if anchor is not None and anchor.kind == "question":
            found.append((key, anchor.name))
    return found


_UNCUT = Cuts()


def _components(follow: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Strongly connected components, the ones that others lead to first (Tarjan 1972, without recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    waiting: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []
    for root in follow:
        if root in order:
            continue
        work = [(root, iter(follow[root]))]
        order[root] = low[root] = len(order)
        waiting.append(root)
        on_stack.add(root)
        while work:
            key, following = work[-1]
            for target in following:
                if target not in order:
                    order[target] = low[target] = len(order)
                    waiting.append(target)
                    on_stack.add(target)
                    work.append((target, iter(follow[target])))
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
