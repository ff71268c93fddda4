"""What the words at the ends of a guide take for granted, for the exploration to prove."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from advisor.analysis.picture import Claim, Claims, Pathway
from advisor.authoring.report import Report
from advisor.diagnostics import Related, Span
from advisor.guide.load import Card, Phrase
from advisor.guide.model import CardEntry, Outcome, SharedQuestion, Window, parse_anchor
from advisor.interview.conditions import Condition
from advisor.interview.phrasing import fields
from advisor.interview.plan import questions_of
from advisor.interview.walk import Program


def claims_of(report: Report, program: Program, *, content: bool) -> Claims:
    """The claims at each end.

    Args:
        report: Where the cards and phrases are.
        program: The trees, on the day that is looked at.
        content: Whether cards and phrases are read; without them only the tree's own notes claim something.
    """
    reader = _Claims(report, program, content=content)

    def claims(key: str, outcome: Outcome | None) -> list[Claim]:
        if outcome is not None:
            return list(reader.of_outcome(key, outcome))
        is_card = key.startswith("card:")
        return list(reader.of_card((), (), key[5:])) if content and is_card else []

    return claims


_UNREADABLE = frozenset({"N202", "N203", "N207", "S111", "S112", "S113", "R413"})
"""What is wrong with a condition whose meaning nobody knows."""


class _Claims:
    """Reads the claims of ends."""

    def __init__(self, report: Report, program: Program, *, content: bool) -> None:
        self.report = report
        self.program = program
        self.content = content
        self.misread = {found.span.path for found in report.findings if found.is_error and found.code in _UNREADABLE}

    def of_outcome(self, key: str, outcome: Outcome) -> Iterator[Claim]:
        tree, _, name = key.partition("/")
        base: Pathway = ("outcomes", name)
        # Windows only close: what is open on the later of two days was open on the earlier one too.
        on = max(self.program.today, self.program.trees[tree].reviewed)
        compile_ = self.program.condition
        for number, note in enumerate(outcome.notes):
            if "{" in note.text:
                where = (*base, "notes", number)
                shown = (compile_(note.when),)
                yield from self.words(where, shown, [note.text], ("note", name))
        is_plan = outcome.layout is not None
        if is_plan:
            yield from self.windows(base, outcome)
        if not self.content:
            return
        entries: list[_Entry] = []
        for number, entry in enumerate(outcome.cards):
            over = is_plan and self.is_over(entry, on)
            if over and entry.kind == "avoid":
                continue
            condition, where = compile_(entry.when), (*base, "cards", number)
            entries.append(_Entry(entry.card, where, condition))
            with_phrases = outcome.phrases is None and not (over and entry.kind == "option")
            own = entry.phrases if is_plan else None
            yield from self.of_card(where, (condition,), entry.card, () if not with_phrases else own)
        for number, listed in enumerate(outcome.phrases or ()):
            yield from self.of_phrase((*base, "phrases", number), (compile_(listed.when),), listed.phrase)
        yield from self.conflicts(entries)

    def windows(self, base: Pathway, outcome: Outcome) -> Iterator[Claim]:
        """The claims that the days of a plan are known: an entry whose day is not would be for any time."""
        for number, entry in enumerate(outcome.cards):
            where: Pathway = (*base, "cards", number)
            window = entry.window
            if window is not None:
                where = (*where, "window")
            elif self.content and (card := self.card(entry.card)) is not None:
                window = card.matter.window
            shown = (self.program.condition(entry.when),)
            for name, key in questions_of(window).items():
                if name not in self.report.facts:
                    continue
                at = (*where, key) if window is entry.window else where
                yield Claim("window", at, shown, fact=name, subject=("card", entry.card))

    def of_card(
        self, where: Pathway, shown: tuple[Condition, ...], name: str, phrases: tuple[str, ...] | None = None
    ) -> Iterator[Claim]:
        """The claims of a card and of the phrases that come along with it; its own where none are given."""
        card = self.card(name)
        if card is None:
            return
        if card.matter.assumes and f"content/cards/{name}.md" not in self.misread:
            must = self.program.condition(card.matter.assumes)
            yield Claim("assumes", where, shown, must, subject=("card", name))
        for phrase in card.matter.phrases if phrases is None else phrases:
            yield from self.of_phrase(where, shown, phrase)

    def of_phrase(self, where: Pathway, shown: tuple[Condition, ...], name: str) -> Iterator[Claim]:
        """The claims of a phrase: what it assumes, and that its facts can be printed."""
        phrase = self.phrase(name)
        if phrase is None:
            return
        matter = phrase.matter
        if matter.assumes and f"content/phrases/{name}.md" not in self.misread:
            must = self.program.condition(matter.assumes)
            yield Claim("assumes", where, shown, must, subject=("phrase", name))
        texts = [phrase.text, matter.to, matter.subject or ""]
        yield from self.words(where, shown, texts, ("phrase", name))

    def words(
        self, where: Pathway, shown: tuple[Condition, ...], texts: list[str], subject: tuple[str, str]
    ) -> Iterator[Claim]:
        """The claims that the facts of some texts can be printed."""
        names = dict.fromkeys(name for text in texts if "{" in text for name in fields(text))
        for name in names:
            question = None if name in self.report.blanks else self.program.fact(name)
            if isinstance(question, SharedQuestion):
                wordless: frozenset[str] = frozenset()
                answers = question.answers.items()
                # A choice of which no answer has words is told where it is printed, whoever comes there.
                if question.type in ("number", "date") or any(model.in_text for _, model in answers):
                    wordless = frozenset(answer for answer, model in answers if model.in_text is None)
                yield Claim("words", where, shown, None, name, wordless, subject)

    def conflicts(self, entries: list[_Entry]) -> Iterator[Claim]:
        """The claims that cards which contradict each other are not shown together."""
        against = {entry.card: self.against(entry.card) for entry in entries}
        if any(against.values()):
            for position, entry in enumerate(entries):
                for other in entries[:position]:
                    if other.card in against[entry.card] or entry.card in against[other.card]:
                        shown = (other.shown, entry.shown)
                        yield Claim("conflict", entry.where, shown, subject=(other.card, entry.card))

    def against(self, name: str) -> tuple[str, ...]:
        """The cards that a card says it conflicts with."""
        card = self.card(name)
        return card.matter.conflicts_with if card is not None else ()

    def is_over(self, entry: CardEntry, on: date) -> bool:
        """Whether the time of a plan's entry is past, or may be past by some answer."""
        card = self.card(entry.card)
        window = entry.window or (card.matter.window if card is not None else None) or Window.model_validate({})
        anchor = parse_anchor(window.latest or window.until)
        if anchor is None:
            return False
        if anchor.kind == "question":
            return True
        latest = self.program.day(anchor)
        return latest is not None and latest < on

    def card(self, name: str) -> Card | None:
        """A card, None where it is not there or not sound."""
        guide = self.report.guide
        return guide.card_part(name).model if name in guide.card_names else None

    def phrase(self, name: str) -> Phrase | None:
        """A phrase, None where it is not there or not sound."""
        guide = self.report.guide
        return guide.phrase_part(name).model if name in guide.phrase_names else None


class _Entry(NamedTuple):
    """A card of an outcome: where it stands, and when it is shown."""

    card: str
    where: Pathway
    shown: Condition


def place_of(report: Report, claim: Claim) -> Related | None:
    """Where a claim is made, if that is in a card or a phrase."""
    kind, name = claim.subject
    guide = report.guide
    if claim.kind == "conflict":
        for one, other in (claim.subject, claim.subject[::-1]):
            part = guide.card_part(one)
            if part.model is not None and other in part.model.matter.conflicts_with:
                number = part.model.matter.conflicts_with.index(other)
                return Related(part.source.span(("conflicts_with", number)), "said here")
        return None
    if claim.kind == "window":
        own = "window" in claim.where
        return None if own else Related(guide.card_part(name).source.span(("window",), key=True), "its window")
    if claim.kind == "assumes":
        source = (guide.card_part(name) if kind == "card" else guide.phrase_part(name)).source
        return Related(source.span(("assumes",), key=True), "assumed here")
    phrase = guide.phrase_part(name).model if kind == "phrase" else None
    if phrase is None:
        return None
    lines = [number for number, line in enumerate(phrase.text.split("\n")) if f"{{{claim.fact}}}" in line]
    line = phrase.line + lines[0] if lines else 1
    return Related(Span(f"content/phrases/{name}.md", line, 1, line, 2), "printed here")
