"""Which states can be reached: a node, and the facts that are still read from there on.

Two paths that differ only in facts nobody reads any more are one state, so the number of states stays small where the
number of paths is astronomical. States are visited in the order of the ways, so each is done when its turn comes: its
shortest path is known then, and all the states that can stand at its node. The exploration is exact within a budget of
states; beyond it nothing is claimed. The general problem is NP-hard (a tree can encode any formula in its conditions),
so a budget there must be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from advisor.analysis.cells import TooManyCells, cells, told_apart
from advisor.analysis.memory import MANY_BITS, Crowd, Memory
from advisor.analysis.picture import Claim, Pathway, Picture, Spot, Way, limits_on_answers
from advisor.analysis.sight import Ready, Sight, Tried
from advisor.guide.model import Question
from advisor.interview.conditions import ALWAYS, Condition, Known, Value

BUDGET = 200_000
"""Most states a tree may have before its verdict is *undecided*."""


class Fault(NamedTuple):
    """Something the engine's promise does not allow.

    Attributes:
        kind: `gap`, `loop`, `unknown`, `no-card`, `no-answer`, or the kind of a claim that is broken.
        where: Path in the file of `tree`.
        fact: For `unknown`: the fact that may be unknown.
        answers: A witness: answers that lead there, as few as possible.
        at: For `loop`: the keys of the circle.
        start: Key of the node with which the witness begins.
        claim: The claim that is broken.
    """

    kind: str
    tree: str
    where: Pathway
    fact: str
    answers: Mapping[str, Value]
    at: tuple[str, ...] = ()
    start: str = ""
    claim: Claim | None = None


class Branch(NamedTuple):
    """What one answer at a node leads to.

    Attributes:
        value: The answer; None where the question is skipped, or known already.
        asked: 1 where a person is asked, else 0.
        way: The rule that is taken.
    """

    value: Value | None
    asked: int
    way: Way


class Move(NamedTuple):
    """Answers at a node that lead to one and the same state.

    Attributes:
        source: Key of the node.
        branch: The first of the answers.
        target: Key of the node it leads to.
        keep: The bits of the state that are kept.
        code: The bits that are set.
        answers: All of them, in order.
    """

    source: str
    branch: Branch
    target: str
    keep: int
    code: int
    answers: tuple[Value | None, ...]


class Group(NamedTuple):
    """States of a question from which the same moves lead on.

    Attributes:
        part: What they have in common: the bits that decide.
        states: The states, the nearest one first.
        moves: In the order of the answers.
    """

    part: int
    states: list[int]
    moves: list[Move]


Step = tuple[int, int, Move | None]
"""How a state is reached soonest: after how many questions, from which state, by which move."""


class Case(NamedTuple):
    """One of the cases that a node tells apart.

    Attributes:
        value: What the question was answered, here or before; None where that is not known.
        answer: The answer that is taken here; None where the question is skipped or was answered before.
        asked: 1 where a person is asked, else 0.
        tried: The rules that are tried.
    """

    value: Value | None
    answer: Value | None
    asked: int
    tried: Tried


class Reach:
    """Which states can be reached, from the starts of a picture.

    Attributes:
        tables: Key -> state -> how it is reached soonest.
        states: How many there are.
        cut: Keys of the nodes at which the exploration was given up.
        groups: Key -> what follows on the states of a question.
        only: Key -> whether the `only_when` of a question holds for somebody (True), and fails for somebody (False).
    """

    def __init__(
        self,
        picture: Picture,
        *,
        budget: int = BUDGET,
        given: Mapping[str, Value] | None = None,
        spent: dict[str, int] | None = None,
    ) -> None:
        """Prepare.

        Args:
            picture: What can follow.
            budget: Most states to look at in a tree.
            given: Answers that are known beforehand: taken when their question comes up, and not counted as asked.
            spent: Tree -> states that other explorations looked at already; counted on.
        """
        self.picture = picture
        self.layout = picture.layout
        self.memory = Memory(picture.layout, picture.program.today)
        self.budget = budget
        self.given = given or {}
        self.tables: dict[str, dict[int, Step]] = {}
        self.groups: dict[str, list[Group]] = {}
        self.states = 0
        self.cut: set[str] = set()
        self.only: dict[str, set[bool]] = {}
        self._deep: dict[str, dict[int, Step]] = {}
        self._crowds: dict[str, Crowd] = {}
        self._sights: dict[tuple[str, int], Sight] = {}
        self._taken: set[int] = set()
        self._faults: dict[tuple[str, str, Pathway, str], tuple[Fault, str, int, Value | None]] = {}
        self._arrivals: dict[str, list[tuple[Move, list[int]]]] = {}
        self._questions: dict[str, Ready] = {}
        self._spent = {} if spent is None else spent
        self._at: tuple[str, int] = ("", 0)

    def known_at(self, key: str, state: int, facts: Iterable[str]) -> dict[str, Value]:
        """Some facts at a node, as far as they are remembered and known there, and today."""
        return self.memory.known(self.layout.remembers(key, facts), state)

    def sight(self, key: str, condition: Condition) -> Sight:
        """A condition as seen from a node."""
        found = self._sights.get((key, id(condition)))
        if found is None:
            found = self._sights[key, id(condition)] = Sight(self.memory, key, condition)
        return found

    # --- the way through ------------------------------------------------------------------------------------------

    def run(self, known: Known | None = None) -> None:
        """Look at every state that can follow; `known` are the facts at the start."""
        picture = self.picture
        for key in picture.starts:
            if key in picture.spots:
                state = 0
                for fact in self.layout.remembers(key, known or ()):
                    state |= self.memory.code(fact, (known or {})[fact])
                self.tables[key] = {state: (0, 0, None)}
                self.states += 1
        for component in reversed(picture.components):
            if len(component) == 1:
                key = component[0]
                if key in self.tables:
                    self._visit(key, list(self.tables[key]), None)
                continue
            # Within a circle the nodes that were passed are part of the state, and each step passes one more.
            wave = {key: list(self.tables[key]) for key in component if key in self.tables}
            while wave:
                fresh: dict[str, list[int]] = {}
                for key, states in wave.items():
                    self._visit(key, states, fresh)
                wave = fresh
        self._look_at_arrivals()

    def _visit(self, key: str, states: list[int], fresh: dict[str, list[int]] | None) -> None:
        spot = self.picture.spots[key]
        if self._spent.get(spot.tree, 0) > self.budget or self.states > self.budget * len(self.picture.starts):
            self.cut.add(key)
            return
        if spot.question is None:
            self._look_at_end(spot, self.crowd(key) if len(states) == len(self.tables[key]) else Crowd(states))
            return
        try:
            groups = self._groups(spot, states)
        except TooManyCells:
            self.cut.add(key)
            return
        if key in self.groups:
            self.groups[key] += groups
        else:
            self.groups[key] = groups
        for group in groups:
            for move in group.moves:
                self._send(move, group.states, fresh)

    def dive(self, most: int) -> None:
        """Look for faults behind the nodes that were given up, deep first: what is found is true, but it is not all.

        Args:
            most: How many states to look at.
        """
        pending = [(key, state) for key in sorted(self.cut) for state in list(self.tables[key])[:_DIVES]]
        pending.reverse()
        while pending and most:
            most -= 1
            key, state = pending.pop()
            spot = self.picture.spots[key]
            if spot.question is None:
                self._look_at_end(spot, Crowd([state]))
                continue
            try:
                (group,) = self._groups(spot, [state])
            except TooManyCells:
                continue
            far = self._step(key, state)[0]
            for move in reversed(group.moves):
                child = state & move.keep | move.code
                table = self._deep.setdefault(move.target, {})
                seen = move.target not in self.cut and child in self.tables.get(move.target, ())
                if child not in table and not seen:
                    table[child] = (far + move.branch.asked, state, move)
                    pending.append((move.target, child))

    def crowd(self, key: str) -> Crowd:
        """All states that have come to a node so far."""
        table = self.tables[key]
        crowd = self._crowds.get(key)
        if crowd is None or len(crowd.states) != len(table):
            crowd = self._crowds[key] = Crowd(list(table))
        return crowd

    def _step(self, key: str, state: int) -> Step:
        """How a state was reached."""
        found = self.tables.get(key, {}).get(state)
        return self._deep[key][state] if found is None else found

    def _groups(self, spot: Spot, states: list[int]) -> list[Group]:
        key = spot.key
        if self._is_plain(spot):
            return [Group(0, _nearest_first(states, self.tables.get(key, {})), self._plain_moves(spot))]
        question = self.question(key)
        table = self.tables.get(key, {})
        decides = question.decides
        if decides:
            groups: dict[int, list[int]] = {}
            for state in states:
                groups.setdefault(state & decides, []).append(state)
        else:
            groups = {0: states}
        ordered = [(part, _nearest_first(members, table)) for part, members in groups.items()]
        if len(ordered) > 1:
            ordered.sort(key=lambda group: table[group[1][0]][0])
        found = []
        for part, members in ordered:
            self._at = (key, members[0])
            found.append(Group(part, members, self._moves(question, part)))
        return found

    def _is_plain(self, spot: Spot) -> bool:
        return spot.key in self.picture.plain and spot.question not in self.given

    def deciding(self, key: str) -> int:
        """The bits of a state that decide which moves lead on from a question."""
        return 0 if self._is_plain(self.picture.spots[key]) else self.question(key).decides

    def moves_at(self, key: str, state: int) -> list[Move]:
        """The moves that lead on from one state of a question, whether it was explored or not.

        Raises:
            TooManyCells: The cells of the question cannot be listed.
        """
        return self._groups(self.picture.spots[key], [state])[0].moves

    def answers_at(self, key: str, state: int) -> list[Value | None]:
        """The answers that one state of a question tells apart, in order; None where it is skipped."""
        spot = self.picture.spots[key]
        if self._is_plain(spot):
            return [*self.picture.domain(spot.question or "")]
        question = self.question(key)
        return [case.answer for case in self.cases(question, state & question.decides)]

    def _plain_moves(self, spot: Spot) -> list[Move]:
        """The moves of a question without any condition."""
        picture, key, own = self.picture, spot.key, spot.question or ""
        slot = self.layout.slots.get(own)
        targets = picture.follow[key]
        if slot is None and len(targets) == 1:
            answers = picture.domain(own)
            way = spot.ways[0] if spot.by_answer is None else spot.by_answer[str(answers[0])][0]
            branch = Branch(answers[0], 1, way)
            return [Move(key, branch, targets[0], self.layout.kept(key, targets[0]), 0, tuple(answers))]
        kept = {target: (self.layout.kept(key, target), self.layout.remembers(target, (own,))) for target in targets}
        found: dict[tuple[str, int], tuple[Branch, list[Value | None]]] = {}
        for answer in picture.domain(own):
            way = spot.ways[0] if spot.by_answer is None else spot.by_answer[str(answer)][0]
            target = way.target
            if target not in kept:
                continue
            code = self.memory.code(own, answer) if kept[target][1] else 0
            if (target, code) in found:
                found[target, code][1].append(answer)
            else:
                found[target, code] = (Branch(answer, 1, way), [answer])
        return [
            Move(key, branch, target, kept[target][0], code, tuple(answers))
            for (target, code), (branch, answers) in found.items()
        ]

    def question(self, key: str) -> Ready:
        """A question's node, made ready."""
        found = self._questions.get(key)
        if found is None:
            found = self._questions[key] = Ready(self.memory, self.picture, self.picture.spots[key])
        return found

    def _moves(self, question: Ready, part: int) -> list[Move]:
        picture, key, own = self.picture, question.key, question.own
        circle = picture.circles.get(key)
        moves: list[Move] = []
        places: dict[tuple[str, int], int] = {}
        for first, answers in self._strands(question, part):
            target = first.way.target
            if target not in picture.spots:
                continue
            keep, holds_own = question.onward(target)
            code = 0
            if target == key or (circle is not None and target in circle):
                if target == key or part & self.layout.passed[target]:
                    self._loop(question, part, first)
                    continue
                code = self.layout.passed[key]
            elif circle is not None:
                keep &= ~self.layout.inside[key]
            if not holds_own or first.value is None:
                self._merge(moves, places, Move(key, first, target, keep, code, tuple(answers)))
                continue
            keep &= ~self.layout.slots[own].mask
            for answer in answers:
                held = code | self.memory.code(own, answer)  # type: ignore[arg-type]
                branch = first._replace(value=answer)
                self._merge(moves, places, Move(key, branch, target, keep, held, (answer,)))
        return moves

    @staticmethod
    def _merge(moves: list[Move], places: dict[tuple[str, int], int], move: Move) -> None:
        """Add a move, or its answers to one that leads to the same state."""
        place = places.setdefault((move.target, move.code), len(moves))
        if place == len(moves):
            moves.append(move)
        else:
            moves[place] = moves[place]._replace(answers=moves[place].answers + move.answers)

    def _strands(self, question: Ready, part: int) -> list[tuple[Branch, list[Value | None]]]:
        """The answers of a node, those together that take the same way; those that lead nowhere are faults."""
        if question.own_is_read or question.only is not None or question.returns or question.own in self.given:
            found: dict[int, tuple[Branch, list[Value | None]]] = {}
            for case in self.cases(question, part):
                way = self._choose(question.spot, case.tried, part, case.value)
                if way is not None:
                    branch = Branch(case.answer, case.asked, way)
                    found.setdefault(id(way), (branch, []))[1].append(case.answer)
            return list(found.values())
        answers: list[Value | None] = list(self._answers(question, part))
        way = self._choose(question.spot, question.ways, part, answers[0]) if answers else None
        return [] if way is None else [(Branch(answers[0], 1, way), answers)]

    def cases(self, question: Ready, part: int) -> list[Case]:
        """The cases that a node tells apart, in the order of the answers: skipped, answered before, or each answer."""
        own = question.own
        value: Value | None = None
        if question.returns:
            value = self.memory.known((own,), part).get(own)
        if question.only is not None:
            truth = question.only.truth(part, value)
            if truth is None:
                where = (*question.spot.where, "only_when")
                self._unknown(question.spot, question.only, where, part, None)
            self.only.setdefault(question.key, set()).add(truth is True)
            if not truth:
                return [Case(value, None, 0, question.ways)]
        if value is not None:
            return [Case(value, None, 0, question.tried(value))]
        if own in self.given:
            value = self.given[own]
            return [Case(value, value, 0, question.tried(value))]
        return [Case(answer, answer, 1, question.tried(answer)) for answer in self._answers(question, part)]

    def _answers(self, question: Ready, part: int) -> list[Value]:
        """One answer of every cell."""
        model = question.spot.model
        assert model is not None
        cuts = self.picture.cuts_of(question.own)
        if model.type == "date" and (cuts.relative or cuts.countless):
            known = self.memory.known(question.limits, part)
            self._look_at_limits(question.spot, model, known)
            found = told_apart(cells(model, self.picture.program, known, cuts), cuts, known)
        else:
            found = self.picture.domain(question.own)
        if not found:
            where = "min" if model.type == "date" else "answers"
            self._fault("no-answer", question.spot.tree, (*question.spot.where, where))
        return found

    def _choose(self, spot: Spot, ways: Tried, part: int, value: Value | None) -> Way | None:
        """The first rule that holds."""
        for way, sight in ways:
            truth = True if sight is None else sight.truth(part, value)
            if truth:
                self._taken.add(id(way))
                return way
            if truth is None and sight is not None:
                self._unknown(spot, sight, (*way.where, "when"), part, value)
        # All rules tried stand in one list: that of the question, or that of one answer.
        where = ways[-1][0].where[:-1] if ways else (*spot.where, "next")
        self._fault("gap", spot.tree, where, value=value)
        return None

    def _send(self, move: Move, members: list[int], fresh: dict[str, list[int]] | None) -> None:
        """Take some states to where a move leads them."""
        target = move.target
        tables = self.tables
        source, cost, keep, code = tables[move.source], move.branch.asked, move.keep, move.code
        table = tables.get(target)
        if table is None:
            table = tables[target] = {}
        before = len(table)
        inside = fresh is not None and target in self.picture.circles[move.source]
        created = fresh.setdefault(target, []) if fresh is not None and inside else []
        for state in members:
            far = source[state][0] + cost
            child = state & keep | code
            old = table.get(child)
            if old is None:
                created.append(child)
                table[child] = (far, state, move)
            elif far < old[0]:
                table[child] = (far, state, move)
        new = len(table) - before
        if new:
            self.states += new
            tree = self.picture.spots[target].tree
            self._spent[tree] = self._spent.get(tree, 0) + new
        if self.picture.spots[target].claims and "/" not in target:
            self._arrivals.setdefault(target, []).append((move, members))

    def causes(self, tree: str | None = None) -> tuple[str, ...]:
        """The questions whose answers had to be remembered where a tree, or any, was given up, the widest first."""
        found: dict[str, int] = {}
        for key in self.cut:
            spot = self.picture.spots[key]
            if tree in (None, spot.tree):
                if spot.question is not None and self.picture.is_too_wide(spot.question):
                    found[spot.question] = MANY_BITS
                else:
                    found |= {fact: self.picture.width(fact) for fact in self.layout.facts(key)}
        return tuple(sorted(found, key=lambda fact: -found[fact]))

    @property
    def kinds(self) -> set[str]:
        """The kinds of faults there are."""
        return {kind for kind, *_ in self._faults}

    def has_unknown(self, tree: str, where: Pathway) -> bool:
        """Whether a condition at a place, or below it, reads a fact that may be unknown."""
        return any(kind == "unknown" and of == tree and at[: len(where)] == where for kind, of, at, _ in self._faults)

    def is_taken(self, way: Way) -> bool:
        """Whether somebody takes a rule."""
        return id(way) in self._taken

    # --- what is wrong --------------------------------------------------------------------------------------------

    def _loop(self, question: Ready, part: int, branch: Branch) -> None:
        picture, key = self.picture, question.key
        passed = [name for name in picture.circles.get(key, ()) if part & self.layout.passed[name]]
        at = (*sorted({*passed, key}), branch.way.target)
        self._fault("loop", question.spot.tree, question.spot.where, value=branch.value, at=at)

    def _look_at_limits(self, spot: Spot, model: Question, known: Known) -> None:
        """A limit that hangs on a question which was not asked would silently be none."""
        for limit, name in limits_on_answers(model):
            if name not in known:
                self._fault("unknown", spot.tree, (*spot.where, limit), name)

    def _look_at_end(self, spot: Spot, crowd: Crowd) -> None:
        cards: list[Sight | None] = []
        for place in spot.places:
            sight = None if place.condition is ALWAYS else self.sight(spot.key, place.condition)
            if place.part == "cards":
                cards.append(sight)
            if sight is not None:
                self._look_at_place(spot, sight, (*place.where, "when"), crowd)
        if cards and None not in cards:
            shown = [sight for sight in cards if sight is not None]
            mask = 0
            for sight in shown:
                mask |= sight.mask
            bare = {part for part in crowd.parts(mask) if all(sight.truth(part) is False for sight in shown)}
            for _, state in self._parts(spot.key, crowd.states, mask, bare)[:1]:
                self._at = (spot.key, state)
                self._fault("no-card", spot.tree, (*spot.where, "cards"))
        if spot.tree:
            for claim in spot.claims:
                broken = self.breaks(spot.key, claim, crowd)
                if broken is not None:
                    self._at = (spot.key, broken)
                    self._fault(claim.kind, spot.tree, claim.where, ":".join(claim.subject), claim=claim)

    def _look_at_place(self, spot: Spot, sight: Sight, where: Pathway, crowd: Crowd) -> None:
        blind = sight.undecided(crowd.parts(sight.mask))
        for part, state in self._parts(spot.key, crowd.states, sight.mask, blind):
            self._at = (spot.key, state)
            self._unknown(spot, sight, where, part, None)

    def _parts(self, key: str, states: Iterable[int], mask: int, wanted: set[int]) -> list[tuple[int, int]]:
        """Wanted parts of some states at a node, each with its nearest state, the nearest first."""
        nearest: dict[int, tuple[int, int]] = {}
        for state in states if wanted else ():
            part = state & mask
            if part not in wanted:
                continue
            far = self._step(key, state)[0]
            if part not in nearest or far < nearest[part][0]:
                nearest[part] = (far, state)
        return [(part, state) for part, (_, state) in sorted(nearest.items(), key=lambda item: item[1][0])]

    def breaks(self, key: str, claim: Claim, crowd: Crowd) -> int | None:
        """The nearest state that shows the words of a claim which does not hold there."""
        shown = [self.sight(key, condition) for condition in claim.shown if condition is not ALWAYS]
        facts = self.layout.remembers(key, dict.fromkeys(claim.facts()))
        mask = self.memory.mask_of(facts)
        for sight in shown:
            mask |= sight.mask
        broken = {
            part
            for part in crowd.parts(mask)
            if all(sight.truth(part) for sight in shown) and not claim.holds(self.memory.known(facts, part))
        }
        parts = self._parts(key, crowd.states, mask, broken)
        return parts[0][1] if parts else None

    def _look_at_arrivals(self) -> None:
        """Claims at the end at a single card, told where somebody is sent there."""
        for key, arrivals in self._arrivals.items():
            if key in self.cut:
                continue
            claims = self.picture.spots[key].claims
            for move, members in arrivals if claims else ():
                children = {state & move.keep | move.code: state for state in reversed(members)}
                crowd = Crowd(children)
                for claim in claims:
                    child = self.breaks(key, claim, crowd)
                    if child is not None:
                        source = self.picture.spots[move.source]
                        self._at = (move.source, children[child])
                        subject = ":".join(claim.subject)
                        way = move.branch.way
                        self._fault(claim.kind, source.tree, way.where, subject, move.branch.value, claim=claim)

    def _unknown(self, spot: Spot, sight: Sight, where: Pathway, part: int, value: Value | None) -> None:
        for fact, below in sight.condition.unknown(sight.known(part, value)):
            self._fault("unknown", spot.tree, (*where, *below), fact, value)

    def _fault(
        self,
        kind: str,
        tree: str,
        where: Pathway,
        fact: str = "",
        value: Value | None = None,
        at: tuple[str, ...] = (),
        claim: Claim | None = None,
    ) -> None:
        """Keep the first of its kind at its place."""
        if (kind, tree, where, fact) not in self._faults:
            fault = Fault(kind, tree, where, fact, {}, at, claim=claim)
            self._faults[kind, tree, where, fact] = (fault, *self._at, value)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong, each once per place and kind, with the nearest witness."""
        found = []
        for fault, key, state, value in self._faults.values():
            start, answers = self.witness(key, state)
            question = self.picture.spots[key].question
            if question is not None and value is not None:
                answers.setdefault(question, value)
            found.append(fault._replace(answers=answers, start=start))
        return tuple(found)

    def witness(self, key: str, state: int) -> tuple[str, dict[str, Value]]:
        """The start, and the fewest answers in order, with which a state is reached."""
        steps: list[tuple[str, Value]] = []
        _, before, move = self._step(key, state)
        while move is not None:
            question = self.picture.spots[move.source].question
            if question is not None and move.branch.value is not None:
                steps.append((question, move.branch.value))
            key = move.source
            _, before, move = self._step(key, before)
        return key, dict(reversed(steps))


_DIVES = 8
"""From how many states of a node that was given up to dive."""


def _nearest_first(states: list[int], table: Mapping[int, Step]) -> list[int]:
    if len(states) > 1:
        place = min(range(len(states)), key=lambda number: table[states[number]][0])
        states[0], states[place] = states[place], states[0]
    return states
