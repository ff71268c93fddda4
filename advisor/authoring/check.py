"""`check`: everything that is wrong with a guide, in one run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from advisor.authoring.allow import Allowances, Allowed
from advisor.authoring.report import Report
from advisor.authoring.rules import files, texts, trees
from advisor.authoring.rules.cards import check_card, check_cards
from advisor.authoring.rules.folders import check_inner_folders
from advisor.authoring.rules.names import check_names
from advisor.authoring.rules.outcomes import check_shared_words, check_shown
from advisor.authoring.rules.phrases import check_phrase, check_phrases
from advisor.authoring.rules.routing import check_routing
from advisor.authoring.rules.scenarios import check_scenarios, scenario_parts
from advisor.authoring.rules.season import check_season
from advisor.authoring.rules.use import check_use
from advisor.diagnostics import Diagnostic, Span, in_order
from advisor.errors import UsageError
from advisor.guide import load
from advisor.guide.load import Guide, load_guide
from advisor.guide.model import Blank, Elsewhere, Manifest, Record, Reference, SeasonFile, Shared, Term
from advisor.guide.shape import Part
from advisor.guide.source import Source, collector_paused


class Checked(NamedTuple):
    """What `check` found.

    Attributes:
        files: How many files were looked at.
        findings: In the order of the files.
        allowed: What the authors let pass, with their reasons; not among the findings.
    """

    files: int
    findings: tuple[Diagnostic, ...]
    allowed: tuple[Allowed, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that stop the trees they concern."""
        return tuple(finding for finding in self.findings if finding.is_error)


def check(guide: Guide | str | os.PathLike[str] | None = None, *, as_of: date | None = None) -> Checked:
    """Find everything that is wrong with a guide.

    A broken file never keeps the others from being checked.

    Args:
        guide: A guide, or its folder; without it the one `load_guide` finds.
        as_of: The day from which to look for what is overdue; today in the season's zone where none is given. Same
            guide and same day give the same findings.

    Raises:
        UsageError: There is no guide there.
    """
    if not isinstance(guide, Guide):
        guide = load_guide(guide)
    with collector_paused():
        return _check(guide, as_of)


def _check(guide: Guide, as_of: date | None) -> Checked:
    report = Report(guide, as_of)
    parts = _read_all(guide)
    for part in parts:
        report.findings += part.findings
    _check_files(report)
    check_inner_folders(report)
    trees.check_shared(report)
    check_shared_words(report)
    for name in guide.tree_names:
        tree = guide.tree_part(name)
        if tree.model is not None:
            trees.TreeCheck(report, name, tree).run()
        check_shown(report, tree)
    trees.check_two_trees(report, guide.tree_names)
    for name in guide.card_names:
        check_card(report, guide.card_part(name))
    for name in guide.phrase_names:
        check_phrase(report, guide.phrase_part(name))
    check_cards(report)
    check_phrases(report)
    check_use(report)
    check_scenarios(report)
    check_names(report)
    check_routing(report)
    sources = {part.source.path: part.source for part in parts}
    allowances = Allowances(sources.values())
    kept, allowed = allowances.part(in_order(_in_files(report.findings, sources)))
    kept += allowances.faults(kept)
    return Checked(len(parts), tuple(in_order(kept)), tuple(allowed))


def _in_files(findings: list[Diagnostic], sources: Mapping[str, Source]) -> list[Diagnostic]:
    """The findings with their places as they are in the files, lines that nobody else reads counted too."""
    if not any(source.gone for source in sources.values()):
        return findings

    def in_file(span: Span) -> Span:
        return sources[span.path].in_file(span) if span.path in sources else span

    return [
        finding._replace(
            span=in_file(finding.span),
            related=tuple(other._replace(span=in_file(other.span)) for other in finding.related),
        )
        for finding in findings
    ]


def _check_files(report: Report) -> None:
    files.check_folders(report)
    check_season(report)
    files.check_manifest(report)
    files.check_sources(report)
    files.check_blanks(report)
    files.check_glossary(report)
    files.check_elsewhere(report)
    for path, model in _OWN_FILES.items():
        texts.check_words(report, report.guide.part(path, model).source)
    for path, model in _MAPPINGS.items():
        texts.check_words(report, report.guide.mapping_part(path, model).source)


_OWN_FILES: dict[str, type[Record]] = {load.MANIFEST: Manifest, load.SEASON: SeasonFile, load.ELSEWHERE: Elsewhere}
_MAPPINGS: dict[str, type[Record]] = {load.BLANKS: Blank, load.SOURCES: Reference, load.GLOSSARY: Term}


def _read_all(guide: Guide) -> list[Part[object]]:
    return [
        *(guide.part(path, model) for path, model in _OWN_FILES.items()),
        guide.part(load.SHARED, Shared),
        *(guide.mapping_part(path, model) for path, model in _MAPPINGS.items()),
        *map(guide.tree_part, guide.tree_names),
        *map(guide.card_part, guide.card_names),
        *map(guide.phrase_part, guide.phrase_names),
        *scenario_parts(guide),
    ]


def of_paths(checked: Checked, guide: Guide, paths: Iterable[str]) -> Checked:
    """Only the findings about some files or folders of the guide.

    Raises:
        UsageError: A path does not exist, or is outside the guide.
    """
    root = guide.root.resolve()
    wanted: list[str] = []
    for path in paths:
        there = [found.resolve() for found in (Path(path), root / path) if found.exists()]
        if not there:
            raise UsageError(f'there is no file or folder "{path}"', "name one inside the guide")
        resolved = next((found for found in there if found.is_relative_to(root)), None)
        if resolved is None:
            raise UsageError(f'"{path}" is not in the guide {guide.root}', "name the guide with --guide DIR")
        wanted.append(resolved.relative_to(root).as_posix())
    if not wanted or "." in wanted:
        return checked

    def is_wanted(path: str) -> bool:
        return any(path == name or path.startswith(name + "/") for name in wanted)

    kept = tuple(finding for finding in checked.findings if is_wanted(finding.span.path))
    allowed = tuple(one for one in checked.allowed if is_wanted(one.finding.span.path))
    files = sum(is_wanted(part.source.path) for part in _read_all(guide))
    return Checked(files, kept, allowed)
