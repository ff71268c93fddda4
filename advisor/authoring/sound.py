"""Whether an interview may begin: the tree, and those it can go on to, must be without errors."""

from __future__ import annotations

from datetime import date

from advisor.authoring.report import Report
from advisor.authoring.rules import trees
from advisor.authoring.rules.routing import check_routing
from advisor.diagnostics import in_order
from advisor.errors import GuideInvalid
from advisor.guide import load
from advisor.guide.load import Guide, targets
from advisor.guide.model import Manifest, SeasonFile, Shared


def rests_on(guide: Guide, name: str) -> set[str]:
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


def require_sound(guide: Guide, name: str, day: date | None = None) -> None:
    """Refuse to go on with a tree that has errors, or that can go on to one that has.

    Routing is proved for an interview's own day, or without one for every day. Other trees are not read, unless a
    condition names a fact that these trees do not have.

    Raises:
        UsageError: There is no such tree.
        GuideInvalid: Holds every error found.
    """
    if name not in guide.tree_names:
        guide.tree(name)
    if guide.memo.get(("sound", name, day)):
        return
    report = Report(guide)
    needed = rests_on(guide, name)
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
        check_routing(report, name, day)
    errors = [finding for finding in in_order(report.findings) if finding.is_error]
    if errors:
        first = errors[0].span
        where = f"{first.path}:{first.line}:{first.column}"
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        message = f'the tree "{name}" cannot be used: {where}: {errors[0].message}{more}'
        raise GuideInvalid(message, errors, "run `advisor check`")
    guide.memo["sound", name, day] = True
