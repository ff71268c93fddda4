"""Where an interview left the way to an end that was expected, and which answer would have kept to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from advisor.analysis.atlas import Atlas, Move
from advisor.analysis.paths import Picture
from advisor.errors import CannotGoOn
from advisor.guide.model import Question
from advisor.interview.conditions import TODAY, Known, Value
from advisor.interview.interview import Interview
from advisor.interview.walk import Asking, Reached, Refused, walk

BUDGET = 5_000
"""Most states to look at for one sentence; beyond it nothing is said."""

MOST = 4
"""Most picks of several answers that are listed."""


def astray(interview: Interview, wanted: str, keys: Sequence[str]) -> Iterator[str]:
    """Say at which question the way to an end was left.

    Args:
        interview: Where it got to.
        wanted: The end as its author calls it.
        keys: Its nodes, as `walk` names them: an end, or a question that was to be asked.
    """
    path = list(interview.walk.path)
    end = interview.walk.end
    stopped = not isinstance(end, Reached) or bool(end.question)
    if isinstance(end, Asking | Refused) or end.question:
        path.append(f"{end.tree}/{end.question}")
    known: dict[str, Value] = {TODAY: interview.as_of}
    before: list[Known] = []
    for key in path:
        before.append(dict(known))
        name = key.partition("/")[2]
        if name in interview.walk.known:
            known[name] = interview.walk.known[name]
    for number in reversed(range(len(path))):
        key, name = path[number], path[number].partition("/")[2]
        if name in before[number]:
            continue
        atlas = Atlas(Picture(interview.program, key), before[number], budget=BUDGET)
        if not atlas.decided:
            return
        leading = atlas.leading_to(keys)
        kept = [move for move in atlas.moves[0] if move.to in leading and move.asked]
        if not kept:
            continue
        sure = [move for move in kept if _ends_at(interview, name, move.value, keys)]
        last = number == len(path) - 1
        where = f'at "{name}" (step {number + 1})'
        if not (last and stopped):
            onward = path[number + 1] if not last else _key(interview.walk.end)
            where += f" the answer {shown(known[name])} led to {_called(onward, interview.tree)}"
        elif isinstance(end, Asking):
            where += " there is no answer"
        elif isinstance(end, Refused):
            where += " the answer is refused"
        else:
            where += " the answer was not_covered"
        values = in_words(interview.program.question(key), atlas.moves[0], sure or kept)
        verb = "needs" if sure else "is possible there only with"
        yield f"{where}; {wanted} {verb} {values}"
        return
    yield f"no answers lead to {wanted} on {interview.as_of.isoformat()}"


def _ends_at(interview: Interview, question: str, value: Value | None, keys: Sequence[str]) -> bool:
    try:
        end = walk(interview.program, {**interview.answers, question: value}).end
    except CannotGoOn:
        return False
    return _key(end) in keys


def _key(end: Any) -> str:
    if isinstance(end, Reached):
        return f"{end.tree}/{end.outcome}" if end.tree and not end.question else end.outcome
    return f"{end.tree}/{end.question}"


def _called(key: str, tree: str) -> str:
    own, _, name = key.partition("/")
    return f'"{name}"' if own == tree and name else f'"{key}"'


def shown(value: object) -> str:
    """A value as a scenario has it, on one line."""
    if isinstance(value, date):
        return value.isoformat()
    return "+".join(map(str, value)) or "nothing" if isinstance(value, list | tuple) else str(value)


def in_words(question: Question, moves: Sequence[Move], wanted: Sequence[Move]) -> str:
    """Some answers of a question: `yes or unsure`, `an answer before 2027-02-01`, `2 or more`."""
    if question.type in ("choice", "text"):
        return _or(f'"{move.value}"' for move in wanted)
    if question.type == "several":
        listed = [f'"{shown(move.value)}"' for move in wanted[:MOST]]
        return _or([*listed, "others"] if len(wanted) > MOST else listed)
    chosen = {move.value for move in wanted}
    ordered = [move.value for move in moves if not isinstance(move.value, str | tuple | None)]
    parts: list[str] = []
    start = 0
    while start < len(ordered):
        stop = start
        while stop < len(ordered) and ordered[stop] in chosen:
            stop += 1
        if stop > start:
            first = ordered[start] if start else None
            after = ordered[stop] if stop < len(ordered) else None
            parts.append(_range(first, after, ordered[start]))
        start = max(stop, start + 1)
    return _or([*parts, *(f'"{value}"' for value in chosen if isinstance(value, str))])


def _range(first: Any, after: Any, lowest: Any) -> str:
    """Numbers or days from one on and before another, None for no bound."""
    if isinstance(lowest, date):
        if first is None:
            return "a day" if after is None else f"an answer before {after.isoformat()}"
        if after is None:
            return f"an answer on or after {first.isoformat()}"
        last = after - timedelta(days=1)
        return first.isoformat() if first == last else f"an answer from {first.isoformat()} to {last.isoformat()}"
    if first is None:
        return "a number" if after is None else f"a number below {after}"
    if after is None:
        return f"{first} or more"
    return str(first) if first == after - 1 else f"{first} to {after - 1}"


def _or(parts: Iterable[str]) -> str:
    listed = list(parts)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"
