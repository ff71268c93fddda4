"""The meaning of a guide, told a second time as plainly as possible, to compare the engine with.

Works on plain data; knows nothing of `advisor`. It tries every answer of every question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from tests.interview.generated import EVENTS, FIRST, LAST, TODAY, Made

Known = dict[str, Any]
Truth = bool | None
AROUND = timedelta(days=20)
"""How far days are tried where a limit hangs on an answer that is not known."""
Problem = tuple[str, str, str, str]
"""`gap`, `loop`, `unknown`, `no-answer` or `no-card`; the tree; `questions` or `outcomes`; the id."""


def day_of(text: str, known: Known) -> Any:
    """The day of an anchor: a date, "word" where it hangs on a word answer, None where unknown."""
    match = re.fullmatch(r"([^ ]+)(?: ([+-]) (\d+) (day|week)s?)?", text)
    assert match
    base, sign, number, unit = match.groups()
    shift = timedelta(days=int(f"{sign or '+'}{number or 0}") * (7 if unit == "week" else 1))
    if base == "today":
        return known["today"] + shift
    if base.startswith("season:"):
        return EVENTS[base[7:]] + shift
    if base[0].isdigit():
        return date.fromisoformat(base) + shift
    found = known.get(base)
    return found + shift if isinstance(found, date) else "word" if found is not None else None


def both(truths: list[Truth]) -> Truth:
    """False where one is, else unknown where one is, else true."""
    return False if False in truths else None if None in truths else True


class Meaning:
    """What the conditions of one guide mean.

    Attributes:
        held: The ids of the groups under `any` that held, each in a condition that held.
    """

    def __init__(self, made: Made) -> None:
        self.made = made
        self.types = {name: q.get("type", "choice") for _, name, q in made.questions()}
        self.facts = made.facts()
        self.held: set[int] = set()

    def when(self, when: dict[str, Any] | None, known: Known) -> Truth:
        """Whether a condition holds; None where that cannot be told."""
        truths: list[Truth] = []
        groups: list[Truth] = []
        for name, wanted in (when or {}).items():
            if name == "any":
                groups = [self.when(group, known) for group in wanted]
                truths.append(True if True in groups else None if None in groups else False)
            elif name in self.facts:
                truths.append(self.named(name, wanted, known))
            else:
                truths.append(self.entry(name, wanted, known))
        if both(truths):
            self.held |= {id(group) for group, truth in zip((when or {}).get("any", ()), groups, strict=True) if truth}
        return both(truths)

    def named(self, name: str, wanted: Any, known: Known) -> Truth:
        for rule in self.facts[name]:
            holds = self.when(rule.get("when"), known)
            if holds is None:
                return None
            if holds:
                if isinstance(wanted, dict):
                    return bool(rule["is"] != wanted["not"])
                return bool(rule["is"] == wanted)
        return None

    def entry(self, name: str, wanted: Any, known: Known) -> Truth:
        tests = dict(wanted) if isinstance(wanted, dict) else {"is": wanted}
        value = known.get(name)
        flag = tests.pop("known", None)
        if flag is False:
            return value is None
        if value is None:
            return False if flag else None
        kind = "date" if name == "today" else self.types[name]
        return both([self.test(kind, value, how, operand, known) for how, operand in tests.items()])

    def test(self, kind: str, value: Any, how: str, operand: Any, known: Known) -> Truth:
        listed = operand if isinstance(operand, list) else [operand]
        if kind == "several":
            if how == "includes_all":
                return set(listed) <= set(value)
            return bool(set(listed) & set(value)) is (how != "excludes")
        if how == "is":
            return bool(value in listed)
        if how == "not":
            return bool(value not in listed)
        if kind == "number":
            if isinstance(value, str):
                return False
            checks: dict[str, bool] = {
                "at_least": value >= operand,
                "at_most": value <= operand,
                "more_than": value > operand,
                "less_than": value < operand,
            }
            return checks[how]
        day = day_of(operand, known)
        if day is None:
            return None
        if not isinstance(day, date) or not isinstance(value, date):
            return False
        found = {
            "before": value < day,
            "on_or_before": value <= day,
            "after": value > day,
            "on_or_after": value >= day,
        }
        return found[how]


def domain(question: dict[str, Any], known: Known) -> list[Any]:
    """Every value that a question takes."""
    kind = question.get("type", "choice")
    answers: dict[str, Any] = question.get("answers", {})
    words = list(answers)
    if kind == "choice":
        return words
    if kind == "text":
        return ["some words", *words]
    if kind == "number":
        return [*range(question["min"], question["max"] + 1), *words]
    if kind == "several":
        alone = [word for word in words if isinstance(answers[word], dict) and answers[word].get("exclusive")]
        rest = [word for word in words if word not in alone]
        sizes = range(question.get("min", 1), question.get("max", len(rest)) + 1)
        return [list(picked) for size in sizes for picked in combinations(rest, size)] + [[word] for word in alone]
    first, last = day_of(question["min"], known), day_of(question["max"], known)
    found: list[Any] = []
    day = first if isinstance(first, date) else FIRST - AROUND
    until = last if isinstance(last, date) else LAST + AROUND
    while day <= until:
        found.append(day)
        day += timedelta(days=1)
    return found + words


@dataclass(frozen=True)
class Run:
    """One complete interview.

    Attributes:
        end: `tree/outcome`, `card:x`, or what went wrong: `gap` or `loop`.
        asked: How many questions had to be answered.
    """

    answers: Known
    end: str
    asked: int


@dataclass
class Everything:
    """All interviews of a guide, up to a limit.

    Attributes:
        met: The nodes (tree, name) that were reached, the rules (tree, question, answer or "", number) that were taken,
            the entries (tree, outcome, part, number) that were shown, and (tree, question, "only_when", truth).
        tried: The lists of rules (tree, question, answer or "") that were looked at.
        unclear: The rules, entries and (tree, question, "only_when") whose condition read an unknown fact.
        complete: Whether there were not too many.
        stuck: Whether a question came up that takes no value.
        held: The ids of the groups under `any` that held for somebody, in a condition that held.
    """

    runs: list[Run] = field(default_factory=list)
    problems: set[Problem] = field(default_factory=set)
    met: set[tuple[Any, ...]] = field(default_factory=set)
    tried: set[tuple[Any, ...]] = field(default_factory=set)
    unclear: set[tuple[Any, ...]] = field(default_factory=set)
    complete: bool = True
    stuck: bool = False
    held: set[int] = field(default_factory=set)

    @property
    def arrived(self) -> list[Run]:
        """The runs that end at an outcome."""
        return [run for run in self.runs if run.end not in ("gap", "loop")]


def everything(made: Made, limit: int = 1500, today: date = TODAY, starts: Sequence[str] | None = None) -> Everything:
    """Try every answer of every question that comes up, from the start of the guide or of several trees."""
    meaning = Meaning(made)
    found = Everything(held=meaning.held)
    for tree in starts or [made.start]:
        start = (tree, made.trees[tree]["start"])
        for run in _from(found, made, meaning, start, {"today": today}, (), {}):
            found.runs.append(run)
            if len(found.runs) >= limit:
                found.complete = False
                break
    return found


def _from(
    found: Everything,
    made: Made,
    meaning: Meaning,
    at: tuple[str, str],
    known: Known,
    passed: tuple[tuple[str, str], ...],
    answers: Known,
) -> Iterator[Run]:
    tree, name = at
    found.met.add(at)
    if name not in made.trees[tree]["questions"]:
        _look(found, made, meaning, at, known)
        yield Run(answers, f"{tree}/{name}", len(answers))
        return
    question = made.question(tree, name)
    asked = True
    if "only_when" in question:
        truth = meaning.when(question["only_when"], known)
        if truth is None:
            found.problems.add(("unknown", tree, "questions", name))
            found.unclear.add((*at, "only_when"))
        asked = truth is True
        found.met.add((*at, "only_when", asked))
    if not asked:
        values: list[Any] = [None]
    elif name in known:
        values = [known[name]]
    else:
        values = domain(question, known)
        found.stuck = found.stuck or not values
        limits = [day_of(question[key], known) for key in ("min", "max")] if question.get("type") == "date" else []
        if None in limits:
            found.problems.add(("unknown", tree, "questions", name))
        if not values:
            found.problems.add(("no-answer", tree, "questions", name))
    for value in values:
        after = {**known, name: value} if value is not None else known
        fresh = value is not None and name not in known
        given = {**answers, name: value} if fresh else answers
        way, under = question["next"], ""
        if isinstance(way, dict):
            way, under = way[value], value
        target = None
        rules: list[dict[str, Any]] = [{"to": way}] if isinstance(way, str) else way
        found.tried.add((*at, under))
        for number, rule in enumerate(rules):
            truth = meaning.when(rule.get("when"), after)
            if truth is None:
                found.problems.add(("unknown", tree, "questions", name))
                found.unclear.add((*at, under, number))
            if truth:
                target = rule["to"]
                found.met.add((*at, under, number))
                break
        if target is None:
            found.problems.add(("gap", tree, "questions", name))
            yield Run(given, "gap", len(given))
        elif target.startswith("card:"):
            yield Run(given, target, len(given))
        else:
            there = (tree, target)
            if target.startswith("tree:"):
                there = (target[5:], made.trees[target[5:]]["start"])
            if there in (*passed, at):
                found.problems.add(("loop", tree, "questions", name))
                yield Run(given, "loop", len(given))
            else:
                yield from _from(found, made, meaning, there, after, (*passed, at), given)


def _look(found: Everything, made: Made, meaning: Meaning, at: tuple[str, str], known: Known) -> None:
    tree, name = at
    outcome = made.trees[tree]["outcomes"][name]
    shown: list[Truth] = []
    for part in ("notes", "cards", "phrases"):
        for number, entry in enumerate(outcome.get(part, [])):
            truth = meaning.when(entry.get("when"), known) if isinstance(entry, dict) else True
            if truth is None:
                found.problems.add(("unknown", tree, "outcomes", name))
                found.unclear.add((*at, part, number))
            if truth:
                found.met.add((*at, part, number))
            if part == "cards":
                shown.append(truth)
    if all(truth is False for truth in shown):
        found.problems.add(("no-card", tree, "outcomes", name))


def future(made: Made, meaning: Meaning, at: tuple[str, str], known: Known, same: dict[tuple[str, str], bool]) -> Any:
    """All that can follow: the questions with what each answer leads to, and in the end what is shown.

    Args:
        made: A guide without faults.
        meaning: What its conditions mean.
        at: The node.
        known: The facts.
        same: Filled in: whether it never matters what a question is answered.
    """
    tree, name = at
    if name not in made.trees[tree]["questions"]:
        outcome = made.trees[tree]["outcomes"][name]
        shown = [
            (part, number)
            for part in ("notes", "cards", "phrases")
            for number, entry in enumerate(outcome.get(part, []))
            if not isinstance(entry, dict) or meaning.when(entry.get("when"), known)
        ]
        return (at, tuple(shown))
    question = made.question(tree, name)
    asked = "only_when" not in question or bool(meaning.when(question["only_when"], known))
    fresh = asked and name not in known
    values = domain(question, known) if fresh else [known.get(name)]
    found = []
    for value in values:
        after = {**known, name: value} if fresh else known
        way = question["next"][value] if isinstance(question["next"], dict) else question["next"]
        rules: list[dict[str, Any]] = [{"to": way}] if isinstance(way, str) else way
        to = next(rule["to"] for rule in rules if meaning.when(rule.get("when"), after))
        if to.startswith("card:"):
            found.append((str(value), to))
        else:
            there = (to[5:], made.trees[to[5:]]["start"]) if to.startswith("tree:") else (tree, to)
            found.append((str(value), future(made, meaning, there, after, same)))
    if not fresh:
        return found[0][1]
    same[at] = same.get(at, True) and len({repr(after) for _, after in found}) <= 1
    return (at, tuple(found))
