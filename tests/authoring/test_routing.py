"""Routing: every witness replays on the engine, and the verdict is that of trying every answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.paths import BUDGET, Explorer, Picture
from advisor.authoring.check import check
from advisor.authoring.rules import routing
from advisor.diagnostics import Diagnostic, Severity
from advisor.errors import CannotGoOn
from advisor.guide.load import Guide
from advisor.guide.model import Rule, Tree
from advisor.interview.conditions import TODAY, Condition
from advisor.interview.interview import Interview
from advisor.interview.walk import Asking, Program, Reached, date_limits, walk
from tests.authoring.guides import CASES, DAY, judged, overlay, shown
from tests.authoring.test_cases import FAULTY, lay_over

ROUTED = [name for name in FAULTY if name.startswith("r4")]
WITNESSED = frozenset({"R401", "R402", "R403", "R405", "R406", "R407", "R408", "R409", "R410"})
"""The rules whose findings somebody can walk into."""


@pytest.mark.parametrize("name", ROUTED)
def test_witnesses_replay(name: str, tmp_path: Path) -> None:
    guide = Guide(lay_over(CASES / "check" / name, tmp_path / "g"))
    findings = [found for found in check(guide, as_of=DAY).findings if found.code.startswith("R4")]
    assert findings
    for finding in findings:
        assert (finding.witness is not None) is (finding.code in WITNESSED), shown(finding)
        if finding.witness is not None:
            tree = finding.witness.get("tree", Path(finding.span.path).stem)
            day = date.fromisoformat(finding.witness.get("as_of", "2026-05-01"))
            replay_finding(Interview.begin(guide, tree, finding.witness["answers"], as_of=day), finding)


def replay_finding(interview: Interview, finding: Diagnostic) -> None:
    """Walk into what a finding says."""
    named = finding.message.split('"')[1::2]
    if finding.code in ("R401", "R402"):
        with pytest.raises(CannotGoOn, match="no rule" if finding.code == "R401" else "twice"):
            _ = interview.walk
        return
    walked, end = interview.walk, interview.walk.end
    assert not interview.unused
    program = interview.program
    if finding.code == "R403":
        assert named[0] not in walked.known
    elif finding.code == "R405":
        assert isinstance(end, Reached)
        assert end.outcome == named[0]
        outcome = program.trees[end.tree].outcomes[end.outcome]
        assert not any(program.condition(entry.when).holds(walked.known) for entry in outcome.cards)
    elif finding.code == "R406":
        assert isinstance(end, Asking)
        assert interview.question is not None
        assert not interview.question.answers
        first, last = date_limits(interview.question, program, walked.known)
        assert first is not None
        assert last is not None
        assert first > last
    elif finding.code == "R410":
        rule, question = rule_of(interview.guide, finding)
        path = [key.partition("/")[2] for key in walked.path]
        known = {name: walked.known[name] for name in path[: path.index(question) + 1]}
        assert program.condition(rule.when).truth({TODAY: interview.as_of, **known})
    else:
        result = interview.result
        assert result is not None
        cards, phrases = [card.id for card in result.cards], {phrase.id: phrase.text for phrase in result.phrases}
        if finding.code == "R407":
            matter = interview.guide.card(named[0]).matter if named[0] in cards else None
            matter_ = interview.guide.phrase(named[0]).matter if named[0] in phrases else None
            (assumes,) = [one.assumes for one in (matter, matter_) if one is not None]
            assert program.condition(assumes).truth(walked.known) is False
        elif finding.code == "R408":
            assert set(named) <= set(cards)
        elif finding.message.startswith("this note"):
            assert any(f"[{named[0].replace('_', ' ')}]" in note for note in result.notes)
        else:
            assert f"[{named[1].replace('_', ' ')}]" in phrases[named[0]]


def rule_of(guide: Guide, finding: Diagnostic) -> tuple[Rule, str]:
    """The rule at the place of a finding, and its question."""
    part = guide.tree_part(Path(finding.span.path).stem)
    assert part.model is not None
    for name, question in part.model.questions.items():
        ways = question.next if isinstance(question.next, dict) else {"": question.next}
        for answer, rules in ways.items():
            base = ("questions", name, "next", *([answer] if answer else []))
            for number, rule in enumerate(rules if not isinstance(rules, str) else ()):
                if part.source.span((*base, number)) == finding.span:
                    return rule, name
    raise AssertionError(finding)


def hard(facts: int) -> str:
    """Numbers that are all added up at the end, as it were: nothing can be forgotten on the way."""
    text = "title: a\nabout: b\nreviewed: 2026-05-01\nstart: q0\nquestions:\n"
    for number in range(facts):
        after = f"q{number + 1}" if number + 1 < facts else "end"
        text += f"  q{number}:\n    ask: a{number}\n    why: b\n    answers: {{yes: y, no: n}}\n    next: {after}\n"
    text += "outcomes:\n  end:\n    cards: [ask-at-the-desk]\n    notes:\n"
    for number in range(facts):
        text += f"      - text: t\n        when: {{q{number}: yes}}\n"
    return text


def test_beyond_the_budget_is_undecided_and_quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A tenth of the real budget, so that the suite stays quick: time is in proportion to it.
    monkeypatch.setattr(routing, "BUDGET", BUDGET // 10)
    root = overlay(tmp_path / "g", {"trees/hard.yaml": hard(30)})
    begin = time.process_time()
    (finding,) = check(root, as_of=DAY).findings
    assert time.process_time() - begin < 5
    assert (finding.code, finding.severity) == ("R404", Severity.WARNING)
    assert finding.span.path == "trees/hard.yaml"
    assert f"{BUDGET // 10:,}" in finding.message


def test_within_the_budget_is_decided(tmp_path: Path) -> None:
    assert judged(check(overlay(tmp_path / "g", {"trees/hard.yaml": hard(12)}), as_of=DAY).findings) == []


def test_a_long_tree_is_no_hard_tree(tmp_path: Path) -> None:
    text = hard(400)
    text = text[: text.index("    notes:")]
    assert judged(check(overlay(tmp_path / "g", {"trees/long.yaml": text}), as_of=DAY).findings) == []


def test_a_fault_is_told_once_however_many_trees_lead_to_it(tmp_path: Path) -> None:
    begin = "title: {0}\nabout: b\nreviewed: 2026-05-01\nstart: {0}\nquestions:\n  {0}:\n    ask: a\n"
    begin += "    why: b\n    answers: {{x: y, z: w}}\n    next: "
    files: Mapping[str, str] = {
        "trees/a.yaml": begin.format("one") + "tree:z\n",
        "trees/b.yaml": begin.format("two") + "tree:a\n",
        "trees/z.yaml": begin.format("three") + "\n      - when: {three: z}\n        to: card:ask-at-the-desk\n",
    }
    (finding,) = check(overlay(tmp_path / "g", files), as_of=DAY).findings
    assert (finding.code, finding.span.path) == ("R401", "trees/z.yaml")
    assert finding.witness == {"answers": {"three": "x"}}


# --- several trees ----------------------------------------------------------------------------

SHADOWED = """\
title: I want to rent a bicycle
about: Which one, and for how long.
reviewed: 2026-05-01
start: days
questions:
  days:
    ask: For how many days?
    why: A week is the most.
    type: number
    max: 7
    next:
      - when: {days: {at_most: 5}}
        to: card:ask-at-the-desk
      - when: {days: {at_most: 3}}
        to: card:ask-at-the-desk
      - to: lent
outcomes:
  lent:
    cards: [ask-at-the-desk]
"""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("trees/mend.yaml", "title: [\n"),
        ("trees/mend.yaml", None),
        ("trees/_shared.yaml", "questions: 3\n"),
        ("content/season.yaml", "title: Summer\n"),
        ("content/season.yaml", None),
        ("content/sources.yaml", "- one\n"),
        ("content/guide.yaml", "format: 1\n"),
        ("content/cards/ask-at-the-desk.md", "no card\n"),
        ("content/phrases/ask-for-help.md", "no phrase\n"),
    ],
)
def test_whatever_else_is_broken_the_routing_of_a_tree_is_looked_at(
    path: str, text: str | None, tmp_path: Path
) -> None:
    findings = check(overlay(tmp_path / "g", {"trees/rent.yaml": SHADOWED, path: text})).findings
    assert [found.span.line for found in findings if found.code == "R410"] == [14]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        # the broken tree may lead here with the kind known
        ("x: tree:rent", False),
        ("x: card:ask-at-the-desk", True),
    ],
)
def test_what_a_broken_tree_may_still_lead_to_is_not_called_unused(kind: str, told: bool, tmp_path: Path) -> None:
    rent = SHADOWED.replace("{days: {at_most: 5}}", "{kind: {known: true, is: x}}").replace("3}}", "7}}")
    broken = "title: t\nabout: a\nreviewed: 2026-05-01\nstart: kind\nquestions:\n  kind:\n    ask: a\n    why: b\n"
    broken += f"    answers: {{x: X, y: Y}}\n    next:\n      {kind}\n      y: nowhere\n"
    findings = check(overlay(tmp_path / "g", {"trees/rent.yaml": rent, "trees/broken.yaml": broken})).findings
    assert "N201" in {found.code for found in findings}
    assert ("R414" in {found.code for found in findings}) is told


def test_a_tree_is_proved_from_the_day_on_which_it_was_reviewed(tmp_path: Path) -> None:
    """And one that another tree leads to from the day of that one (ruling 41)."""
    rent = SHADOWED.replace("{days: {at_most: 5}}", "{today: {before: 2026-06-01}}").replace("3}}", "7}}")
    late = rent.replace("reviewed: 2026-05-01", "reviewed: 2026-07-01")

    def codes(files: Mapping[str, str], folder: str) -> set[str]:
        return {found.code for found in check(overlay(tmp_path / folder, files)).findings if found.code[0] == "R"}

    assert "R414" not in codes({"trees/rent.yaml": rent}, "early")
    assert "R414" in codes({"trees/rent.yaml": late}, "late")
    first = "title: t\nabout: a\nreviewed: 2026-05-01\nstart: kind\nquestions:\n  kind:\n    ask: a\n    why: b\n"
    first += "    answers: {x: X, y: Y}\n    next: {x: tree:rent, y: card:ask-at-the-desk}\n"
    assert "R414" not in codes({"trees/rent.yaml": late, "trees/first.yaml": first}, "led-to")


def test_a_fault_that_only_another_tree_leads_to_names_where_to_begin(tmp_path: Path) -> None:
    rent = SHADOWED.replace("      - to: lent\n", "      - when: {kind: {known: false}}\n        to: lent\n")
    first = "title: t\nabout: a\nreviewed: 2026-05-01\nstart: kind\nquestions:\n  kind:\n    ask: a\n    why: b\n"
    first += "    answers: {x: X, y: Y}\n    next: {x: tree:rent, y: card:ask-at-the-desk}\n"
    (finding,) = check(overlay(tmp_path / "g", {"trees/rent.yaml": rent, "trees/first.yaml": first})).errors
    assert (finding.code, finding.span.path) == ("R401", "trees/rent.yaml")
    assert finding.witness == {"tree": "first", "answers": {"kind": "x", "days": 6}}
    assert 'begun in the tree "first"' in finding.message


# --- against trying every answer -------------------------------------------------------------

DAYS = [DAY + timedelta(days=number) for number in range(4)]
NAMES = ("qa", "qb", "qc", "qd")
TYPES = {"qa": "choice", "qb": "number", "qc": "several", "qd": "date"}
VALUES: Mapping[str, list[Any]] = {
    "choice": ["x", "y", "z"],
    "number": [0, 1, 2, 3, "w"],
    "several": [
        *(list(chosen) for size in (1, 2) for chosen in combinations(["m", "n", "o"], size)),
        ["none"],
    ],
    "date": [*DAYS, "w"],
}


def question(name: str) -> dict[str, Any]:
    kind = TYPES[name]
    written: dict[str, Any] = {"ask": "a", "type": kind}
    if kind == "choice":
        written["answers"] = {"x": "x", "y": "y", "z": "z"}
    elif kind == "number":
        written |= {"max": 3, "answers": {"w": "w"}}
    elif kind == "several":
        written["answers"] = {"m": "m", "n": "n", "o": "o"}
        written["answers"]["none"] = {"text": "none", "exclusive": True}
        written["max"] = 2
    else:
        first, last = DAYS[0].isoformat(), DAYS[-1].isoformat()
        written |= {"min": first, "max": last, "answers": {"w": "w"}}
    return written


ANSWERS = {"qa": ["x", "y", "z"], "qb": ["w"], "qc": ["m", "n", "none"], "qd": ["w"]}


class Author:
    """Writes small trees by chance: most are sound in shape, few in routing."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.names = NAMES[: self.chance.randint(2, 4)]
        self.only_ahead = self.chance.random() < 0.7

    def one_in(self, number: int) -> bool:
        return self.chance.randrange(number) == 0

    def test(self, name: str) -> Any:
        pick, kind = self.chance, TYPES[name]
        words = pick.sample(ANSWERS[name], pick.randint(1, min(2, len(ANSWERS[name]))))
        value: Any = words if self.one_in(2) else words[0]
        if kind == "choice":
            return {"not": value} if self.one_in(3) else value
        if kind == "several":
            return pick.choice([value, {"excludes": value}, {"includes_all": ["m", "n"]}])
        if self.one_in(5):
            return "w"
        if kind == "number":
            if self.one_in(3):
                number = pick.randint(0, 4)
                return {"not": number} if self.one_in(2) else number
            tests = ["at_least", "at_most", "more_than", "less_than"]
            return {test: pick.randint(0, 4) for test in pick.sample(tests, pick.randint(1, 2))}
        tests = ["before", "on_or_before", "after", "on_or_after"]
        chosen = pick.sample(tests, pick.randint(1, 2))
        return {test: pick.choice(DAYS).isoformat() for test in chosen}

    def when(self, *, plain: bool = False) -> dict[str, Any]:
        pick = self.chance
        when: dict[str, Any] = {}
        for name in pick.sample(self.names, pick.randint(1, 2)):
            test = self.test(name)
            if self.one_in(8):
                test = {"known": self.one_in(2)}
            elif self.one_in(3):
                test = {"known": True, **(test if isinstance(test, dict) else {"is": test})}
            when[name] = test
        if self.one_in(6):
            when["any"] = [{name: self.test(name)} for name in pick.sample(self.names, 2)]
        if not plain and self.one_in(7):
            when["safe"] = pick.choice(["yes", "no", {"not": "yes"}])
        return when

    def rules(self, targets: list[str], *, complete: bool) -> list[dict[str, Any]]:
        pick = self.chance
        rules = [{"when": self.when(), "to": pick.choice(targets)} for _ in range(pick.randint(0, 3))]
        return [*rules, {"to": pick.choice(targets)}] if complete or not rules else rules

    def question(self, name: str, targets: list[str]) -> dict[str, Any]:
        pick = self.chance
        written = question(name)
        shape = pick.randrange(5)
        if shape == 0:
            written["next"] = pick.choice(targets)
        elif shape == 1 and TYPES[name] == "choice":
            written["next"] = {
                answer: pick.choice(targets) if self.one_in(2) else self.rules(targets, complete=not self.one_in(4))
                for answer in written["answers"]
            }
            return written
        else:
            written["next"] = self.rules(targets, complete=not self.one_in(4))
        # A question that is skipped, and asked when the walk comes by again, is no circle for the
        # engine and one for the analysis; trees that go ahead only have no such thing.
        if self.only_ahead and self.one_in(4):
            written["only_when"] = self.when()
        return written

    def tree(self) -> Tree:
        ends = ["end", "stop", "card:c"]
        questions = {}
        for position, name in enumerate(self.names):
            after = self.names[position + 1 :] if self.only_ahead else self.names
            questions[name] = self.question(name, [*after, *after, *ends])
        return Tree.model_validate(
            {
                "title": "t",
                "about": "a",
                "reviewed": DAY,
                "start": self.names[0],
                "questions": questions,
                "outcomes": {
                    "end": {
                        "notes": [{"text": "t", "when": self.when()}],
                        "cards": [{"card": "c", "when": self.when()} for _ in range(2)],
                    },
                    "stop": {"cards": ["c"]},
                },
                "facts": {
                    "safe": [{"when": self.when(plain=True), "is": "yes"}, {"is": "no"}],
                },
            }
        )


Fault = tuple[str, str, str]


def brute(tree: Tree) -> tuple[set[Fault], set[str], set[int]]:
    """Faults, ends and numbers of questions of every set of answers, one by one."""
    faults: set[Fault] = set()
    ends: set[str] = set()
    lengths: set[int] = set()
    names = list(tree.questions)
    program = Program({"t": tree}, "t", no_day, DAY)
    for values in product(*(VALUES[TYPES[name]] for name in names)):
        answers = dict(zip(names, values, strict=True))
        follow(program, tree, answers, faults, ends, lengths)
    return faults, ends, lengths


def no_day(anchor: Any) -> date | None:
    return anchor.day if anchor.kind == "day" else None


def follow(
    program: Program,
    tree: Tree,
    answers: Mapping[str, Any],
    faults: set[Fault],
    ends: set[str],
    lengths: set[int],
) -> None:
    """One set of answers: the engine says where it goes, the conditions what was not known."""
    try:
        walked = walk(program, answers)
    except CannotGoOn as stopped:
        name = stopped.message.split('"')[1].removeprefix("t/")
        twice = "twice" in stopped.message
        faults.add(("loop", "", "") if twice else ("gap", name, ""))
        walked = None
    known: dict[str, Any] = {TODAY: DAY}
    name = tree.start
    asked = 0
    met: set[tuple[str, bool]] = set()
    while name in tree.questions:
        here = tree.questions[name]
        is_asked = True
        if here.only_when is not None:
            only = program.condition(here.only_when)
            note(faults, name, only, known)
            is_asked = bool(only.truth(known))
        if (name, is_asked) in met:
            return
        met.add((name, is_asked))
        if is_asked:
            asked += 1
            raw = answers[name]
            known[name] = tuple(raw) if isinstance(raw, list) else raw
        way = here.next[known[name]] if isinstance(here.next, dict) else here.next
        to = way if isinstance(way, str) else None
        for rule in () if isinstance(way, str) else way:
            condition = program.condition(rule.when)
            truth = condition.truth(known)
            if truth is None:
                note(faults, name, condition, known)
            elif truth:
                to = rule.to
                break
        if to is None:
            return
        name = to
    assert walked is not None
    assert isinstance(walked.end, Reached)
    assert walked.end.outcome == name
    assert len(walked.path) == asked
    ends.add(name)
    lengths.add(asked)
    if name in tree.outcomes:
        outcome = tree.outcomes[name]
        for when in [part.when for part in outcome.notes] + [part.when for part in outcome.cards]:
            note(faults, name, program.condition(when), known)
        shown = [program.condition(entry.when).truth(known) is not False for entry in outcome.cards]
        if not any(shown):
            faults.add(("no-card", name, ""))


def note(faults: set[Fault], name: str, condition: Condition, known: Mapping[str, Any]) -> None:
    if condition.truth(known) is None:
        faults.update(("unknown", name, fact) for fact, _ in condition.unknown(known))


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32))
def test_the_verdict_is_that_of_trying_every_answer(seed: int) -> None:
    tree = Author(seed).tree()
    program = Program({"t": tree}, "t", no_day, DAY)
    found = Explorer(Picture(program)).explore()
    faults, ends, lengths = brute(tree)
    explored = {
        ("loop", "", "") if fault.kind == "loop" else (fault.kind, str(fault.where[1]), fault.fact)
        for fault in found.faults
    }
    assert found.decided
    assert explored == faults
    assert {key.removeprefix("t/") for key in found.ends} == ends
    if not {kind for kind, _, _ in faults} & {"gap", "loop"}:
        assert (found.fewest, found.most) == (min(lengths), max(lengths))
    for fault in found.faults:
        replay(tree, fault.kind, str(fault.where[1]), fault.fact, fault.answers)


def replay(tree: Tree, kind: str, name: str, fact: str, answers: Mapping[str, Any]) -> None:
    program = Program({"t": tree}, "t", no_day, DAY)
    if kind in ("gap", "loop"):
        with pytest.raises(CannotGoOn, match="no rule" if kind == "gap" else "twice"):
            walk(program, answers)
        return
    try:
        walked = walk(program, answers)
    except CannotGoOn:
        # The place was reached, and what follows it has a fault of its own.
        return
    assert fact not in walked.known
    if name in tree.outcomes:
        assert walked.end == Reached("t", name)
    elif isinstance(walked.end, Asking):
        assert set(answers) <= set(walked.known)
