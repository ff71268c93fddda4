"""Findings as SARIF: by the published schema, at the right place, and the same after lines have moved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator

from advisor.authoring.check import Checked, check
from advisor.authoring.rules.catalogue import RULES, explain
from advisor.diagnostics import Related, Severity, Span, diagnostic
from advisor.output.sarif import RuleText, sarif_document
from tests.authoring.guides import CASES, DAY, judged, overlay
from tests.authoring.test_cases import FAULTY, day_of, lay_over

TEXTS = {code: RuleText(code, rule.name, rule.severity, rule.what, explain(code)) for code, rule in RULES.items()}


@cache
def schema() -> Draft4Validator:
    found = json.loads((Path(__file__).parent / "sarif/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    Draft4Validator.check_schema(found)
    return Draft4Validator(found, format_checker=Draft4Validator.FORMAT_CHECKER)


def log_of(checked: Checked, root: Path, base: str = "") -> dict[str, Any]:
    def lines(path: str) -> Sequence[str]:
        file = root / path
        return file.read_text("utf-8", errors="replace").splitlines() if file.is_file() else ()

    document = sarif_document(checked.findings, checked.allowed, TEXTS, lines, base=base, version="1.2.3")
    document = dict(json.loads(json.dumps(document)))
    assert [error.message for error in schema().iter_errors(document)] == []
    return document


def results_of(document: dict[str, Any]) -> list[Any]:
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert {rule["id"] for rule in rules} == {result["ruleId"] for result in run["results"]}
    return list(run["results"])


def test_the_schema_can_fail() -> None:
    assert not schema().is_valid({"version": "2.1.0", "runs": [{"tool": {}, "results": []}]})
    assert not schema().is_valid({"version": "2.1.0", "runs": [], "more": 1})


@pytest.mark.parametrize("name", FAULTY)
def test_every_kind_of_finding_is_sarif(name: str, tmp_path: Path) -> None:
    case = CASES / "check" / name
    root = lay_over(case, tmp_path / "guide")
    checked = check(root, as_of=day_of(case))
    results = results_of(log_of(checked, root))
    assert len(results) == len(checked.findings) + len(checked.allowed)
    for result, finding in zip(results, checked.findings, strict=False):
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == finding.span.path
        assert place["region"]["startLine"] == finding.span.line
        assert place["region"]["endColumn"] == finding.span.end_column
        assert result["message"]["text"].startswith(finding.message)
        assert (finding.hint or "") in result["message"]["text"]
        assert result["level"] == {"error": "error", "warning": "warning", "info": "note"}[finding.severity]
        assert [other["message"]["text"] for other in result["relatedLocations"]] == [
            other.note for other in finding.related
        ]
        assert result["properties"].get("witness") == finding.witness


def test_what_an_author_allows_is_suppressed_with_the_reason(tmp_path: Path) -> None:
    root = lay_over(CASES / "ok/allowed-error", tmp_path / "guide")
    checked = check(root, as_of=DAY)
    (result,) = results_of(log_of(checked._replace(findings=tuple(judged(checked.findings))), root))
    assert result["ruleId"] == "Q304"
    (suppression,) = result["suppressions"]
    assert suppression["kind"] == "inSource"
    assert suppression["justification"] == "one has a basket, see the picture at the desk"


def prints_of(root: Path) -> list[str]:
    found = results_of(log_of(check(root, as_of=DAY), root))
    return [result["partialFingerprints"]["advisorFinding/v1"] for result in found]


def test_a_fingerprint_does_not_change_when_lines_move(tmp_path: Path) -> None:
    text = (CASES / "check/q305-answers-sound-alike/trees/rent.yaml").read_text("utf-8")
    before = prints_of(overlay(tmp_path / "one", {"trees/rent.yaml": text}))
    moved = "# A remark.\n\n" + text.replace("    answers:\n", "    help: Look at it.\n    answers:\n", 1)
    assert prints_of(overlay(tmp_path / "two", {"trees/rent.yaml": moved})) == before
    assert len(set(before)) == len(before) > 3
    other = text.replace("For work!", "to work!").replace("for work", "to work")
    assert prints_of(overlay(tmp_path / "three", {"trees/rent.yaml": other})) != before


def test_findings_that_are_alike_have_fingerprints_of_their_own(tmp_path: Path) -> None:
    twice = "saddle:\n  also: [seat]\nbell:\n  also: [seat]\n"
    prints = prints_of(overlay(tmp_path / "one", {"content/glossary.yaml": twice}))
    assert len(prints) == 2
    assert len(set(prints)) == 2


ODD = ["a b/ä ü.yaml", "100%/x#y?z.yaml", "c:d/e.yaml", "座/größer.yaml", "quo'te\"s.yaml"]


@pytest.mark.parametrize("path", ODD)
@pytest.mark.parametrize("base", ["", "guides/mine/", "gui des/%/"])
def test_a_path_of_any_signs_is_a_relative_address(path: str, base: str, tmp_path: Path) -> None:
    finding = diagnostic("S102", "x", Span(path, 1, 1, 1, 2), related=[Related(Span(path, 2), "there")])
    (result,) = results_of(log_of(Checked(1, (finding,)), tmp_path, base))
    for place in (result["locations"][0], result["relatedLocations"][0]):
        artifact = place["physicalLocation"]["artifactLocation"]
        assert artifact["uriBaseId"] == "%SRCROOT%"
        assert artifact["uri"].isascii()
        assert not set(artifact["uri"]) & set(' "#?<>:')
        assert unquote(artifact["uri"]) == base + path


def test_a_guide_elsewhere_has_an_absolute_address(tmp_path: Path) -> None:
    finding = diagnostic("S102", "x", Span("trees/ä b.yaml"))
    base = (tmp_path / "of mine").as_posix() + "/"
    (result,) = results_of(log_of(Checked(1, (finding,)), tmp_path, base))
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": (tmp_path / "of mine/trees/ä b.yaml").as_uri()}


def test_signs_that_a_terminal_obeys_are_shown(tmp_path: Path) -> None:
    finding = diagnostic("S102", "\x1b[31m", Span("x"), "\x9b", [Related(Span("x"), "\x07")], severity=Severity.INFO)
    text = json.dumps(log_of(Checked(1, (finding,)), tmp_path)["runs"][0]["results"][0]["message"])
    assert "\\u001b" not in text
    assert "\\u009b" not in text
