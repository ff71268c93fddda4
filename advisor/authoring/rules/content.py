"""Rules about cards, phrases and the guide's own files.

Their shape beyond the model (S1), what they name (N2), and files that nobody reads (Y1).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import partial
from zoneinfo import ZoneInfo

from advisor.authoring.report import Report
from advisor.authoring.rules import trees
from advisor.diagnostics import Span, did_you_mean
from advisor.guide import load
from advisor.guide.cards import FOOTNOTE
from advisor.guide.load import (
    BLANKS,
    ELSEWHERE,
    MANIFEST,
    SEASON,
    SOURCES,
    Card,
    Phrase,
    is_aside,
    is_text,
)
from advisor.guide.model import Blank, Elsewhere, Manifest, Reference, SeasonFile
from advisor.guide.shape import Part
from advisor.interview.phrasing import fields


def check_card(report: Report, part: Part[Card]) -> None:
    """A card's names: sources, phrases, other cards, days, fields."""
    if part.model is None:
        return
    source, card = part.source, part.model
    matter = card.matter
    trees.check_file_id(report, source, card.id)
    for number, name in enumerate(matter.sources):
        report.reference(source, ("sources", number), name)
    if matter.basis != "custom" and not matter.sources:
        message = f"a card whose basis is {matter.basis} needs `sources`"
        report.add("S102", source, ("basis",), message, 'add "sources: [...]"', key=True)
    for number, name in enumerate(matter.phrases):
        report.phrase(source, ("phrases", number), name)
    for number, to in enumerate(matter.see_also):
        report.elsewhere(source, ("see_also", number), to)
    for number, name in enumerate(matter.conflicts_with):
        report.card(source, ("conflicts_with", number), name)
    if matter.assumes is not None:
        trees.check_when(report, source, ("assumes",), matter.assumes, trees.everywhere(report))
    trees.check_window(report, source, ("window",), matter.window)
    report.text(matter.title, partial(source.span, ("title",)), kind="a title")
    for text, line in card.body.texts():
        report.text(text, _line(source.path, line), kind="a card; cards hold no facts")
        for name in FOOTNOTE.findall(text):
            if name not in matter.sources:
                hint = did_you_mean(name, matter.sources) if matter.sources else f'add "sources: [{name}]"'
                message = f'"[^{name}]" is not among the `sources` of this card'
                report.add_at("N212", _find(part, line, f"[^{name}]"), message, hint)


def _line(path: str, line: int) -> Callable[[], Span]:
    return lambda: Span(path, line, 1, line, 2)


def _find(part: Part[Card], line: int, text: str) -> Span:
    """The place of a text in the paragraph that begins on a line; else the line."""
    assert part.model is not None
    body = part.model.body
    lines = body.text.split("\n")
    # The body begins where its bottom line stands, less the blank lines before it.
    leading = len(body.text) - len(body.text.lstrip("\n"))
    first = body.line - leading
    for number in range(max(line - first, 0), len(lines)):
        column = lines[number].find(text)
        if column >= 0:
            return Span(part.source.path, first + number, column + 1, first + number, column + 1 + len(text))
        if not lines[number].strip():
            break
    return Span(part.source.path, line, 1, line, 2)


def check_phrase(report: Report, part: Part[Phrase]) -> None:
    """A phrase's names: blanks, facts, days."""
    if part.model is None:
        return
    source, phrase = part.source, part.model
    trees.check_file_id(report, source, phrase.id)
    may = [*report.blanks, *report.facts]
    matter = phrase.matter
    for key in ("title", "to", "subject"):
        text = getattr(matter, key)
        if text:
            report.text(text, partial(source.span, (key,)), may=may, kind="a phrase")
    for number, line in enumerate(phrase.text.split("\n")):
        at = _line(source.path, phrase.line + number)
        report.text(line, at, may=may, kind="a phrase")
    if matter.assumes is not None:
        trees.check_when(report, source, ("assumes",), matter.assumes, trees.everywhere(report))


_FOLDERS = {
    load.TREES: (".yaml", frozenset[str]()),
    "content": ("", frozenset({"guide", "season", "blanks", "sources", "glossary", "elsewhere"})),
    load.CARDS: (".md", frozenset[str]()),
    load.PHRASES: (".md", frozenset[str]()),
}
_TEXTS = (".yaml", ".yml", ".md", ".markdown")


def check_folders(report: Report) -> None:
    """Files that look as if they were part of the guide, and are not read."""
    guide = report.guide
    for folder, (ending, stems) in _FOLDERS.items():
        if os.path.lexists(guide.root / folder) and not (guide.root / folder).is_dir():
            message = "a folder is wanted here, and this is a file"
            report.add_at("Y120", Span(folder), message, "move it away and make a folder")
            continue
        for name in guide.listing(folder):
            if not is_text(name):
                written = os.fsencode(name).decode("utf-8", "replace")
                message = "this file is not read: its name is in no known encoding"
                report.add_at("Y122", Span(f"{folder}/{written}"), message, "rename it")
            elif not is_aside(name):
                _unread(report, folder, name, ending, stems)
    if not guide.tree_names:
        message = f"the guide has no tree in {load.TREES}/"
        report.add_at("S110", Span(MANIFEST), message, "begin with `advisor new tree NAME`")


def _unread(report: Report, folder: str, name: str, ending: str, stems: frozenset[str]) -> None:
    stem, dot, rest = name.rpartition(".")
    if not dot or f".{rest.lower()}" not in _TEXTS:
        return
    if stems:
        if name in {f"{known}.yaml" for known in stems}:
            return
        hint = did_you_mean(name, [f"{known}.yaml" for known in sorted(stems)])
    elif name.endswith(ending):
        return
    else:
        hint = f'rename it to "{stem}{ending}"'
    report.add_at("Y122", Span(f"{folder}/{name}"), "this file is not read", hint)


def check_season(report: Report) -> None:
    """The calendar: its zone, the days of its phases, its sources."""
    part: Part[SeasonFile] = report.guide.part(SEASON, SeasonFile)
    season, source = part.model, part.source
    if season is None:
        return
    try:
        ZoneInfo(season.zone)
    except (KeyError, ValueError, OSError):
        message = f'"{season.zone}" is no time zone that this machine knows'
        report.add("S104", source, ("zone",), message, "write an IANA name like America/New_York")
    for name, phase in season.phases.items():
        for key, text in (("from", phase.from_), ("until", phase.until)):
            anchor = report.anchor(source, ("phases", name, key), text)
            if anchor is not None and anchor.kind in ("today", "question"):
                report.add(
                    "S113",
                    source,
                    ("phases", name, key),
                    "a phase has fixed days",
                    "write a day or an event",
                )
    for name, event in season.events.items():
        where = ("events", name)
        if event.date != "varies" and event.confidence is None:
            hint = "add `confidence: published` or `confidence: expected`"
            report.add("S102", source, where, f'the event "{name}" has no `confidence`', hint, key=True)
        if event.date == "varies" and event.time is not None:
            report.add(
                "S106",
                source,
                (*where, "time"),
                "an event that varies has no time",
                "delete it",
                key=True,
            )
        for number, reference in enumerate(event.sources):
            report.reference(source, (*where, "sources", number), reference)
    for name in report.guide.tree_names:
        model = report.guide.tree_part(name).model
        for question, written in (model.questions if model else {}).items():
            if written.use is None and written.suggest == "phase_today":
                _phases(
                    report,
                    season,
                    report.guide.tree_part(name).source,
                    ("questions", question),
                    written.answers,
                )
    shared = report.guide.part("trees/_shared.yaml", type(report.shared))
    for question, wording in report.shared.questions.items():
        if wording.suggest == "phase_today":
            _phases(report, season, shared.source, ("questions", question), wording.answers)


def _phases(
    report: Report,
    season: SeasonFile,
    source: object,
    where: tuple[str, str],
    answers: Mapping[str, object],
) -> None:
    for phase in season.phases:
        if phase not in answers:
            from advisor.guide.source import Source

            assert isinstance(source, Source)
            message = f'the phase "{phase}" of the season is not among the answers of "{where[1]}"'
            report.add("N216", source, (*where, "suggest"), message, f'add an answer "{phase}"')


def check_files(report: Report) -> None:
    """Blanks, what is elsewhere, the manifest."""
    guide = report.guide
    blanks: Part[Mapping[str, Blank]] = guide.mapping_part(BLANKS, Blank)
    for name, blank in (blanks.model or {}).items():
        if name in report.facts:
            message = f'the blank "{name}" has the id of a question'
            report.add("N213", blanks.source, (name,), message, "rename the blank", key=True)
        trees.reserved(report, blanks.source, (name,), name)
        for part in fields(blank.text or ""):
            inner = (blanks.model or {}).get(part)
            if part.startswith("season:"):
                report.text(f"{{{part}}}", partial(blanks.source.span, (name, "text")))
            elif inner is None:
                hint = did_you_mean(part, blanks.model or {})
                report.add("N208", blanks.source, (name, "text"), f'there is no blank "{part}"', hint)
            elif inner.text is not None:
                message = f'"{part}" is made of other blanks itself'
                report.add("N208", blanks.source, (name, "text"), message, "write its parts instead")
        if blank.example is not None and blank.pattern and not re.fullmatch(blank.pattern, blank.example):
            message = f'the example of "{name}" does not fit its pattern'
            report.add("S104", blanks.source, (name, "example"), message, blank.hint)
    elsewhere: Part[Elsewhere] = guide.part(ELSEWHERE, Elsewhere)
    if elsewhere.model is not None:
        for name, urgent in elsewhere.model.urgent.items():
            for number, reference in enumerate(urgent.sources):
                report.reference(elsewhere.source, ("urgent", name, "sources", number), reference)
    guide.mapping_part(SOURCES, Reference)
    guide.part(MANIFEST, Manifest)
