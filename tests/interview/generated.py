"""Whole guides made up by hypothesis: every type of question, test and route, some of them faulty.

A guide is plain data, as YAML would give it. Everything is small (six days, a few numbers), so that
`tests.interview.reference` can try every answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st

from advisor.guide.load import Guide, fill_shared
from advisor.guide.model import SeasonFile, Shared, Tree
from advisor.guide.season import Season
from advisor.interview.walk import Program
from tests.support import card, write_guide, yaml

TODAY = date(2027, 1, 3)
EVENTS = {"opens": date(2027, 1, 2), "closes": date(2027, 1, 5)}
FIRST, LAST = date(2026, 12, 31), date(2027, 1, 8)
"""All days that generated limits allow."""
CARDS = ("c0", "c1", "c2")
PHRASES = ("p0", "p1")
NUMBERS = ("at_least", "at_most", "more_than", "less_than")

SEASON: dict[str, Any] = {
    "title": "The 2027 season",
    "zone": "UTC",
    "ends": "2027-01-31",
    "events": {
        name: {
            "title": name,
            "date": day.isoformat(),
            "confidence": "published",
            "basis": "It is so.",
            "sources": ["law"],
        }
        for name, day in EVENTS.items()
    },
}


@dataclass(frozen=True)
class Made:
    """A made-up guide: its trees and its shared questions, as plain data."""

    trees: dict[str, Any]
    shared: dict[str, Any]

    @property
    def start(self) -> str:
        """The tree to begin with."""
        return next(iter(self.trees))

    def question(self, tree: str, name: str) -> dict[str, Any]:
        """A question with its shared wording."""
        own: dict[str, Any] = self.trees[tree]["questions"][name]
        return {**self.shared.get("questions", {}).get(name, {}), **own}

    def questions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Every question with its tree and name."""
        for tree, model in self.trees.items():
            for name in model["questions"]:
                yield tree, name, self.question(tree, name)

    def facts(self) -> dict[str, Any]:
        """Named conditions."""
        found = dict(self.shared.get("facts", {}))
        for tree in self.trees.values():
            found.update(tree.get("facts", {}))
        return found

    def files(self) -> dict[str, str]:
        """The guide as files."""
        files = {"content/season": yaml(SEASON)}
        files |= {f"trees/{name}": yaml(tree) for name, tree in self.trees.items()}
        if self.shared:
            files["trees/_shared.yaml"] = yaml(self.shared)
        files["content/sources"] = yaml(
            {
                "law": {
                    "title": "The law",
                    "publisher": "The city",
                    "url": "https://example.org/",
                    "kind": "official",
                    "checked": "2026-11-22",
                }
            }
        )
        files |= {f"cards/{name}": card(f"card {name}", more="phrases: [p0]") for name in CARDS}
        for name in PHRASES:
            files[f"phrases/{name}"] = f"---\ntitle: Phrase {name}\nmedium: spoken\nto: Anybody\n---\nHello.\n"
        return files

    def write(self, root: Path) -> Guide:
        """The guide in a folder."""
        return write_guide(root, self.files())

    def program(self, today: date = TODAY) -> Program:
        """The guide compiled, without files."""
        shared = Shared.model_validate(self.shared)
        trees: Mapping[str, Tree] = {
            name: fill_shared(Tree.model_validate(tree), shared.questions) for name, tree in self.trees.items()
        }
        season = Season(SeasonFile.model_validate(SEASON), today)
        return Program(trees, self.start, season.resolve, today, shared)


Items = TypeVar("Items")


def chance(draw: st.DrawFn, percent: int) -> bool:
    """True in about so many cases of a hundred; false when shrunk."""
    return draw(st.integers(0, 99)) >= 100 - percent


def pick(draw: st.DrawFn, items: Sequence[Items]) -> Items:
    """One of some things, the first when shrunk: drawn by its number, as making a strategy of them takes far longer."""
    return items[draw(st.integers(0, len(items) - 1))]


def few(draw: st.DrawFn, items: Sequence[Items]) -> list[Items]:
    """One or two different things out of some, one when shrunk."""
    first = pick(draw, items)
    others = [item for item in items if item != first]
    return [first, pick(draw, others)] if others and chance(draw, 50) else [first]


def day_between(draw: st.DrawFn, first: date = FIRST, last: date = LAST) -> str:
    """A day as text."""
    return (first + timedelta(days=draw(st.integers(0, (last - first).days)))).isoformat()


def wording_of(draw: st.DrawFn, name: str, earlier_dates: list[str]) -> dict[str, Any]:
    """A question without its way on."""
    kind = pick(draw, ["choice", "choice", "several", "number", "date", "date", "text"])
    question: dict[str, Any] = {"ask": f"What about {name}?", "why": "It matters."}
    if kind != "choice":
        question["type"] = kind
    letters = ["a", "b", "c"][: draw(st.integers(2, 3))]
    if kind == "choice":
        question["answers"] = {letter: f"{name} {letter}" for letter in letters}
    elif kind == "several":
        answers: dict[str, Any] = {letter: f"{name} {letter}" for letter in letters}
        if chance(draw, 40):
            answers["none"] = {"text": "None", "exclusive": True}
        question["answers"] = answers
        if chance(draw, 40):
            question["min"] = draw(st.integers(0, 2))
        if chance(draw, 40):
            question["max"] = draw(st.integers(max(question.get("min", 1), 1), len(letters)))
    else:
        if chance(draw, 50):
            question["answers"] = {"w": "They have not said"}
        if kind == "number":
            question["min"] = draw(st.integers(0, 2))
            question["max"] = draw(st.integers(question["min"], 5))
        elif kind == "date":
            question |= _limits(draw, earlier_dates)
    return question


def _limits(draw: st.DrawFn, earlier: list[str]) -> dict[str, str]:
    """The first and the last day that a question takes."""
    low = draw(st.integers(0, 4 if earlier else 2))
    if low < 2:
        first = day_between(draw, FIRST, date(2027, 1, 3))
    elif low == 2:
        first = pick(draw, ["today", "season:opens - 1 day"])
    else:
        first = pick(draw, earlier) + pick(draw, ["", " + 1 day"])
    if chance(draw, 33):
        return {"min": first, "max": pick(draw, ["season:closes + 1 day", "today + 2 days"])}
    return {"min": first, "max": day_between(draw, date(2027, 1, 4), LAST)}


def anchor(draw: st.DrawFn, other_dates: list[str]) -> str:
    """A day as a condition names it."""
    if chance(draw, 50):
        base = pick(draw, ["today", "season:opens", "season:closes", *other_dates, *other_dates])
    else:
        base = day_between(draw)
    return base + pick(draw, ["", "", " + 1 day", " - 2 days", " + 1 week"])


def entry(draw: st.DrawFn, name: str, question: dict[str, Any], dates: list[str]) -> Any:
    """What a condition wants of a question."""
    kind = question.get("type", "choice")
    guarded = chance(draw, 50)
    if kind == "text" or chance(draw, 8):
        return {"known": True} if kind == "text" or chance(draw, 50) else {"known": False}
    form = _form(draw, kind, name, question, dates)
    if kind in ("number", "date") and chance(draw, 30):
        form |= _form(draw, kind, name, question, dates)
    if guarded:
        return {"known": True, **form}
    return form["is"] if list(form) == ["is"] else form


def _form(draw: st.DrawFn, kind: str, name: str, question: dict[str, Any], dates: list[str]) -> dict[str, Any]:
    words = list(question.get("answers", {}))
    if kind == "choice":
        key, some = pick(draw, ["is", "not"]), few(draw, words)
        return {key: some[0]} if chance(draw, 50) else {key: some}
    if kind == "several":
        key, some = pick(draw, ["is", "includes", "includes_all", "excludes"]), few(draw, words)
        return {key: some[0] if key == "is" else some}
    if words and chance(draw, 35):
        return {pick(draw, ["is", "not"]): pick(draw, words)}
    if kind == "number":
        key, number = pick(draw, ["is", "not", *NUMBERS, *NUMBERS]), draw(st.integers(0, 5))
        return {key: [number] if key == "not" else number}
    others = [other for other in dates if other != name]
    return {pick(draw, ["before", "on_or_before", "after", "on_or_after"]): anchor(draw, others)}


def condition(
    draw: st.DrawFn,
    questions: dict[str, dict[str, Any]],
    named: dict[str, list[str]],
    *,
    nested: bool = False,
) -> dict[str, Any]:
    """A `when` over some questions and named conditions."""
    dates = [name for name, question in questions.items() if question.get("type") == "date"]
    when: dict[str, Any] = {}
    for name in few(draw, [*questions, *questions, *named, "today"]):
        if name == "today":
            when["today"] = {pick(draw, ["before", "on_or_after"]): anchor(draw, dates)}
        elif name in named:
            value = pick(draw, named[name])
            when[name] = {"not": value} if chance(draw, 30) else value
        else:
            when[name] = entry(draw, name, questions[name], dates)
    if not nested and chance(draw, 15):
        groups = range(draw(st.integers(1, 2)))
        when["any"] = [condition(draw, questions, named, nested=True) for _ in groups]
    return when


@st.composite
def guides(draw: st.DrawFn, *, sound: bool = False) -> Made:
    """A guide of one or two trees.

    Args:
        sound: Keep to forms that seldom have faults: rules end without `when`, nothing leads back.
    """
    shared: dict[str, Any] = {}
    wording: dict[str, dict[str, Any]] = {}
    order: dict[str, list[str]] = {}
    dates: list[str] = []

    def invent(name: str) -> None:
        wording[name] = wording_of(draw, name, dates)
        if wording[name].get("type") == "date":
            dates.append(name)

    order["one"] = [f"q{number}" for number in range(pick(draw, [3, 4, 2, 1]))]
    for name in order["one"]:
        invent(name)
    if chance(draw, 50):
        order["two"] = [f"r{number}" for number in range(draw(st.integers(1, 2)))]
        for name in order["two"]:
            invent(name)
        if chance(draw, 70):
            both = pick(draw, order["one"])
            shared["questions"] = {both: wording[both]}
            order["two"].insert(draw(st.integers(0, len(order["two"]))), both)
    common = shared.get("questions", {})
    named: dict[str, list[str]] = {}
    facts: dict[str, Any] = {}
    if chance(draw, 40):
        rules = [{"when": condition(draw, wording, {}), "is": "u"}]
        if chance(draw, 50):
            rules.append({"when": condition(draw, wording, {}), "is": "v"})
        facts["n0"] = [*rules, {"is": "x"}]
        named["n0"] = [rule["is"] for rule in facts["n0"]]
        if chance(draw, 30):
            facts["n1"] = [{"when": {"n0": "u"}, "is": "no"}, {"is": "yes"}]
            named["n1"] = ["yes", "no"]
    trees = {}
    for tree, names in order.items():
        before = list(order["one"]) if tree == "two" else []
        questions = {}
        for position, name in enumerate(names):
            questions[name] = _routed(draw, order, tree, position, before, wording, named, sound, common)
            before.append(name)
            if name in common:
                questions[name] = {"use": name, **questions[name]}
            else:
                questions[name] = {**wording[name], **questions[name]}
        trees[tree] = {
            "title": f"The tree {tree}",
            "about": "It was made up.",
            "reviewed": "2027-01-03",
            "start": names[0],
            "questions": questions,
            "outcomes": {f"o{number}": _outcomes(draw, wording, named, sound) for number in range(2)},
        }
    if facts:
        trees["one"]["facts"] = facts
    return Made(trees, shared)


def _routed(
    draw: st.DrawFn,
    order: dict[str, list[str]],
    tree: str,
    position: int,
    before: list[str],
    wording: dict[str, dict[str, Any]],
    named: dict[str, list[str]],
    sound: bool,
    common: Container[str],
) -> dict[str, Any]:
    """The way on from a question, and when it is asked."""
    names = order[tree]
    name = names[position]
    ends = ["o0", "o1", "card:c0"]
    if tree == "one" and "two" in order:
        ends += ["tree:two", "tree:two"]
    onward = names[position + 1 :]
    targets = [*onward[:1] * 14, *onward, *ends] if onward else ends
    if not sound and chance(draw, 10):
        targets = [*targets, *names]
    readable = wording if not sound and chance(draw, 10) else {key: wording[key] for key in [*before, name]}

    def rules() -> list[dict[str, Any]]:
        found = [
            {"when": condition(draw, readable, named), "to": pick(draw, targets)}
            for _ in range(draw(st.integers(1, 2)))
        ]
        if not sound and chance(draw, 25):
            return found
        return [*found, {"to": pick(draw, targets)}]

    routed: dict[str, Any] = {}
    skipped = bool(before) and name not in common and chance(draw, 20)
    if skipped:
        routed["only_when"] = condition(draw, {key: wording[key] for key in before}, named)
    shape = draw(st.integers(0, 2))
    if shape == 0:
        routed["next"] = pick(draw, targets)
    elif shape == 1 and wording[name].get("type", "choice") == "choice" and not skipped:
        routed["next"] = {
            answer: rules() if chance(draw, 30) else pick(draw, targets) for answer in wording[name]["answers"]
        }
    else:
        routed["next"] = rules()
    return routed


def _outcomes(
    draw: st.DrawFn, wording: dict[str, dict[str, Any]], named: dict[str, list[str]], sound: bool
) -> dict[str, Any]:
    def some() -> dict[str, Any]:
        return condition(draw, wording, named)

    outcome: dict[str, Any] = {"title": "An end"}
    first: Any = "c0"
    if not sound and chance(draw, 20):
        first = {"card": "c0", "when": some()}
    outcome["cards"] = [first]
    if chance(draw, 30):
        outcome["cards"].append({"card": "c1", "when": some()})
    if chance(draw, 20):
        outcome["notes"] = [{"text": "A note.", "when": some()}]
    if chance(draw, 20):
        outcome["phrases"] = ["p0", {"phrase": "p1", "when": some()}]
    return outcome


@st.composite
def dated(draw: st.DrawFn) -> Made:
    """A tree of two or three days that are compared with each other, and little else."""
    names = ["q0", "q1", "q2"][: pick(draw, [3, 2])]
    wording: dict[str, dict[str, Any]] = {}
    for name in names:
        wording[name] = {"ask": name, "why": "It matters.", "type": "date", **_limits(draw, list(wording))}

    def compared() -> dict[str, Any]:
        name = pick(draw, names)
        others = [other for other in names if other != name]
        base = pick(draw, [*others * 2, "today", "season:opens", "2027-01-04"])
        how = pick(draw, ["before", "on_or_before", "after", "on_or_after"])
        return {name: {how: base + pick(draw, ["", "", " + 2 days", " - 1 day"])}}

    for name, following in itertools.pairwise(names):
        wording[name]["next"] = following
    rules = [{"when": compared() | compared(), "to": "card:c0"} for _ in range(draw(st.integers(1, 3)))]
    wording[names[-1]]["next"] = rules
    tree = {"title": "T", "about": "A.", "reviewed": "2027-01-03", "start": "q0"}
    return Made({"one": {**tree, "questions": wording, "outcomes": {}}}, {})
