"""Allowances: the author's word that a finding is right as it is, in a comment at its line.

`# advisor: allow R403 -- it is always asked before` stands at the end of the line of the finding, or alone above it;
below a front matter it is `<!-- advisor: allow ... -->`. What must hold for an interview to go on cannot be allowed.
`check` and the proof before an interview apply the same allowances, so that what one lets pass the other does too.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from advisor.diagnostics import CODES, Diagnostic, Severity, Span, diagnostic, did_you_mean
from advisor.guide.load import SHARED
from advisor.guide.source import Remark, Source

_SAID = re.compile(r"allow\b[:\s]*(?P<codes>.*?)(?:\s*(?:--|[\u2013\u2014])\s*(?P<reason>.*))?\Z")
_CODE = re.compile(r"[A-Za-z]\d{3}")
_NEEDED: Final = frozenset({"R401", "R402", "R405"})
_OWN: Final = frozenset({"S121", "S122", "S123", "S124"})
_OF_ONE_FILE: Final = ("Y1", "S1", "Q3")


class Allowed(NamedTuple):
    """A finding that an author lets pass, and why."""

    finding: Diagnostic
    reason: str


class _Allowance(NamedTuple):
    """One code of one remark, with its place."""

    code: str
    span: Span
    reason: str


def may_be_allowed(code: str) -> bool:
    """Whether an interview can go on in spite of such a finding."""
    needed = CODES[code].severity is Severity.ERROR and code.startswith(("Y1", "S1", "N2"))
    return not (needed or code in _NEEDED or code in _OWN)


class Allowances:
    """The allowances of some files, and which of them were of use."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Read the comments."""
        self._by_line: dict[tuple[str, int], list[_Allowance]] = {}
        self._all: list[_Allowance] = []
        self._used: set[_Allowance] = set()
        self._faults: list[Diagnostic] = []
        for source in sources:
            for remark in source.remarks():
                self._read(remark)

    def _read(self, remark: Remark) -> None:
        match = _SAID.match(remark.said)
        assert match is not None
        reason = (match["reason"] or "").strip()
        words = [*re.finditer(r"[^\s,]+", match["codes"])]
        if not words or not reason:
            message = "an allowance needs a reason" if words else "this allowance names no code"
            codes = [*itertools.takewhile(lambda word: _CODE.fullmatch(word[0].rstrip(":")), words)]
            meant = match["codes"][codes[-1].end() :].lstrip(" -:") if codes else ""
            if meant and not reason:
                message, words = "two hyphens are wanted before the reason of an allowance", codes
            names = ", ".join(word[0].rstrip(":") for word in words) or "R403"
            wanted = remark.form.format(f"allow {names} -- {reason or meant or 'why it is right here'}")
            self._faults.append(diagnostic("S121", message, remark.span, f'write "{wanted}"'))
        for word in words:
            column = remark.span.column + match.start("codes") + word.start()
            span = remark.span._replace(column=column, end_column=column + len(word[0]))
            allowance = _Allowance(word[0].upper().rstrip(":"), span, reason)
            if not self._is_faulty(allowance, word[0]) and reason:
                self._all.append(allowance)
                for line in remark.lines:
                    self._by_line.setdefault((span.path, line), []).append(allowance)

    def _is_faulty(self, allowance: _Allowance, written: str) -> bool:
        code = allowance.code
        if code not in CODES:
            hint = did_you_mean(code, CODES) or "look at the findings of `advisor check`"
            self._faults.append(diagnostic("S123", f'there is no code "{written}"', allowance.span, hint))
        elif not may_be_allowed(code):
            why = "it is about allowances" if code in _OWN else "no interview could go on with it"
            hint = f"mend what it says; `advisor explain {code}` tells how"
            self._faults.append(diagnostic("S124", f"{code} cannot be allowed: {why}", allowance.span, hint))
        else:
            return False
        return True

    def part(self, findings: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[Allowed]]:
        """The findings that stand, and those that an author lets pass."""
        if not self._by_line:
            return [*findings], []
        kept: list[Diagnostic] = []
        allowed: list[Allowed] = []
        for finding in findings:
            here = self._by_line.get((finding.span.path, finding.span.line), ())
            found = next((one for one in here if one.code == finding.code), None)
            if found is None:
                kept.append(finding)
            else:
                self._used.add(found)
                allowed.append(Allowed(finding, found.reason))
        return kept, allowed

    def faults(self, kept: Collection[Diagnostic]) -> Iterator[Diagnostic]:
        """What is wrong with the allowances themselves.

        Args:
            kept: The findings that stand. Where an error keeps rules from being tried, nobody can tell whether an
                allowance is still of use.
        """
        yield from self._faults
        broken = {finding.span.path for finding in kept if finding.is_error}
        is_undecided = any(finding.code == "R404" for finding in kept)
        for allowance in self._all:
            needed = {allowance.span.path, SHARED} if allowance.code.startswith(_OF_ONE_FILE) else broken
            if allowance in self._used or broken & needed or (is_undecided and allowance.code.startswith("R4")):
                continue
            message = f"there is no {allowance.code} here, so nothing is allowed"
            yield diagnostic("S122", message, allowance.span, f"delete {allowance.code} from the comment, or all of it")
