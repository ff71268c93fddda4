"""A person's own words, line by line: found, offered, refused, and danger before all of it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from advisor.conversation import Conversation
from advisor.errors import NeedsAnswer
from advisor.guide.load import Guide
from advisor.plain import run
from tests.conversation.test_own_words import BLANKS, MATTER
from tests.support import card
from tests.understand.guides import rowing

DAY = date(2026, 11, 22)
NOTE = "---\ntitle: A note\nmedium: message\nto: The desk\n---\n{note} At {place}.\n"
HELP = "Call for help first"


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    files = {
        "matter": MATTER,
        "content/blanks": BLANKS,
        "phrases/note": NOTE,
        "cards/register": card("Register at the desk", more="phrases: [note]"),
    }
    return rowing(tmp_path / "guide", files)


def session(guide: Guide, *lines: str, begin: Conversation | None = None) -> str:
    """What is on the screen after these lines and the end of the input."""
    screen = io.StringIO()
    read = io.StringIO("".join(f"{line}\n" for line in lines))
    try:
        assert run(guide, begin, as_of=DAY, read=read, write=screen, width=200) == 0
    except NeedsAnswer:
        screen.write("ENDED EARLY")
    return screen.getvalue()


def after(screen: str, typed: str) -> str:
    """What was said after a line was typed for the last time."""
    return screen.rpartition(f"> {typed}\n")[2]


# --- topics -------------------------------------------------------------------------------------------


def test_situations_are_offered_with_what_was_read_from_the_words(guide: Guide) -> None:
    typed = "teh water comes in, what now"
    said = after(session(guide, typed), typed)
    number = next(line for line in said.splitlines() if "Something is wrong with my boat" in line).partition(".")[0]
    assert "Read from your words: What is wrong with it? It leaks" in said
    opened = after(session(guide, typed, number), number)
    assert "Read from your words: What is wrong with it? It leaks. Go back or change it" in opened
    assert "1. What is wrong with it?\n   It leaks\n" in opened
    assert "Where does the water come in?" in opened


def test_back_takes_away_what_was_read(guide: Guide) -> None:
    typed = "teh water comes in, what now"
    said = after(session(guide, typed), typed)
    number = next(line for line in said.splitlines() if "Something is wrong with my boat" in line).partition(".")[0]
    assert after(session(guide, typed, number, "back"), "back").lstrip().startswith("Question 1")


def test_a_number_without_an_offer_opens_the_topic_at_its_first_question(guide: Guide) -> None:
    typed = "teh water comes in, what now"
    number = next(
        line for line in after(session(guide, typed), typed).splitlines() if "Something is wrong with my boat" in line
    ).partition(".")[0]
    screen = session(guide, typed, "", number)
    assert "Read from your words" not in after(screen, number)
    assert "What is wrong with it?" in after(screen, number)


def test_a_card_can_be_read_from_the_offers(guide: Guide) -> None:
    typed = "where to put everything in december"
    said = after(session(guide, typed), typed)
    number = next(line for line in said.splitlines() if "Card: Keep it dry in winter" in line).partition(".")[0]
    read = after(session(guide, typed, number), number)
    assert "This is Keep it dry in winter." in read
    assert "Type a number, or say in a few words what happened." in read


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("where can I fish", 'not about: "Fishing". Ask instead: The fishing club next door.'),
        ("what do I do now", "Ask instead: Ask at the desk."),
        ("我的船漏水了", "does not know these words"),
    ],
)
def test_what_the_guide_is_not_about_is_said_with_whom_to_ask(guide: Guide, typed: str, said: str) -> None:
    screen = after(session(guide, typed), typed)
    assert "That is none of the topics." in screen
    assert said in screen


# --- danger ---------------------------------------------------------------------------------------------


def at_topics(guide: Guide) -> None:
    return None


def at_a_question(guide: Guide) -> Conversation:
    return Conversation.begin(guide, "boat", as_of=DAY)


def at_a_text(guide: Guide) -> Conversation:
    return Conversation.begin(guide, "matter", as_of=DAY)


def at_a_result(guide: Guide) -> Conversation:
    return Conversation.begin(guide, "matter", {"words": "hello"}, as_of=DAY)


@pytest.mark.parametrize("place", [at_topics, at_a_question, at_a_text, at_a_result])
@pytest.mark.parametrize("typed", ["somebody is drowning", "say somebody is drowning", "save somebody is drowning"])
def test_danger_is_answered_first_wherever_a_line_is_typed(guide: Guide, place: object, typed: str) -> None:
    assert callable(place)
    screen = session(guide, typed, begin=place(guide))
    said = after(screen, typed)
    assert said.lstrip().startswith(HELP)
    assert "Rescue: call 7" in said
    assert "Type on to go on" in said
    assert "Your answer" not in said


def test_danger_is_answered_first_in_a_blank(guide: Guide) -> None:
    begin = at_a_result(guide)
    screen = session(guide, "fill", "Somebody is drowning.", begin=begin)
    assert after(screen, "Somebody is drowning.").lstrip().startswith(HELP)
    filled = session(guide, "fill", "Somebody is drowning.", "on", "Pier 7", "phrase 1", begin=begin)
    assert "Somebody is drowning. At Pier 7." in filled


def test_on_goes_on_with_what_was_typed(guide: Guide) -> None:
    screen = session(guide, "somebody is drowning", "ON", begin=at_a_text(guide))
    assert "Your answer: somebody is drowning" in screen
    assert "Register at the desk" in screen


def test_another_line_is_taken_in_its_place_and_an_empty_one_reads_the_help_again(guide: Guide) -> None:
    screen = session(guide, "somebody is drowning", "all is well again", begin=at_a_text(guide))
    assert "Your answer: all is well again" in screen
    again = session(guide, "somebody is drowning", "", "", begin=at_a_text(guide))
    assert again.count(HELP) == 3
    assert session(guide, "somebody is drowning", "quit", begin=at_a_text(guide)).endswith("> quit\n")


def test_an_idiom_is_taken_at_once(guide: Guide) -> None:
    screen = session(guide, "I am drowning in paper", begin=at_a_text(guide))
    assert HELP not in screen
    assert "Your answer: I am drowning in paper" in screen
