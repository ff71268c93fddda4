"""Findings as a compiler prints them: place, sentence, the line with a caret, the cure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

from advisor import wording
from advisor.diagnostics import Diagnostic, Severity, Span
from advisor.output.github import Level, annotation
from advisor.output.text import cells
from advisor.wording import visible

Lines = Callable[[str], Sequence[str]]
"""The lines of a file by its path in the guide; none where it cannot be read."""


def findings_text(findings: Sequence[Diagnostic], lines: Lines) -> str:
    """All findings, a blank line after each."""
    return "".join(finding_text(finding, cache(lines)) + "\n" for finding in findings)


def finding_text(finding: Diagnostic, lines: Lines) -> str:
    """One finding with the author's line under it."""
    span = finding.span
    place = f"{span.path}:{span.line}:{span.column}"
    parts = [f"{place}: {finding.severity} {finding.code} {finding.name}: {visible(finding.message)}"]
    parts += _quoted(span, lines)
    for related in finding.related:
        there = related.span
        parts.append(f"  {there.path}:{there.line}:{there.column}: {related.note}")
    if finding.hint:
        parts.append(f"  = hint: {visible(finding.hint)}")
    return "\n".join(parts) + "\n"


def _quoted(span: Span, lines: Lines) -> list[str]:
    text = lines(span.path)
    if not 1 <= span.line <= len(text):
        return []
    line = visible(text[span.line - 1])
    number = str(span.line)
    width = span.end_column - span.column if span.end_line == span.line else len(line) - span.column + 1
    start = span.column - 1
    if start > 100:
        line, start = "..." + line[start - 20 :], 23
    line = line if len(line) <= 160 else line[:157] + "..."
    caret = " " * cells(line[:start]) + "^" * max(1, min(cells(line[start : start + max(width, 1)]), 80))
    return [f"  {number} | {line}", f"  {' ' * len(number)} | {caret}"]


_LEVELS: Final[Mapping[Severity, Level]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def findings_github(findings: Sequence[Diagnostic], base: str) -> str:
    """An annotation for each finding.

    Args:
        findings: Paths relative to the guide.
        base: What comes before these paths in the repository: "" or a folder with a `/` at its end.
    """
    return "".join(_annotation(finding, base) + "\n" for finding in findings)


def _annotation(finding: Diagnostic, base: str) -> str:
    span = finding.span
    said = [finding.message]
    said += [f"{base}{other.span.path}:{other.span.line}: {other.note}" for other in finding.related]
    said += [f"hint: {finding.hint}"] if finding.hint else []
    return annotation(
        _LEVELS[finding.severity],
        f"{base}{span.path}",
        span.line,
        span.column,
        "\n".join(said),
        f"{finding.code} {finding.name}",
        end=(span.end_line, span.end_column),
    )


def summary(files: int, findings: Sequence[Diagnostic], allowed: int = 0) -> str:
    """`3 files, 1 error, 2 warnings, 1 allowed`."""
    counts = {severity: sum(found.severity is severity for found in findings) for severity in Severity}
    parts = [wording.count(files, "file")]
    parts += [wording.count(number, severity.value) for severity, number in counts.items() if number]
    if len(parts) == 1:
        parts.append("nothing found")
    return ", ".join([*parts, *([f"{allowed} allowed"] if allowed else [])])
