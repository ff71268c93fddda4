"""docs/checks.md names every code there is and no other, and every rule of the list."""

from __future__ import annotations

import re
from pathlib import Path

from advisor.diagnostics import CODES

TEXT = (Path(__file__).resolve().parents[2] / "docs/checks.md").read_text("utf-8")


def test_every_code_stands_there_with_its_name() -> None:
    rows = re.findall(r"^\| ([A-Z]\d{3}) \| (\S+) \| (\w+) \|$", TEXT, re.MULTILINE)
    assert {code: (name, severity) for code, name, severity in rows} == {
        code: (name, str(severity)) for code, (name, severity) in CODES.items()
    }
    assert len(rows) == len(CODES)


def test_every_code_that_is_named_exists() -> None:
    named = set(re.findall(r"\b[YSNQRCGT][1-7]\d\d\b", TEXT))
    assert named == set(CODES)


def test_every_rule_of_the_list_is_there_once() -> None:
    rows = re.findall(r"^\| V(\d{2,3}) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == [*range(1, 107)]
    assert all(rule.strip() and here.strip() and "TODO" not in here for _, rule, here in rows)
