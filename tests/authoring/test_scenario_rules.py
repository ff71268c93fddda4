"""What `check` says about scenarios without playing them is what playing them shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.authoring.check import check
from advisor.authoring.testing.scenarios import Case, play, read_cases
from advisor.diagnostics import Diagnostic
from advisor.guide.load import Guide
from tests.authoring.guides import CASES, shown
from tests.authoring.test_cases import FAULTY, SOUND, day_of, lay_over

FAILS = frozenset({"N201", "N202", "N203", "T705", "T706", "T709", "T710"})
"""What keeps a scenario from passing."""


def written(kind: str, names: list[str]) -> list[str]:
    return [name for name in names if (CASES / kind / name / "tests/scenarios").is_dir()]


@pytest.mark.parametrize("name", written("ok", SOUND))
def test_scenarios_without_a_finding_pass(name: str, tmp_path: Path) -> None:
    guide = Guide(lay_over(CASES / "ok" / name, tmp_path / "g"))
    assert [one.message for case in read_cases(guide) if not (one := play(guide, case)).passed] == []


@pytest.mark.parametrize("name", [name for name in written("check", FAULTY) if name[:4].upper() in FAILS])
def test_scenarios_with_a_finding_fail(name: str, tmp_path: Path) -> None:
    case = CASES / "check" / name
    guide = Guide(lay_over(case, tmp_path / "g"))
    cases = read_cases(guide)
    judged = [
        (scenario, finding)
        for finding in check(guide, as_of=day_of(case)).findings
        if finding.code in FAILS and "never looked at" not in finding.message
        if (scenario := scenario_of(cases, finding)) is not None
    ]
    assert judged
    for scenario, finding in judged:
        assert not play(guide, scenario).passed, shown(finding)


@pytest.mark.parametrize("name", [name for name in FAULTY if name.startswith("t703")])
def test_of_two_that_contradict_each_other_one_fails(name: str, tmp_path: Path) -> None:
    case = CASES / "check" / name
    guide = Guide(lay_over(case, tmp_path / "g"))
    cases = read_cases(guide)
    for finding in check(guide, as_of=day_of(case)).findings:
        if finding.code == "T703":
            both = [scenario for scenario in cases if f'"{scenario.scenario.name}"' in finding.message]
            scenario = scenario_of(cases, finding)
            assert scenario is not None
            assert not all(play(guide, one).passed for one in (*both, scenario))


def scenario_of(cases: list[Case], finding: Diagnostic) -> Case | None:
    """The scenario in which a finding stands, the first one for what is given to all; None for the head of a file."""
    own = [case for case in cases if case.path == finding.span.path]
    before = [case for case in own if case.line <= finding.span.line]
    if not before and finding.code == "T710":
        return own[0]
    return before[-1] if before else None
