"""What of a guide nobody meets: rules that are never used, conditions that never hold, nodes that are never reached.

Each verdict holds over all explorations together: of every start, and of every day that matters. Where one of them was
given up, nothing is said about the nodes behind.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from advisor.analysis.cells import Cuts, TooManyCells, cells
from advisor.analysis.picture import Pathway, Spot, Way
from advisor.analysis.reach import Case, Reach
from advisor.guide.load import question_targets
from advisor.guide.model import SharedQuestion, Tree
from advisor.interview.conditions import (
    ALWAYS,
    TODAY,
    AnyOf,
    Condition,
    Derived,
    Known,
    Presence,
    Relative,
    Test,
    Value,
)
from advisor.interview.walk import Program

Named = tuple[str, Pathway]
"""A tree and a path in its file."""


class Reason(NamedTuple):
    """Why a condition never holds.

    Attributes:
        kind: `contradiction`: its tests exclude each other; `limits`: no answer lies there; `here`: a test fails for
            everybody who comes here; `together`: each test holds for somebody, all of them for nobody.
        below: Path of the test below the condition.
        fact: What it tests.
        values: For `here`: the values of the fact that come here, None for unknown.
    """

    kind: str
    below: Pathway = ()
    fact: str = ""
    values: tuple[Value | None, ...] = ()


class Unmet(NamedTuple):
    """Something that nobody meets.

    Attributes:
        kind: `shadowed`: the rules above take all whom a rule fits; `repeated`: a rule above has the same condition;
            `never`: a condition holds for nobody; `group`: a group under `any` holds for nobody; `left-over`: the rules
            above leave nobody for the last one; `always-asked`: an `only_when` holds for everybody.
        tree: Where it stands.
        where: Path in the file of the tree.
        reason: For `never` and `group`.
        others: For `shadowed` and `repeated`: the rules above.
        behind: The nodes that nobody reaches because of it, nearest first.
        start: Key of the node with which the witness begins.
        answers: For `shadowed`: answers that the rule fits and another one takes.
        day: The day of the witness.
    """

    kind: str
    tree: str
    where: Pathway
    reason: Reason | None = None
    others: tuple[Named, ...] = ()
    behind: tuple[Named, ...] = ()
    start: str = ""
    answers: Mapping[str, Value] | None = None
    day: date | None = None


def unmet(reaches: Sequence[Reach], unsure: Iterable[str] = ()) -> list[Unmet]:
    """Everything that nobody meets.

    Args:
        reaches: Finished explorations, together of every start and day.
        unsure: Starts that may also be reached in ways that could not be explored.
    """
    spots: dict[str, Spot] = {}
    skipped: set[str] = set()
    for reach in reaches:
        for key, spot in reach.picture.spots.items():
            spots.setdefault(key, spot)
        skipped |= _incomplete(reach, unsure)
    found: list[Unmet] = []
    unreached: dict[str, Spot] = {}
    plain = set.intersection(*(reach.picture.plain for reach in reaches)) if reaches else set()
    for key, spot in spots.items():
        if not spot.tree:
            continue
        met = [reach for reach in reaches if key in reach.tables]
        if key in skipped:
            found += _impossible(spot, reaches[0].picture.program)
        elif not met:
            unreached[key] = spot
        elif key not in plain:
            own = list(_at_question(met, spot) if spot.question is not None else _at_end(met, spot))
            found += own
            found += _in_groups(met, spot, {one.where for one in own})
    return _with_what_lies_behind(found, spots, unreached) if unreached else found


def _impossible(spot: Spot, program: Program) -> Iterator[Unmet]:
    """Conditions that nobody can meet, whoever comes there."""
    for where, condition in _conditions(spot):
        reason = contradiction(condition, program)
        if reason is not None:
            yield Unmet("never", spot.tree, where, reason)


def _in_groups(met: Sequence[Reach], spot: Spot, told: Container[Pathway]) -> Iterator[Unmet]:
    """Groups under `any` that nobody meets, in conditions that are not told already."""
    program = met[0].picture.program
    for where, condition in _conditions(spot):
        choices = [extra for extra in condition.extras if isinstance(extra, AnyOf)]
        if not choices or where in told or _may_be_unknown(met, spot.tree, where):
            continue
        known = [one for reach in met for one in _everything_known(reach, spot, set(condition.facts()))]
        if isinstance(where[-2], int) and spot.by_answer is not None and spot.question is not None:
            # Rules under an answer: `next`, the answer, the number of the rule, `when`.
            known = [one for one in known if one.get(spot.question) == where[-3]]
        for choice in choices:
            beside = Condition(condition.tests, tuple(extra for extra in condition.extras if extra is not choice))
            meeting = [one for one in known if beside.truth(one)]
            for number, group in enumerate(choice.groups):
                if meeting and not any(group.truth(one) for one in meeting):
                    reason = contradiction(group, program, condition.tests) or _why_never(group, meeting, program)
                    below = reason.below or (*choice.where, number)
                    yield Unmet("group", spot.tree, where, reason._replace(below=below))


def _conditions(spot: Spot) -> Iterator[tuple[Pathway, Condition]]:
    """The conditions of a node that can fail, with their paths."""
    if spot.only is not None:
        yield (*spot.where, "only_when"), spot.only
    for way in spot.all_ways():
        if way.condition is not ALWAYS:
            yield (*way.where, "when"), way.condition
    for place in spot.places:
        if place.condition is not ALWAYS:
            yield (*place.where, "when"), place.condition


def _incomplete(reach: Reach, unsure: Iterable[str]) -> set[str]:
    """The nodes to which there may be more ways than were explored."""
    picture = reach.picture
    pending = [*reach.cut, *(key for key in unsure if key in picture.spots and picture.reads_before(key))]
    found: set[str] = set()
    while pending:
        key = pending.pop()
        if key not in found:
            found.add(key)
            for target in picture.follow[key]:
                # Where nothing is remembered there is one state, and it is known.
                if reach.layout.masks[target] or target not in reach.tables:
                    pending.append(target)
    return found


# --- rules and conditions of a question ---------------------------------------------------------------------------


class _Situation(NamedTuple):
    """A case at a node, with the state that shows it."""

    reach: Reach
    state: int
    case: Case
    known: Known


def _at_question(met: Sequence[Reach], spot: Spot) -> Iterator[Unmet]:
    if spot.only is not None:
        truths: set[bool] = set().union(*(reach.only.get(spot.key, set()) for reach in met))
        where = (*spot.where, "only_when")
        if truths == {True}:
            yield Unmet("always-asked", spot.tree, where)
        elif truths == {False} and not _may_be_unknown(met, spot.tree, where):
            known = [situation.known for situation in _situations(met, spot, set(spot.only.facts()))]
            yield Unmet("never", spot.tree, where, _why_never(spot.only, known, met[0].picture.program))
    for answer, ways in _lists(spot):
        used = [
            any(reach.is_taken(_same(reach, spot.key, answer)[number]) for reach in met) for number in range(len(ways))
        ]
        if not all(used):
            yield from _in_list(met, spot, answer, ways, used)


def _lists(spot: Spot) -> Iterator[tuple[str | None, tuple[Way, ...]]]:
    """The lists of rules; a target that stands alone is no rule."""
    lists = [(None, spot.ways)] if spot.by_answer is None else list(spot.by_answer.items())
    for answer, ways in lists:
        if ways and isinstance(ways[0].where[-1], int):
            yield answer, ways


def _same(reach: Reach, key: str, answer: str | None) -> tuple[Way, ...]:
    spot = reach.picture.spots[key]
    return spot.ways if answer is None or spot.by_answer is None else spot.by_answer[answer]


def _in_list(
    met: Sequence[Reach], spot: Spot, answer: str | None, ways: tuple[Way, ...], used: list[bool]
) -> Iterator[Unmet]:
    facts = {fact for way in ways for fact in way.condition.facts()}
    situations = [
        situation for situation in _situations(met, spot, facts) if answer is None or situation.case.value == answer
    ]
    if not situations:
        return
    for number, way in enumerate(ways):
        if used[number]:
            continue
        where = way.where
        same = next((other for other in ways[:number] if other.condition is not ALWAYS and _alike(other, way)), None)
        if same is not None:
            yield Unmet("repeated", spot.tree, where, others=((spot.tree, same.where),))
        elif way.condition is ALWAYS:
            if number:
                yield Unmet("left-over", spot.tree, where)
        elif not _may_be_unknown(met, spot.tree, (*where, "when")):
            yield _unused_rule(spot, ways, number, situations)


def _unused_rule(spot: Spot, ways: tuple[Way, ...], number: int, situations: list[_Situation]) -> Unmet:
    way = ways[number]
    takers: dict[Pathway, _Situation] = {}
    for situation in situations:
        if way.condition.truth(situation.known):
            taker = next((other for other in ways[:number] if other.condition.truth(situation.known)), None)
            if taker is not None:
                takers.setdefault(taker.where, situation)
    if not takers:
        reason = _why_never(
            way.condition, [situation.known for situation in situations], situations[0].reach.picture.program
        )
        return Unmet("never", spot.tree, (*way.where, "when"), reason)
    shown = next(iter(takers.values()))
    start, answers = shown.reach.witness(spot.key, shown.state)
    if shown.case.answer is not None and spot.question is not None:
        answers[spot.question] = shown.case.answer
    others = tuple((spot.tree, where) for where in sorted(takers, key=lambda where: int(where[-1])))
    day = shown.reach.picture.program.today
    return Unmet("shadowed", spot.tree, way.where, others=others, start=start, answers=answers, day=day)


def _alike(one: Way, other: Way) -> bool:
    """Whether two rules have the same condition, whatever the order in which it is written."""
    return _plain(one.condition) == _plain(other.condition)


def _plain(condition: Condition) -> object:
    tests = frozenset((test.fact, test.guarded, _region(test.region)) for test in condition.tests)
    return tests, frozenset(map(_plain_extra, condition.extras))


def _region(region: Container[object]) -> object:
    names = getattr(region, "__slots__", ())
    return (type(region), *(getattr(region, name) for name in names)) if names else region


def _plain_extra(extra: AnyOf | Relative | Derived) -> object:
    if isinstance(extra, AnyOf):
        return frozenset(map(_plain, extra.groups))
    if isinstance(extra, Relative):
        return extra._replace(where=())
    return extra.name, extra.guarded, _region(extra.region)


def _situations(met: Sequence[Reach], spot: Spot, facts: set[str]) -> list[_Situation]:
    """Every case that comes up at a question, with what is known of some facts."""
    found = []
    own = spot.question or ""
    for reach in met:
        question = reach.question(spot.key)
        others = facts - {own}
        for group in reach.groups[spot.key]:
            for case in reach.cases(question, group.part):
                known = reach.known_at(spot.key, group.states[0], others)
                if case.value is not None:
                    known[own] = case.value
                found.append(_Situation(reach, group.states[0], case, known))
    return found


def _at_end(met: Sequence[Reach], spot: Spot) -> Iterator[Unmet]:
    for place in spot.places:
        if place.condition is ALWAYS:
            continue
        facts = list(dict.fromkeys(place.condition.facts()))
        known = [one for reach in met for one in _known(reach, spot.key, facts)]
        where = (*place.where, "when")
        if not any(place.condition.truth(one) for one in known) and not _may_be_unknown(met, spot.tree, where):
            yield Unmet("never", spot.tree, where, _why_never(place.condition, known, met[0].picture.program))


def _known(reach: Reach, key: str, facts: Iterable[str]) -> Iterator[Known]:
    """What those who come to a node know of some facts."""
    names = reach.layout.remembers(key, facts)
    for part in reach.crowd(key).parts(reach.memory.mask_of(names)):
        yield reach.memory.known(names, part)


def _may_be_unknown(met: Sequence[Reach], tree: str, where: Pathway) -> bool:
    """Whether a condition reads a fact that may be unknown, which is told already."""
    return any(reach.has_unknown(tree, where) for reach in met)


# --- why a condition never holds ----------------------------------------------------------------------------------


def _why_never(condition: Condition, known: Sequence[Known], program: Program) -> Reason:
    impossible = contradiction(condition, program)
    if impossible is not None:
        return impossible
    for part in (*condition.tests, *condition.extras):
        if not any(part.truth(one) for one in known):
            if isinstance(part, Test):
                values = tuple(dict.fromkeys(one.get(part.fact) for one in known))
                return Reason("here", part.where, part.fact, values)
            if isinstance(part, Derived):
                return Reason("here", part.where, part.name, tuple(dict.fromkeys(_value(part, one) for one in known)))
            return Reason("here", part.where)
    return Reason("together")


def _value(test: Derived, known: Known) -> Value | None:
    """The value of a named condition."""
    for condition, value in test.rules:
        truth = condition.truth(known)
        if truth is not False:
            return value if truth else None
    return None


def contradiction(condition: Condition, program: Program, beside: tuple[Test, ...] = ()) -> Reason | None:
    """Why no answers whatever can meet a condition, or None where some can or that cannot be told.

    Args:
        condition: What must hold.
        program: Where the questions are.
        beside: Tests that must hold as well.
    """
    by_fact: dict[str, list[Test]] = {}
    for test in (*beside, *condition.tests):
        by_fact.setdefault(test.fact, []).append(test)
    for fact, tests in by_fact.items():
        if not _can_hold(fact, tests, program):
            alone = next((test for test in tests if not _can_hold(fact, [test], program)), None)
            if alone is not None:
                return Reason("limits", alone.where, fact)
            return Reason("contradiction", tests[-1].where, fact)
    for extra in condition.extras:
        if isinstance(extra, AnyOf):
            tests_ = (*beside, *condition.tests)
            reasons = [contradiction(group, program, tests_) for group in extra.groups]
            if reasons and None not in reasons:
                return Reason("contradiction", extra.where)
    return None


def _can_hold(fact: str, tests: Sequence[Test], program: Program) -> bool:
    model = SharedQuestion(type="date") if fact == TODAY else program.fact(fact)
    if not isinstance(model, SharedQuestion) or any(isinstance(test.region, Presence) for test in tests):
        return True
    cuts = Cuts()
    for test in tests:
        cuts.points.update(test.points)
        cuts.names.update(test.names)
    try:
        values = cells(model, program, {}, cuts)
    except TooManyCells:
        return True
    return any(all(value in test.region for test in tests) for value in values)


# --- named conditions ---------------------------------------------------------------------------------------------


class Idle(NamedTuple):
    """A rule of a named condition that decides for nobody.

    Attributes:
        name: The named condition.
        number: The rule.
        holds: Whether its condition holds for somebody, whom the rules above decide first.
        deciding: The numbers of the rules that decide.
    """

    name: str
    number: int
    holds: bool
    deciding: frozenset[int]


def undeciding(reaches: Sequence[Reach], unsure: Iterable[str] = ()) -> Iterator[Idle]:
    """The rules of named conditions that decide for nobody, wherever the condition is read.

    Args:
        reaches: Finished explorations, together of every start and day.
        unsure: Starts that may also be reached in ways that could not be explored.
    """
    deciding: dict[str, set[int]] = {}
    holding: dict[str, set[int]] = {}
    rules: dict[str, int] = {}
    spared: set[str] = set()
    for reach in reaches:
        skipped = _incomplete(reach, unsure)
        for key, spot in reach.picture.spots.items():
            if key in reach.picture.plain:
                continue
            named = {test.name: test for condition in spot.conditions() for test in _named(condition)}
            if key in skipped:
                spared |= set(named)
            elif named and key in reach.tables:
                facts = {fact for test in named.values() for fact in Condition(extras=(test,)).facts()}
                for known in _everything_known(reach, spot, facts):
                    for name, test in named.items():
                        rules[name] = len(test.rules)
                        truths = [condition.truth(known) for condition, _ in test.rules]
                        holding.setdefault(name, set()).update(n for n, truth in enumerate(truths) if truth)
                        first = next((number for number, truth in enumerate(truths) if truth is not False), None)
                        if first is not None:
                            deciding.setdefault(name, set()).add(first)
    for name, count in rules.items():
        decided = frozenset(deciding.get(name, ()))
        for number in range(count):
            if number not in decided and name not in spared:
                yield Idle(name, number, number in holding[name], decided)


def _named(condition: Condition) -> Iterator[Derived]:
    for extra in condition.extras:
        if isinstance(extra, Derived):
            yield extra
            for inner, _ in extra.rules:
                yield from _named(inner)
        elif isinstance(extra, AnyOf):
            for group in extra.groups:
                yield from _named(group)


def _everything_known(reach: Reach, spot: Spot, facts: set[str]) -> Iterator[Known]:
    if spot.question is not None:
        yield from (situation.known for situation in _situations([reach], spot, facts))
    else:
        yield from _known(reach, spot.key, facts)


# --- nodes --------------------------------------------------------------------------------------------------------


def _with_what_lies_behind(
    found: Iterable[Unmet], spots: Mapping[str, Spot], unreached: Mapping[str, Spot]
) -> list[Unmet]:
    """Each unused rule with the nodes that nobody reaches because of it."""
    leads_to = {
        (spot.tree, way.where): way.target
        for key, spot in spots.items()
        if key not in unreached
        for way in spot.all_ways()
        if way.target in unreached
    }
    told = []
    for one in found:
        where = one.where[:-1] if one.kind == "never" else one.where
        target = leads_to.get((one.tree, where))
        told.append(one if target is None else one._replace(behind=tuple(_behind(target, unreached))))
    return told


def _behind(key: str, unreached: Mapping[str, Spot]) -> Iterator[Named]:
    """A node that nobody reaches, and those that it leads to and nobody reaches either."""
    seen = {key: None}
    pending = [key]
    while pending:
        spot = unreached[pending.pop(0)]
        yield spot.tree, spot.where
        for way in spot.all_ways():
            if way.target in unreached and way.target not in seen:
                seen[way.target] = None
                pending.append(way.target)


def unlinked(trees: Mapping[str, Tree], reaches: Sequence[Reach]) -> Iterator[tuple[str, Pathway, list[Pathway]]]:
    """Questions and outcomes to which nothing leads: tree, path, and the paths of what only follows from there."""
    linked = [reach.picture.spots for reach in reaches]
    for name, tree in trees.items():
        nodes: dict[str, Pathway] = {key: ("questions", key) for key in tree.questions}
        nodes |= {key: ("outcomes", key) for key in tree.outcomes}
        loose = [key for key in nodes if not any(f"{name}/{key}" in spots for spots in linked)]
        after = {key: [] if key in tree.outcomes else list(question_targets(tree.questions[key])) for key in loose}
        led_to = {target for key, targets in after.items() for target in targets if target != key}
        told: set[str] = set()
        # A circle has no beginning; then its first question in the file stands for it.
        for key in [*(key for key in loose if key not in led_to), *loose]:
            if key not in told:
                told.add(key)
                pending, behind = [key], []
                while pending:
                    new = [to for to in dict.fromkeys(after[pending.pop(0)]) if to in after and to not in told]
                    told.update(new)
                    pending += new
                    behind += [nodes[to] for to in new]
                yield name, nodes[key], behind
