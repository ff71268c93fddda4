"""What an interview comes to: the outcome with its notes, cards, phrases and plan, for every face the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from advisor import wording
from advisor.guide import load
from advisor.guide.cards import FOOTNOTE, Block
from advisor.guide.load import Card, Guide
from advisor.guide.model import RISKS, CardEntry, Outcome, PhraseEntry, Question, Reference
from advisor.guide.season import Season, day_in_words
from advisor.interview.conditions import ALWAYS, Condition, Known, Value
from advisor.interview.phrasing import Filler, PhraseShown, fact_in_words
from advisor.interview.plan import PlanEntry, plan, questions_of
from advisor.interview.walk import (
    NOT_COVERED,
    Program,
    Reached,
    Walk,
    date_limits,
    number_limits,
    pick_limits,
)


class StepShown(NamedTuple):
    """A question that was asked, and the answer as a person reads it.

    Attributes:
        answer: For machines: an id, a number, a list of ids, or a day as `2027-03-01`.
        text: For people.
    """

    tree: str
    question: str
    ask: str
    answer: Any
    text: str


class SourceShown(NamedTuple):
    """A source of a card."""

    id: str
    reference: Reference


class SectionShown(NamedTuple):
    """A headed part of a card, dates filled in."""

    title: str
    blocks: tuple[Block, ...]


class CardShown(NamedTuple):
    """A card with its dates filled in.

    Attributes:
        bottom_line: As Markdown on one line, with its `[^source]` marks.
        markdown: The whole body.
        stale: Whether it was due for review before the interview's today.
    """

    id: str
    title: str
    risk: str
    basis: str
    bottom_line: str
    sections: tuple[SectionShown, ...]
    markdown: str
    reviewed: date
    review_by: date
    stale: bool
    sources: tuple[SourceShown, ...]
    see_also: tuple[str, ...]

    @property
    def warning(self) -> str | None:
        """The sentence that stands above the bottom line of an overdue card."""
        return wording.STALE_CARD.format(date=day_in_words(self.review_by)) if self.stale else None


class Result(NamedTuple):
    """Where an interview ended.

    Attributes:
        outcome: `tree/outcome`, `card:x` or `not_covered`.
        notes: Sentences about this person.
        risk: The highest of the cards that count (ruling 16), or None.
        timeline: The plan, empty for other outcomes.
        see_also: `card:x` and `tree:x`.
    """

    outcome: str
    title: str
    notes: tuple[str, ...]
    risk: str | None
    cards: tuple[CardShown, ...]
    phrases: tuple[PhraseShown, ...]
    timeline: tuple[PlanEntry, ...]
    see_also: tuple[str, ...]


class Selection(NamedTuple):
    """What an outcome shows for some facts, before any text is filled in.

    Attributes:
        entries: The cards with their entries, in the order of the outcome.
        timeline: The plan, or None for an outcome that is none.
        phrases: Phrase ids in order.
    """

    title: str | None
    notes: tuple[str, ...]
    entries: tuple[tuple[CardEntry, Card], ...]
    timeline: tuple[PlanEntry, ...] | None
    phrases: tuple[str, ...]
    see_also: tuple[str, ...]

    @property
    def cards(self) -> tuple[str, ...]:
        """The ids of the cards, in the order in which they are shown."""
        if self.timeline is not None:
            return tuple(line.card for line in self.timeline)
        return tuple(entry.card for entry, _ in self.entries)


class Endings:
    """The outcomes of a program, compiled as they are reached."""

    def __init__(self, guide: Guide, program: Program, season: Season) -> None:
        """Nothing is compiled yet."""
        self.guide = guide
        self.program = program
        self.season = season
        self._compiled: dict[Reached, _Ending] = {}

    def select(self, end: Reached, known: Known) -> Selection:
        """What an outcome shows for some facts.

        Raises:
            GuideInvalid: A card or phrase that is shown has errors.
        """
        if end.outcome == NOT_COVERED:
            tree = self.program.trees[end.tree]
            ask = tree.ask_instead or self.guide.manifest.ask_instead
            return Selection(wording.NOT_COVERED_TITLE, (ask,), (), None, (), ())
        ending = self._compiled.get(end)
        if ending is None:
            ending = self._compiled[end] = _Ending(self.guide, self.program, self.season, end)
        return ending.select(known)


class _Ending:
    def __init__(self, guide: Guide, program: Program, season: Season, end: Reached) -> None:
        if end.outcome.startswith("card:"):
            self.outcome = Outcome(cards=(CardEntry(card=end.outcome[5:]),))
        else:
            self.outcome = program.trees[end.tree].outcomes[end.outcome]
        self.guide = guide
        self.season = season
        compile_ = program.condition
        self.notes = [(note.text, compile_(note.when)) for note in self.outcome.notes]
        self.cards: list[tuple[CardEntry, Condition]] = [(entry, compile_(entry.when)) for entry in self.outcome.cards]
        listed = self.outcome.phrases
        self.phrases: list[tuple[PhraseEntry, Condition]] | None = (
            None if listed is None else [(entry, compile_(entry.when)) for entry in listed]
        )
        self.conditions = [condition for _, condition in (*self.notes, *self.cards, *(self.phrases or ()))]
        # Per choice of entries: the questions that its days hang on, and what is shown for each set of their answers.
        self._seen: dict[tuple[bool, ...], tuple[list[str], dict[tuple[object, ...], Selection]]] = {}

    def select(self, known: Known) -> Selection:
        shown = tuple([condition is ALWAYS or condition.holds(known) for condition in self.conditions])
        if shown not in self._seen:
            self._seen[shown] = (self._dates(shown), {})
        dates, selections = self._seen[shown]
        days = tuple([known.get(name) for name in dates])
        found = selections.get(days)
        if found is None:
            found = selections[days] = self._select(shown, known)
        return found

    def _dates(self, shown: tuple[bool, ...]) -> list[str]:
        """The questions that the days of a plan hang on."""
        if self.outcome.layout is None:
            return []
        windows = (entry.window or card.matter.window for entry, card in self._shown(shown))
        return list(dict.fromkeys(name for window in windows for name in questions_of(window)))

    def _shown(self, shown: tuple[bool, ...]) -> list[tuple[CardEntry, Card]]:
        flags = shown[len(self.notes) :]
        cards = zip(self.cards, flags, strict=False)
        return [(entry, self.guide.card(entry.card)) for (entry, _), flag in cards if flag]

    def _select(self, shown: tuple[bool, ...], known: Known) -> Selection:
        flags = iter(shown)
        notes = tuple(text for (text, _), flag in zip(self.notes, flags, strict=False) if flag)
        entries = tuple(self._shown(shown))
        timeline = None
        if self.outcome.layout == "timeline":
            timeline = tuple(plan(entries, self.season, known))
            phrases = [name for line in timeline for name in line.phrases]
        else:
            phrases = [name for _, card in entries for name in card.matter.phrases]
        if self.phrases is not None:
            left = shown[len(self.notes) + len(self.cards) :]
            phrases = [entry.phrase for (entry, _), flag in zip(self.phrases, left, strict=True) if flag]
        also = [*self.outcome.see_also, *(to for _, card in entries for to in card.matter.see_also)]
        own = {f"card:{entry.card}" for entry, _ in entries}
        title = self.outcome.title or (entries[0][1].matter.title if entries else None)
        return Selection(
            title,
            notes,
            entries,
            timeline,
            tuple(dict.fromkeys(phrases)),
            tuple(to for to in dict.fromkeys(also) if to not in own),
        )


def steps_shown(program: Program, walked: Walk, season: Season) -> tuple[StepShown, ...]:
    """The path as a person reads it."""
    shown = []
    for key, step in zip(walked.path, walked.steps(), strict=True):
        question = program.question(key)
        ask = season.fill(question.ask or step.question)
        text = answer_in_words(question.answers, step.value, season)
        shown.append(StepShown(step.tree, step.question, ask, for_machines(step.value), text))
    end = walked.end
    if isinstance(end, Reached) and end.question:
        question = program.question(f"{end.tree}/{end.question}")
        text = not_covered_in_words(question.type)
        shown.append(StepShown(end.tree, end.question, season.fill(question.ask or ""), NOT_COVERED, text))
    return tuple(shown)


def not_covered_in_words(kind: str) -> str:
    """How the answer that every question takes is worded."""
    return wording.NOT_COVERED_CHOICE if kind in ("choice", "several") else wording.NOT_COVERED_VALUE


class Limits(NamedTuple):
    """What a question takes beside its answers.

    Attributes:
        low: Lowest number, first day, or how few may be picked; None for no limit.
        high: Highest number, last day, or how many may be picked; None for no limit.
        words: Both in words, without a full stop; None for a choice.
    """

    low: int | date | None
    high: int | date | None
    words: str | None


def limits_of(question: Question, program: Program, known: Known) -> Limits:
    """The limits of a question, with its anchors resolved."""
    if question.type == "number":
        low, high = number_limits(question)
        text = wording.NUMBER_FROM if high is None else wording.NUMBER_FROM_TO
        return Limits(low, high, text.format(low=low, high=high))
    if question.type == "several":
        low, most = pick_limits(question)
        text = wording.PICK_FROM_TO if most < len(question.answers) else wording.PICK_ANY
        return Limits(low, most, text.format(low=low, high=most))
    if question.type == "date":
        first, last = date_limits(question, program, known)
        parts = [wording.DAY_LIKE]
        if first is not None:
            parts.append(wording.DAY_FROM.format(day=day_in_words(first)))
        if last is not None:
            parts.append(wording.DAY_UNTIL.format(day=day_in_words(last)))
        return Limits(first, last, ", ".join(parts))
    return Limits(None, None, wording.FREE_TEXT if question.type == "text" else None)


def for_machines(value: Value) -> Any:
    """A value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def answer_in_words(answers: Mapping[str, Any], value: Value, season: Season) -> str:
    """A value as a person reads it."""
    if isinstance(value, tuple):
        if not value:
            return wording.PICKED_NOTHING
        return "; ".join(season.fill(answers[name].text) for name in value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, str) and value in answers:
        return season.fill(answers[value].text)
    return str(value)


def show_card(card: Card, season: Season, references: Mapping[str, Reference]) -> CardShown:
    """A card with its dates filled in, seen from the season's today."""
    fill = season.fill
    matter = card.matter
    cited = [name for text, _ in card.body.texts() for name in FOOTNOTE.findall(text)]
    named = dict.fromkeys([*matter.sources, *cited])
    return CardShown(
        id=card.id,
        title=fill(matter.title),
        risk=matter.risk,
        basis=matter.basis,
        bottom_line=fill(card.body.bottom_line),
        sections=tuple(
            SectionShown(
                section.title,
                tuple(Block(fill(block.text), block.bullet, block.line) for block in section.blocks),
            )
            for section in card.body.sections
        ),
        markdown=fill(card.body.text).strip(),
        reviewed=matter.reviewed,
        review_by=matter.review_by,
        stale=season.as_of > matter.review_by,
        sources=tuple(SourceShown(name, references[name]) for name in named if name in references),
        see_also=matter.see_also,
    )


def show_result(
    guide: Guide,
    program: Program,
    season: Season,
    walked: Walk,
    chosen: Selection,
    blanks: Mapping[str, str],
) -> Result:
    """The outcome with every text filled in."""
    # What no phrase of this result needs may even be unreadable.
    fillable = guide.blanks if chosen.phrases else {}
    filler = Filler(fillable, blanks, season, facts_in_words(program, walked.known))
    references = guide.references if chosen.entries else {}
    by_name = {entry.card: card for entry, card in chosen.entries}
    cards = tuple(show_card(by_name[name], season, references) for name in chosen.cards)
    counted = [card.risk for card in cards]
    if chosen.timeline is not None:
        counted = [
            card.risk
            for card, line in zip(cards, chosen.timeline, strict=True)
            if line.kind != "avoid" and line.state != "passed"
        ]
    end = walked.end
    assert isinstance(end, Reached)
    return Result(
        outcome=end.id,
        title=season.fill(chosen.title or ""),
        notes=tuple(filler.fill(text) for text in chosen.notes),
        risk=max(counted, key=RISKS.index) if counted else None,
        cards=cards,
        phrases=tuple(filler.phrase(guide.phrase(name)) for name in chosen.phrases),
        timeline=chosen.timeline or (),
        see_also=chosen.see_also,
    )


def facts_in_words(program: Program, known: Known) -> Callable[[str], str | None]:
    """What an interview knows, in words; None for what it does not know."""

    def fact(name: str) -> str | None:
        question = program.fact(name)
        if question is None or isinstance(question, tuple):
            return None
        return fact_in_words(question, known.get(name))

    return fact


def files_of(trees: Mapping[str, object], result: Result | None) -> list[str]:
    """The guide's files that a result rests on, for its digest."""
    paths = [load.MANIFEST, load.SEASON, load.SHARED, load.BLANKS, load.SOURCES]
    paths += [f"trees/{name}.yaml" for name in trees]
    if result is not None:
        paths += [f"content/cards/{card.id}.md" for card in result.cards]
        paths += [f"content/phrases/{phrase.id}.md" for phrase in result.phrases]
    return paths
