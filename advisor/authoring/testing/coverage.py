"""Coverage: what scenarios exercise of all that the answers of a person can bring about.

What no set of answers can reach is not counted here; `check` tells it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from advisor.authoring.testing.item import COMMON, PARTS, Item
from advisor.authoring.testing.survey import Survey, surveys_of
from advisor.guide.load import Guide
from advisor.interview.interview import Interview


class Coverage(NamedTuple):
    """What can happen in some trees, and what of it scenarios exercise.

    Attributes:
        trees: The trees, in order.
        reachable: Everything that can happen.
        covered: What of it happens in some scenario.
        undecided: Trees with too many states: what was not seen there is not counted.
    """

    trees: tuple[str, ...]
    reachable: frozenset[Item]
    covered: frozenset[Item]
    undecided: tuple[str, ...] = ()

    @property
    def missing(self) -> frozenset[Item]:
        """What no scenario exercises."""
        return self.reachable - self.covered

    def counts(self, tree: str | None = None) -> dict[str, tuple[int, int]]:
        """How much is covered and how much there is, by part, of one tree or of all."""
        found = dict.fromkeys(PARTS, (0, 0))
        for item in self.reachable:
            if tree is None or item.tree == tree:
                done, total = found[item.part]
                found[item.part] = (done + (item in self.covered), total + 1)
        return found


def coverage(guide: Guide, starts: Iterable[str], trees: Iterable[str], interviews: Iterable[Interview]) -> Coverage:
    """Measure what some interviews exercise.

    Args:
        guide: The guide.
        starts: The sound trees that a person can begin with; something in a tree may happen only to who comes there
            from another one.
        trees: The trees that are measured.
        interviews: What is played.
    """
    wanted = tuple(trees)
    counted = {*wanted, COMMON}
    reachable: set[Item] = set()
    undecided: list[str] = []
    surveys: dict[tuple[str, date], Survey] = {}
    for start in starts:
        if counted.isdisjoint(guide.reachable(start)):
            continue
        for survey in surveys_of(guide, start):
            surveys[start, survey.program.today] = survey
            reachable |= survey.everything()
            if not survey.atlas.decided and start not in undecided:
                undecided.append(start)
    covered: set[Item] = set()
    for interview in interviews:
        at = (interview.tree, interview.as_of)
        if at not in surveys:
            surveys[at] = Survey(guide, *at)
        covered |= surveys[at].trail(interview).items
    ours = frozenset(item for item in reachable | covered if item.tree in counted)
    return Coverage(wanted, ours, frozenset(covered & ours), tuple(undecided))
