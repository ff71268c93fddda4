"""The rulings of the file format that concern the engine, as authors and applicants meet them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.authoring.check import check
from advisor.errors import CannotGoOn, UsageError
from advisor.guide.load import Guide
from advisor.interview.interview import Interview
from advisor.interview.walk import Asking, Reached, Refused
from tests.support import card, write_guide

DAY = date(2027, 1, 1)
HEAD = "title: T\nabout: A.\nreviewed: 2026-11-22\n"

FIRST = (
    HEAD
    + """
ask_instead: Ask the first desk.
start: colour
questions:
  colour:
    ask: Which colour?
    why: It matters.
    answers:
      red: Red
      blue: Blue
    next:
      red: tree:second
      blue: shade
  shade:
    ask: Which shade?
    why: It matters.
    answers:
      light: Light
      dark: Dark
    only_when:
      colour: red
    next: sent
  sent:
    ask: What did you send?
    why: It matters.
    type: several
    min: 2
    max: 3
    answers:
      one: One
      two: Two
      three: Three
      four: Four
      nothing:
        text: Nothing
        exclusive: true
    next: number
  number:
    ask: How many?
    why: It matters.
    type: number
    max: 9
    answers:
      many: Too many to count
    next: day
  day:
    ask: When?
    why: It matters.
    type: date
    min: 2027-01-01
    max: season:last
    answers:
      not_said: Not said
    next: words
  words:
    ask: In which words?
    why: It matters.
    type: text
    next: picked
  picked:
    ask: And then?
    why: It matters.
    type: several
    min: 0
    answers:
      x: X
      y: Y
    next: done
outcomes:
  done:
    cards: [end]
"""
)
SECOND = (
    HEAD
    + """
start: size
questions:
  size:
    use: size
    next:
      - when:
          size: big
        to: card:end
      - to: small
outcomes:
  small:
    title: It is small
    cards: [other, end]
"""
)
FILES = {
    "first": FIRST,
    "second": SECOND,
    "_shared": """
        questions:
          size:
            ask: Which size?
            why: It matters.
            answers:
              big: Big
              little: Little
        """,
    "content/season": """
        title: The season
        zone: America/New_York
        ends: 2027-05-31
        events:
          last:
            title: the last day
            date: 2027-03-03
            time: "21:00"
            confidence: published
            basis: So.
            sources: [law]
        """,
    "content/sources": """
        law:
          title: The law
          publisher: The city
          url: https://example.org
          kind: official
          checked: 2026-11-22
        """,
    "cards/end": card("the end", more="phrases: [bye, hello]"),
    "cards/other": card("the other", risk="high", more="phrases: [hello, again]"),
    "phrases/bye": "---\ntitle: Bye\nmedium: spoken\nto: All\n---\nBye.\n",
    "phrases/hello": "---\ntitle: Hello\nmedium: spoken\nto: All\n---\nHello.\n",
    "phrases/again": "---\ntitle: Again\nmedium: spoken\nto: All\n---\nAgain.\n",
}


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    found = write_guide(tmp_path_factory.mktemp("rulings"), FILES)
    assert [finding.message for finding in check(found).errors] == []
    return found


TO_SENT = {"colour": "blue"}
TO_NUMBER = {**TO_SENT, "sent": ["one", "two"]}
TO_DAY = {**TO_NUMBER, "number": 3}
TO_WORDS = {**TO_DAY, "day": "2027-02-01"}
TO_PICKED = {**TO_WORDS, "words": "hello"}


def at(guide: Guide, answers: dict[str, Any], tree: str = "first") -> Interview:
    return Interview.begin(guide, tree, answers, as_of=DAY)


@pytest.mark.parametrize(
    ("before", "question", "raw", "value"),
    [
        ({}, "colour", "red", "red"),
        # a set in the order of the tree, however it was given (ruling 42)
        (TO_SENT, "sent", ["two", "one"], ("one", "two")),
        (TO_SENT, "sent", ("three", "one", "two"), ("one", "two", "three")),
        # an exclusive answer satisfies `min` (ruling 43)
        (TO_SENT, "sent", ["nothing"], ("nothing",)),
        (TO_SENT, "sent", "nothing", ("nothing",)),
        (TO_NUMBER, "number", 0, 0),
        (TO_NUMBER, "number", 9, 9),
        # a float without a fraction is a whole number (ruling 46)
        (TO_NUMBER, "number", 3.0, 3),
        (TO_NUMBER, "number", "many", "many"),
        (TO_DAY, "day", "2027-01-01", date(2027, 1, 1)),
        (TO_DAY, "day", date(2027, 3, 3), date(2027, 3, 3)),
        (TO_DAY, "day", "not_said", "not_said"),
        (TO_WORDS, "words", "They said: yes", "They said: yes"),
        # nothing picked, where `min` is 0 (ruling 5)
        (TO_PICKED, "picked", [], ()),
    ],
)
def test_an_answer_is_taken(guide: Guide, before: dict[str, Any], question: str, raw: Any, value: Any) -> None:
    walked = at(guide, {**before, question: raw}).walk
    assert walked.known[question] == value
    assert type(walked.known[question]) is type(value)


@pytest.mark.parametrize(
    ("before", "question", "raw", "says"),
    [
        ({}, "colour", "green", '"green" is not one of the answers'),
        ({}, "colour", "Red", "not one of the answers"),  # in files only ids, exactly (ruling 27)
        ({}, "colour", 1, "not one of the answers"),
        ({}, "colour", True, "not one of the answers"),
        ({}, "colour", ["red"], "one answer is wanted"),
        ({}, "colour", {"red": 1}, "one answer is wanted"),
        (TO_SENT, "sent", [], "at least 2"),
        (TO_SENT, "sent", ["one"], "at least 2"),
        (TO_SENT, "sent", ["one", "two", "three", "four"], "at most 3"),
        (TO_SENT, "sent", ["one", "one"], "twice"),
        (TO_SENT, "sent", ["one", "seven"], '"seven" is not one of the answers'),
        (TO_SENT, "sent", ["nothing", "one"], '"nothing" stands alone'),
        # "not listed" excludes all else (ruling 4)
        (TO_SENT, "sent", ["not_covered", "one"], "not_covered"),
        (TO_SENT, "sent", [["one"]], "one answer is wanted"),
        (TO_SENT, "sent", 3, "no list"),
        (TO_NUMBER, "number", "3", "whole number"),  # text is refused in files (ruling 46)
        (TO_NUMBER, "number", 3.5, "whole number"),
        (TO_NUMBER, "number", True, "whole number"),
        (
            TO_NUMBER,
            "number",
            -1,
            "outside the limits",
        ),  # `min` is 0 where none is given (ruling 21)
        (TO_NUMBER, "number", 10, "from 0 to 9"),
        pytest.param(TO_NUMBER, "number", 10**4000, "outside the limits", id="huge"),
        (TO_NUMBER, "number", [3], "whole number"),
        (TO_DAY, "day", "2026-12-31", "first day taken is 2027-01-01"),
        (TO_DAY, "day", "2027-03-04", "last day taken is 2027-03-03"),
        (TO_DAY, "day", "2027-02-30", "there is no day"),
        (TO_DAY, "day", "3 March 2027", "is no day"),
        (TO_DAY, "day", "2027-W01-5", "is no day"),
        (TO_DAY, "day", "20270201", "is no day"),
        (TO_DAY, "day", "9999-12-31", "look at the year"),
        (TO_DAY, "day", 20270201, "is no day"),
        (TO_WORDS, "words", "   ", "a text is wanted"),
        (TO_WORDS, "words", 5, "a text is wanted"),
        pytest.param(TO_WORDS, "words", "x" * 2001, "at most 2000", id="long"),
    ],
)
def test_an_answer_is_refused_with_the_reason(
    guide: Guide, before: dict[str, Any], question: str, raw: Any, says: str
) -> None:
    interview = at(guide, {**before, question: raw, "picked": ["x"]})
    end = interview.walk.end
    assert isinstance(end, Refused)
    assert end.question == question
    assert says in end.reason
    assert len(end.reason) < 400
    # the walk stops there; later answers are unused (ruling 47)
    assert question not in interview.walk.known
    assert interview.unused == ("picked",)
    assert not interview.done


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ({}, "colour"),
        (TO_SENT, "sent"),
        (TO_NUMBER, "number"),
        (TO_DAY, "day"),
        (TO_WORDS, "words"),
    ],
)
def test_not_covered_ends_the_interview_at_every_type_and_is_no_fact(
    guide: Guide, before: dict[str, Any], question: str
) -> None:
    """Ruling 4."""
    interview = at(guide, {**before, question: "not_covered", "picked": ["x"]})
    assert interview.walk.end == Reached("first", "not_covered", question)
    assert question not in interview.walk.known
    assert interview.unused == ("picked",)
    assert interview.result is not None
    assert interview.result.outcome == "not_covered"
    assert interview.result.notes == ("Ask the first desk.",)
    assert interview.result.cards == ()
    assert interview.steps[-1].answer == "not_covered"


def test_not_covered_as_the_only_picked_answer(guide: Guide) -> None:
    assert at(guide, {**TO_SENT, "sent": ["not_covered"]}).done


def test_a_known_fact_is_not_asked_again_in_the_next_tree(guide: Guide) -> None:
    """Rulings 11 and 12: `size` may come from a file; the outcome is of the tree it ends in."""
    interview = at(guide, {"colour": "red", "size": "little"})
    assert interview.walk.end == Reached("second", "small")
    assert interview.walk.end.id == "second/small"
    assert [(step.tree, step.question) for step in interview.steps] == [
        ("first", "colour"),
        ("second", "size"),
    ]
    assert at(guide, {"colour": "red"}).walk.end == Asking("second", "size")


def test_a_card_as_an_end_shows_its_phrases(guide: Guide) -> None:
    """Ruling 13."""
    result = at(guide, {"colour": "red", "size": "big"}).result
    assert result is not None
    assert (result.outcome, result.title) == ("card:end", "the end")
    assert [phrase.id for phrase in result.phrases] == ["bye", "hello"]


def test_phrases_of_the_shown_cards_in_order_without_doubles_and_the_highest_risk(
    guide: Guide,
) -> None:
    """Rulings 14 and 16."""
    result = at(guide, {"size": "little"}, "second").result
    assert result is not None
    assert [phrase.id for phrase in result.phrases] == ["hello", "again", "bye"]
    assert result.risk == "high"
    assert result.title == "It is small"


def test_an_outcome_with_phrases_of_its_own_shows_only_these(tmp_path: Path) -> None:
    """Ruling 14."""
    listed = SECOND.replace("[other, end]", "[other, end]\n    phrases: [again]")
    guide = write_guide(tmp_path, FILES | {"second": listed})
    result = at(guide, {"size": "little"}, "second").result
    assert result is not None
    assert [phrase.id for phrase in result.phrases] == ["again"]


def test_a_question_that_is_not_asked_parks_its_answer(guide: Guide) -> None:
    """Ruling 48: `shade` is only asked when the colour is red."""
    interview = at(guide, {**TO_PICKED, "shade": "dark", "picked": []})
    assert interview.walk.end == Reached("first", "done")
    assert "shade" not in interview.walk.known
    assert interview.unused == ("shade",)
    assert "shade" not in [step.question for step in interview.steps]


def test_today_is_the_day_that_was_given(guide: Guide) -> None:
    """Ruling 17."""
    interview = at(guide, {})
    assert interview.walk.known["today"] == DAY
    assert interview.season.as_of == DAY


@pytest.mark.parametrize("day", [date(1, 1, 1), date.max])
def test_a_day_from_which_nobody_can_count_is_refused(guide: Guide, day: date) -> None:
    with pytest.raises(UsageError, match="not a day of our time"):
        Interview.begin(guide, "first", as_of=day)


def test_an_unknown_question_is_named_with_the_nearest_one(guide: Guide) -> None:
    with pytest.raises(UsageError, match='no question "couler"') as caught:
        at(guide, {"couler": "red"}).check_questions()
    assert caught.value.hint is not None
    assert "colour" in caught.value.hint
    at(guide, {"words": "known in another tree"}, "second").check_questions()


LOOPS = (
    HEAD
    + """
start: a
questions:
  a:
    ask: A?
    why: W.
    answers: {x: X, y: Y}
    next: {x: b, y: c}
  b:
    ask: B?
    why: W.
    answers: {x: X, y: Y}
    next: {x: card:end, y: c}
  c:
    ask: C?
    why: W.
    answers: {x: X, y: Y}
    next:
      - when: {a: y, c: x}
        to: b
      - to: card:end
"""
)


def test_two_questions_may_lead_to_each_other_for_different_answers(tmp_path: Path) -> None:
    """Ruling 39: a circle is decided on paths, not on the picture."""
    guide = write_guide(tmp_path, {"t": LOOPS, "cards/end": card()})
    (finding,) = check(guide).errors
    assert finding.code == "R402"
    assert finding.witness == {"answers": {"a": "y", "c": "x", "b": "y"}}
    with pytest.raises(CannotGoOn, match="comes up twice"):
        _ = at(guide, {"a": "y", "c": "x", "b": "y"}, "t").walk
    assert at(guide, {"a": "y", "c": "x", "b": "x"}, "t").done
    sound = LOOPS.replace("a: y, c: x", "a: y, c: x, b: {known: false}").replace("y: c}\n  c", "y: z}\n  c")
    sound = sound.replace(
        "  c:\n",
        "  z:\n    ask: Z?\n    why: W.\n    answers: {x: X, y: Y}\n    next: card:end\n  c:\n",
    )
    again = write_guide(tmp_path / "sound", {"t": sound, "cards/end": card()})
    assert check(again).errors == ()


GUARDED = {
    "one": HEAD
    + """
start: a
questions:
  a:
    ask: A?
    why: W.
    answers: {x: X, y: Y}
    next: tree:two
""",
    "two": HEAD
    + """
start: b
questions:
  b:
    ask: B?
    why: W.
    answers: {x: X, y: Y}
    next:
      - when:
          a: {known: true, is: x}
        to: card:was-x
      - when:
          a: {known: false}
        to: card:was-not-asked
      - to: card:was-y
""",
    "cards/was-x": card("x"),
    "cards/was-y": card("y"),
    "cards/was-not-asked": card("none"),
}


@pytest.mark.parametrize(
    ("tree", "answers", "end"),
    [
        ("one", {"a": "x", "b": "x"}, "card:was-x"),
        ("one", {"a": "y", "b": "x"}, "card:was-y"),
        ("two", {"b": "x"}, "card:was-not-asked"),
        ("two", {"a": "x", "b": "x"}, "card:was-not-asked"),
    ],
)
def test_a_tree_may_ask_whether_a_fact_of_an_earlier_tree_is_known(
    tmp_path: Path, tree: str, answers: dict[str, str], end: str
) -> None:
    """Ruling 3; begun in the second tree, the first one's question is never asked."""
    guide = write_guide(tmp_path, GUARDED)
    assert [finding.message for finding in check(guide).errors] == []
    reached = at(guide, answers, tree).walk.end
    assert isinstance(reached, Reached)
    assert reached.id == end


NAMED = (
    HEAD
    + """
start: a
questions:
  a:
    ask: A?
    why: W.
    answers: {x: X, y: Y}
    next: {x: b, y: c}
  b:
    ask: B?
    why: W.
    answers: {x: X, y: Y}
    next: c
  c:
    ask: C?
    why: W.
    answers: {x: X, y: Y}
    next:
      - when: {fine: GUARD}
        to: card:yes
      - to: card:no
facts:
  fine:
    - when: {b: x}
      is: yes
    - is: no
"""
)


def test_a_named_condition_takes_the_first_rule_that_holds(tmp_path: Path) -> None:
    files = {"cards/yes": card("yes"), "cards/no": card("no")}
    guide = write_guide(tmp_path / "1", {**files, "t": NAMED.replace("GUARD", "{known: true, is: yes}")})
    assert check(guide).errors == ()
    ends = {
        "card:yes": {"a": "x", "b": "x", "c": "x"},
        "card:no": {"a": "x", "b": "y", "c": "x"},
    }
    for end, answers in ends.items():
        assert at(guide, answers, "t").walk.end == Reached("", end)
    assert at(guide, {"a": "y", "c": "x"}, "t").walk.end == Reached("", "card:no")
    bare = write_guide(tmp_path / "2", {**files, "t": NAMED.replace("GUARD", "yes")})
    assert [(finding.code, finding.witness) for finding in check(bare).errors] == [
        ("R403", {"answers": {"a": "y", "c": "x"}})
    ]
