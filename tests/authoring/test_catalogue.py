"""Every rule's documentation: complete, true, and found by its code or name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import advisor
from advisor.authoring.check import check
from advisor.authoring.rules.catalogue import RULES, Described, Rule, explain
from advisor.diagnostics import CODES, Diagnostic
from advisor.errors import UsageError
from tests.authoring.guides import DAY, judged, overlay, shown

PACKAGE = Path(advisor.__file__).parent
FAMILIES = ("Y1", "S1", "N2", "Q3", "R4", "C5", "G6", "T7")
ALL = [pytest.param(rule, id=f"{rule.code}-{rule.name}") for rule in RULES.values()]


def of_rule(rule: Rule, findings: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """What is found; what is merely told counts in the examples of its own rule."""
    return judged(findings, but=rule.code)


@pytest.mark.parametrize("rule", ALL)
def test_bad_example_gives_exactly_its_code(rule: Rule, tmp_path: Path) -> None:
    findings = of_rule(rule, check(overlay(tmp_path / "guide", rule.bad), as_of=DAY).findings)
    assert findings, "the bad example is silent"
    assert {finding.code for finding in findings} == {rule.code}, [*map(shown, findings)]
    assert {finding.severity for finding in findings} == {rule.severity}
    assert {finding.span.path for finding in findings} <= set(rule.bad)


@pytest.mark.parametrize("rule", ALL)
def test_good_example_is_silent(rule: Rule, tmp_path: Path) -> None:
    findings = of_rule(rule, check(overlay(tmp_path / "guide", rule.good), as_of=DAY).findings)
    assert [*map(shown, findings)] == []


@pytest.mark.parametrize("rule", ALL)
def test_findings_have_a_cure(rule: Rule, tmp_path: Path) -> None:
    for finding in check(overlay(tmp_path / "guide", rule.bad), as_of=DAY).findings:
        assert finding.hint or finding.code in ("S105",), shown(finding)
        assert not finding.message.endswith("."), shown(finding)
        assert "\n" not in finding.message


@pytest.mark.parametrize("rule", ALL)
def test_documentation_is_complete(rule: Rule) -> None:
    assert (rule.name, rule.severity) == CODES[rule.code]
    for text in (rule.what, rule.why):
        assert text.endswith((".", ")."))
        assert text[0].isupper() or text[0] == "`"
        assert len(text) < 260
    assert rule.bad.keys() or rule.good.keys()
    assert rule.bad != rule.good
    text = explain(rule.code)
    assert text.startswith(f"{rule.code} {rule.name} ({rule.severity})\n")
    assert rule.what.split()[-1] in text
    for file in (*rule.bad.values(), *rule.good.values()):
        line = file.words if isinstance(file, Described) else file.split("\n")[0]
        assert line[:60] in text
    assert max(map(len, text.split("\n"))) <= 210


def test_every_code_has_an_entry_and_every_entry_a_code() -> None:
    ours = {code for code in CODES if code.startswith(FAMILIES)}
    assert set(RULES) == ours


def test_every_code_that_stands_in_the_program_is_in_the_table_and_emitted() -> None:
    emitted: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        if file.name != "diagnostics.py" and "catalogue" not in file.parts:
            emitted |= set(re.findall(r'"([YSNRQCGT][1-7]\d\d)"', file.read_text("utf-8")))
    ours = {code for code in emitted if code.startswith(FAMILIES)}
    assert ours == set(RULES)


def test_names_are_unique_and_readable() -> None:
    names = [code.name for code in CODES.values()]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)


@pytest.mark.parametrize("word", ["R401", "r401", " R401 ", "no-rule-holds", "No rule holds"])
def test_a_rule_is_found_by_code_or_name(word: str) -> None:
    assert explain(word) == explain("R401")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("R4-01", "R401"), ("no-rule-hold", "no-rule-holds"), ("tap-as-indent", "tab")],
)
def test_an_unknown_rule_names_the_nearest(word: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        explain(word)
    assert word in caught.value.message
    assert meant in (caught.value.hint or "")


def test_a_word_that_is_nothing_like_a_rule() -> None:
    with pytest.raises(UsageError) as caught:
        explain("")
    assert caught.value.hint
