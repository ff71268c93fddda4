"""Every form of a test, on every type of fact, as tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from advisor.guide.model import Anchor, SharedQuestion
from advisor.interview.conditions import Fact, compile_when

DAYS = {"opens": date(2027, 1, 10), "closes": date(2027, 3, 3)}


def question(kind: str, letters: str = "") -> SharedQuestion:
    answers = {letter: letter.upper() for letter in letters}
    return SharedQuestion.model_validate({"ask": "?", "type": kind, "answers": answers})


FACTS: dict[str, Fact] = {
    "colour": question("choice", "abc"),
    "sent": question("several", "abc"),
    "number": question("number", "w"),
    "day": question("date", "w"),
    "other_day": question("date", "w"),
    "words": question("text"),
}


class Here:
    def fact(self, name: str) -> Fact | None:
        return FACTS.get(name)

    def day(self, anchor: Anchor) -> date | None:
        base = {"day": None, "today": date(2027, 2, 1), "event": DAYS.get(anchor.name)}[anchor.kind]
        return anchor.day if anchor.kind == "day" else base and base + timedelta(days=anchor.days)


def truth(when: dict[str, Any], known: dict[str, Any]) -> bool | None:
    """What a readable condition says, both ways of asking it."""
    faults: list[str] = []
    condition = compile_when(when, Here(), lambda code, *_: faults.append(code))
    assert not faults
    found = condition.truth(known)
    assert condition.holds(known) is (found is True)
    return found


JAN, MAR = date(2027, 1, 10), date(2027, 3, 3)


@pytest.mark.parametrize(
    ("when", "yes", "no"),
    [
        # choice
        ({"colour": "a"}, ["a"], ["b", "c"]),
        ({"colour": ["a", "b"]}, ["a", "b"], ["c"]),
        ({"colour": {"is": ["a", "b"]}}, ["a", "b"], ["c"]),
        ({"colour": {"not": "a"}}, ["b", "c"], ["a"]),
        ({"colour": {"not": ["a", "b"]}}, ["c"], ["a", "b"]),
        # several: a list means at least one of them (ruling 1)
        ({"sent": "a"}, [("a",), ("a", "b")], [("b",), ()]),
        ({"sent": ["a", "b"]}, [("a",), ("b", "c")], [("c",), ()]),
        ({"sent": {"includes": ["a", "b"]}}, [("a",), ("b", "c")], [("c",), ()]),
        ({"sent": {"includes": "a"}}, [("a", "c")], [("c",)]),
        ({"sent": {"includes_all": ["a", "b"]}}, [("a", "b"), ("a", "b", "c")], [("a",), ()]),
        ({"sent": {"excludes": "a"}}, [("b",), ()], [("a",), ("a", "b")]),
        ({"sent": {"excludes": ["a", "b"]}}, [("c",), ()], [("a",), ("b", "c")]),
        # number
        ({"number": 3}, [3], [2, 4, "w"]),
        ({"number": [3, 4]}, [3, 4], [2, 5, "w"]),
        ({"number": 3.0}, [3], [4]),
        ({"number": {"not": 3}}, [2, 4, "w"], [3]),
        ({"number": {"not": [3, "w"]}}, [2, 4], [3, "w"]),
        ({"number": {"at_least": 3}}, [3, 4], [2, "w"]),
        ({"number": {"more_than": 3}}, [4], [3, "w"]),
        ({"number": {"at_most": 3}}, [3, 0], [4, "w"]),
        ({"number": {"less_than": 3}}, [2, 0], [3, "w"]),
        ({"number": {"at_least": 3, "at_most": 4}}, [3, 4], [2, 5, "w"]),
        ({"number": "w"}, ["w"], [0, 3]),
        # date; an event with a time of day is a whole day (ruling 18)
        ({"day": {"before": "season:closes"}}, [date(2027, 3, 2)], [MAR, date(2027, 3, 4), "w"]),
        ({"day": {"on_or_before": "season:closes"}}, [MAR], [date(2027, 3, 4), "w"]),
        ({"day": {"after": "2027-03-03"}}, [date(2027, 3, 4)], [MAR, "w"]),
        ({"day": {"on_or_after": "2027-03-03"}}, [MAR], [date(2027, 3, 2), "w"]),
        ({"day": {"before": "season:closes + 1 day"}}, [MAR], [date(2027, 3, 4)]),
        ({"day": {"after": "season:closes - 2 weeks"}}, [date(2027, 2, 18)], [date(2027, 2, 17)]),
        ({"day": {"on_or_after": "today"}}, [date(2027, 2, 1)], [date(2027, 1, 31)]),
        ({"day": {"before": "today + 1 day"}}, [date(2027, 2, 1)], [date(2027, 2, 2)]),
        ({"day": "w"}, ["w"], [JAN]),
        ({"day": {"not": "w"}}, [JAN], ["w"]),
        # known
        ({"words": {"known": True}}, ["anything"], []),
        ({"words": {"known": False}}, [], ["anything"]),
        ({"colour": {"known": True, "is": "a"}}, ["a"], ["b"]),
        ({"number": {"known": True, "at_least": 3}}, [3], [2, "w"]),
        ({"sent": {"known": True, "excludes": "a"}}, [("b",)], [("a",)]),
        ({"day": {"known": True, "before": "2027-03-03"}}, [JAN], [MAR]),
        # any
        ({"any": [{"colour": "a"}, {"colour": "b"}]}, ["a", "b"], ["c"]),
    ],
)
def test_a_test_holds_for_these_values_and_not_for_those(when: dict[str, Any], yes: list[Any], no: list[Any]) -> None:
    fact = next(iter(when))
    fact = "colour" if fact == "any" else fact
    assert [truth(when, {fact: value}) for value in yes] == [True] * len(yes)
    assert [truth(when, {fact: value}) for value in no] == [False] * len(no)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"colour": "a"}, None),
        ({"sent": {"excludes": "a"}}, None),
        ({"number": {"not": 3}}, None),
        ({"day": {"before": "today"}}, None),
        ({"colour": {"known": True}}, False),
        ({"colour": {"known": False}}, True),
        ({"colour": {"known": True, "is": "a"}}, False),
        ({"number": {"known": True, "not": 3}}, False),
        ({"any": [{"colour": "a"}, {"number": 3}]}, None),
        ({"any": [{"colour": "a"}, {"words": {"known": False}}]}, True),
        ({"any": [{"colour": {"known": True}}, {"number": {"known": True}}]}, False),
    ],
)
def test_what_a_test_says_of_a_fact_that_is_not_known(when: dict[str, Any], expected: bool | None) -> None:
    assert truth(when, {}) is expected


def test_one_false_entry_outweighs_an_unknown_one() -> None:
    """Ruling 2."""
    when = {"colour": "a", "number": {"at_least": 3}}
    assert truth(when, {"colour": "b"}) is False
    assert truth(when, {"number": 1}) is False
    assert truth(when, {"colour": "a"}) is None
    assert truth(when, {"colour": "a", "number": 3}) is True


@pytest.mark.parametrize(
    ("how", "yes", "no"),
    [
        ("before", [date(2027, 1, 12)], [date(2027, 1, 13)]),
        ("on_or_before", [date(2027, 1, 13)], [date(2027, 1, 14)]),
        ("after", [date(2027, 1, 14)], [date(2027, 1, 13)]),
        ("on_or_after", [date(2027, 1, 13)], [date(2027, 1, 12)]),
    ],
)
def test_a_day_compared_with_another_answer(how: str, yes: list[date], no: list[date]) -> None:
    when = {"day": {how: "other_day + 3 days"}}
    for value in yes:
        assert truth(when, {"other_day": JAN, "day": value}) is True
    for value in no:
        assert truth(when, {"other_day": JAN, "day": value}) is False
    assert truth(when, {"other_day": "w", "day": JAN}) is False
    assert truth(when, {"other_day": JAN, "day": "w"}) is False
    assert truth(when, {"day": JAN}) is None
    assert truth(when, {"other_day": JAN}) is None
    guarded = {"day": {"known": True, **when["day"]}}
    assert truth(guarded, {"other_day": JAN}) is False


def test_before_and_on_or_after_together_leave_word_answers_out() -> None:
    """Ruling 20."""
    first = {"day": {"before": "2027-03-03"}}
    second = {"day": {"on_or_after": "2027-03-03"}}
    assert truth(first, {"day": "w"}) is False
    assert truth(second, {"day": "w"}) is False


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ({"colour": {"excludes": "a"}}, "S112"),
        ({"sent": {"not": "a"}}, "S112"),
        ({"number": {"before": "today"}}, "S112"),
        ({"day": {"at_least": 3}}, "S112"),
        ({"words": "hello"}, "S112"),
        ({"words": {"is": "hello"}}, "S112"),
        ({"colour": {"known": False, "is": "a"}}, "S112"),
        ({"colour": {"known": "yes"}}, "S112"),
        ({"colour": {}}, "S112"),
        ({"colour": {"not": {"at_least": 3}}}, "S112"),
        ({"number": {"at_least": "three"}}, "S112"),
        ({"number": {"at_least": 2.5}}, "S112"),
        ({"day": "2027-03-03"}, "S112"),
        ({"any": {"colour": "a"}}, "S112"),
        ({"any": []}, "S112"),
        ({"any": [{"any": [{"colour": "a"}]}]}, "S112"),
        ({"colour": {"known": True, "any": ["a"]}}, "S111"),
        ({"colour": {"isnt": "a"}}, "S111"),
        ({"colour": "z"}, "N203"),
        ({"colour": ["a", "z"]}, "N203"),
        ({"colour": "not_covered"}, "N203"),
        ({"nothing": "a"}, "N202"),
        ({"day": {"before": "3 March"}}, "S113"),
        ({"day": {"before": "2027-02-30"}}, "S113"),
        ({"day": {"before": "season:never"}}, "N207"),
        ({"day": {"before": "colour + 1 day"}}, "N202"),
        ({"day": {"before": "nowhere"}}, "N202"),
    ],
)
def test_what_cannot_be_read_is_reported_once(when: dict[str, Any], code: str) -> None:
    faults: list[str] = []
    compile_when(when, Here(), lambda code, *_: faults.append(code))
    assert faults == [code]
