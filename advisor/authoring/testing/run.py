"""`test` as a whole: scenarios played, what they cover, and which changes of the guide they notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from advisor.authoring.sound import require_sound
from advisor.authoring.testing import coverage as covering
from advisor.authoring.testing import item as items
from advisor.authoring.testing import mutants, mutate
from advisor.authoring.testing.expected import Mismatch
from advisor.authoring.testing.scenarios import Case, Played, find_cases, play
from advisor.diagnostics import Diagnostic, in_order
from advisor.errors import GuideInvalid
from advisor.guide.load import Guide
from advisor.interview.result import for_machines
from advisor.output.testing import Change, Coverage, Mutation, Remark, Scenario, Verdict


def run_tests(
    guide: Guide,
    paths: Sequence[Path] = (),
    *,
    as_of: date | None = None,
    measure: bool = False,
    change: bool = False,
) -> Verdict:
    """Play scenarios.

    A file that is wrong, or a tree with errors, does not keep the others from being played.

    Args:
        guide: The guide.
        paths: Files and folders of scenarios; without any the guide's own folder. They limit what is measured and
            changed too: to the trees that they are about.
        as_of: The day of scenarios that have none.
        measure: Whether to measure coverage.
        change: Whether to change the guide, and see what the scenarios notice.

    Raises:
        UsageError: A path does not exist, or there are no scenarios.
    """
    cases, findings = find_cases(guide, paths)
    tested = list(dict.fromkeys(case.file.tree for case in cases))
    others = [] if paths else [name for name, _ in guide.applicant_trees()]
    broken = _broken(guide, dict.fromkeys([*tested, *(others if measure or change else ())]))
    played = [_play(guide, case, broken, as_of) for case in cases]
    trees = [name for name in sorted({*tested, *others}) if name not in broken]
    starts = _starts(guide, trees) if measure or change else []
    found: list[Diagnostic] = [*findings, *(finding for errors in broken.values() for finding in errors)]
    return Verdict(
        [_scenario(one, played_at_all=one.case.file.tree not in broken) for one in played],
        in_order(found),
        _coverage(guide, starts, trees, played) if measure else None,
        _mutation(guide, starts, trees, played) if change else None,
        bool(broken),
    )


def _broken(guide: Guide, trees: Iterable[str]) -> dict[str, tuple[Diagnostic, ...]]:
    """The trees that cannot be used, with their errors."""
    broken: dict[str, tuple[Diagnostic, ...]] = {}
    for tree in trees:
        try:
            require_sound(guide, tree)
        except GuideInvalid as error:
            broken[tree] = error.findings
    return broken


def _starts(guide: Guide, trees: Sequence[str]) -> list[str]:
    """The trees that a person can begin with and that go on to some trees, these among them."""
    offered = [name for name, _ in guide.applicant_trees()]
    known = [name for name in dict.fromkeys([*trees, *offered]) if not _broken(guide, [name])]
    return [name for name in known if not set(trees).isdisjoint(guide.reachable(name))]


def _play(guide: Guide, case: Case, broken: Mapping[str, object], as_of: date | None) -> Played:
    tree = case.file.tree
    if tree in broken:
        return Played(case, (Mismatch((), f'the tree "{tree}" has errors', ("run `advisor check`",)),))
    return play(guide, case, as_of)


def _scenario(played: Played, *, played_at_all: bool) -> Scenario:
    case = played.case
    remarks = sorted(Remark(case.span(one.where), one.message, one.details) for one in played.mismatches)
    return Scenario(case.scenario.name, case.span(()), tuple(remarks), played_at_all)


def _coverage(guide: Guide, starts: Sequence[str], trees: Sequence[str], played: Sequence[Played]) -> Coverage:
    found = covering.coverage(guide, starts, trees, [one.interview for one in played if one.interview is not None])
    missing: dict[str, list[Remark]] = {part: [] for part in items.PARTS}
    for one in found.missing:
        missing[one.part].append(Remark(items.place(guide, one), items.sentence(guide, one)))
    rows = {tree: found.counts(tree) for tree in (*trees, items.COMMON)}
    return Coverage(
        {tree: counts for tree, counts in rows.items() if any(total for _, total in counts.values())},
        found.counts(),
        {part: sorted(remarks) for part, remarks in missing.items()},
        found.undecided,
    )


def _mutation(guide: Guide, starts: Sequence[str], trees: Sequence[str], played: Sequence[Played]) -> Mutation:
    found = mutate.mutation(guide, starts, trees, played)
    missed = dict.fromkeys(found.noticed, 0)
    changes: list[Change] = []
    for mutant, example in found.unnoticed:
        missed[mutant.tree] = missed.get(mutant.tree, 0) + 1
        answers = {name: for_machines(value) for name, value in example.answers.items()}
        remark = Remark(mutants.place(guide, mutant), mutant.message)
        day = example.as_of.isoformat()
        changes.append(Change(remark, mutant.kind, example.tree, day, answers, example.before, example.after))
    names = dict.fromkeys([*found.noticed, *missed])
    return Mutation(
        {name: (found.noticed.get(name, 0), found.noticed.get(name, 0) + missed.get(name, 0)) for name in names},
        sorted(changes, key=lambda change: change.remark),
        sorted(Remark(mutants.place(guide, mutant), mutant.message) for mutant in found.undecided),
        len(found.equivalent),
    )
