"""The numbers and days at which a tree's conditions begin or end to hold, as an author would write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from advisor.authoring.testing.item import Pathway
from advisor.guide.model import Anchor, FactRule, Question, Rule, Tree, When, parse_anchor
from advisor.guide.season import Season
from advisor.interview.conditions import DATE_TESTS, NUMBER_TESTS, Known, whole_number

_FROM_HERE = frozenset({"before", "on_or_after", "at_least", "less_than"})
"""Tests of which the operand itself is the first value on the other side; of the others it is the last on this one."""


class Comparison(NamedTuple):
    """One comparison with a number or a day.

    Attributes:
        where: Its path in the file.
        fact: What is compared, a question or `today`.
        how: Like `at_least` or `before`; `is` for a number as such.
        operand: As written.
    """

    where: Pathway
    fact: str
    how: str
    operand: Any

    def sides(self) -> tuple[int | Anchor, ...]:
        """The values next to each other between which the test changes, lowest first."""
        anchor = parse_anchor(self.operand) if self.how in DATE_TESTS else None
        first = 0 if self.how not in _FROM_HERE else -1
        if anchor is not None:
            return tuple(anchor._replace(days=anchor.days + days) for days in (first, first + 1))
        whole = whole_number(self.operand)
        if whole is None:
            return ()
        return (whole - 1, whole, whole + 1) if self.how == "is" else (whole + first, whole + first + 1)


def conditions(tree: Tree) -> Iterator[tuple[Pathway, When]]:
    """Every condition of a tree with its path, in the order of the file's parts."""
    for name, question in tree.questions.items():
        if question.only_when:
            yield ("questions", name, "only_when"), question.only_when
        for where, rules in rule_lists(name, question):
            for number, rule in enumerate(rules):
                if rule.when:
                    yield (*where, number, "when"), rule.when
    for name, outcome in tree.outcomes.items():
        for part in ("notes", "cards", "phrases"):
            for number, entry in enumerate(getattr(outcome, part) or ()):
                if entry.when:
                    yield ("outcomes", name, part, number, "when"), entry.when
    yield from of_facts(tree.facts)


def of_facts(facts: Mapping[str, tuple[FactRule, ...]]) -> Iterator[tuple[Pathway, When]]:
    """Every condition of some named conditions, with its path."""
    for name, rules in facts.items():
        for number, rule in enumerate(rules):
            if rule.when:
                yield ("facts", name, number, "when"), rule.when


def rule_lists(name: str, question: Question) -> Iterator[tuple[Pathway, tuple[Rule, ...]]]:
    """The lists of rules of a question, with their paths."""
    base: Pathway = ("questions", name, "next")
    if isinstance(question.next, dict):
        for answer, way in question.next.items():
            if not isinstance(way, str):
                yield (*base, answer), way
    elif not isinstance(question.next, str):
        yield base, question.next


def names(when: When) -> Iterator[str]:
    """Every question and named condition that a condition reads."""
    for name, wanted in when.items():
        if name == "any":
            for group in wanted:
                yield from names(group)
        else:
            yield name


def tests(when: When, where: Pathway) -> Iterator[Comparison]:
    """Every comparison with a number or a day in a condition."""
    for name, wanted in when.items():
        here = (*where, name)
        if name == "any":
            for number, group in enumerate(wanted):
                yield from tests(group, (*here, number))
        elif isinstance(wanted, Mapping):
            for how, operand in wanted.items():
                if how in NUMBER_TESTS or how in DATE_TESTS:
                    yield Comparison((*here, how), name, how, operand)
                elif how in ("is", "not"):
                    yield from _numbers(name, operand, (*here, how))
        else:
            yield from _numbers(name, wanted, here)


def _numbers(name: str, operand: Any, where: Pathway) -> Iterator[Comparison]:
    for number, value in enumerate(operand if isinstance(operand, list) else [operand]):
        if whole_number(value) is not None:
            yield Comparison((*where, number) if isinstance(operand, list) else where, name, "is", value)


def written(value: int | Anchor) -> str:
    """A side of a test as a scenario may have it: `3`, `2027-01-31`, `season:event - 1 day`."""
    if isinstance(value, int):
        return str(value)
    if value.kind == "day":
        return value.day.isoformat()
    base = {"today": "today", "event": f"season:{value.name}"}.get(value.kind, value.name)
    if not value.days:
        return base
    number = abs(value.days)
    return f"{base} {'+' if value.days > 0 else '-'} {number} day{'' if number == 1 else 's'}"


def resolved(value: int | Anchor, season: Season, known: Known) -> int | date | None:
    """A side of a test as a number or a day; None where it hangs on a day that is not known."""
    return value if isinstance(value, int) else season.resolve(value, dict(known))
