"""A finding about a guide's files: a value with a code, a place and a sentence.

Codes are stable and never used again for something else. The letter and first digit name the family: Y1 the YAML
itself, S1 the shape of a file, N2 names and references, Q3 questions, R4 routing, C5 cards and phrases, G6 guide
files, T7 scenarios. What each code means, why it hurts and how to mend it is in `authoring.rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from advisor import wording


class Severity(StrEnum):
    """How bad a finding is: an error stops the trees it concerns, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file. Lines and columns count from 1, in characters; the end column is exclusive.

    Attributes:
        path: Relative to the guide, with `/`.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that matters for a finding, and what it has to do with it."""

    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Attributes:
        code: Like `R401`.
        name: The bad thing in words, kebab-case, like `no-rule-matches`.
        message: One sentence, quoting the author's own words.
        hint: What to write instead, or None.
        witness: For findings about logic: answers (and `as_of`) that the engine replays into the fault, or None.
    """

    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    hint: str | None = None
    related: tuple[Related, ...] = ()
    witness: Mapping[str, Any] | None = field(default=None, hash=False)

    @property
    def is_error(self) -> bool:
        """Whether the finding stops the trees it concerns."""
        return self.severity is Severity.ERROR


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by place, then code, and drop what was found twice."""
    unique: dict[tuple[Span, str, str], Diagnostic] = {}
    for finding in findings:
        unique.setdefault((finding.span, finding.code, finding.message), finding)
    return [unique[key] for key in sorted(unique)]


def suggest(word: object, known: Iterable[str], *, most: int = 3) -> list[str]:
    """The known names nearest to a misspelt one, best first; fewer than `most` where little is alike."""
    from difflib import get_close_matches

    return get_close_matches(str(word), list(known), n=most, cutoff=0.6)


def did_you_mean(word: object, known: Iterable[str]) -> str | None:
    """A hint that names what was probably meant; lists what there is when that is short; else None."""
    names = list(dict.fromkeys(known))
    near = suggest(word, names)
    if near:
        return wording.DID_YOU_MEAN.format(names=wording.one_of(near))
    if 0 < len(names) <= 8:
        return wording.POSSIBLE_ARE.format(names=", ".join(names))
    return None
