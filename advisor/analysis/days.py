"""Which days stand for all days, where conditions read `today`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from advisor.analysis.cells import Cuts
from advisor.analysis.picture import Picture
from advisor.guide.model import Anchor
from advisor.interview.conditions import TODAY, Fact
from advisor.interview.walk import Program


def days_to_prove(program: Program, first: date, last: date) -> list[date]:
    """The days between which nothing can change: each stands for all days until the next one (ruling 41).

    A point that moves with today, and one that does not, change places somewhere; only there, and where a test of
    `today` itself begins or ends to hold, something can change.
    """
    return moving(Picture(program), first, last)[0]


def moving(picture: Picture, first: date, last: date) -> tuple[list[date], set[str]]:
    """The days between which nothing can change, and the facts whose conditions or limits move with today."""
    program = picture.program
    here = picture.cuts
    if TODAY not in here and not program.today_offsets:
        return [first], set()
    there = _cuts_seen_from(program, picture.starts)
    days = {first}
    facts: set[str] = set()
    for fact, own in here.items():
        points = {point for point in own.points if isinstance(point, date)}
        later = {point for point in there.get(fact, own).points if isinstance(point, date)}
        still = points & later
        if fact == TODAY:
            facts.add(fact)
            days |= still
            continue
        distances = {point - program.today for point in points} & {point - _LONG_AFTER for point in later}
        if distances:
            facts.add(fact)
        for point in still:
            for distance in distances:
                days |= {point - distance, point - distance + timedelta(days=1)}
    return sorted(day for day in days if first <= day <= last), facts


def _cuts_seen_from(program: Program, starts: tuple[str, ...]) -> Mapping[str, Cuts]:
    return Picture(_SeenFrom(program, _LONG_AFTER), starts=starts).cuts


_LONG_AFTER = date(2900, 1, 1)


class _SeenFrom(Program):
    """The same trees on another day."""

    def __init__(self, program: Program, today: date) -> None:
        self.original = program
        super().__init__(program.trees, program.start.partition("/")[0], self._shifted, today)

    def _shifted(self, anchor: Anchor) -> date | None:
        if anchor.kind == "today":
            return self.today + timedelta(days=anchor.days)
        return self.original.day(anchor)

    def fact(self, name: str) -> Fact | None:
        """The question or named condition behind a fact."""
        return self.original.fact(name)
