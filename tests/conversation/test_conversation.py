"""The commands of a conversation: what they take, what they refuse, what they only offer."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.authoring.check import check
from advisor.conversation import Conversation, Reply
from advisor.errors import GuideInvalid
from advisor.guide.load import Guide, load_guide
from advisor.interview.walk import Asking, Reached, Refused
from tests.interview.generated import TODAY, Made, guides
from tests.support import card, write_guide

TREE = """
    title: It is {season:title}
    about: A.
    reviewed: 2026-11-22
    start: colour
    questions:
      colour:
        ask: Which colour?
        why: It matters.
        belongs_to: me
        answers:
          red: Red
          blue: {text: Blue, sounds_like: [like the sky at noon]}
          sky: {text: Sky blue, sounds_like: [like the sky at noom]}
        next: {red: number, blue: sent, sky: sent}
      number:
        ask: How many?
        why: It matters.
        type: number
        max: 9
        answers: {many: Too many}
        next: sent
      sent:
        ask: What did you send?
        why: It matters.
        type: several
        max: 2
        answers: {one: One, two: Two, three: Three}
        next: began
      began:
        ask: When?
        why: It matters.
        type: date
        min: 2027-01-01
        answers: {not_said: They have not said}
        next: words
      words:
        ask: In which words?
        why: It matters.
        type: text
        next: card:end
    """
OTHER = """
    title: U
    about: A.
    reviewed: 2026-11-22
    start: size
    questions:
      size:
        use: size
        next: tree:third
    """
THIRD = """
    title: V
    about: A.
    reviewed: 2026-11-22
    start: size
    questions:
      size:
        use: size
        next:
          - when: {size: {at_least: 5}}
            to: card:end
          - to: last
      last:
        ask: Last?
        why: It matters.
        answers: {x: X, y: Y}
        next: card:end
    """
SHARED = """
    questions:
      size:
        ask: Which size?
        why: It matters.
        type: number
        max: 9
    """
BLANKS = """
    my_name: {label: Your name, example: Ada, max: 10, private: true}
    office: {label: Office, example: The Desk}
    """
ALL: dict[str, Any] = {
    "colour": "red",
    "number": 3,
    "sent": ["one"],
    "began": "2027-02-01",
    "words": "hello",
}


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    files = {
        "t": TREE,
        "u": OTHER,
        "third": THIRD,
        "_shared": SHARED,
        "content/blanks": BLANKS,
        "cards/end": card(),
        "broken": "title: [\n",
    }
    return write_guide(tmp_path_factory.mktemp("talk"), files)


def begin(guide: Guide, tree: str = "t", /, **answers: Any) -> Conversation:
    return Conversation.begin(guide, tree, answers, as_of=date(2027, 1, 1))


def some(count: int) -> dict[str, Any]:
    return dict(list(ALL.items())[:count])


def asked(talk: Conversation) -> str | None:
    return talk.view.question.question if talk.view.question else None


@pytest.mark.parametrize(
    ("before", "value", "then"),
    [
        (0, "red", "number"),
        (0, "blue", "sent"),
        (1, 3, "sent"),
        (1, "many", "sent"),
        (2, ["two", "one"], "began"),
        (3, date(2027, 2, 1), "words"),
        (3, "2027-02-01", "words"),
        (3, "not_said", "words"),
        (4, "anything at all", None),
        (0, "not_covered", None),
        (1, "not_covered", None),
        (2, "not_covered", None),
        (3, "not_covered", None),
        (4, "not_covered", None),
    ],
)
def test_choosing_goes_on(guide: Guide, before: int, value: Any, then: str | None) -> None:
    reply = begin(guide, **some(before)).choose(value)
    assert reply.message is None
    assert asked(reply.conversation) == then
    assert (reply.conversation.view.result is None) is (then is not None)
    assert len(reply.conversation.view.entries) == before + 1


@pytest.mark.parametrize(
    ("before", "value", "says"),
    [
        (0, "green", "not one of the answers"),
        (0, 1, "not one of the answers"),
        (1, 10, "from 0 to 9"),
        (1, "ten", "whole number"),
        (2, [], "at least 1"),
        (2, ["one", "two", "three"], "at most 2"),
        (3, date(2026, 12, 31), "first day taken is 2027-01-01"),
        (4, " ", "a text is wanted"),
    ],
)
def test_a_refused_answer_is_never_taken(guide: Guide, before: int, value: Any, says: str) -> None:
    talk = begin(guide, **some(before))
    reply = talk.choose(value)
    assert reply.conversation is talk
    assert reply.message is not None
    assert says in reply.message
    if before:  # the same while an earlier answer is changed
        editing = begin(guide, **ALL).change(before + 1).conversation
        again = editing.choose(value)
        assert again.conversation is editing
        assert again.message == reply.message


@pytest.mark.parametrize(
    ("before", "words", "then"),
    [
        (0, "RED", "number"),
        (0, "2", "sent"),
        (0, "4", None),
        (1, "3", "sent"),
        (1, "too many", "sent"),
        (2, "1, 3", "began"),
        (3, "1 February 2027", "words"),
        (4, "  free words ", None),
    ],
)
def test_words_that_are_clear_are_taken(guide: Guide, before: int, words: str, then: str | None) -> None:
    reply = begin(guide, **some(before)).say(words)
    assert (reply.message, reply.offers) == (None, ())
    assert asked(reply.conversation) == then


@pytest.mark.parametrize(
    ("before", "words", "offered"),
    [
        (0, "like the sky at noo", ["blue", "sky"]),
        (0, "bluee", ["blue"]),
        (1, "to many", ["many"]),
        (3, "they have not sayed", ["not_said"]),
    ],
)
def test_words_that_are_not_clear_are_offered_and_not_taken(
    guide: Guide, before: int, words: str, offered: list[str]
) -> None:
    talk = begin(guide, **some(before))
    reply = talk.say(words)
    assert reply.conversation is talk
    assert [option.id for option in reply.offers][: len(offered)] == offered
    assert reply.message is not None
    for option in reply.offers:
        assert option.text in reply.message
        assert reply.conversation.choose(option.id).message is None


@pytest.mark.parametrize(
    ("before", "words", "says"),
    [
        (0, "purple elephants", "by its number"),
        (1, "eight or nine", "A whole number from 0 to 9"),
        (1, "12", "outside the limits"),
        (2, "9", "Pick from 1 to 2"),
        (3, "3/4/2027", "A day like 2027-03-01"),
        (3, "1 March 1999", "too early"),
    ],
)
def test_words_that_are_not_understood_say_what_is_wanted(guide: Guide, before: int, words: str, says: str) -> None:
    talk = begin(guide, **some(before))
    reply = talk.say(words)
    assert reply.conversation is talk
    assert reply.offers == ()
    assert reply.message is not None
    assert says in reply.message


def test_back_takes_answers_away_one_by_one(guide: Guide) -> None:
    talk = begin(guide, **ALL)
    seen = []
    while (reply := talk.back()).message is None:
        talk = reply.conversation
        seen.append(asked(talk))
    assert seen == ["words", "began", "sent", "number", "colour"]
    assert reply.message == "Nothing has been answered yet."
    assert reply.conversation is talk


def test_back_after_not_covered(guide: Guide) -> None:
    talk = begin(guide, **some(2)).choose("not_covered").conversation
    assert talk.view.result is not None
    assert asked(talk.back().conversation) == "sent"


def test_changing_an_early_answer_keeps_the_later_ones(guide: Guide) -> None:
    talk = begin(guide, **ALL)
    editing = talk.change(1).conversation
    assert asked(editing) == "colour"
    assert editing.view.question is not None
    assert (editing.view.question.present, editing.view.question.number) == ("red", 1)
    assert editing.view.result is None
    changed = editing.choose("blue").conversation
    assert changed.view.unused == ("How many?",)
    assert changed.view.result is not None
    undone = changed.change(1).conversation.choose("red").conversation
    assert undone.view == talk.view


def test_a_change_can_be_left_without_an_answer(guide: Guide) -> None:
    talk = begin(guide, **ALL)
    assert talk.change(3).conversation.back().conversation == talk


@pytest.mark.parametrize("number", [0, -1, 6, 10**9])
def test_there_is_no_such_entry_to_change(guide: Guide, number: int) -> None:
    talk = begin(guide, **ALL)
    reply = talk.change(number)
    assert reply == Reply(talk, "Answers are numbered from 1 to 5.")
    assert begin(guide).change(1).message == "Nothing has been answered yet."


def test_a_question_that_two_trees_ask_is_refused_from_either_entry(guide: Guide) -> None:
    talk = begin(guide, "u", size=7)
    assert [(entry.tree, entry.question) for entry in talk.view.entries] == [
        ("u", "size"),
        ("third", "size"),
    ]
    for number in (1, 2):
        editing = talk.change(number).conversation
        reply = editing.choose(99)
        assert reply.conversation is editing
        assert reply.message is not None
        assert asked(editing.choose(3).conversation) == "last"
        assert editing.choose(8).conversation.view.result is not None


def test_an_answer_from_a_file_that_is_refused_is_asked_with_the_reason(guide: Guide) -> None:
    talk = begin(guide, colour="red", number=77, sent=["one"])
    assert isinstance(talk.interview.walk.end, Refused)
    assert talk.view.question is not None
    assert talk.view.question.refused is not None
    assert "from 0 to 9" in talk.view.question.refused
    assert asked(talk.choose(3).conversation) == "began"


def test_at_the_end_nothing_more_is_taken(guide: Guide) -> None:
    talk = begin(guide, **ALL)
    for reply in (talk.choose("red"), talk.say("red")):
        assert reply == Reply(talk, "This interview is at its end.")


def test_blanks_are_filled_all_or_none(guide: Guide) -> None:
    talk = begin(guide, **ALL)
    reply = talk.fill({"office": "The Desk", "my_name": "far too long a name"})
    assert reply.conversation is talk
    assert reply.message is not None
    assert "at most 10" in reply.message
    assert "far too long" not in reply.message
    filled = talk.fill({"office": " The Desk ", "my_name": "Ada", "unknown": "x"}).conversation
    assert filled.interview.blanks == {"office": "The Desk", "my_name": "Ada"}
    emptied = filled.fill({"my_name": "  "}).conversation
    assert emptied.interview.blanks == {"office": "The Desk"}
    assert filled.back().conversation.interview.blanks == filled.interview.blanks


def test_restart_forgets_answers_and_keeps_blanks(guide: Guide) -> None:
    talk = begin(guide, **ALL).fill({"office": "The Desk"}).conversation
    again = talk.restart().conversation
    assert (again.view.entries, again.view.unused, asked(again)) == ((), (), "colour")
    assert again.interview.blanks == {"office": "The Desk"}


def test_the_view_says_what_it_is(guide: Guide) -> None:
    view = begin(guide).view
    assert view.title == "It is The 2027 season"
    assert view.notice == "Information only."
    assert "22 November 2026" in view.edition
    assert "1 January 2027" in view.edition
    assert view.season_over is None
    over = Conversation.begin(guide, "t", as_of=date(2027, 6, 1)).view.season_over
    assert over is not None
    assert "The 2027 season" in over
    assert view.question is not None
    assert [option.number for option in view.question.options] == [1, 2, 3, 4]
    assert view.question.options[-1].apart
    assert view.question.options[-1].text == "My situation is not among these"


def test_a_broken_tree_does_not_begin_and_the_others_do(guide: Guide) -> None:
    with pytest.raises(GuideInvalid):
        begin(guide, "broken")
    assert asked(begin(guide)) == "colour"


@given(guides(sound=True), st.data())
@settings(max_examples=max(settings().max_examples // 2, 10))
def test_whatever_is_said_leads_to_a_question_or_an_end(made: Made, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        guide = made.write(Path(folder))
        assume(not check(guide).errors)
        talk = Conversation.begin(guide, made.start, as_of=TODAY)
        words = st.sampled_from(
            [
                "1",
                "2",
                "a",
                "b",
                "none",
                "3",
                "2027-01-04",
                "they have not said",
                "",
                "1, 2",
                "q0 a",
                "x",
            ]
        )
        for _ in range(12):
            before = talk
            command = data.draw(st.sampled_from(["say", "say", "say", "choose", "back", "change"]))
            if command == "say":
                reply = talk.say(data.draw(words))
            elif command == "choose":
                reply = talk.choose(data.draw(words))
            elif command == "back":
                reply = talk.back()
            else:
                reply = talk.change(data.draw(st.integers(0, 4)))
            talk = reply.conversation
            if reply.message is not None:
                assert talk is before
            end = talk.interview.walk.end
            assert isinstance(end, Asking | Reached | Refused)
            assert (talk.view.question is None) is (talk.view.result is not None)
            assert talk.remaining.min <= talk.remaining.max
            assert isinstance(talk.because, str)
            assert len(talk.view.entries) == len({(e.tree, e.question) for e in talk.view.entries})


@pytest.mark.parametrize(
    ("answers", "carried"),
    [
        ({"size": 3, "colour": "red"}, {"colour": "red"}),
        # "not among these" was said of one situation; the next one asks again (ruling 4)
        ({"size": 3, "colour": "not_covered"}, {}),
    ],
)
def test_only_what_is_true_of_the_person_comes_along(
    guide: Guide, answers: dict[str, Any], carried: dict[str, Any]
) -> None:
    talk = begin(guide, "t", **answers).fill({"office": "The Desk"}).conversation
    onward = talk.continue_in("t")
    assert onward.interview.answers == carried
    assert onward.interview.blanks == {"office": "The Desk"}
    assert onward.interview.as_of == talk.interview.as_of


def test_an_outcome_one_answer_away_is_tried_out_and_back_returns() -> None:
    guide = load_guide(Path(__file__).resolve().parents[2])
    reached = Conversation.begin(
        guide,
        "offer",
        {
            "what_offered": "place",
            "answered": "not_yet",
            "phase": "interviewing",
            "participates": "yes",
            "withdraw_demanded": "no",
            "training_start": "not_said",
        },
        as_of=date(2026, 11, 22),
    )
    assert reached.view.result is not None
    assert reached.would_change
    for change in reached.would_change:
        tried = reached.try_out(change)
        assert tried.view.result is not None
        assert tried.view.result.outcome == change.outcome
        assert tried.back().conversation.interview.answers == reached.interview.answers
        # What is filled in on the way is not lost, and one more step takes an answer away.
        filled = tried.fill({"program": "Lakeside"}).conversation
        assert filled.back().conversation.interview.blanks == {"program": "Lakeside"}
        assert len(tried.back().conversation.back().conversation.view.entries) < len(reached.view.entries)
        # A tried outcome may be looked at closer; only then the way back is one answer at a time.
        changed = tried.change(1).conversation
        assert changed.back().conversation.back().conversation.interview.answers == reached.interview.answers
