"""Rules about what a tree's outcomes show (C5), and about routes that hang on a date nobody has published (R4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from advisor.authoring.report import Pathway, Report, within
from advisor.authoring.rules.phrases import expected_event, same_titles, wordless
from advisor.authoring.rules.season import check_days, check_window_order
from advisor.authoring.rules.texts import check_words, listed_twice
from advisor.guide.load import SHARED, Card
from advisor.guide.model import CardEntry, FactRule, Note, Outcome, PhraseEntry, Rule, Shared, Tree
from advisor.guide.shape import Part
from advisor.guide.source import Source
from advisor.interview.phrasing import fields


def check_shown(report: Report, part: Part[Tree]) -> None:
    """What one tree says and shows."""
    source, tree = part.source, part.model
    check_words(report, source)
    if tree is None:
        return
    check_days(report, source, (("reviewed", tree.reviewed),))
    for name, outcome in tree.outcomes.items():
        _check_outcome(report, source, ("outcomes", name), outcome)
    if "season:" in source.text:
        check_conditions(report, source, _conditions(tree))


def check_shared_words(report: Report) -> None:
    """What the shared questions say, and what their conditions read."""
    part: Part[Shared] = report.guide.part(SHARED, Shared)
    check_words(report, part.source)
    for name, rules in part.model.facts.items() if part.model is not None else ():
        check_conditions(report, part.source, _listed(("facts", name), rules))


def _check_outcome(report: Report, source: Source, where: Pathway, outcome: Outcome) -> None:
    for number, note in enumerate(outcome.notes):
        for name in fields(note.text) if "{" in note.text else ():
            fact = report.facts.get(name)
            if fact is not None:
                here = (*where, "notes", number, "text")
                wordless(report, name, fact, partial(within, source, here, f"{{{name}}}"))
    listed_twice(report, source, (*where, "see_also"), outcome.see_also)
    if outcome.layout == "timeline":
        for number, entry in enumerate(outcome.cards):
            here = (*where, "cards", number)
            check_window_order(report, source, (*here, "window"), entry.window)
            card = _card(report, entry.card)
            if entry.kind == "duty" and card is not None and card.matter.basis != "rule":
                message = f'a duty rests on a rule, and the basis of "{entry.card}" is {card.matter.basis}'
                hint = 'write "kind: option", or give the card the rule it rests on'
                report.add("C507", source, (*here, "kind"), message, hint)
    if outcome.phrases is not None:
        listed = enumerate(outcome.phrases)
        same_titles(report, source, [(entry.phrase, (*where, "phrases", number)) for number, entry in listed])


def _card(report: Report, name: str) -> Card | None:
    return report.guide.card_part(name).model if name in report.guide.card_names else None


# --- conditions ---------------------------------------------------------------------------------------


def check_conditions(report: Report, source: Source, conditions: Iterator[tuple[Pathway, Mapping[str, Any]]]) -> None:
    """Conditions that read a date which may still move (ruling 19)."""
    for where, when in conditions:
        for below, text in _texts(when):
            event = expected_event(report, text)
            if event is not None:
                message = f'this condition reads the date of "{event}", which is only expected'
                hint = "ask for the phase instead; expected dates are for windows and texts"
                report.add("R420", source, (*where, *below), message, hint)


def _conditions(tree: Tree) -> Iterator[tuple[Pathway, Mapping[str, Any]]]:
    """Every condition that decides where a tree leads and what it shows, with its path."""
    for name, question in tree.questions.items():
        where: Pathway = ("questions", name)
        if question.only_when is not None:
            yield (*where, "only_when"), question.only_when
        ways = question.next.items() if isinstance(question.next, dict) else [("", question.next)]
        for answer, way in ways:
            if not isinstance(way, str):
                yield from _listed((*where, "next", answer) if answer else (*where, "next"), way)
    for name, rules in tree.facts.items():
        yield from _listed(("facts", name), rules)
    for name, outcome in tree.outcomes.items():
        yield from _listed(("outcomes", name, "notes"), outcome.notes)
        yield from _listed(("outcomes", name, "cards"), outcome.cards)
        yield from _listed(("outcomes", name, "phrases"), outcome.phrases or ())


_Conditional = Rule | FactRule | Note | CardEntry | PhraseEntry


def _listed(where: Pathway, things: Sequence[_Conditional]) -> Iterator[tuple[Pathway, Mapping[str, Any]]]:
    for number, thing in enumerate(things):
        if thing.when is not None:
            yield (*where, number, "when"), thing.when


def _texts(value: object, where: Pathway = ()) -> Iterator[tuple[Pathway, str]]:
    if isinstance(value, str):
        if value.startswith("season:"):
            yield where, value
    elif isinstance(value, Mapping):
        for key, child in value.items():
            yield from _texts(child, (*where, key))
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from _texts(child, (*where, number))
