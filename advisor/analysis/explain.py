"""What the routing itself says about an interview: why a question, how many more, which ends, what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from advisor import wording
from advisor.analysis.cells import TooManyCells, cells
from advisor.analysis.paths import Explorer, bounds, in_written_order
from advisor.analysis.picture import Picture
from advisor.errors import AdvisorError, CannotGoOn
from advisor.guide.model import Question
from advisor.interview.conditions import TODAY, Value
from advisor.interview.interview import Interview
from advisor.interview.result import answer_in_words, for_machines
from advisor.interview.walk import NOT_COVERED, Asking, Reached, Refused, walk

INTERACTIVE_BUDGET = 5_000
"""Most states to look at while a person waits; beyond it the numbers are bounds."""


class Remaining(NamedTuple):
    """How many questions can still come, the one that waits included; bounds where not exact."""

    min: int
    max: int
    exact: bool


class Possible(NamedTuple):
    """An outcome that can still be reached: `tree/outcome` or `card:x`, and its title."""

    outcome: str
    title: str


class Change(NamedTuple):
    """An answer that would lead to another outcome.

    Attributes:
        answer: For machines.
        text: The answer for people.
    """

    question: str
    ask: str
    answer: Any
    text: str
    outcome: str
    title: str


def remaining(interview: Interview) -> Remaining:
    """How many questions can still come."""
    if interview.done:
        return Remaining(0, 0, exact=True)
    found = _ahead(interview)
    return found[0]


def possible_ends(interview: Interview) -> tuple[str, ...]:
    """The outcomes that can still be reached, `tree/outcome` or `card:x`, in the order of the trees."""
    return () if interview.done else _ahead(interview)[1]


def possible(interview: Interview) -> tuple[Possible, ...]:
    """The outcomes that can still be reached, with their titles."""
    return tuple(Possible(end, outcome_title(interview, end)) for end in possible_ends(interview))


def _ahead(interview: Interview) -> tuple[Remaining, tuple[str, ...]]:
    found: tuple[Remaining, tuple[str, ...]] | None = interview.memo.get("ahead")
    if found is None:
        found = interview.memo["ahead"] = _look_ahead(interview)
    return found


def _look_ahead(interview: Interview) -> tuple[Remaining, tuple[str, ...]]:
    end = interview.walk.end
    assert isinstance(end, Asking | Refused)
    key = f"{end.tree}/{end.question}"
    memo = interview.guide.memo.setdefault("ahead", {})
    own = (interview.tree, interview.as_of, key)
    picture = memo.get(own)
    if picture is None:
        picture = memo[own] = Picture(interview.program, key, shown=False)
    # A question that was asked in an earlier tree may come again, and is not asked again.
    given = {**_given(interview), **interview.walk.known}
    given.pop(end.question, None)
    found = Explorer(picture, budget=INTERACTIVE_BUDGET, given=given).explore(interview.walk.known)
    in_order = [spot_key for spot_key, spot in picture.spots.items() if spot.question is None]
    if found.decided:
        ends = tuple(spot_key for spot_key in in_written_order(interview.program, in_order) if spot_key in found.ends)
        return Remaining(max(found.fewest, 1), max(found.most, 1), exact=True), ends
    fewest, most = bounds(picture, given)
    return Remaining(max(fewest, 1), most, exact=False), tuple(in_written_order(interview.program, in_order))


def _given(interview: Interview) -> dict[str, Value]:
    """Answers that wait in the map and would be taken if their question came up."""
    given: dict[str, Value] = {}
    program = interview.program
    for name in interview.unused:
        question = program.fact(name)
        if isinstance(question, Question):
            raw = interview.answers[name]
            node = next((program[f"{tree}/{name}"] for tree, model in program.trees.items() if name in model.questions))
            if node.direct is not None:
                if isinstance(raw, str) and raw in node.direct:
                    given[name] = raw
            elif (value := node.read(raw, interview.walk.known)) is not None:
                given[name] = value
    return given


def outcome_title(interview: Interview, outcome: str) -> str:
    """The title of an outcome; the first card's where it has none of its own."""
    if outcome == NOT_COVERED:
        return wording.NOT_COVERED_TITLE
    tree, _, name = outcome.partition("/")
    title = None
    card = outcome[5:]
    if not outcome.startswith("card:"):
        model = interview.program.trees[tree].outcomes[name]
        title, card = model.title, model.cards[0].card
    try:
        return interview.season.fill(title or interview.guide.card_title(card))
    except AdvisorError:
        return outcome


def would_change(interview: Interview) -> tuple[Change, ...]:
    """Every single answer on the path whose change leads straight to another outcome, in the order of the path."""
    end = interview.walk.end
    if not isinstance(end, Reached) or end.outcome == NOT_COVERED:
        return ()
    found: list[Change] = []
    asked: dict[str, str] = {}
    for key in interview.walk.path:
        asked.setdefault(key.partition("/")[2], key)
    for name, key in asked.items():
        question = interview.program.question(key)
        seen = {end.id}
        for value in _others(interview, key, question, interview.walk.known[name]):
            answers = {**interview.answers, name: value}
            try:
                other = walk(interview.program, answers).end
            except CannotGoOn:
                continue
            if isinstance(other, Reached) and other.outcome != NOT_COVERED and other.id not in seen:
                if question.type != "choice":
                    seen.add(other.id)
                text = answer_in_words(question.answers, value, interview.season)
                if isinstance(value, int | date):
                    text = wording.FOR_EXAMPLE.format(text=text)
                title = outcome_title(interview, other.id)
                ask = interview.season.fill(question.ask or name)
                found.append(Change(name, ask, for_machines(value), text, other.id, title))
    return tuple(found)


def _others(interview: Interview, key: str, question: Question, value: Value) -> Iterator[Value]:
    if isinstance(value, tuple):
        for name, answer in question.answers.items():
            if name in value:
                yield tuple(kept for kept in value if kept != name)
            elif answer.exclusive:
                yield (name,)
            else:
                kept = [given for given in value if not question.answers[given].exclusive]
                yield tuple(given for given in question.answers if given in kept or given == name)
        return
    if question.type == "choice":
        yield from (name for name in question.answers if name != value)
        return
    memo = interview.guide.memo.setdefault("whole", {})
    own = (interview.tree, interview.as_of)
    if own not in memo:
        memo[own] = Picture(interview.program)
    cuts = memo[own].cuts.get(key.partition("/")[2])
    if cuts is not None:
        known: Mapping[str, Value] = interview.walk.known
        with suppress(TooManyCells):
            yield from (other for other in cells(question, interview.program, known, cuts) if other != value)


def because(interview: Interview, key: str) -> str:
    """Why a question is asked: the answers on the path that the routing needed to come here, in words."""
    path = interview.walk.path
    before = path[: path.index(key)] if key in path else path
    known: dict[str, Value] = {TODAY: interview.as_of}
    led: list[str] = []
    for step in before:
        name = step.partition("/")[2]
        known[name] = interview.walk.known[name]
        reasons = _reasons(interview, step, known)
        if reasons:
            led = reasons
    only = interview.program[key].only
    if only is not None:
        read = [fact for fact in known if fact in set(only.facts())]
        led = list(dict.fromkeys([*led, *read]))
    sentences = []
    for name in led:
        question = interview.program.fact(name)
        if isinstance(question, Question) and name in known:
            text = answer_in_words(question.answers, known[name], interview.season)
            ask = interview.season.fill(question.ask or name)
            sentences.append(wording.BECAUSE.format(answer=text, ask=ask))
    return " ".join(sentences) or wording.ALWAYS_ASKED


def _reasons(interview: Interview, key: str, known: Mapping[str, Value]) -> list[str]:
    """The facts on which the way from one question to the next depended; none where there is only one way."""
    program = interview.program
    node = program[key]
    name = key.partition("/")[2]
    if node.direct is not None:
        way = node.direct[known[name]]
        ways = set(node.direct.values())
        if len(ways) == 1 and isinstance(way, str):
            return []
        own = [name] if len(ways) > 1 else []
        if isinstance(way, str):
            return own
        return [*own, *_read_by(way, known, name)]
    if len(node.rules) == 1:
        return []
    return _read_by(node.rules, known, "")


def _read_by(rules: tuple[Any, ...], known: Mapping[str, Value], own: str) -> list[str]:
    read: list[str] = []
    for tests, extras, _target in rules:
        read += [fact for fact, _ in tests]
        for extra in extras:
            read += [test.fact for test in extra.walk_tests()]
        if all(known.get(fact) in region for fact, region in tests) and all(extra.truth(known) for extra in extras):
            break
    return [fact for fact in dict.fromkeys(read) if fact in known and fact not in (own, TODAY)]
