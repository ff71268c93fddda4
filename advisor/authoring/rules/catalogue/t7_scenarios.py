"""T7: scenarios, as far as they can be judged without being played."""

from __future__ import annotations

from advisor.authoring.rules.catalogue._rule import DAYS, HEAD, KIND, TREE, Files, Rule, rule

_FILE = "tests/scenarios/mend.yaml"
_HEAD = "tree: mend\nas_of: 2026-06-01\n"
_RENT = HEAD + KIND + "    next: card:ask-at-the-desk\n"
_DAYS = (
    HEAD.replace("start: kind", "start: days")
    + "questions:\n"
    + DAYS.replace("max: 7", "max: 30")
    + "    next: card:ask-at-the-desk\n"
)
_FAILS = "`advisor test` could never say that it passes."


def _one(answers: str = "member: yes", expect: str = "outcome: card:ask-at-the-desk", **more: str) -> str:
    keys = {"answers": answers} | more
    lines = "".join(f"    {key}: {{{value}}}\n" for key, value in keys.items() if value)
    return f"  - name: A member\n{lines}    expect: {{{expect}}}\n"


def _two(name: str, answer: str, expect: str = "outcome: card:ask-at-the-desk") -> Files:
    second = f"  - name: {name}\n    answers: {{member: {answer}}}\n    expect: {{{expect}}}\n"
    return {_FILE: _HEAD + "scenarios:\n" + _one() + second}


def _file(scenario: str, head: str = _HEAD) -> Files:
    return {_FILE: head + "scenarios:\n" + scenario}


def _rent(scenario: str) -> Files:
    """A scenario of a tree that asks for a number."""
    return {TREE: _DAYS, "tests/scenarios/rent.yaml": _HEAD.replace("mend", "rent") + "scenarios:\n" + scenario}


RULES: tuple[Rule, ...] = (
    rule(
        "T701",
        "Two scenarios of one file have the same name.",
        "Where one of them fails, nobody can tell which.",
        _two("A member", "no", "outcome: to_pay"),
        _two("Not a member", "no", "outcome: to_pay"),
    ),
    rule(
        "T702",
        "Two scenarios have the same answers on the same day, and expect the same.",
        "One of them was meant to try something else, and that is not tried.",
        _two("Once more a member", "yes"),
        _two("Not a member", "no", "outcome: to_pay"),
    ),
    rule(
        "T703",
        "Two scenarios have the same answers on the same day, and expect what cannot both be.",
        "Whatever the tree does, one of them fails.",
        _two("A member who pays", "yes", "outcome: to_pay"),
        _two("Not a member", "no", "outcome: to_pay"),
    ),
    rule(
        "T704",
        "A file of scenarios has another name than its tree.",
        "Whoever changes the tree looks for its scenarios under its name, and does not find these.",
        {"tests/scenarios/repair.yaml": _HEAD + "scenarios:\n" + _one()},
        {"tests/scenarios/mend.yaml": _HEAD + "scenarios:\n" + _one()},
    ),
    rule(
        "T705",
        "A scenario expects what can never come out, or what is never looked at.",
        _FAILS,
        _file(_one(expect="outcome: card:ask-at-the-desk, lacks_cards: [ask-at-the-desk]")),
        _file(_one(expect="outcome: card:ask-at-the-desk, cards: [ask-at-the-desk]")),
    ),
    rule(
        "T706",
        "`without` takes an answer away that `given` does not have.",
        _FAILS,
        {_FILE: _HEAD + "scenarios:\n  - name: No answer\n    without: [member]\n    expect: {question: member}\n"},
        {
            _FILE: _HEAD + "given: {member: yes}\nscenarios:\n"
            "  - name: No answer\n    without: [member]\n    expect: {question: member}\n"
        },
    ),
    rule(
        "T707",
        "A question is answered under `answers` and under `typed`.",
        "Only one of the two is tried, and nobody sees which.",
        _file(_one(typed="member: yes")),
        _file(_one(answers="", typed="member: yes")),
    ),
    rule(
        "T708",
        "The day on which a file's scenarios are played is not in the season.",
        "What readers see this season is not tried.",
        _file(_one(), _HEAD.replace("2026", "2024")),
        _file(_one(), _HEAD.replace("2026-06-01", "season:closing - 1 week")),
    ),
    rule(
        "T709",
        "A scenario answers a question of the guide that its tree, and all it leads to, never asks.",
        "The answer has no effect, so something else is tried than what was meant.",
        {TREE: _RENT, **_file(_one("member: yes, kind: city"))},
        {TREE: _RENT, **_file(_one())},
    ),
    rule(
        "T710",
        "A scenario gives an answer that its question does not take.",
        "The interview would stop there.",
        _rent(_one("days: 99")),
        _rent(_one("days: 9")),
    ),
)
