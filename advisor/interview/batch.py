"""Many interviews of one tree, a JSON line each.

Nothing is kept from one line to the next but compiled outcomes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import isinf
from typing import Any

from advisor.errors import AdvisorError, CannotGoOn
from advisor.interview.interview import Interview
from advisor.interview.phrasing import check_blanks
from advisor.interview.result import Selection
from advisor.interview.walk import Asking, Reached, Refused, walk

MAX_LINE = 2**20
# `json.dumps` with an option makes a new encoder every time.
_encode = json.JSONEncoder(ensure_ascii=False).encode
_KEYS = frozenset({"id", "answers", "blanks"})


class LineFault(Exception):
    """A line that is no case."""


class Batch:
    """Runs lines through one tree on one day.

    Attributes:
        faults: How many lines were in error so far.
        lines: How many lines were run so far.
    """

    def __init__(self, interview: Interview) -> None:
        """Take the tree and the day of an interview without answers."""
        self.interview = interview
        self.program = interview.program
        self.faults = 0
        self.lines = 0
        self._known = frozenset(name for tree in self.program.trees.values() for name in tree.questions)
        self._tails: dict[int, tuple[Selection, str]] = {}

    def run(self, lines: Iterable[str | bytes]) -> Iterator[str]:
        """One line of JSON for every line, ending in a newline; empty lines are passed over."""
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            self.lines += 1
            try:
                yield self.one(line)
            except LineFault as fault:
                yield self._fault(number, str(fault))
            except AdvisorError as error:
                yield self._fault(number, error.message + (f"; {error.hint}" if error.hint else ""))

    def _fault(self, number: int, message: str) -> str:
        self.faults += 1
        return json.dumps({"line": number, "status": "error", "message": message}, ensure_ascii=False) + "\n"

    def one(self, line: str | bytes) -> str:
        """Run one line.

        Raises:
            LineFault: It is no JSON object of the wanted shape.
            AdvisorError: It names a question or blank that does not exist, or a value of a blank
                that does not fit.
        """
        case = _read(line)
        answers = case.get("answers") or {}
        if not self._known.issuperset(answers):
            Interview(self.interview.guide, self.interview.tree, self.interview.as_of, answers).check_questions()
        if case.get("blanks"):
            check_blanks(self.interview.guide.blanks, case["blanks"])
        try:
            walked = walk(self.program, answers)
        except CannotGoOn as error:
            raise LineFault(error.message) from None
        start = '{"id": ' + _encode(case.get("id"))
        end = walked.end
        if isinstance(end, Reached):
            chosen = self.interview.select(end, walked.known)
            found = self._tails.get(id(chosen))
            if found is None or found[0] is not chosen:
                found = (chosen, self._tail(end, chosen))
                if len(self._tails) < 10_000:
                    self._tails[id(chosen)] = found
            return start + found[1]
        return start + self._unfinished(end)

    def _tail(self, end: Reached, chosen: Selection) -> str:
        rest = {
            "status": "outcome",
            "outcome": end.id,
            "cards": list(chosen.cards),
            "phrases": list(chosen.phrases),
            "next": None,
        }
        return ", " + _encode(rest)[1:] + "\n"

    def _unfinished(self, end: Asking | Refused) -> str:
        question = self.program.question(f"{end.tree}/{end.question}")
        rest: dict[str, Any] = {
            "status": "refused" if isinstance(end, Refused) else "needs-answer",
            "outcome": None,
            "cards": [],
            "phrases": [],
            "next": {"tree": end.tree, "question": end.question, "type": question.type},
        }
        if isinstance(end, Refused):
            rest["reason"] = end.reason
        return ", " + _encode(rest)[1:] + "\n"


def _no_constant(name: str) -> Any:
    # What comes in as `id` goes out again, and NaN is not JSON.
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise ValueError(text)
    return number


_DECODER = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite)


def _read(line: str | bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise LineFault(f"the line is longer than {MAX_LINE} bytes")
    try:
        text = line if isinstance(line, str) else line.decode()
        case = _DECODER.decode(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise LineFault(f"this is not JSON at column {error.colno}: {error.msg}") from None
    except UnicodeDecodeError:
        raise LineFault("this is not JSON: it is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise LineFault("this is not JSON: it holds a value that cannot be read") from None
    if not isinstance(case, dict):
        raise LineFault('a line is an object like {"id": 1, "answers": {}}')
    if not _KEYS.issuperset(case):
        unknown = next(key for key in case if key not in _KEYS)
        raise LineFault(f'"{unknown}" is no key of a line; possible are: id, answers, blanks')
    for key in ("answers", "blanks"):
        value = case.get(key)
        if value is not None and not isinstance(value, dict):
            raise LineFault(f"`{key}` must be an object")
    blanks = case.get("blanks")
    if blanks and not all(isinstance(value, str) for value in blanks.values()):
        raise LineFault("the value of a blank must be text")
    return case
