"""Whether an interview may begin: the tree, and those it can go on to, must be without errors."""

from __future__ import annotations

from datetime import date

from advisor.analysis.days import moving
from advisor.analysis.picture import Picture
from advisor.analysis.reach import BUDGET, Fault, Reach
from advisor.authoring.allow import Allowances
from advisor.authoring.report import Report
from advisor.authoring.rules import trees
from advisor.authoring.rules.claims import claims_of
from advisor.diagnostics import in_order
from advisor.errors import GuideInvalid
from advisor.guide import load
from advisor.guide.load import Guide, targets
from advisor.guide.model import Manifest, SeasonFile, Shared, Tree
from advisor.guide.season import Season
from advisor.interview.walk import Program

BUDGET_TO_BEGIN = BUDGET // 20
"""States to look at before an interview begins: a person waits for it."""


def rests_on(guide: Guide, name: str) -> set[str]:
    """The YAML files that must be sound before an interview can begin."""
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
    if guide.memo.get(("sound", name, day)):
        return
    readiness = Readiness(guide, name, day)
    if readiness.is_readable:
        _prove(readiness.report, name, day)
    readiness.require()
    guide.memo["sound", name, day] = True


class Readiness:
    """What is wrong with a tree and with those that it can go on to, but for their routing.

    Attributes:
        report: Where more can be reported before it is required that there be no error.
    """

    def __init__(self, guide: Guide, name: str, day: date | None = None) -> None:
        """Check their shape and their names.

        Raises:
            UsageError: There is no such tree.
        """
        if name not in guide.tree_names:
            guide.tree(name)
        self.name = name
        self.report = report = Report(guide, day)
        needed = rests_on(guide, name)
        names = [known for known in guide.tree_names if f"trees/{known}.yaml" in needed]
        models = ((load.MANIFEST, Manifest), (load.SEASON, SeasonFile), (load.SHARED, Shared))
        self._parts = [*(guide.part(path, model) for path, model in models), *map(guide.tree_part, names)]
        for part in self._parts:
            report.findings += part.findings
        trees.check_shared(report)
        for known in names:
            tree = guide.tree_part(known)
            if tree.model is not None:
                trees.TreeCheck(report, known, tree).run()
        trees.check_two_trees(report, names)

    @property
    def is_readable(self) -> bool:
        """Whether the routing can be explored."""
        return not any(finding.is_error and not finding.code.startswith("Q3") for finding in self.report.findings)

    def require(self) -> None:
        """Refuse to go on where there is an error that is not allowed.

        Raises:
            GuideInvalid: Holds every error found.
        """
        kept, _ = Allowances(part.source for part in self._parts).part(in_order(self.report.findings))
        errors = [finding for finding in kept if finding.is_error]
        if errors:
            first = errors[0].span
            where = f"{first.path}:{first.line}:{first.column}"
            more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
            message = f'the tree "{self.name}" cannot be used: {where}: {errors[0].message}{more}'
            raise GuideInvalid(message, errors, "run `advisor check`")


def _prove(report: Report, name: str, day: date | None) -> None:
    """Explore a tree and what it goes on to, on one day or on every day that matters.

    What cards and phrases claim is left to `check`: they are not read before an interview begins.
    """
    guide = report.guide
    reachable = _reachable(guide, name)
    first = day or min(tree.reviewed for tree in reachable.values())
    last = day or max(guide.season_file.ends, first)
    found: dict[tuple[object, ...], tuple[Fault, date]] = {}
    spent: dict[str, int] = {}
    days = [first]
    while days:
        today = days.pop(0)
        program = Program(reachable, name, Season(guide.season_file, today).resolve, today, guide.shared)
        picture = Picture(program, claims=claims_of(report, program, content=False))
        if today == first < last:
            days = moving(picture, first, last)[0][1:]
        reach = Reach(picture, budget=BUDGET if day is None else BUDGET_TO_BEGIN, spent=spent)
        reach.run()
        reach.dive(BUDGET_TO_BEGIN)
        for fault in reach.faults:
            found.setdefault(fault[:4], (fault, today))
    if found:
        from advisor.authoring.rules.routing_sentences import add_fault

        for fault, today in found.values():
            add_fault(report, fault, today if first < last else None)


def _reachable(guide: Guide, name: str) -> dict[str, Tree]:
    """The trees that follow; those that are not written yet, as a draft may name, are left out."""
    found: dict[str, Tree] = {}
    pending = [name]
    while pending:
        current = pending.pop(0)
        if current in found or current not in guide.tree_names:
            continue
        found[current] = guide.tree(current)
        pending += [to[5:] for to in targets(found[current]) if to.startswith("tree:")]
    return found
