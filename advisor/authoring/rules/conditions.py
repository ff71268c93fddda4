"""Rules about conditions: what they name, and tests that their questions cannot meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from advisor.authoring.report import Pathway, Report, is_far
from advisor.authoring.rules.routing_sentences import taken
from advisor.diagnostics import did_you_mean, suggest
from advisor.guide.load import SEASON
from advisor.guide.model import Anchor, SharedQuestion, Tree, parse_anchor
from advisor.guide.source import Source
from advisor.interview.conditions import DATE_TESTS, NUMBER_TESTS, TESTS, Fact, compile_when, whole_number
from advisor.interview.walk import number_limits

_DAY = date(2000, 1, 1)


def check_when(report: Report, source: Source, where: Pathway, when: Mapping[str, Any], scope: Any) -> None:
    """A condition that must be readable."""

    def found(code: str, below: Pathway, message: str, hint: str | None, key: bool) -> None:
        if code == "N202":
            name = _anchor_name(below, when) if _is_day(below) else str(below[-1] if below else "")
            if report.is_hidden_fact(name):
                return
            from advisor.guide.hints import outdented

            hint = hint or outdented(source, (*where, *below)) or _meant_fact(report, below, when, scope)
        if code == "N207":
            dated = [name for name, event in report.events.items() if event.date != "varies"]
            hint = did_you_mean(message.split('"')[1].removeprefix("season:"), dated) or f"add the event to {SEASON}"
        if code == "N203" and any(_lacks_answers(scope.fact(str(step))) for step in below):
            return
        if code == "S111" and below[-1] in _SIGNS:
            hint = f"write {_SIGNS[str(below[-1])]}: ..."
        if code in ("N203", "S112"):
            tested = next((str(step) for step in below if step != "any" and isinstance(step, str)), "")
            hint = _meant_test(_value_at(below, when), scope.fact(tested)) or hint
        if code == "N217" and not report.is_new_circle(message.rpartition(": ")[2].split(" -> ")):
            return
        report.add(code, source, (*where, *below), message, hint, key=key)

    if not when:
        message = "this condition is empty, so it would always hold"
        report.add("S110", source, where, message, "write a test, or delete the key", key=True)
        return
    odd = list(_oddities(when))
    for code, below, text in odd:
        if code == "S113":
            report.add(code, source, (*where, *below), f'"{text}" is not a day of our time', "look at the year")
        else:
            report.add(code, source, (*where, *below), f'"{text}" stands twice in this list', "delete one of them")
    if not any(code == "S113" for code, _, _ in odd):
        compile_when(when, scope, found)
    for below, fact, number in _beyond(when, scope):
        message = f'no answer to "{fact}" is {number}{taken(report, fact)}'
        report.add("R413", source, (*where, *below), message, "delete it, or correct the limits of the question")


def _meant_fact(report: Report, below: Pathway, when: Mapping[str, Any], scope: Any) -> str | None:
    """What was probably meant where a condition names no fact."""
    if not below:
        return None
    if _is_day(below):
        return report.meant_day(_anchor_name(below, when))
    if below[-1] in TESTS and not isinstance(_value_at(below, when), Mapping):
        return "move it to the right, under the question that it tests"
    name = str(below[-1])
    tree: Tree | None = getattr(scope, "tree", None)
    if tree is not None and not suggest(name, report.facts):
        question = next((key for key, model in tree.questions.items() if name in model.answers), None)
        if question is not None:
            return f'"{name}" is an answer of "{question}": write `{question}: {name}`'
        if name in tree.outcomes:
            return f'"{name}" is an outcome, and a condition reads answers: name the question'
    return _LOGIC.get(name) or report.near(name, [*report.facts, "any"])


def _meant_test(value: object, question: Fact | None) -> str | None:
    """How a test is written that stands there as one text: `<= 3`, `0-2`, `at most 2`, `one or another`."""
    if not isinstance(question, SharedQuestion) or not isinstance(value, str):
        return None
    text = value.strip()
    words = re.fullmatch(r"([a-z]+(?:[_ ][a-z]+){0,2})[: ]+(\S.*)", text)
    if words and words[1].replace(" ", "_") in (*NUMBER_TESTS, *DATE_TESTS):
        return f"write {{{words[1].replace(' ', '_')}: {words[2]}}}"
    if signs := re.fullmatch(r"([<>=]{1,2}|\u2264|\u2265)\s*(\d{1,9})", text):
        return f"write {{{_SIGNS[signs[1]]}: {signs[2]}}}" if signs[1] in _SIGNS else None
    if ends := re.fullmatch(r"(\d{1,9})\s*(?:-|\u2013|to|\.\.)\s*(\d{1,9})", text):
        return f"write {{at_least: {ends[1]}, at_most: {ends[2]}}}"
    parts = re.split(r"\s*[,/|]\s*|\s+or\s+", text)
    if len(parts) > 1 and all(part in question.answers for part in parts):
        return f"for one of several write [{', '.join(parts)}]"
    return None


_SIGNS = {
    **{"<": "less_than", "<=": "at_most", "=<": "at_most", "\u2264": "at_most"},
    **{">": "more_than", ">=": "at_least", "=>": "at_least", "\u2265": "at_least"},
}


def _is_day(below: Pathway) -> bool:
    """Whether a path in a condition leads to a day."""
    return len(below) > 1 and isinstance(below[-2], str) and below[-1] in DATE_TESTS


def _value_at(below: Pathway, when: Mapping[str, Any]) -> Any:
    """What stands at a path of a condition."""
    found: Any = when
    for step in below:
        found = found[step]
    return found


def _anchor_name(below: Pathway, when: Mapping[str, Any]) -> str:
    """The event or question from which the day at a path of a condition is reckoned."""
    anchor = parse_anchor(_value_at(below, when))
    return anchor.name if anchor is not None else ""


_LOGIC = {
    "or": "for alternatives write `any:`, and each of them below it with a dash",
    "and": "all tests of a condition must hold: write them below each other",
    "all": "all tests of a condition must hold: write them below each other",
    "not": "write the question first: `question: {not: answer}`",
}


def _lacks_answers(fact: Fact | None) -> bool:
    return isinstance(fact, SharedQuestion) and fact.type in _CHOSEN and not fact.answers


_CHOSEN = ("choice", "several")


def _beyond(when: Mapping[str, Any], scope: Any, below: Pathway = ()) -> Iterator[tuple[Pathway, str, int]]:
    """Numbers listed beside others that their question takes, and that it does not take: path, question, number."""
    for name, wanted in when.items():
        here = (*below, name)
        if name == "any" and isinstance(wanted, list):
            for number, group in enumerate(wanted):
                if isinstance(group, Mapping):
                    yield from _beyond(group, scope, (*here, number))
            continue
        question = scope.fact(name)
        if not isinstance(question, SharedQuestion) or question.type != "number":
            continue
        for key, listed in wanted.items() if isinstance(wanted, Mapping) else [(None, wanted)]:
            if isinstance(listed, list) and key in (None, "is", "not"):
                low, high = number_limits(question)
                numbers = [(at, whole) for at, one in enumerate(listed) if (whole := whole_number(one)) is not None]
                beyond = [(at, whole) for at, whole in numbers if whole < low or (high is not None and whole > high)]
                if len(beyond) < len(numbers):
                    for at, whole in beyond:
                        yield (*here, *([] if key is None else [key]), at), name, whole


def _oddities(value: object, where: Pathway = ()) -> Iterator[tuple[str, Pathway, str]]:
    """Days in a condition that nobody can reckon with, and values that are listed twice: code, path, text."""
    if isinstance(value, str):
        if is_far(parse_anchor(value)):
            yield "S113", where, value
    elif isinstance(value, Mapping):
        for key, child in value.items():
            yield from _oddities(child, (*where, key))
    elif isinstance(value, list):
        for number, child in enumerate(value):
            if isinstance(child, str | int) and child in value[:number]:
                yield "C510", (*where, number), str(child)
            yield from _oddities(child, (*where, number))


class SharedScope:
    """What a condition outside trees can read: the facts of every tree (`interview.conditions.Scope`)."""

    def __init__(self, report: Report) -> None:
        """Take the guide."""
        self.report = report

    def fact(self, name: str) -> Fact | None:
        """A question or named condition; the shared ones first."""
        report = self.report
        return report.shared.facts.get(name) or report.shared.questions.get(name) or report.facts.get(name)

    def day(self, anchor: Anchor) -> date | None:
        """Some day for an anchor that can have one."""
        return some_day(self.report, anchor)


def some_day(report: Report, anchor: Anchor) -> date | None:
    """Some day for an anchor; None for an event that there is not, or that has no day of its own."""
    if anchor.kind != "event" or not report.reads_season:
        return _DAY
    event = report.events.get(anchor.name)
    return None if event is None or event.date == "varies" else _DAY


def everywhere(report: Report) -> SharedScope:
    """The scope of a condition that stands outside trees, as `assumes` does."""
    return SharedScope(report)
