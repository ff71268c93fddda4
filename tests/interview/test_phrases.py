"""Phrases: blanks, facts, dates, literal braces, counted words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from advisor.errors import UsageError
from advisor.guide.load import Guide
from advisor.guide.model import Blank
from advisor.interview.interview import Interview
from advisor.interview.phrasing import PhraseShown, blank_problem, check_blanks
from tests.support import card, write_guide

BLANKS = """
    office:
      label: Office name
      example: The Corner Office
    my_name:
      label: Your name
      example: Asha Menon
      private: true
    number_id:
      label: Number
      example: "12345678"
      pattern: "[0-9]{8}"
      hint: Eight digits
      private: true
    short:
      label: A short word
      example: word
      max: 5
    signature:
      text: |
        Sincerely,
        {my_name}
        No. {number_id}
    """
SEASON = """
    title: The 2027 season
    zone: America/New_York
    ends: 2027-05-31
    events:
      fixed:
        title: the fixed day
        date: 2027-02-01
        confidence: published
        basis: So.
        sources: [law]
    """
TREE = """
    title: T
    about: A.
    reviewed: 2026-11-22
    start: visa
    questions:
      visa:
        ask: Which?
        why: It matters.
        answers:
          j1: {text: The J-1 visa, in_text: J-1}
          other: Another one
        next: {j1: number, other: card:end}
      number:
        ask: How many?
        why: It matters.
        type: number
        max: 9
        answers: {many: {text: More than nine, in_text: many}}
        next: day
      day:
        ask: When?
        why: It matters.
        type: date
        max: 2027-12-31
        next: sent
      sent:
        ask: What?
        why: It matters.
        type: several
        answers: {one: One, two: Two}
        next: card:end
    """


def guide_with(root: Path, body: str, subject: str = "About {office}") -> Guide:
    phrase = f'---\ntitle: Ask\nmedium: email\nto: "{{office}}"\nsubject: "{subject}"\n---\n{body}\n'
    return write_guide(
        root,
        {
            "t": TREE,
            "content/season": SEASON,
            "content/blanks": BLANKS,
            "cards/end": card(more="phrases: [ask]"),
            "phrases/ask": phrase,
        },
    )


ANSWERS: dict[str, Any] = {"visa": "j1", "number": 3, "day": "2027-03-03", "sent": ["one"]}


def shown(guide: Guide, blanks: dict[str, str] | None = None, **changed: Any) -> PhraseShown:
    interview = Interview.begin(guide, "t", ANSWERS | changed, as_of=date(2027, 1, 1))
    result = interview.with_blanks(blanks or {}).result
    assert result is not None
    (phrase,) = result.phrases
    return phrase


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Dear {office},", "Dear [Office name],"),
        ("{signature}", "Sincerely,\n[Your name]\nNo. [Number]"),
        # values of facts (ruling 30)
        ("My visa is {visa}.", "My visa is J-1."),
        ("I have {number}.", "I have 3."),
        ("It was on {day}.", "It was on 3 March 2027."),
        ("By {season:fixed}, in {season:title}.", "By 1 February 2027, in The 2027 season."),
        ("A {{brace}} and {{{visa}}}.", "A {brace} and {J-1}."),
        ("Costs {{5}} { visa }", "Costs {5} J-1"),
        ("{unheard_of}", "[unheard of]"),
    ],
)
def test_the_words_of_a_phrase(tmp_path: Path, body: str, text: str) -> None:
    assert shown(guide_with(tmp_path, body)).text == text


def test_a_word_answer_is_printed_by_its_in_text(tmp_path: Path) -> None:
    assert shown(guide_with(tmp_path, "I have {number}."), number="many").text == "I have many."


def test_several_and_answers_without_in_text_are_not_printed(tmp_path: Path) -> None:
    assert shown(guide_with(tmp_path, "{sent}")).text == "[sent]"
    assert shown(guide_with(tmp_path, "{visa}"), visa="other").text == "[visa]"


def test_blanks_are_filled_in_subject_address_and_signature(tmp_path: Path) -> None:
    guide = guide_with(tmp_path, "Dear {office},\n\n{signature}")
    empty = shown(guide)
    assert empty.blanks == empty.missing_blanks == ("office", "my_name", "number_id")
    full = shown(guide, {"office": "The Desk", "my_name": "Ada", "number_id": "00000001"})
    assert (full.to, full.subject) == ("The Desk", "About The Desk")
    assert full.text == "Dear The Desk,\n\nSincerely,\nAda\nNo. 00000001"
    assert full.missing_blanks == ()
    assert full.blanks == empty.blanks


def test_a_blank_is_words_and_never_filled_again(tmp_path: Path) -> None:
    """What a person types is data: braces in it stay as they are."""
    value = "{my_name} {{x}} {season:fixed} [red]"
    full = shown(guide_with(tmp_path, "Dear {office}, {my_name}"), {"office": value, "my_name": "Ada"})
    assert full.text == f"Dear {value}, Ada"
    assert full.subject == f"About {value}"


def test_words_are_counted_with_examples_where_a_blank_is_empty(tmp_path: Path) -> None:
    guide = guide_with(tmp_path, "Dear {office},\nhello.\n\n{signature}")
    # Dear + The Corner Office, + hello. + Sincerely, + Asha Menon + No. 12345678
    assert shown(guide).words == 10
    assert shown(guide, {"office": "X", "my_name": "Ada"}).words == 7


def test_emptying_a_blank_makes_it_missing_again(tmp_path: Path) -> None:
    interview = Interview.begin(guide_with(tmp_path, "{office}"), "t", ANSWERS, as_of=date(2027, 1, 1))
    again = interview.with_blanks({"office": "X"}).with_blanks({"office": ""})
    assert again.blanks == {}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ofice", "X", 'no blank "ofice"'),
        ("signature", "X", "made of others"),
        ("short", "longer", "at most 5 letters"),
        ("number_id", "1234567", "Eight digits"),
        ("number_id", "12345678x", "Eight digits"),
        ("number_id", "12345678\n", None),
        ("office", "two\nlines", "one line"),
        ("office", "bell\a", "one line"),
        ("office", "csi\x9b31m", "one line"),
        ("office", "line\u2028end", "one line"),
    ],
)
def test_a_value_that_does_not_fit_is_told_without_being_repeated(
    tmp_path: Path, name: str, value: str, says: str | None
) -> None:
    """Ruling 31: the value of a private blank stands nowhere."""
    blanks = guide_with(tmp_path, "x").blanks
    if says is None:
        assert check_blanks(blanks, {name: value}) == {name: value.strip()}
        return
    with pytest.raises(UsageError, match=says) as caught:
        check_blanks(blanks, {name: value})
    if name == "number_id":
        assert value not in f"{caught.value.message}{caught.value.hint}"


def test_notes_may_print_facts(tmp_path: Path) -> None:
    tree = (
        TREE.rstrip()
        + """
    outcomes:
      done:
        title: "It is {{done}}, on {season:fixed}"
        notes:
          - text: You have {number} and {visa}, {{so}} by {season:fixed}.
        cards: [end]
    """
    )
    tree = tree.replace("one: One, two: Two}\n        next: card:end", "one: One, two: Two}\n        next: done")
    guide = guide_with(tmp_path, "x")
    (tmp_path / "trees/t.yaml").write_text(dedent(tree))
    result = Interview.begin(Guide(guide.root), "t", ANSWERS, as_of=date(2027, 1, 1)).result
    assert result is not None
    assert result.notes == ("You have 3 and J-1, {so} by 1 February 2027.",)
    assert result.title == "It is {done}, on 1 February 2027"


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        ("([a-z]+)+", "a" * 190 + "!"),
        ("([0-9]|[0-9])*[0-9]{4}", "1" * 190 + "x"),
        ("([0-9]{1,3},?)+", "1" * 190 + " USD"),
        ("(a*)*(a*)*(a*)*b", "a" * 190),
    ],
)
def test_no_pattern_makes_the_program_stand_still(pattern: str, value: str) -> None:
    blank = Blank(label="One", example="a", pattern=pattern, hint="Letters")
    assert blank_problem(blank, value) == "One: Letters"
    assert blank_problem(blank, value[:5] + ("b" if pattern.endswith("b") else "")) is None


def test_a_pattern_is_that_of_the_whole_value() -> None:
    blank = Blank(label="One", example="a", pattern="a|b[0-9]", hint="a, or b and a digit")
    assert [value for value in ("a", "b1", "ab1", "a\n", "xa", "b12", "") if blank_problem(blank, value) is None] == [
        "a",
        "b1",
    ]
