"""A question's answers cut into the cells that conditions can tell apart, each shown by one answer of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta
from itertools import combinations, islice
from typing import Any

from advisor.guide.model import SharedQuestion
from advisor.interview.conditions import TODAY, Value
from advisor.interview.walk import Program, date_limits, number_limits, pick_limits

SOME_TEXT = "text"
MAX_PICKS = 16
"""Most answers of one `several` question that conditions may name before its cells are too many to list."""

MAX_LINKS = 2000
"""Most chains of comparisons between the days of different questions, for one question."""


class TooManyCells(Exception):
    """Conditions name so many answers of one question that its cells cannot be listed."""


def cells(question: SharedQuestion, program: Program, known: Mapping[str, Value], cuts: Cuts) -> list[Value]:
    """One answer of every cell, in the order of the tree or of the numbers and days.

    Args:
        question: Whose answers.
        program: Where its limits are resolved.
        known: What is known before the question; limits may hang on it.
        cuts: What conditions anywhere below name of this question.

    Raises:
        TooManyCells: See `MAX_PICKS`.
    """
    words: list[Value] = list(question.answers)
    kind = question.type
    if kind == "choice":
        return words
    if kind == "text":
        return [SOME_TEXT, *words]
    if kind == "several":
        return list(_picks(question, cuts.names))
    if kind == "number":
        low, high = number_limits(question)
        starts = {low, *(point for point in cuts.points if point > low)}
        return [*sorted(point for point in starts if high is None or point <= high), *words]
    if cuts.countless:
        raise TooManyCells
    points = set(cuts.points)
    for other, distance in cuts.relative:
        base = known.get(other, program.today if other == TODAY else None)
        if isinstance(base, date):
            points.add(base + timedelta(days=distance))
    first, last = date_limits(question, program, known)
    if first is None:
        first = min([*points, *([last] if last else [program.today])]) - timedelta(days=1)
    starts_ = {first, *(point for point in points if point > first)}
    return [*sorted(point for point in starts_ if last is None or point <= last), *words]


def some_answer(question: SharedQuestion, program: Program) -> list[Value]:
    """An answer of a question of which no test and no limit names anything; none where it takes no answer."""
    if question.type == "several":
        return list(islice(_picks(question, ()), 1))
    if question.type == "number":
        low, high = number_limits(question)
        values: list[Value] = [low] if high is None or low <= high else [*question.answers]
        return values[:1]
    return cells(question, program, {}, Cuts())[:1]


class Cuts:
    """What conditions name of one question.

    Attributes:
        points: Numbers or days at which a test begins or ends to hold.
        names: Answers that tests name.
        relative: For days: (other question, distance in days) at which a test begins or ends to hold.
        regions: The region of every test.
        countless: Whether there are too many points to list.
    """

    __slots__ = ("countless", "names", "points", "regions", "relative")

    def __init__(self) -> None:
        """Nothing is named yet."""
        self.points: set[Any] = set()
        self.names: set[str] = set()
        self.relative: set[tuple[str, int]] = set()
        self.regions: list[Container[object]] = []
        self.countless = False


def told_apart(values: list[Value], cuts: Cuts, known: Mapping[str, Value] | None = None) -> list[Value]:
    """Of values that every test takes alike, the first one.

    Args:
        values: What can be answered.
        cuts: What conditions name of the question.
        known: For days that are compared with others: what is known. Where one of those is not known yet, it may still
            matter how much room there is between the two, so all days are kept.
    """
    bases = {other: (known or {}).get(other) for other, _ in cuts.relative}
    if None in bases.values():
        return values
    found: dict[tuple[bool, ...], Value] = {}
    for value in values:
        taken = [value in region for region in cuts.regions]
        for other, distance in cuts.relative:
            base = bases[other]
            is_day = isinstance(value, date)
            taken.append(is_day)
            taken.append(is_day and isinstance(base, date) and value >= base + timedelta(days=distance))  # type: ignore[operator]
        found.setdefault(tuple(taken), value)
    return list(found.values())


def link(cuts: Mapping[str, Cuts]) -> None:
    """Complete the points of days that are compared with each other.

    Where `b` is compared with `a` and with 1 March, it matters for `a`, which is asked before, on which side of 1 March
    it lies: only then is there room between the two. So every chain of comparisons hands its points on, each by the
    distance between the two ends. A cell is shown by its first day, which leaves the most room after it; so only the
    days from which on there is room before them must begin a cell.
    """
    base = {name: own.relative.copy() for name, own in cuts.items() if own.relative}
    fixed = {name: frozenset(cuts[name].points) for name in base}
    for name in base:
        own = cuts[name]
        pending = [(other, distance, frozenset((name, other))) for other, distance in base[name]]
        seen = set(pending)
        while pending:
            last, distance, chain = pending.pop()
            for point in fixed.get(last, ()):
                own.points.add(point + timedelta(days=distance))
            for other, further in base.get(last, ()):
                link_ = (other, distance + further, chain | {other})
                if other not in chain and link_ not in seen:
                    seen.add(link_)
                    pending.append(link_)
            if len(seen) > MAX_LINKS:
                own.countless = True
                break
        own.relative |= {(other, distance) for other, distance, _ in seen}


def _picks(question: SharedQuestion, named: Iterable[str]) -> Iterable[tuple[str, ...]]:
    low, high = pick_limits(question)
    order = list(question.answers)
    mentioned = set(named)
    single = [name for name in order if question.answers[name].exclusive]
    countable = [name for name in order if not question.answers[name].exclusive]
    told = [name for name in countable if name in mentioned]
    others = [name for name in countable if name not in mentioned]
    if len(told) > MAX_PICKS:
        raise TooManyCells
    seen_plain = False
    for size in range(min(len(told), high) + 1):
        for chosen in combinations(told, size):
            fill = others[: max(low - size, 0)]
            if size + len(fill) < low or size + len(fill) > high:
                continue
            if not chosen and not fill and low > 0:
                continue
            if not chosen:
                seen_plain = True
            yield tuple(name for name in order if name in chosen or name in fill)
    for name in single:
        if name in mentioned or not seen_plain:
            seen_plain = True
            yield (name,)
