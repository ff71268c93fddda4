"""Rules about names over the whole guide: nearly the same, never used, two situations that sound alike (N2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from advisor.authoring.report import Pathway, Report
from advisor.diagnostics import Related, Span
from advisor.guide.load import BLANKS, SEASON, SHARED, SOURCES
from advisor.guide.model import Blank, Reference, SeasonFile, Shared, Tree
from advisor.guide.shape import Part
from advisor.understand.answers import fold

FEW = 3
"""Most texts of two trees that are told one by one where more than half are the same."""

# Between two digits it tells numbers apart: x_1_12 is not x_11_2.
_SEPARATOR = re.compile(r"(?<![0-9])[_-]|[_-](?![0-9])")


def check_names(report: Report) -> None:
    """Every rule about names that needs more than one file."""
    guide = report.guide
    shared: Part[Shared] = guide.part(SHARED, Shared)
    trees = [guide.tree_part(name) for name in guide.tree_names]
    _reserved_event(report)
    for names, place in _groups(report, shared, trees):
        _nearly_the_same(report, names, place)
    _situations(report, trees)
    if shared.model is not None and trees and all(tree.model is not None for tree in trees):
        models = [tree.model for tree in trees if tree.model is not None]
        _unused_questions(report, shared, models)
        _unused_conditions(report, shared, trees)


def _reserved_event(report: Report) -> None:
    """An event that no text can name: `{season:title}` is the name of the season."""
    if "title" in report.events:
        source = report.guide.part(SEASON, SeasonFile).source
        message = '"title" is reserved: {season:title} prints the name of the season'
        report.add("S108", source, ("events", "title"), message, "choose another id", key=True)


# --- nearly the same ----------------------------------------------------------------------------------

_Place = Callable[[str], Span]


def _groups(report: Report, shared: Part[Shared], trees: Sequence[Part[Tree]]) -> Iterator[tuple[list[str], _Place]]:
    """Names that live side by side, and where each of them stands."""
    guide = report.guide
    yield guide.tree_names, lambda name: Span(f"trees/{name}.yaml")
    yield guide.card_names, lambda name: Span(f"content/cards/{name}.md")
    yield guide.phrase_names, lambda name: Span(f"content/phrases/{name}.md")
    season: Part[SeasonFile] = guide.part(SEASON, SeasonFile)
    if season.model is not None:
        yield [*season.model.events], partial(_key_of, season, "events")
        yield [*season.model.phases], partial(_key_of, season, "phases")
    for mapping in (guide.mapping_part(BLANKS, Blank), guide.mapping_part(SOURCES, Reference)):
        yield [*(mapping.model or ())], partial(_key_of, mapping, None)
    homes: dict[str, tuple[Part[Any], str]] = {}
    files: list[Part[Any]] = [shared, *trees]
    for whole in files:
        if whole.model is None:
            continue
        for group in ("questions", "facts"):
            for name in getattr(whole.model, group):
                homes.setdefault(name, (whole, group))
        for name, question in whole.model.questions.items():
            yield [*question.answers], partial(_answer_of, whole, name)
        if isinstance(whole.model, Tree):
            yield [*whole.model.outcomes], partial(_key_of, whole, "outcomes")
    yield [*homes], lambda name: _key_of(*homes[name], name)


def _key_of(part: Part[Any], group: str | None, name: str) -> Span:
    return part.source.span((group, name) if group else (name,), key=True)


def _answer_of(part: Part[Any], question: str, name: str) -> Span:
    return part.source.span(("questions", question, "answers", name), key=True)


def _nearly_the_same(report: Report, names: Sequence[str], place: _Place) -> None:
    """Names that only `_` or `-` tells apart."""
    if len({name.replace("_", "").replace("-", "") for name in names}) == len(names):
        return
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(_SEPARATOR.sub("", name), name)
        if other != name:
            message = f'"{name}" and "{other}" are nearly the same, and one is soon taken for the other'
            report.add_at("N219", place(name), message, "rename one", related=[Related(place(other), "the other")])


# --- situations ---------------------------------------------------------------------------------------


def _situations(report: Report, trees: Sequence[Part[Tree]]) -> None:
    """Words that lead to two trees (ruling 28), and trees with one title."""
    heard: dict[str, tuple[Part[Tree], Pathway]] = {}
    for part in trees:
        tree = part.model
        if tree is None:
            continue
        listed: list[tuple[Pathway, str]] = [
            (("sounds_like", number), text) for number, text in enumerate(tree.sounds_like)
        ]
        alike: dict[str, list[tuple[Pathway, str, Related]]] = {}
        for where, text in [(("title",), tree.title), *listed]:
            words = fold(text)
            other, there = heard.setdefault(words, (part, where))
            if other is not part and words:
                related = Related(other.source.span(there), "there")
                alike.setdefault(other.source.path, []).append((where, text, related))
        for path, texts in alike.items():
            told = texts
            if len(texts) > FEW and 2 * len(texts) > len(listed):
                # A copied file, of which little has been written anew.
                told = [one for one in texts if one[0] == ("title",)]
                count = len(texts) - len(told)
                message = f"{count} of these texts also stand for {path}, so that people are sent to either"
                hint = "write what people say when they mean this tree, or delete this file"
                related = next(related for where, _, related in texts if where != ("title",))
                report.add("N222", part.source, ("sounds_like",), message, hint, key=True, related=[related])
            for where, text, related in told:
                message = f'"{text}" also stands for {path}, so that people are sent to either'
                report.add("N222", part.source, where, message, "say what sets the two apart", related=[related])


# --- never used ---------------------------------------------------------------------------------------


def _unused_questions(report: Report, shared: Part[Shared], trees: Iterable[Tree]) -> None:
    assert shared.model is not None
    used = {name for tree in trees for name, question in tree.questions.items() if question.use is not None}
    for name in shared.model.questions:
        if name not in used and name not in report.meant:
            message = f'no tree asks the shared question "{name}"'
            hint = f"write `use: {name}` in a tree, or delete it"
            report.add("N220", shared.source, ("questions", name), message, hint, key=True)


def _unused_conditions(report: Report, shared: Part[Shared], trees: Sequence[Part[Tree]]) -> None:
    files: list[Part[Any]] = [shared, *trees]
    homes = [part for part in files if part.model is not None and part.model.facts]
    if not homes:
        return
    guide = report.guide
    read: set[str] = set()
    for part in files:
        if part.model is not None:
            for when in _conditions(part.model):
                read.update(_names(when))
    texts: list[Part[Any]] = [*map(guide.card_part, guide.card_names), *map(guide.phrase_part, guide.phrase_names)]
    for text in texts:
        if text.model is None:
            return
        read.update(_names(text.model.matter.assumes))
    for part in homes:
        for name in part.model.facts if part.model is not None else ():
            if name not in read and name not in report.meant:
                message = f'nothing reads the named condition "{name}"'
                report.add("N221", part.source, ("facts", name), message, "read it in a `when`, or delete it", key=True)


def _conditions(model: Shared | Tree) -> Iterator[Mapping[str, Any] | None]:
    """Every condition of a file."""
    for facts in model.facts.values():
        yield from (rule.when for rule in facts)
    if isinstance(model, Shared):
        return
    for question in model.questions.values():
        yield question.only_when
        ways = question.next.values() if isinstance(question.next, dict) else [question.next]
        for way in ways:
            if not isinstance(way, str):
                yield from (rule.when for rule in way)
    for outcome in model.outcomes.values():
        for things in (outcome.notes, outcome.cards, outcome.phrases or ()):
            yield from (thing.when for thing in things)


def _names(when: Mapping[str, Any] | None) -> Iterator[str]:
    """The facts that a condition reads."""
    for name, wanted in (when or {}).items():
        if name != "any":
            yield name
        elif isinstance(wanted, list):
            for part in wanted:
                yield from _names(part) if isinstance(part, Mapping) else ()
