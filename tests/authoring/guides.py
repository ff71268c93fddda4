"""Guides made for a test: the sound base with some files laid over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from advisor.authoring.rules.catalogue import Described
from advisor.diagnostics import Diagnostic, Severity

CASES = Path(__file__).resolve().parent.parent / "cases"
BASE = CASES / "base"
DAY = date(2026, 6, 1)
"""The day from which the guides of tests are checked: in the middle of their season."""


def overlay(root: Path, files: Mapping[str, str | bytes | Described | None]) -> Path:
    """A copy of the base guide in `root` with files written over it; None takes one away."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            file.unlink()
        elif isinstance(text, Described):
            text.make(file)
        elif isinstance(text, bytes):
            file.write_bytes(text)
        else:
            file.write_bytes(text.encode("utf-8"))
    return root


def judged(findings: Iterable[Diagnostic], but: str = "") -> list[Diagnostic]:
    """The findings that say something is wrong; of what is merely told only those of one code."""
    return [finding for finding in findings if finding.severity is not Severity.INFO or finding.code == but]


def shown(finding: Diagnostic) -> str:
    """A finding on one line, as `expected.txt` has it."""
    span = finding.span
    place = f"{span.path}:{span.line}:{span.column}"
    return f"{place}: {finding.severity} {finding.code} {finding.message}"
