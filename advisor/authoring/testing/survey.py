"""A tree on one day: everything that can happen there, and what of it one interview makes happen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property, partial
from operator import methodcaller
from typing import Any, NamedTuple

from advisor.analysis.atlas import Atlas, Move, way_on
from advisor.analysis.cells import Cuts
from advisor.analysis.paths import Picture, Spot, Way, days_to_prove
from advisor.authoring.testing.boundaries import Boundaries, window_of
from advisor.authoring.testing.item import Item, Pathway
from advisor.guide.load import Guide
from advisor.guide.model import CardEntry, Question, parse_anchor
from advisor.interview.conditions import ALWAYS, TODAY, Known, Value
from advisor.interview.interview import Interview
from advisor.interview.phrasing import fact_in_words, fields
from advisor.interview.result import for_machines
from advisor.interview.walk import Reached, Refused


class Trail(NamedTuple):
    """What one interview exercises.

    Attributes:
        keys: The nodes it passes, skipped questions and the one at which it stops included.
        items: Everything that counts.
    """

    keys: tuple[str, ...]
    items: frozenset[Item]


class Kinds(NamedTuple):
    """Moves, those together that exercise the same.

    Attributes:
        of_moves: By state and move: the number of what the answer exercises, and at an end that of the arrival.
        examples: By number: a state, a move from it, and whether its arrival is meant.
    """

    of_moves: Sequence[Sequence[tuple[int, ...]]]
    examples: Sequence[tuple[int, Move, bool]]


Look = tuple[object, ...]
"""All that the facts of an end bring about there, on a given day."""

Sight = tuple[frozenset[str], Callable[[Known], object]]
"""One thing in which looks differ: the facts it hangs on, and what of it is seen with some facts."""


class Survey:
    """A tree and what it goes on to, on one day."""

    def __init__(self, guide: Guide, tree: str, day: date, like: Survey | None = None) -> None:
        """Compile; the states are explored when they are needed.

        Args:
            guide: The guide.
            tree: Where interviews begin.
            day: Their day.
            like: The survey of another day with the same states.
        """
        self.guide = guide
        self.interview = Interview.begin(guide, tree, as_of=day)
        self.program = self.interview.program
        self.picture = Picture(self.program)
        self.boundaries = Boundaries(self.interview, self.picture)
        self._printed: dict[str, list[str]] = {}
        self._days: dict[str, list[str]] = {}
        self._seen: dict[str, list[Sight]] = {}
        self._entries_today: dict[str, list[tuple[int, list[Item]]]] = {}
        self._plans_by_answer = self._cut_by_plans()
        self._like = like

    @cached_property
    def atlas(self) -> Atlas:
        """Every state."""
        return self._like.atlas if self._like is not None else Atlas(self.picture, reads=self._read_at)

    @cached_property
    def looks(self) -> Mapping[int, Look]:
        """How every state of an end looks: what is shown there, which facts can be printed, and the days of a plan."""
        if self._like is not None:
            return self._like.looks
        found: dict[int, Look] = {}
        alike: dict[Look, Look] = {}
        for key, spot in self.picture.spots.items():
            if spot.question is None:
                columns: dict[int, list[object]] = {state: [] for state in self.atlas.at(key)}
                for facts, see in self._sights(key):
                    for states in self.atlas.grouped(key, facts):
                        seen = see(self.atlas.known(states[0]))
                        for state in states:
                            columns[state].append(seen)
                for state, column in columns.items():
                    look = tuple(column)
                    found[state] = alike.setdefault(look, look)
        return found

    def _look(self, key: str, known: Known) -> Look:
        return tuple([see(known) for _, see in self._sights(key)])

    def _sights(self, key: str) -> Sequence[Sight]:
        """What makes up the look of an end: first its places, in their order."""
        if key not in self._seen:
            found: list[Sight] = []
            for place in self.picture.spots[key].places:
                found.append((frozenset(place.condition.facts()), place.condition.holds))
            for name in self._printed_at(key):
                found.append((frozenset([name]), partial(self._is_filled, name)))
            for name in self.days_at(key):
                found.append((frozenset([name]), methodcaller("get", name)))
            self._seen[key] = found
        return self._seen[key]

    @property
    def hangs_on_day(self) -> bool:
        """Whether on another day other answers may have to be told apart."""
        return TODAY in self.picture.cuts or bool(self.program.today_offsets) or self._plans_by_answer

    def _cut_by_plans(self) -> bool:
        """Tell answers apart that give an entry of a plan another state, or another place; whether there are any."""
        found = False
        resolve = self.interview.season.resolve
        for key in self.picture.spots:
            texts = [text for entry in self._entries(key) for text in window_of(self.guide, entry).values()]
            anchors = [anchor for anchor in map(parse_anchor, texts) if anchor is not None]
            days = {self.interview.as_of, *(day for day in map(resolve, anchors) if day is not None)}
            for anchor in anchors:
                if anchor.kind == "question":
                    found = True
                    points = self.picture.cuts.setdefault(anchor.name, Cuts()).points
                    # The days of a changed plan are off by one, to either side.
                    points |= {day - timedelta(days=anchor.days + more) for day in days for more in (-2, -1, 0, 1)}
        return found

    def _entries(self, key: str) -> Sequence[CardEntry]:
        """The entries of a plan; none at other nodes."""
        tree, _, name = key.partition("/")
        outcome = self.program.trees[tree].outcomes.get(name) if name else None
        return outcome.cards if outcome is not None and outcome.layout is not None else ()

    # --- one interview --------------------------------------------------------------------------------------------

    def trail(self, interview: Interview) -> Trail:
        """What an interview of this tree and day exercised, up to where it stopped."""
        walked = interview.walk
        answered = set(walked.path)
        known: dict[str, Value] = {TODAY: self.program.today}
        keys = [self.picture.start]
        items: list[Item] = []
        while (spot := self.picture.spots[keys[-1]]).question is not None:
            value: Value | None = None
            if spot.only is None or spot.only.holds(known):
                if spot.key not in answered:
                    items += self._stopping(interview, spot.key, known)
                    break
                value = known[spot.question] = walked.known[spot.question]
            way = way_on(spot, value, known)
            if way is None:
                break
            items += [*self._leaving(spot, value, way, known), *self.boundaries.on_day(spot.key)]
            keys.append(way.target)
            if way.target not in self.picture.spots:
                break
            if self.picture.spots[way.target].question is None:
                items += self._arriving(way.target, spot.tree, known)
                items += self._arriving_today(way.target, self._look(way.target, known))
        return Trail(tuple(keys), frozenset(items))

    def _stopping(self, interview: Interview, key: str, known: Known) -> Iterator[Item]:
        end = interview.walk.end
        if isinstance(end, Refused):
            raw: Any = interview.answers.get(end.question)
            for value, item in self.boundaries.refused(key, known):
                if raw == value or raw == for_machines(value):
                    yield item

    def _leaving(self, spot: Spot, value: Value | None, way: Way, known: Known) -> Iterator[Item]:
        tree, where, question = spot.tree, spot.where, spot.model
        yield Item("routes", tree, way.where)
        if value is None:
            yield Item("routes", tree, (*where, "only_when"))
        elif question is not None:
            yield from (Item("answers", tree, where, name) for name in _answers(question, value))
            yield from self.boundaries.given(spot.question or "", known)

    def _arriving(self, key: str, tree: str, known: Known) -> Iterator[Item]:
        name = key.partition("/")[2]
        end = Reached(key.partition("/")[0], name) if name else Reached(tree, key)
        where: Pathway = ("outcomes", name) if name else ()
        yield Item("outcomes", end.tree, where, end.outcome)
        for place in self.picture.spots[key].places:
            shown = place.condition.holds(known)
            if place.condition is not ALWAYS:
                yield Item(place.part, end.tree, place.where, "shown" if shown else "left out")
            if shown and place.part == "notes":
                note = self.program.trees[end.tree].outcomes[name].notes[int(place.where[-1])]
                yield from self._printing(end.tree, place.where, "", [note.text], known)
        if self._printed_at(key):
            for phrase in self.interview.select(end if name else end._replace(tree=""), known).phrases:
                yield from self._printing(end.tree, where, phrase, self._templates(phrase), known)

    def _arriving_today(self, key: str, look: Look) -> Iterator[Item]:
        """What arriving at an end exercises on this day only."""
        if key not in self._entries_today:
            places = enumerate(self.picture.spots[key].places)
            items = ((number, list(self.boundaries.of_entry(key, place.where))) for number, place in places)
            self._entries_today[key] = [entry for entry in items if entry[1]]
        yield from self.boundaries.on_day(key)
        for number, exercised in self._entries_today[key]:
            if look[number]:
                yield from exercised

    # --- everything -----------------------------------------------------------------------------------------------

    def everything(self) -> frozenset[Item]:
        """All that can happen."""
        return frozenset([*self.refusals, *(item for items in self.exercised for item in items)])

    @cached_property
    def exercised(self) -> Sequence[tuple[Item, ...]]:
        """What is exercised by each of the kinds of moves and of arrivals, by their numbers."""
        found: list[tuple[Item, ...]] = []
        for lasting, (state, move, arrives) in zip(self._lasting, self.kinds.examples, strict=True):
            key = move.way.target if arrives else self.atlas.keys[state]
            items = lasting
            if arrives and self._entries(key) and self._printed_at(key):
                # The phrases of an entry whose time is over are not shown.
                known = {**self.atlas.known(move.to), TODAY: self.program.today}
                items = tuple(self._arriving(key, self.atlas.spot(state).tree, known))
            if self.boundaries.is_telling(key):
                today = self._arriving_today(key, self.looks[move.to]) if arrives else self.boundaries.on_day(key)
                items = (*items, *today)
            found.append(items)
        return found

    @cached_property
    def _lasting(self) -> Sequence[tuple[Item, ...]]:
        """What is exercised by each kind on whatever day."""
        if self._like is not None:
            return self._like._lasting
        atlas = self.atlas
        found: list[tuple[Item, ...]] = []
        for state, move, arrives in self.kinds.examples:
            spot = atlas.spot(state)
            known = atlas.known(move.to if arrives else state)
            if arrives:
                found.append(tuple(self._arriving(move.way.target, spot.tree, known)))
                continue
            if move.value is not None:
                known[spot.question or ""] = move.value
            found.append(tuple(self._leaving(spot, move.value, move.way, known)))
        return found

    @cached_property
    def kinds(self) -> Kinds:
        """Which moves exercise the same, on whatever day: there are few kinds, however many states there are."""
        if self._like is not None:
            return self._like.kinds
        atlas = self.atlas
        numbers: dict[tuple[object, ...], int] = {}
        examples: list[tuple[int, Move, bool]] = []

        def number(kind: tuple[object, ...], state: int, move: Move, *, arrives: bool) -> int:
            if kind not in numbers:
                numbers[kind] = len(examples)
                examples.append((state, move, arrives))
            return numbers[kind]

        of_moves: list[list[tuple[int, ...]]] = []
        for state, moves in enumerate(atlas.moves):
            spot = atlas.spot(state)
            hanging = self.boundaries.hanging.get(spot.question or "", ())
            known = atlas.known(state) if hanging else {}
            others = [known.get(fact) for fact in hanging]
            own: list[tuple[int, ...]] = []
            for move in moves:
                left = number((spot.key, move.value, move.way.where, *others), state, move, arrives=False)
                if atlas.moves[move.to]:
                    own.append((left,))
                else:
                    arrived = (move.way.target, spot.tree, self.looks[move.to])
                    own.append((left, number(arrived, state, move, arrives=True)))
            of_moves.append(own)
        return Kinds(of_moves, examples)

    @cached_property
    def refusals(self) -> Mapping[Item, dict[str, Value]]:
        """What only a refused answer exercises, with the answers that end in it."""
        if self._like is not None:
            return self._like.refusals
        atlas = self.atlas
        found: dict[Item, dict[str, Value]] = {}
        for key, spot in self.picture.spots.items():
            for state in atlas.at(key):
                if not any(move.asked for move in atlas.moves[state]):
                    continue
                known = atlas.known(state)
                for value, item in self.boundaries.refused(key, known):
                    if item not in found and self.program[key].read(value, known) is None:
                        found[item] = {**atlas.answers_to(state), spot.question or "": value}
        return found

    # --- facts that are read at an end beside those of its conditions ---------------------------------------------

    def _printing(self, tree: str, where: Pathway, phrase: str, texts: Iterable[str], known: Known) -> Iterator[Item]:
        for name in self._facts_in(texts):
            how = "filled" if self._is_filled(name, known) else "missing"
            yield Item("blanks", tree, where, f"{phrase}:{name}:{how}")

    def _is_filled(self, name: str, known: Known) -> bool:
        question = self.program.fact(name)
        return isinstance(question, Question) and fact_in_words(question, known.get(name)) is not None

    def _facts_in(self, texts: Iterable[str]) -> list[str]:
        names = dict.fromkeys(name for text in texts if "{" in text for name in fields(text))
        return [name for name in names if isinstance(self.program.fact(name), Question)]

    def _templates(self, phrase: str) -> list[str]:
        found = self.guide.phrase(phrase)
        return [found.text, found.matter.to, found.matter.subject or ""]

    def _printed_at(self, key: str) -> list[str]:
        """The facts that the words shown at an end may print."""
        if key not in self._printed:
            texts: list[str] = []
            phrases: list[str] = []
            entries: Sequence[CardEntry] = ()
            if "/" not in key:
                entries = (CardEntry(card=key.removeprefix("card:")),)
            else:
                tree, _, name = key.partition("/")
                outcome = self.program.trees[tree].outcomes[name]
                texts = [note.text for note in outcome.notes]
                phrases = [entry.phrase for entry in outcome.phrases or ()]
                entries = outcome.cards if outcome.phrases is None else ()
            for entry in entries:
                phrases += self.guide.card(entry.card).matter.phrases if entry.phrases is None else entry.phrases
            for phrase in dict.fromkeys(phrases):
                texts += self._templates(phrase)
            self._printed[key] = self._facts_in(texts)
        return self._printed[key]

    def days_at(self, key: str) -> list[str]:
        """The questions on which the days of a plan hang."""
        if key not in self._days:
            windows = [window_of(self.guide, entry) for entry in self._entries(key)]
            anchors = [parse_anchor(text) for window in windows for text in window.values()]
            names = [anchor.name for anchor in anchors if anchor is not None and anchor.kind == "question"]
            self._days[key] = list(dict.fromkeys(names))
        return self._days[key]

    def _read_at(self, key: str) -> list[str]:
        """The facts that are printed at an end, and those on which the days of a plan hang."""
        return [*self._printed_at(key), *self.days_at(key)]


def _answers(question: Question, value: Value) -> Iterator[str]:
    """The ids that an answer exercises; a number, day or text as such counts as one more."""
    if isinstance(value, tuple):
        yield from value
    else:
        yield value if isinstance(value, str) and value in question.answers else ""


def surveys_of(guide: Guide, tree: str, first: date | None = None) -> Iterator[Survey]:
    """A tree on every day on which something else can happen than before (ruling 41), or a plan looks different.

    Args:
        guide: The guide.
        tree: A sound tree.
        first: A day to begin with.
    """
    begin = min(model.reviewed for model in guide.reachable(tree).values())
    last = max(guide.season_file.ends, begin)
    survey = Survey(guide, tree, first or begin)
    proved = days_to_prove(Interview.begin(guide, tree, as_of=begin).program, begin, last)
    days = {*proved, *(day for day in survey.boundaries.days() if begin <= day <= last)}
    yield survey
    like = None if survey.hangs_on_day else survey
    for day in sorted(days - {survey.interview.as_of}):
        yield Survey(guide, tree, day, like)
