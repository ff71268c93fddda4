"""Typed words: what is taken, what is offered, and what is neither."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.guide.load import load_guide
from advisor.guide.locate import bundled_root
from advisor.guide.model import Question
from advisor.interview.walk import NOT_COVERED
from advisor.understand.answers import Offered, Taken, read_day, understand


def question(kind: str = "choice", **more: Any) -> Question:
    return Question.model_validate({"ask": "What?", "type": kind, "next": "card:end", **more})


PLAIN = question(
    answers={
        "yes": "Yes, I signed it",
        "no": {"text": "No, nothing yet", "sounds_like": ["not so far", "never heard of it"]},
        "unsure": {"text": "I don't know", "sounds_like": ["they did not say"]},
        "early_offer": "An early offer",
    }
)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("yes", "yes"),
        ("YES", "yes"),
        ("  yes  ", "yes"),
        ("y", "yes"),
        ("yeah!", "yes"),
        ("1", "yes"),
        ("1.", "yes"),
        ("2)", "no"),
        ("Yes, I signed it", "yes"),
        ("yes i signed it", "yes"),
        ("not so far", "no"),
        ("Not so far.", "no"),
        ("nope", "no"),
        ("I don\u2019t know", "unsure"),
        ("they did not say", "unsure"),
        ("idk", "unsure"),
        ("early_offer", "early_offer"),
        ("early offer", "early_offer"),
        ("Early-Offer", "early_offer"),
        ("4", "early_offer"),
        ("5", NOT_COVERED),
        ("none of these", NOT_COVERED),
        ("My situation is not among these", NOT_COVERED),
        ("not_covered", NOT_COVERED),
        ("\uff11", "yes"),
        ("yes\nI signed it", "yes"),
    ],
)
def test_words_that_are_taken(words: str, value: str) -> None:
    assert understand(PLAIN, words) == Taken(value)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("an erly offer", "early_offer"),
        ("early ofer", "early_offer"),
        ("no, nothing jet", "no"),
        ("they didnt say", "unsure"),
        ("I signed it yesterday", "yes"),
    ],
)
def test_a_near_spelling_is_offered_and_not_taken(words: str, first: str) -> None:
    found = understand(PLAIN, words)
    assert isinstance(found, Offered)
    assert found.answers[:1] == (first,)
    assert len(found.answers) <= 3


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "?",
        "...",
        "0",
        "6",
        "-1",
        "99999999999999999999",
        "purple elephants",
        "\x00",
        "[/x]",
        "🙂",
        "\u202e",
    ],
)
def test_words_that_mean_nothing_are_neither_taken_nor_offered(words: str) -> None:
    assert understand(PLAIN, words) == Offered(())


def test_words_of_several_answers_are_offered() -> None:
    both = question(
        answers={
            "a": {"text": "Alpha", "sounds_like": ["the first one"]},
            "b": {"text": "Beta", "sounds_like": ["The first one!"]},
        }
    )
    assert understand(both, "the first one") == Offered(("a", "b"))


@pytest.mark.parametrize("kind", ["choice", "several"])
def test_a_number_that_is_the_wording_of_another_answer_is_offered(kind: str) -> None:
    """Typing 1 must not be taken as "0" because "0" stands first on the screen."""
    counts = question(kind, answers={"none": "0", "one": "1", "more": "2"})
    assert understand(counts, "1") == Offered(("none", "one"))
    assert understand(counts, "0") == Taken("none" if kind == "choice" else ["none"])
    assert understand(counts, "3") == Taken("more" if kind == "choice" else ["more"])


SEVERAL = question(
    "several",
    answers={
        "thanks": "A thank-you note",
        "news": "News, and an update",
        "intent": {"text": "A letter of intent", "sounds_like": ["LOI"]},
        "nothing": {"text": "Nothing", "exclusive": True},
    },
)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1", ["thanks"]),
        ("1, 3", ["thanks", "intent"]),
        ("1 3", ["thanks", "intent"]),
        ("1 and 3", ["thanks", "intent"]),
        ("3;1", ["intent", "thanks"]),
        ("1, 1", ["thanks"]),
        ("thanks, loi", ["thanks", "intent"]),
        ("a thank-you note and LOI", ["thanks", "intent"]),
        ("News, and an update", ["news"]),
        ("thanks, 2", ["thanks", "news"]),
        ("nothing", ["nothing"]),
        ("5", NOT_COVERED),
        ("none of these", NOT_COVERED),
    ],
)
def test_several_answers_in_one_line(words: str, value: Any) -> None:
    assert understand(SEVERAL, words) == Taken(value)


@pytest.mark.parametrize("words", ["1, 9", "1, 5", "thanks, purple", "12", "1, 0", "thanks, none of these"])
def test_of_several_answers_none_is_taken_where_one_is_not_clear(words: str) -> None:
    assert isinstance(understand(SEVERAL, words), Offered)


NUMBER = question("number", max=60, answers={"not_said": "They have not said"})
DATE = question("date", answers={"not_said": "They have not said"})
TEXT = question("text")


@pytest.mark.parametrize(
    ("asked", "words", "value"),
    [
        (NUMBER, "8", 8),
        (NUMBER, " 8 ", 8),
        (NUMBER, "1", 1),
        (NUMBER, "008", 8),
        (NUMBER, "-3", -3),
        (NUMBER, "99", 99),
        (NUMBER, "they have not said", "not_said"),
        (NUMBER, "not said", "not_said"),
        (NUMBER, "I cannot answer this", NOT_COVERED),
        (DATE, "2027-03-01", date(2027, 3, 1)),
        (DATE, "1 March 2027", date(2027, 3, 1)),
        (DATE, "March 1st, 2027", date(2027, 3, 1)),
        (DATE, "They have not said.", "not_said"),
        (TEXT, "  They said: maybe.  ", "They said: maybe."),
        # free words are not taken for "my situation is not among these"
        (TEXT, "other", "other"),
        (TEXT, "Something else", "Something else"),
        (TEXT, "5", "5"),
        (TEXT, "I cannot answer this", NOT_COVERED),
        (TEXT, "not_covered", NOT_COVERED),
    ],
)
def test_numbers_days_and_free_words(asked: Question, words: str, value: Any) -> None:
    assert understand(asked, words) == Taken(value)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (NUMBER, "eight or nine"),
        (NUMBER, "8.5"),
        (NUMBER, "8 or 9"),
        (DATE, "3/4/2027"),
        (DATE, "next week"),
        (DATE, "1"),
        (TEXT, "   "),
    ],
)
def test_what_could_be_read_two_ways_is_not_taken(asked: Question, words: str) -> None:
    assert understand(asked, words) == Offered(())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-01", date(2027, 3, 1)),
        ("2027-3-1", date(2027, 3, 1)),
        ("1 March 2027", date(2027, 3, 1)),
        ("1st Mar 2027", date(2027, 3, 1)),
        ("1 mar. 2027", date(2027, 3, 1)),
        ("March 1, 2027", date(2027, 3, 1)),
        ("Sept 30 2027", date(2027, 9, 30)),
        ("29 February 2028", date(2028, 2, 29)),
        ("29 February 2027", None),
        ("31 June 2027", None),
        ("1 Maybe 2027", None),
        ("1 Marble 2027", None),
        ("1 Decoy 2027", None),
        ("March 2027", None),
        ("1 March", None),
        ("1 March 27", None),
        ("01/03/2027", None),
        ("1.3.2027", None),
        ("0000-00-00", None),
    ],
)
def test_a_day_that_a_person_types(text: str, day: date | None) -> None:
    assert read_day(text) == day


@given(st.text(max_size=300), st.sampled_from([PLAIN, SEVERAL, NUMBER, DATE, TEXT]))
def test_whatever_is_typed_is_taken_or_offered(text: str, asked: Question) -> None:
    found = understand(asked, text)
    if isinstance(found, Offered):
        assert set(found.answers) <= {*asked.answers, NOT_COVERED}
    elif asked is SEVERAL and found.value != NOT_COVERED:
        assert set(found.value) <= set(asked.answers)
    elif asked is PLAIN:
        assert found.value in {*asked.answers, NOT_COVERED}


@pytest.mark.parametrize(
    "text",
    ["a" + " " * 200_000 + "b", "1," * 100_000, "yes " * 50_000, "(" * 100_000, "9" * 100_000],
)
@pytest.mark.timeout(5)
def test_a_long_paste_is_neither_taken_nor_waited_for(text: str) -> None:
    for asked in (PLAIN, SEVERAL, NUMBER, DATE):
        assert isinstance(understand(asked, text), Offered)


def bundled() -> Iterator[tuple[str, str, Question]]:
    guide = load_guide(bundled_root())
    for tree in guide.tree_names:
        for name, asked in guide.tree(tree).questions.items():
            yield tree, name, asked


def test_every_answer_of_the_bundled_guide_is_understood_in_its_own_words() -> None:
    wrong = []
    for tree, name, asked in bundled():
        for number, (answer, model) in enumerate(asked.answers.items(), 1):
            words = [answer, model.text, model.text.upper(), *model.sounds_like]
            if asked.type in ("choice", "several"):
                words.append(str(number))
            expected = Taken([answer] if asked.type == "several" else answer)
            wrong += [
                f"{tree}/{name}: {said!r} gives {got}" for said in words if (got := understand(asked, said)) != expected
            ]
    assert wrong == []
