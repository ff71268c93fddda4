"""A person's own words in a conversation: danger first, then answers, then where else they belong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from advisor.conversation import Conversation
from advisor.guide.load import Guide
from advisor.understand.topics import find
from tests.understand.guides import rowing

DAY = date(2026, 11, 22)
MATTER = """
    title: Say it in your words
    about: One question.
    reviewed: 2026-11-22
    start: words
    questions:
      words:
        ask: In which words?
        why: It matters.
        type: text
        next: card:register
    """
BLANKS = """
    place: {label: Place, example: Pier 7}
    note: {label: Note, example: "See you there."}
    """


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    return rowing(tmp_path_factory.mktemp("rowing"), {"matter": MATTER, "content/blanks": BLANKS})


def begun(guide: Guide, tree: str = "boat", **answers: object) -> Conversation:
    return Conversation.begin(guide, tree, answers, as_of=DAY)


# --- danger -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tree", ["boat", "matter"])
def test_danger_is_answered_before_the_words_are_taken(guide: Guide, tree: str) -> None:
    conversation = begun(guide, tree)
    reply = conversation.say("it leaks, and somebody is drowning")
    assert reply.help is not None
    assert reply.help.contacts[0].how == "call 7"
    assert (reply.conversation, reply.message, reply.offers) == (conversation, None, ())


def test_the_words_are_taken_when_the_person_goes_on(guide: Guide) -> None:
    reply = begun(guide, "matter").say("somebody is drowning", after_help=True)
    assert reply.help is None
    assert reply.conversation.view.entries[0].text == "somebody is drowning"


def test_danger_is_heard_in_blanks_once(guide: Guide) -> None:
    conversation = begun(guide)
    values = {"place": "Pier 7", "note": "Somebody is drowning."}
    reply = conversation.fill(values)
    assert reply.help is not None
    assert reply.conversation is conversation
    kept = conversation.fill(values, after_help=True).conversation
    assert kept.interview.blanks["note"] == "Somebody is drowning."
    # What was kept is not asked about again; what is new is.
    assert kept.fill({**values, "place": "Pier 8"}).help is None
    assert kept.fill({"place": "where somebody is drowning"}).help is not None


def test_an_idiom_is_no_danger(guide: Guide) -> None:
    assert begun(guide, "matter").say("I am drowning in paper").help is None


# --- answers ------------------------------------------------------------------------------------------


def test_a_longer_text_is_offered_the_answer_it_is_like_and_never_taken(guide: Guide) -> None:
    conversation = begun(guide)
    reply = conversation.say("since yesterday evening some water comes in, I think")
    assert reply.conversation is conversation
    assert [offer.id for offer in reply.offers] == ["leak"]
    assert reply.message is not None
    assert "It leaks" in reply.message


@pytest.mark.parametrize(
    ("words", "pointer"),
    [
        ("my coach shouts at me", 'another topic: "I have trouble with my coach"'),
        ("where can I fish", "The fishing club next door."),
    ],
)
def test_words_that_belong_elsewhere_are_pointed_there(guide: Guide, words: str, pointer: str) -> None:
    conversation = begun(guide)
    reply = conversation.say(words)
    assert (reply.conversation, reply.offers) == (conversation, ())
    assert reply.message is not None
    assert reply.message.startswith("That is not one of the answers.")
    assert pointer in reply.message


@pytest.mark.parametrize("words", ["purple elephants", "my boat", "?!", "x" * 5000])
def test_words_that_belong_nowhere_are_only_not_taken(guide: Guide, words: str) -> None:
    reply = begun(guide).say(words)
    assert reply.message is not None
    assert "sounds like" not in reply.message


# --- opening ------------------------------------------------------------------------------------------


def test_opening_at_a_branch_says_what_was_read_and_can_be_taken_back(guide: Guide) -> None:
    situation = find(guide, "water comes in through a crack in the hull", as_of=DAY).results[0]
    opened = Conversation.open(guide, situation, as_of=DAY)
    assert [entry.text for entry in opened.view.entries] == ["It leaks", "Through a crack in the hull"]
    assert opened.read_in_words == (
        "Read from your words: What is wrong with it? It leaks. Where does the water come in? Through a crack in the "
        "hull. Go back or change it if that is not so."
    )
    back = opened.back().conversation
    assert [entry.text for entry in back.view.entries] == ["It leaks"]
    assert back.back().conversation.view.entries == ()
    changed = opened.change(1).conversation.choose("oar").conversation
    assert changed.view.result is not None


def test_opening_without_answers_says_nothing(guide: Guide) -> None:
    situation = find(guide, "something is wrong with my boat", as_of=DAY).results[0]
    assert Conversation.open(guide, situation, as_of=DAY).read_in_words == ""


def test_a_broken_file_of_danger_costs_no_answer(tmp_path: Path) -> None:
    guide = rowing(tmp_path, {"matter": MATTER, "content/elsewhere": "urgent: [oops"})
    assert begun(guide, "matter").say("somebody is drowning").conversation.view.result is not None
