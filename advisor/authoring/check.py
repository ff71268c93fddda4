"""`check`: everything that is wrong with a guide, in one run."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from advisor.authoring.report import Report
from advisor.authoring.rules import content, trees
from advisor.authoring.rules.routing import check_routing
from advisor.diagnostics import Diagnostic, in_order
from advisor.errors import GuideInvalid, UsageError
from advisor.guide import load
from advisor.guide.load import Guide, load_guide, targets
from advisor.guide.model import Blank, Elsewhere, Manifest, Reference, SeasonFile, Shared, Term


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` found.

    Attributes:
        files: How many files were looked at.
        findings: In the order of the files.
    """

    files: int
    findings: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that stop the trees they concern."""
        return tuple(finding for finding in self.findings if finding.is_error)


def check(guide: Guide | str | os.PathLike[str] | None = None) -> Checked:
    """Find everything that is wrong with a guide; a broken file never keeps the others from being checked.

    Args:
        guide: A guide, or its folder; without it the one `load_guide` finds.

    Raises:
        UsageError: There is no guide there.
    """
    if not isinstance(guide, Guide):
        guide = load_guide(guide)
    report = Report(guide)
    parts = _read_all(guide)
    for part in parts:
        report.findings += part.findings
    content.check_season(report)
    content.check_files(report)
    trees.check_shared(report)
    for name in guide.tree_names:
        tree = guide.tree_part(name)
        if tree.model is not None:
            trees.TreeCheck(report, name, tree).run()
    trees.check_two_trees(report, guide.tree_names)
    for name in guide.card_names:
        content.check_card(report, guide.card_part(name))
    for name in guide.phrase_names:
        content.check_phrase(report, guide.phrase_part(name))
    broken = {finding.span.path for finding in report.findings if finding.is_error}
    for name in guide.tree_names:
        if not broken & _rests_on(guide, name):
            check_routing(report, name)
    return Checked(len(parts), tuple(in_order(report.findings)))


def _read_all(guide: Guide) -> list[load.Part[object]]:
    return [
        guide.part(load.MANIFEST, Manifest),
        guide.part(load.SEASON, SeasonFile),
        guide.part(load.SHARED, Shared),
        guide.part(load.ELSEWHERE, Elsewhere),
        guide.mapping_part(load.BLANKS, Blank),
        guide.mapping_part(load.SOURCES, Reference),
        guide.mapping_part(load.GLOSSARY, Term),
        *map(guide.tree_part, guide.tree_names),
        *map(guide.card_part, guide.card_names),
        *map(guide.phrase_part, guide.phrase_names),
    ]


def _rests_on(guide: Guide, name: str) -> set[str]:
    """The YAML files that must be sound before a tree's routing can be explored."""
    paths = {load.SEASON, load.SHARED}
    pending = [name]
    seen: set[str] = set()
    while pending:
        current = pending.pop()
        if current in seen:
            continue
        seen.add(current)
        paths.add(f"trees/{current}.yaml")
        if current in guide.tree_names and (model := guide.tree_part(current).model) is not None:
            pending += [to[5:] for to in targets(model) if to.startswith("tree:")]
    return paths


def require_sound(guide: Guide, name: str) -> None:
    """Refuse to go on with a tree that has errors, or that can go on to one that has.

    Other trees are not read, unless a condition names a fact that these trees do not have.

    Raises:
        UsageError: There is no such tree.
        GuideInvalid: Holds every error found.
    """
    if name not in guide.tree_names:
        guide.tree(name)
    if guide.memo.get(("sound", name)):
        return
    report = Report(guide)
    needed = _rests_on(guide, name)
    names = [known for known in guide.tree_names if f"trees/{known}.yaml" in needed]
    report.findings += guide.part(load.MANIFEST, Manifest).findings
    report.findings += guide.part(load.SEASON, SeasonFile).findings
    report.findings += guide.part(load.SHARED, Shared).findings
    for known in names:
        part = guide.tree_part(known)
        report.findings += part.findings
        if part.model is not None:
            trees.TreeCheck(report, known, part).run()
    trees.check_two_trees(report, names)
    if not any(finding.is_error for finding in report.findings):
        check_routing(report, name)
    errors = [finding for finding in in_order(report.findings) if finding.is_error]
    if errors:
        first = errors[0].span
        where = f"{first.path}:{first.line}:{first.column}"
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        message = f'the tree "{name}" cannot be used: {where}: {errors[0].message}{more}'
        raise GuideInvalid(message, errors, "run `advisor check`")
    guide.memo["sound", name] = True


def of_paths(checked: Checked, guide: Guide, paths: Iterable[str]) -> Checked:
    """Only the findings about some files or folders of the guide.

    Raises:
        UsageError: A path does not exist, or is outside the guide.
    """
    root = guide.root.resolve()
    wanted: list[str] = []
    for path in paths:
        file = (root / path) if not os.path.exists(path) else None  # noqa: PTH110
        from pathlib import Path

        resolved = (file or Path(path)).resolve()
        if not resolved.exists():
            raise UsageError(f'there is no file or folder "{path}"', "name one inside the guide")
        if not resolved.is_relative_to(root):
            raise UsageError(
                f'"{path}" is not in the guide {guide.root}', "name the guide with --guide DIR"
            )
        wanted.append(resolved.relative_to(root).as_posix())
    if not wanted or "." in wanted:
        return checked

    def is_wanted(path: str) -> bool:
        return any(path == name or path.startswith(name + "/") for name in wanted)

    kept = tuple(finding for finding in checked.findings if is_wanted(finding.span.path))
    files = sum(is_wanted(part.source.path) for part in _read_all(guide))
    return Checked(files, kept)
