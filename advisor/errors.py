"""Why the program cannot go on, and the exit code that says so.

A mistake of the person who answers is a value (`interview.walk.Refused`), a mistake of an author is a
`diagnostics.Diagnostic`; an exception means that there is nothing sensible left to do. `cli.main` prints it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.diagnostics import Diagnostic


class Exit(IntEnum):
    """The exit codes of the command line; a contract with scripts."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    NEEDS_ANSWER = 3
    REFUSED = 4
    GUIDE = 5
    BUG = 70
    INTERRUPTED = 130


class AdvisorError(Exception):
    """Base of every error that is told to a person as one sentence, without a traceback.

    Attributes:
        message: What is wrong and where, one sentence.
        hint: What to do about it, or None.
        exit_code: How the process ends.
    """

    exit_code: Exit = Exit.USAGE

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keep the sentence and the hint."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AdvisorError):
    """Something named on the command line, in a file or by a caller does not exist or does not fit."""


class NeedsAnswer(AdvisorError):
    """Input ended before the interview did."""

    exit_code = Exit.NEEDS_ANSWER


class CannotGoOn(AdvisorError):
    """A walk met what a checked guide never holds: a gap in the routing, or a question for the second time."""

    exit_code = Exit.GUIDE


class GuideInvalid(AdvisorError):
    """The files that are needed have errors.

    Attributes:
        findings: Every error found, in the order of the files.
    """

    exit_code = Exit.GUIDE

    def __init__(self, message: str, findings: Sequence[Diagnostic], hint: str | None = None) -> None:
        """Keep the sentence and the findings."""
        super().__init__(message, hint)
        self.findings = tuple(findings)
