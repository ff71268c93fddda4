"""Findings as SARIF 2.1.0, which code hosts and editors read.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from advisor.diagnostics import Diagnostic, Severity, Span
from advisor.output.findings import Lines
from advisor.wording import visible

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


class RuleText(NamedTuple):
    """What a reader of the findings can look up about a rule.

    Attributes:
        help: The whole explanation, plain text.
    """

    code: str
    name: str
    severity: Severity
    what: str
    help: str


def sarif_document(
    findings: Sequence[Diagnostic],
    allowed: Sequence[tuple[Diagnostic, str]],
    rules: Mapping[str, RuleText],
    lines: Lines,
    *,
    base: str,
    version: str,
) -> dict[str, Any]:
    """A log with one run.

    Args:
        findings: In the order of the files; paths relative to the guide.
        allowed: Findings that an author lets pass, with the reason: they are marked as suppressed.
        rules: Every rule by its code; those with findings are told.
        lines: The lines of a file by its path in the guide.
        base: What comes before these paths where they are read: "" or a folder with a `/` at its end, relative to the
            repository, or absolute.
        version: The version of this program.
    """
    codes = sorted({finding.code for finding in (*findings, *(finding for finding, _ in allowed))})
    results = _Results(codes, cache(lines), base)
    found = [results.result(finding) for finding in findings]
    for finding, reason in allowed:
        told = {"kind": "inSource", "status": "accepted", "justification": visible(reason)}
        found.append(results.result(finding) | {"suppressions": [told]})
    driver = {
        "name": "advisor",
        "version": version,
        "semanticVersion": version,
        "rules": [_rule(rules[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": found,
    }
    return {"version": "2.1.0", "$schema": SCHEMA, "runs": [run]}


class _Results:
    """Findings as results, each with its rule's place in the list of rules."""

    def __init__(self, codes: list[str], lines: Lines, base: str) -> None:
        self.index = {code: number for number, code in enumerate(codes)}
        self.lines = lines
        self.base = base
        self.seen: Counter[str] = Counter()

    def result(self, finding: Diagnostic) -> dict[str, Any]:
        message = visible(finding.message)
        if finding.hint:
            message += f"\nhint: {visible(finding.hint)}"
        related = [
            {"id": number, "message": {"text": visible(other.note)}, "physicalLocation": self.place(other.span)}
            for number, other in enumerate(finding.related)
        ]
        properties: dict[str, Any] = {"name": finding.name, "hint": finding.hint}
        if finding.witness is not None:
            properties["witness"] = dict(finding.witness)
        return {
            "ruleId": finding.code,
            "ruleIndex": self.index[finding.code],
            "level": _LEVELS[finding.severity],
            "message": {"text": message},
            "locations": [{"physicalLocation": self.place(finding.span)}],
            "relatedLocations": related,
            "partialFingerprints": {"advisorFinding/v1": self.fingerprint(finding)},
            "properties": properties,
        }

    def place(self, span: Span) -> dict[str, Any]:
        return {
            "artifactLocation": self.artifact(span.path),
            "region": {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": span.end_column,
            },
        }

    def artifact(self, path: str) -> dict[str, str]:
        whole = f"{self.base}{path}"
        if self.base and Path(self.base).is_absolute():
            return {"uri": Path(whole).as_uri()}
        return {"uri": quote(whole, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}

    def fingerprint(self, finding: Diagnostic) -> str:
        """The same for a finding whose line has moved; findings that are alike are counted."""
        text = self.lines(finding.span.path)
        line = text[finding.span.line - 1].strip() if finding.span.line <= len(text) else ""
        parts = [finding.code, finding.span.path, finding.message, line]
        whole = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]
        self.seen[whole] += 1
        return f"{whole}:{self.seen[whole]}"


def _rule(rule: RuleText) -> Mapping[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ")},
        "fullDescription": {"text": rule.what},
        "help": {"text": rule.help, "markdown": f"````text\n{rule.help.rstrip()}\n````\n"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"problem.severity": _PROBLEMS[rule.severity]},
    }
