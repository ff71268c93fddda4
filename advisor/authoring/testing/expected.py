"""What a scenario expects against what an interview came to: everything that differs, each with what explains it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from advisor.authoring.testing.astray import astray, shown
from advisor.authoring.testing.thresholds import names as facts_in
from advisor.errors import AdvisorError, CannotGoOn
from advisor.guide.cards import FOOTNOTE
from advisor.guide.cases import Expectation, Scenario
from advisor.guide.model import CardEntry, Outcome, PhraseEntry
from advisor.guide.source import Key
from advisor.interview.interview import Interview
from advisor.interview.plan import PlanEntry
from advisor.interview.result import Result, limits_of
from advisor.interview.walk import NOT_COVERED, Asking, Reached, Refused

STATES = ("now", "late", "later", "passed")
"""The states of a plan's entries, as `expect` names them."""

NEAR = 60
"""Least likeness, 0 to 100, at which a sentence is shown as what may have been meant."""


class Mismatch(NamedTuple):
    """One thing that is not as expected.

    Attributes:
        where: Its path below the scenario.
        message: One sentence without a full stop.
        details: What helps to understand it, a sentence each.
    """

    where: tuple[Key, ...]
    message: str
    details: tuple[str, ...] = ()


def agrees(interview: Interview, scenario: Scenario) -> bool:
    """Whether an interview is what a scenario expects."""
    try:
        return next(_differences(interview, scenario, explain=False), None) is None
    except AdvisorError:
        return False


def differences(interview: Interview, scenario: Scenario) -> list[Mismatch]:
    """Everything in which an interview is not what a scenario expects, explained."""
    try:
        return list(_differences(interview, scenario, explain=True))
    except CannotGoOn as error:
        return [Mismatch(("expect",), f"the engine cannot go on: {error.message}", (error.hint,) if error.hint else ())]
    except AdvisorError as error:
        return [Mismatch(("expect",), error.message, (error.hint,) if error.hint else ())]


def _differences(interview: Interview, scenario: Scenario, *, explain: bool) -> Iterator[Mismatch]:
    expect = scenario.expect
    # A question that comes again in another tree is shown as known there, and not asked.
    asked = list(dict.fromkeys(step.question for step in interview.walk.steps()))
    yield from _end(interview, expect, explain=explain)
    for part in ("answers", "typed"):
        for name in getattr(scenario, part):
            if name in interview.unused:
                yield Mismatch((part, name), f'the answer to "{name}" is never asked for', ("take it away",))
    if expect.asked is not None and asked != list(expect.asked):
        yield _lists_differ("asked", expect.asked, asked)
    result = interview.result
    if result is not None:
        yield from _shown(expect, interview, result, explain=explain)


def _end(interview: Interview, expect: Expectation, *, explain: bool) -> Iterator[Mismatch]:
    end = interview.walk.end
    tree = interview.tree
    path = ", ".join(f"{step.question}={shown(step.value)}" for step in interview.walk.steps()) or "no answer"
    if isinstance(end, Asking):
        got = f'it stops at the question "{end.question}", which has no answer'
        same = expect.question == end.question
    elif isinstance(end, Refused):
        got = f'the answer to "{end.question}" is refused: {end.reason}'
        same = expect.refused == end.question
    else:
        got = f'it ends at "{_short(end, tree)}"'
        same = expect.outcome in (end.id, _short(end, tree))
    if same:
        return
    questions = [f"{name}/{expect.question or expect.refused}" for name in interview.program.trees]
    why: Iterable[str]
    if expect.outcome is not None:
        where, wanted = "outcome", f'the outcome "{expect.outcome}"'
        own = expect.outcome.startswith("card:") or "/" in expect.outcome
        key = expect.outcome if own else f"{tree}/{expect.outcome}"
        why = () if key.endswith(NOT_COVERED) else astray(interview, f'"{expect.outcome}"', [key])
    elif expect.question is not None:
        where, wanted = "question", f'the question "{expect.question}"'
        why = _passed_by(interview, expect.question, questions)
    else:
        where, wanted = "refused", f'a refused answer to "{expect.refused}"'
        why = _taken(interview, expect.refused or "", questions)
    details = (*why, f"the way was: {path}") if explain else ()
    yield Mismatch(("expect", where), f"expected {wanted}, but {got}", details)


def _passed_by(interview: Interview, question: str, keys: Sequence[str]) -> Iterable[str]:
    for number, step in enumerate(interview.walk.steps(), 1):
        if step.question == question:
            answer = shown(step.value)
            return (f'"{question}" is step {number}, and its answer is {answer}; `without` takes it away',)
    return astray(interview, f'"{question}"', keys)


def _taken(interview: Interview, question: str, keys: Sequence[str]) -> Iterable[str]:
    for step in interview.walk.steps():
        if step.question == question:
            model = interview.program.question(f"{step.tree}/{question}")
            limits = limits_of(model, interview.program, interview.walk.known).words
            taken = f"; it takes: {limits[:1].lower()}{limits[1:]}" if limits else ""
            return (f'"{question}" takes the answer {shown(step.value)}{taken}',)
    return astray(interview, f'"{question}"', keys)


def _short(end: Reached, tree: str) -> str:
    return end.outcome if end.tree == tree else end.id


def _listed(names: Sequence[str]) -> str:
    return f"[{', '.join(names)}]"


def _lists_differ(part: str, wanted: Sequence[str], got: Sequence[str], *why: str) -> Mismatch:
    """A list that is not the expected one: what is missing, what is too much, or the order."""
    missing = [name for name in wanted if name not in got]
    extra = [name for name in got if name not in wanted]
    said = []
    if missing:
        said.append(f"missing {', '.join(missing)}")
    if extra:
        said.append(f"not expected {', '.join(extra)}")
    if not said:
        doubled = len(wanted) != len(got)
        said.append("something is listed twice" if doubled else "the order differs")
    both = (f"expected: {_listed(wanted)}", f"got:      {_listed(got)}")
    return Mismatch(("expect", part), f"{part}: {'; '.join(said)}", (*both, *why))


def _shown(expect: Expectation, interview: Interview, result: Result, *, explain: bool) -> Iterator[Mismatch]:
    cards = [card.id for card in result.cards]
    phrases = [phrase.id for phrase in result.phrases]
    for part, wanted, got in (("cards", expect.cards, cards), ("phrases", expect.phrases, phrases)):
        if wanted is not None and list(wanted) != got:
            yield _lists_differ(part, wanted, got, *_conditions(interview, part, set(wanted) ^ set(got)))
    yield from _plan(expect, interview, result)
    for number, card in enumerate(expect.lacks_cards):
        if card in cards:
            why = tuple(_conditions(interview, "cards", {card}))
            yield Mismatch(("expect", "lacks_cards", number), f'the card "{card}" is shown, and must not be', why)
    if expect.risk is not None and expect.risk != result.risk:
        risks = ", ".join(f"{card.id} {card.risk}" for card in result.cards)
        message = f"risk: expected {expect.risk}, got {result.risk}"
        yield Mismatch(("expect", "risk"), message, (f"the cards: {risks}",) if risks else ())
    if expect.says or expect.never_says:
        yield from _words(expect, list(said(result)), explain=explain)


def _plan(expect: Expectation, interview: Interview, result: Result) -> Iterator[Mismatch]:
    """Plan entries whose state is not the expected one, with their days."""
    expected = {card: state for state in STATES for card in getattr(expect, state) or ()}
    for state in STATES:
        wanted = getattr(expect, state)
        got = [line.card for line in result.timeline if line.state == state]
        if wanted is None or list(wanted) == got:
            continue
        lines = {line.card: line for line in result.timeline}
        why = [f"seen on {interview.as_of.isoformat()}"]
        for card in dict.fromkeys([*wanted, *got]):
            line = lines.get(card)
            if line is None:
                why += [f"{card} is not in the plan", *_conditions(interview, "cards", {card})]
            elif line.state != expected.get(card, line.state) or (card in wanted) != (card in got):
                why.append(f"{card} is {line.state}: {_days(line)}")
        yield _lists_differ(state, wanted, got, *why)


def _days(line: PlanEntry) -> str:
    latest = line.latest if line.latest != line.until else None
    days = (("from", line.first), ("until", line.until), ("latest", latest))
    return ", ".join(f"{name} {day.isoformat()}" for name, day in days if day is not None) or line.text


def _conditions(interview: Interview, part: str, names: Iterable[str]) -> Iterator[str]:
    """Under which conditions the outcome that was reached shows some cards or phrases."""
    end = interview.walk.end
    if not isinstance(end, Reached) or not end.tree or end.outcome == NOT_COVERED:
        return
    outcome: Outcome = interview.program.trees[end.tree].outcomes[end.outcome]
    entries: Sequence[CardEntry | PhraseEntry] = outcome.cards if part == "cards" else outcome.phrases or ()
    known = interview.walk.known
    for entry in entries:
        name = entry.card if isinstance(entry, CardEntry) else entry.phrase
        if name in names and entry.when:
            facts = [f"{fact}={shown(known[fact]) if fact in known else 'not asked'}" for fact in facts_in(entry.when)]
            yield f'"{name}" has the condition {flow(entry.when)}; here {", ".join(dict.fromkeys(facts))}'


def flow(value: Any) -> str:
    """Plain data on one line, as YAML could have it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


# --- what is said -------------------------------------------------------------------------------------------------


class Saying(NamedTuple):
    """A stretch of what a result says, and where."""

    where: str
    text: str


def said(result: Result) -> Iterator[Saying]:
    """Title, notes, cards and phrases of a result, in order."""
    yield Saying("the title", result.title)
    for note in result.notes:
        yield Saying("a note", note)
    for card in result.cards:
        yield Saying(f'the card "{card.id}"', f"{card.title}\n\n{FOOTNOTE.sub('', card.markdown)}")
    for phrase in result.phrases:
        parts = (phrase.title, phrase.subject or "", phrase.text)
        yield Saying(f'the phrase "{phrase.id}"', "\n\n".join(parts))


def _words(expect: Expectation, sayings: Sequence[Saying], *, explain: bool) -> Iterator[Mismatch]:
    text = _folded("\n".join(saying.text for saying in sayings))
    for number, words in enumerate(expect.says):
        if _folded(words) not in text:
            where = ("expect", "says", number)
            yield Mismatch(where, f'"{words}" is not said', tuple(_nearest(words, sayings)) if explain else ())
    for number, words in enumerate(expect.never_says):
        if _folded(words) in text:
            places = [place for place in (_place(words, saying) for saying in sayings) if place]
            where = ("expect", "never_says", number)
            yield Mismatch(where, f'"{words}" is said, and must not be', tuple(places))


def _nearest(words: str, sayings: Sequence[Saying]) -> Iterator[str]:
    from rapidfuzz import fuzz, process

    places = [(sentence, saying.where) for saying in sayings for sentence in sentences(saying.text)]
    choices = [_folded(sentence) for sentence, _ in places]
    best = process.extractOne(_folded(words), choices, scorer=fuzz.partial_ratio, score_cutoff=NEAR)
    if best is not None:
        sentence, where = places[best[2]]
        yield f"nearest, in {where}: {_cut(sentence)}"


def _place(words: str, saying: Saying) -> str | None:
    if _folded(words) not in _folded(saying.text):
        return None
    for sentence in sentences(saying.text):
        if _folded(words) in _folded(sentence):
            return f"in {saying.where}: {_cut(sentence)}"
    return f"in {saying.where}"


def sentences(text: str) -> list[str]:
    """A text sentence by sentence, each on one line."""
    blocks = re.split(r"\n\s*\n|\n(?=[-#] )", text)
    return [part for block in blocks for part in re.split(r"(?<=[.!?])\s+", " ".join(block.split())) if part]


def _cut(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
