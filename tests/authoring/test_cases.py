"""The case corpus: faulty guides with exactly what `check` says, and sound ones it is silent about.

`tests/cases/check/<code>-<name>/` is laid over `tests/cases/base/`; its `expected.txt` has a line
for each finding. It is checked from the day in its file `as-of`, else from `guides.DAY`. An empty
file named `<path>.gone` takes a file of the base away. To write the expected files anew:
`ADVISOR_UPDATE=1 make test ARGS="tests/authoring/test_cases.py"`, then read the diff.
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from advisor.authoring.check import check
from advisor.authoring.rules.catalogue import RULES
from tests.authoring.guides import BASE, CASES, DAY, judged, shown

FAULTY = sorted(path.name for path in (CASES / "check").iterdir())
SOUND = sorted(path.name for path in (CASES / "ok").iterdir())
UPDATE = bool(os.environ.get("ADVISOR_UPDATE"))


def lay_over(case: Path, root: Path) -> Path:
    shutil.copytree(BASE, root)
    shutil.copytree(case, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt", "as-of"))
    for mark in root.rglob("*.gone"):
        mark.with_suffix("").unlink()
        mark.unlink()
    return root


def day_of(case: Path) -> date:
    file = case / "as-of"
    return date.fromisoformat(file.read_text("utf-8").strip()) if file.exists() else DAY


def code_of(name: str) -> str:
    return name.partition("-")[0].upper()


@pytest.mark.parametrize("name", FAULTY)
def test_faulty_guide(name: str, tmp_path: Path) -> None:
    case = CASES / "check" / name
    findings = judged(check(lay_over(case, tmp_path / "guide"), as_of=day_of(case)).findings, but=code_of(name))
    assert [shown(finding) for finding in findings if not finding.hint] == []
    found = "".join(shown(finding) + "\n" for finding in findings)
    if UPDATE:
        assert not os.environ.get("CI"), "expected files are not written in CI"
        (case / "expected.txt").write_text(found, encoding="utf-8")
    assert found == (case / "expected.txt").read_text("utf-8")
    assert code_of(name) in {finding.code for finding in findings}


@pytest.mark.parametrize("name", SOUND)
def test_sound_guide(name: str, tmp_path: Path) -> None:
    case = CASES / "ok" / name
    findings = judged(check(lay_over(case, tmp_path / "guide"), as_of=day_of(case)).findings, but=code_of(name))
    assert [*map(shown, findings)] == []


def test_every_rule_has_a_case() -> None:
    # What no file in a repository can be is covered by test_hostile.py.
    made_by_hand = {"Y101", "Y113", "Y120", "Y121"}
    covered = {code_of(name) for name in FAULTY}
    assert set(RULES) - made_by_hand <= covered
    assert covered <= set(RULES)
