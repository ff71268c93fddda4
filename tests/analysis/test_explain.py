"""Why a question, how many more, which ends, what would change the advice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.analysis import explain
from advisor.analysis.explain import Remaining
from advisor.authoring.check import check
from advisor.guide.load import Guide
from advisor.interview.interview import Interview
from tests.support import card, write_guide

TREE = """
    title: T
    about: A.
    reviewed: 2026-11-22
    start: colour
    questions:
      colour:
        ask: Which colour?
        why: It matters.
        answers: {red: Red, blue: Blue, green: Green}
        next: {red: number, blue: sent, green: late}
      number:
        ask: How many?
        why: It matters.
        type: number
        max: 9
        answers: {many: Too many}
        next:
          - when: {number: {at_least: 5}}
            to: sent
          - when: {number: many}
            to: card:many
          - to: few
      sent:
        ask: What did you send?
        why: It matters.
        type: several
        answers:
          one: One
          two: Two
          none: {text: None of it, exclusive: true}
        next:
          - when: {sent: none}
            to: card:nothing
          - to: extra
      extra:
        ask: And when it is red?
        why: It matters.
        only_when: {colour: red}
        answers: {x: X, y: Y}
        next: last
      last:
        ask: The last one?
        why: It matters.
        answers: {x: X, y: Y}
        next:
          - when: {last: x}
            to: few
          - when: {sent: two}
            to: card:two
          - to: card:many
      late:
        ask: Is it late?
        why: It matters.
        answers: {x: X, y: Y}
        next:
          - when: {today: {before: 2027-02-01}}
            to: last_green
          - to: card:many
      last_green:
        ask: How green?
        why: It matters.
        answers: {x: X, y: Y}
        next: card:many
    outcomes:
      few:
        title: Only a few by {season:title}
        cards: [few]
    """


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    names = ("few", "many", "nothing", "two")
    files = {f"cards/{name}": card(f"card {name}") for name in names}
    found = write_guide(tmp_path_factory.mktemp("explain"), {"t": TREE, **files})
    assert [finding.message for finding in check(found).errors] == []
    return found


def at(guide: Guide, **answers: Any) -> Interview:
    return Interview.begin(guide, "t", answers, as_of=date(2027, 1, 1))


RED = {"colour": "red"}
MANY_RED = {"colour": "red", "number": 7}


@pytest.mark.parametrize(
    ("answers", "low", "high", "ends"),
    [
        ({}, 3, 5, ["t/few", "card:many", "card:nothing", "card:two"]),
        (RED, 1, 4, ["t/few", "card:many", "card:nothing", "card:two"]),
        (MANY_RED, 1, 3, ["t/few", "card:many", "card:nothing", "card:two"]),
        ({"colour": "blue"}, 1, 2, ["t/few", "card:many", "card:nothing", "card:two"]),
        ({"colour": "blue", "sent": ["two"]}, 1, 1, ["t/few", "card:two"]),
        ({"colour": "blue", "sent": ["one"]}, 1, 1, ["t/few", "card:many"]),
        ({"colour": "green"}, 2, 2, ["card:many"]),
        # a refused answer waits to be given anew
        ({"colour": "red", "number": 77}, 1, 4, ["t/few", "card:many", "card:nothing", "card:two"]),
        # answers that wait further on are not asked again
        ({"colour": "blue", "last": "x"}, 1, 1, ["t/few", "card:nothing"]),
        ({"colour": "red", "number": 7, "extra": "x", "last": "y", "sent": ["two"]}, 0, 0, []),
    ],
)
def test_how_many_more_and_which_ends(
    guide: Guide, answers: dict[str, Any], low: int, high: int, ends: list[str]
) -> None:
    if not answers:
        low = 2
    interview = at(guide, **answers)
    assert explain.remaining(interview) == Remaining(low, high, exact=True)
    assert list(explain.possible_ends(interview)) == ends


def test_ends_are_named_by_their_titles(guide: Guide) -> None:
    found = explain.possible(at(guide, colour="blue", sent=["two"]))
    assert [(end.outcome, end.title) for end in found] == [
        ("t/few", "Only a few by The 2027 season"),
        ("card:two", "card two"),
    ]


def change(question: str, answer: Any, outcome: str) -> tuple[str, Any, str]:
    return question, answer, outcome


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            {"colour": "blue", "sent": ["two"], "last": "y"},
            [
                change("sent", ["none"], "card:nothing"),
                change("last", "x", "t/few"),
            ],
        ),
        (
            {"colour": "red", "number": 2},
            [change("number", "many", "card:many")],
        ),
        # a parked answer counts as given
        (
            {"colour": "red", "number": 2, "sent": ["none"]},
            [
                change("colour", "blue", "card:nothing"),
                change("number", 5, "card:nothing"),
                change("number", "many", "card:many"),
            ],
        ),
        ({"colour": "not_covered"}, []),
        ({"colour": "red"}, []),
    ],
)
def test_single_answers_that_would_change_the_outcome(
    guide: Guide, answers: dict[str, Any], expected: list[Any]
) -> None:
    interview = at(guide, **answers)
    found = explain.would_change(interview)
    assert [(item.question, item.answer, item.outcome) for item in found] == expected
    for item in found:
        replayed = interview.answer(item.question, item.answer).result
        assert replayed is not None
        assert (replayed.outcome, replayed.title) == (item.outcome, item.title)


@pytest.mark.parametrize(
    ("answers", "key", "says", "never"),
    [
        ({}, "t/colour", ["Everybody is asked this here."], []),
        (RED, "t/number", ['You answered "Red" to "Which colour?".'], []),
        (MANY_RED, "t/sent", ['"7" to "How many?"'], []),
        # asked only when it is red: that is the reason, though the route is open to all
        (
            {"colour": "red", "number": 7, "sent": ["one", "two"]},
            "t/extra",
            ['"Red" to "Which colour?"', '"One; Two" to "What did you send?"'],
            [],
        ),
        ({"colour": "blue", "sent": ["one"]}, "t/last", ['"One" to "What did you send?"'], []),
        # which day it is decided; the answer did not
        ({"colour": "green", "late": "x"}, "t/last_green", ['"Green"'], ["Is it late?"]),
        # of an earlier question, seen again
        (MANY_RED, "t/number", ['"Red" to "Which colour?"'], ["How many?"]),
    ],
)
def test_why_a_question_is_asked(
    guide: Guide, answers: dict[str, Any], key: str, says: list[str], never: list[str]
) -> None:
    text = explain.because(at(guide, **answers), key)
    for words in says:
        assert words in text
    for words in never:
        assert words not in text


def test_beyond_the_budget_the_number_is_a_bound(tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = ["title: T", "about: A.", "reviewed: 2026-11-22", "start: q0", "questions:"]
    count = 24
    for number in range(count):
        lines += [
            f"  q{number}:",
            f"    ask: Q{number}?",
            "    why: It matters.",
            "    answers: {x: X, y: Y}",
            f"    next: q{number + 1}",
        ]
    lines += [
        f"  q{count}:",
        "    ask: Q?",
        "    why: W.",
        "    answers: {x: X, y: Y}",
        "    next:",
    ]
    for number in range(count):
        lines += [
            f"      - when: {{q{number}: x, q{(number * 7 + 3) % count}: y}}",
            "        to: card:end",
        ]
    lines += ["      - to: card:other"]
    files = {"t": "\n".join(lines), "cards/end": card(), "cards/other": card("other")}
    guide = write_guide(tmp_path_factory.mktemp("hard"), files)
    interview = Interview.begin(guide, "t", as_of=date(2027, 1, 1))
    assert explain.remaining(interview) == Remaining(25, 25, exact=False)
    assert explain.possible_ends(interview) == ("card:end", "card:other")
    late = {f"q{number}": "x" for number in range(count)}
    near = Interview.begin(guide, "t", late, as_of=date(2027, 1, 1))
    assert explain.remaining(near) == Remaining(1, 1, exact=True)
