"""Mutation: every small change of a tree that somebody could notice, and whether a scenario does.

A change that no answers can tell from the original is no fault of the scenarios. That is decided on the atlas of all
states; where the atlas is not complete the change is said to be undecided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from advisor.analysis.atlas import Move, way_on
from advisor.analysis.paths import Picture, Place, Spot
from advisor.authoring.testing import thresholds
from advisor.authoring.testing.expected import agrees
from advisor.authoring.testing.item import COMMON
from advisor.authoring.testing.mutants import Mutant, get, mutants
from advisor.authoring.testing.scenarios import Played
from advisor.authoring.testing.survey import Look, Survey, surveys_of
from advisor.errors import AdvisorError
from advisor.guide.load import Guide
from advisor.guide.model import CardEntry, parse_anchor
from advisor.interview.conditions import ALWAYS, Known, Value, whole_number
from advisor.interview.interview import Interview
from advisor.interview.plan import plan
from advisor.interview.walk import Asking, Reached, Refused


class Example(NamedTuple):
    """Answers that show what a change changes.

    Attributes:
        tree: Where the interview begins.
        answers: Question -> value, in order.
        before: What the guide does with them, as it is.
        after: What it does with the change.
    """

    tree: str
    as_of: date
    answers: Mapping[str, Value]
    before: str
    after: str


class Unnoticed(NamedTuple):
    """A change that no scenario notices, and answers that would."""

    mutant: Mutant
    example: Example


class Mutation(NamedTuple):
    """How many changes the scenarios notice.

    Attributes:
        noticed: By tree.
        unnoticed: Those that change something and go by.
        undecided: Those that go by, where too much can happen to tell whether they change anything.
        equivalent: Those that change nothing that anybody could see; they do not count.
    """

    noticed: Mapping[str, int]
    unnoticed: tuple[Unnoticed, ...]
    undecided: tuple[Mutant, ...]
    equivalent: tuple[Mutant, ...]


def mutation(guide: Guide, starts: Sequence[str], trees: Sequence[str], played: Iterable[Played]) -> Mutation:
    """Try every change of some trees on the scenarios.

    Args:
        guide: The guide.
        starts: The sound trees that a person can begin with.
        trees: The trees that are changed, and what they share.
        played: Scenarios; those that fail are left out.
    """
    bench = _Bench(guide, starts, [one for one in played if one.passed])
    noticed: dict[str, int] = dict.fromkeys(trees, 0)
    equivalent: list[Mutant] = []
    unnoticed: list[Unnoticed] = []
    undecided: list[Mutant] = []
    for tree in (*trees, COMMON):
        for mutant in mutants(guide, tree):
            keys = bench.keys(mutant)
            if tree == COMMON and not any(key.partition("/")[0] in trees for key in keys):
                continue
            if bench.is_noticed(mutant, keys):
                noticed[tree] = noticed.get(tree, 0) + 1
                continue
            example, sure = bench.example(mutant, keys)
            if example is not None:
                unnoticed.append(Unnoticed(mutant, example))
            elif sure:
                equivalent.append(mutant)
            else:
                undecided.append(mutant)
    return Mutation(noticed, tuple(unnoticed), tuple(undecided), tuple(equivalent))


# --- noticing -----------------------------------------------------------------------------------------------------

View = tuple[Any, ...]
"""All that a scenario can look at of an interview."""


def view(interview: Interview) -> View:
    """What a scenario can see of an interview: the way, the end, and what is shown."""
    walked = interview.walk
    end = walked.end
    where = end if isinstance(end, Reached) else (type(end).__name__, end.tree, end.question)
    asked = tuple(dict.fromkeys(step.question for step in walked.steps()))
    return asked, where, _shown(interview, end, walked.known)


def _shown(interview: Interview, end: object, known: Known) -> View:
    if not isinstance(end, Reached):
        return ()
    chosen = interview.select(end, known)
    states = tuple((line.card, line.state) for line in chosen.timeline or ())
    return (chosen.title or "",), chosen.notes, chosen.cards, chosen.phrases, states


class _Case(NamedTuple):
    played: Played
    interview: Interview
    view: View


class _Bench:
    """Scenarios and explored states, to hold changes against."""

    def __init__(self, guide: Guide, starts: Sequence[str], played: Sequence[Played]) -> None:
        self.guide = guide
        self.starts = starts
        self._trees = list(dict.fromkeys(tree for start in starts for tree in guide.reachable(start)))
        self._readers = _readers(guide, self._trees)
        self.cases: dict[str, list[_Case]] = defaultdict(list)
        self._surveys: dict[str, list[Survey]] = {}
        self._on: dict[tuple[str, date], Survey] = {}
        for one in played:
            if one.interview is None:
                continue
            case = _Case(one, one.interview, view(one.interview))
            for key in self.survey(one.interview.tree, one.interview.as_of).trail(one.interview).keys:
                self.cases[key].append(case)

    def keys(self, mutant: Mutant) -> list[str]:
        """The nodes that may behave in another way."""
        part, name = str(mutant.where[0]), str(mutant.where[1])
        if part == "facts":
            return sorted(self._readers.get(name, ()))
        if mutant.tree != COMMON:
            return [f"{mutant.tree}/{name}"]
        return [f"{tree}/{name}" for tree in self._trees if name in self.guide.tree(tree).questions]

    def survey(self, tree: str, day: date) -> Survey:
        if (tree, day) not in self._on:
            self._on[tree, day] = Survey(self.guide, tree, day)
        return self._on[tree, day]

    def is_noticed(self, mutant: Mutant, keys: Iterable[str]) -> bool:
        """Whether a scenario fails that holds without the change."""
        variant = mutant.applied(self.guide)
        seen: set[int] = set()
        for key in keys:
            for case in self.cases.get(key, ()):
                if id(case) in seen:
                    continue
                seen.add(id(case))
                interview = replace(case.interview, guide=variant)
                try:
                    if view(interview) == case.view:
                        continue
                except AdvisorError:
                    return True
                if not agrees(interview, case.played.case.scenario):
                    return True
        return False

    def example(self, mutant: Mutant, keys: Iterable[str]) -> tuple[Example | None, bool]:
        """Answers that show a difference; without any, whether it is certain that there are none."""
        variant = mutant.applied(self.guide)
        sure = True
        for start in sorted(self.starts, key=lambda start: start != mutant.tree):
            if not any(key.partition("/")[0] in self.guide.reachable(start) for key in keys):
                continue
            if start not in self._surveys:
                self._surveys[start] = list(surveys_of(self.guide, start))
            done: set[tuple[int, str]] = set()
            for survey in self._surveys[start]:
                sure = sure and survey.atlas.decided
                for answers in _Compared(survey, variant, mutant, done).candidates(keys):
                    found = _example(survey, variant, answers)
                    if found is not None:
                        return found, True
        return None, sure


def _readers(guide: Guide, trees: Iterable[str]) -> dict[str, set[str]]:
    """The nodes that read each named condition, be it through another one."""
    read: dict[str, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    conditions = [("", *one) for one in thresholds.of_facts(guide.shared.facts)]
    conditions += [(tree, *one) for tree in trees for one in thresholds.conditions(guide.tree(tree))]
    for tree, where, when in conditions:
        for name in thresholds.names(when):
            if where[0] == "facts":
                above[name].add(str(where[1]))
            else:
                read[name].add(f"{tree}/{where[1]}")
    found: dict[str, set[str]] = {}
    for name in {*read, *above}:
        pending, seen = [name], {name}
        while pending:
            for other in above[pending.pop()] - seen:
                seen.add(other)
                pending.append(other)
        found[name] = {key for one in seen for key in read[one]}
    return found


# --- whether a change changes anything ------------------------------------------------------------------------------


class _Compared:
    """The states of the guide as it is, against the same nodes of a changed guide.

    Until a changed node is reached both do the same. So both differ somewhere only if they differ at once in one of the
    states of a changed node: in what is asked, which answers are taken, where they lead, or what is shown. States that
    know the same of all that matters there are looked at together.
    """

    def __init__(self, survey: Survey, variant: Guide, mutant: Mutant, done: set[tuple[int, str]]) -> None:
        """Compile the changed guide; `done` are the atlases whose questions were compared on another day."""
        self.survey = survey
        self.mutant = mutant
        self.other = Interview.begin(variant, survey.interview.tree, as_of=survey.interview.as_of)
        self.picture = Picture(self.other.program)
        self.done = done

    def candidates(self, keys: Iterable[str]) -> Iterator[dict[str, Value]]:
        """Answers that should show a difference on the day of the survey; none where there is none on that day."""
        atlas = self.survey.atlas
        for key in keys:
            before, after = self.survey.picture.spots.get(key), self.picture.spots.get(key)
            if before is None or after is None:
                continue
            if after.question is None:
                yield from (atlas.answers_to(state) for state in self._at_end(before, after))
            elif (id(atlas), key) not in self.done:
                self.done.add((id(atlas), key))
                for group in self._groups(before, after):
                    if self.mutant.kind == "limit" or not self._is_plainly_same(after, group[0]):
                        for state in group:
                            yield from self._at_question(after, state)

    # --- ends -----------------------------------------------------------------------------------------------------

    def _at_end(self, before: Spot, after: Spot) -> Iterator[int]:
        """States of an end that show something else after the change."""
        kind = self.mutant.kind
        if kind == "window" and not self._is_moved(before.key):
            return
        there, here = self._entries(before), self._entries(after) if kind not in ("entry", "window") else []
        facts = [fact for place in (*there, *here) for fact in place.condition.facts()]
        for group in self.survey.atlas.grouped(before.key, facts):
            known = self.survey.atlas.known(group[0])
            shown = [place.condition.holds(known) for place in there]
            now = [place.condition.holds(known) for place in here]
            if not any(shown) if kind in ("entry", "window") else shown == now:
                continue
            looks: set[Look] = set()
            for state in group:
                look = self.survey.looks[state]
                if look not in looks:
                    looks.add(look)
                    if self._shows_other(before.key, self.survey.atlas.known(state)):
                        yield state

    def _entries(self, spot: Spot) -> list[Place]:
        """The entries of an end that a change can touch."""
        if self.mutant.where[0] == "facts":
            return [place for place in spot.places if place.condition is not ALWAYS]
        return [place for place in spot.places if place.where == self.mutant.where[:4]]

    def _shows_other(self, key: str, known: Known) -> bool:
        tree, _, name = key.partition("/")
        end = Reached(tree, name)
        return _shown(self.survey.interview, end, known) != _shown(self.other, end, known)

    def _is_moved(self, key: str) -> bool:
        """Whether an entry with a changed window can have another state or another place on this day."""
        if self.survey.days_at(key):
            return True
        guide, season = self.survey.guide, self.survey.interview.season
        seen = []
        for model in (guide.tree(self.mutant.tree), self.mutant.model):
            entry: CardEntry = get(model, self.mutant.where[:4])
            lines = plan([(entry, guide.card(entry.card))], season, {})
            seen.append([(line.state, max(line.first or season.as_of, season.as_of)) for line in lines])
        return bool(seen[0] != seen[1])

    # --- questions ------------------------------------------------------------------------------------------------

    def _groups(self, before: Spot, after: Spot) -> Iterable[list[int]]:
        """States of a question, those together that lead on alike."""
        atlas = self.survey.atlas
        if after.model is not None and after.model.type == "date":
            return [[state] for state in atlas.at(before.key)]
        conditions = (*before.conditions(), *after.conditions())
        return atlas.grouped(before.key, [before.question or "", *(f for one in conditions for f in one.facts())])

    def _is_plainly_same(self, spot: Spot, state: int) -> bool:
        known = self.survey.atlas.known(state)
        comes_up = spot.only is None or spot.only.holds(known)
        asks = comes_up and spot.question not in known
        return all(
            move.asked is asks
            and (move.value is not None) is comes_up
            and self._leads(spot, move, known) == move.way.target
            for move in self.survey.atlas.moves[state]
        )

    def _leads(self, spot: Spot, move: Move, known: Known) -> str | None:
        """Where an answer leads after the change; None where it is not taken any more, or no rule holds."""
        if move.value is not None:
            node = self.other.program[spot.key]
            if node.direct is not None and move.value not in node.direct:
                return None
            if node.direct is None and node.read(move.value, known) != move.value:
                return None
            known = {**known, spot.question or "": move.value}
        way = way_on(spot, move.value, known)
        return way.target if way is not None else None

    def _at_question(self, spot: Spot, state: int) -> Iterator[dict[str, Value]]:
        atlas = self.survey.atlas
        known = atlas.known(state)
        name = spot.question or ""
        comes_up = spot.only is None or spot.only.holds(known)
        asks = comes_up and name not in known
        before = atlas.answers_to(state)
        if asks and self.mutant.kind == "limit":
            yield from ({**before, name: value} for value in self._limits(known))
        for move in atlas.moves[state]:
            if asks and not move.asked:
                yield {**before, **atlas.answers_from(state)}
            elif (move.value is not None) is not comes_up or not self._goes_alike(spot, move, known):
                yield atlas.answers_with(state, move)

    def _goes_alike(self, spot: Spot, move: Move, known: Known) -> bool:
        """Whether an answer is taken by the changed question too, and what comes next is the same."""
        to = self._leads(spot, move, known)
        if to is None or to == move.way.target:
            return to is not None
        if move.value is not None:
            known = {**known, spot.question or "": move.value}
        return _next(self.survey.picture, move.way.target, known) == _next(self.picture, to, known)

    def _limits(self, known: Known) -> Iterator[Value]:
        """The answers between a limit as it is and as it was changed to."""
        guide, tree = self.survey.guide, self.mutant.tree
        for model in (guide.shared if tree == COMMON else guide.tree(tree), self.mutant.model):
            limit = get(model, self.mutant.where)
            anchor = parse_anchor(limit)
            side = whole_number(limit) if anchor is None else anchor
            value = thresholds.resolved(side, self.survey.interview.season, known) if side is not None else None
            if value is not None:
                yield value


def _next(picture: Picture, key: str, known: Known) -> str:
    """The question that is asked, or the end that is reached, from a node on; "" where no rule holds."""
    while key in picture.spots and (spot := picture.spots[key]).question is not None:
        comes_up = spot.only is None or spot.only.holds(known)
        if comes_up and spot.question not in known:
            break
        way = way_on(spot, known[spot.question] if comes_up else None, known)
        key = way.target if way is not None else ""
    return key


# --- in words -----------------------------------------------------------------------------------------------------


def _example(survey: Survey, variant: Guide, answers: Mapping[str, Value]) -> Example | None:
    """Both guides played with some answers, where they differ."""
    tree, day = survey.interview.tree, survey.interview.as_of
    told: list[tuple[str, View]] = []
    for guide in (survey.guide, variant):
        try:
            interview = Interview.begin(guide, tree, answers, as_of=day)
            told.append((_end(interview), view(interview)))
        except AdvisorError as error:
            told.append((f"cannot go on: {error.message}", ()))
    (before, one), (after, other) = told
    if one == other:
        return None
    if before == after:
        after += f", {_told_apart(one, other)}"
    return Example(tree, day, answers, before, after)


def _end(interview: Interview) -> str:
    end = interview.walk.end
    if isinstance(end, Asking):
        return f'asks "{end.question}"'
    if isinstance(end, Refused):
        return f'refuses the answer to "{end.question}"'
    return f'ends at "{end.outcome if end.tree == interview.tree else end.id}"'


def _told_apart(before: View, after: View) -> str:
    """What two interviews that come to the same end do not have in common."""
    if before[2] == after[2]:
        return f"by the questions {', '.join(after[0])}"
    said: list[str] = []
    for label, one, other in zip(_SEEN, before[2], after[2], strict=False):
        said += [f'without {label} "{_cut(thing)}"' for thing in one if thing not in other]
        said += [f'with {label} "{_cut(thing)}"' for thing in other if thing not in one]
    states = dict(before[2][-1])
    said += [
        f'"{card}" is {now} instead of {states[card]}' for card, now in after[2][-1] if states.get(card, now) != now
    ]
    return ", ".join(said) or "in another order"


_SEEN = ("the title", "the note", "the card", "the phrase")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


_LONGEST = 60
"""Letters of a note in a sentence."""
