"""Words that mean danger: none is missed, and hardly an innocent one is taken for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.guide.load import Guide, load_guide
from advisor.guide.locate import bundled_root
from advisor.guide.source import read
from advisor.understand.urgent import Phrases, urgent_in
from tests.support import write_guide

HALVES = ("tuned_on", "set_aside")
MOST_FALSE = 1 / 30


def texts(name: str, key: str) -> list[str]:
    found: Any = read(Path(__file__).parent / "urgent" / f"{name}.yaml", name).data[key]
    return [str(text) for text in found]


@pytest.fixture(scope="module")
def bundled() -> Guide:
    return load_guide(bundled_root())


@pytest.mark.parametrize("half", HALVES)
def test_indirect_words_are_never_missed(bundled: Guide, half: str) -> None:
    wordings = texts("wordings", half)
    assert len(wordings) >= 30
    assert [text for text in wordings if urgent_in(bundled, text) is None] == []


@pytest.mark.parametrize("half", HALVES)
def test_at_most_one_innocent_idiom_in_thirty_raises_it(bundled: Guide, half: str) -> None:
    idioms = texts("idioms", half)
    raised = [text for text in idioms if urgent_in(bundled, text) is not None]
    assert len(idioms) >= 30
    assert len(raised) <= len(idioms) * MOST_FALSE, raised


def test_whole_innocent_letters_do_not_raise_it(bundled: Guide) -> None:
    letters = texts("letters", "letters")
    assert len(letters) >= 12
    assert [text for text in letters if urgent_in(bundled, text) is not None] == []


def test_danger_is_heard_in_the_middle_of_an_innocent_letter(bundled: Guide) -> None:
    wordings = [text for half in HALVES for text in texts("wordings", half)]
    letters = texts("letters", "letters")
    for number, words in enumerate(wordings):
        letter = letters[number % len(letters)]
        middle = letter.find("\n\n") + 2 if "\n\n" in letter else 0
        assert urgent_in(bundled, f"{letter[:middle]}{words}.\n\n{letter[middle:]}"), words


def said(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from said(child)


def test_what_the_guide_itself_says_does_not_raise_it(bundled: Guide) -> None:
    """A person may paste any of it back: a title, an answer, a phrase with its blanks filled."""
    found: list[str] = []
    for name in bundled.tree_names:
        found += said(read(bundled.root / f"trees/{name}.yaml", name).data)
    for name in bundled.card_names:
        card = bundled.card(name)
        found += [card.matter.title, *card.matter.sounds_like, *(text for text, _ in card.body.texts())]
    found += [bundled.phrase(name).text for name in bundled.phrase_names]
    for topic in bundled.elsewhere.topics.values():
        found += [topic.title, topic.ask, *topic.sounds_like]
    for term in bundled.glossary.values():
        found.append(term.means)
    assert len(found) > 500
    assert [text for text in found if urgent_in(bundled, text) is not None] == []


def test_the_help_says_who_helps_and_how(bundled: Guide) -> None:
    help = urgent_in(bundled, "I want to die")
    assert help is not None
    assert help.id == "in_danger"
    assert help.title == bundled.elsewhere.urgent["in_danger"].title
    assert any("988" in contact.how for contact in help.contacts)


# --- how phrases are compared ---------------------------------------------------------------------

MEANT = (
    "I want to go under",
    "no reason to swim",
    "nobody would miss my boat",
    "sink me",
    "if I go",
    "glug",
    "潜りたい",
)
INNOCENT = ("want to go under the bridge", "no reason to swim with sharks")


@pytest.mark.parametrize(
    "text",
    [
        "I want to go under",
        "i want to go under",
        "I WANT TO GO UNDER!!!",
        "want go under",
        "I really just want to go under now",
        "He wants to go under",
        "They say she wanted to go under",
        "I want to slowly go under",
        "I wnat to go under",
        "I want to go undr",
        "i dont see any reason to swim",
        "I don't see a reason to swim",
        "i don t see a reason for swimming",
        "I don\u2019t see a reason to swim",
        "reason to swim there is no",
        "no reasn to swim",
        "nobody would miss her boat",
        "no one will ever miss his boats",
        "sink me please",
        "if I go tonight",
        "what if i go",
        "glug",
        "so much rain, glug",
        "もう潜りたいです",
        "fine.\n\nI want\nto go under\n\nfine.",
        "gooood mooorning. I want to go underrrr",
    ],
)
def test_a_phrase_is_heard(text: str) -> None:
    assert Phrases(MEANT, INNOCENT).heard_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        "under",
        "I want to go",
        "I want to go home. Look under the bed",
        "I want to read the paper first and then I go and look under it",
        "there is a reason to swim",
        "we miss the boat, nobody came",
        "sink it near me",
        "if they go",
        "if we all go",
        "glue",
        "I want to go under the bridge",
        "I wanted to go under a bridge",
        "I see no reason to swim with sharks",
        "w\u202ea\u202en\u202et",
    ],
)
def test_what_only_looks_like_a_phrase_is_not_heard(text: str) -> None:
    assert not Phrases(MEANT, INNOCENT).heard_in(text)


def test_an_innocent_phrase_explains_only_what_it_overlaps() -> None:
    phrases = Phrases(MEANT, INNOCENT)
    assert phrases.heard_in("I want to go under the bridge, and then I want to go under")
    assert phrases.heard_in("no reason to swim with sharks, and I want to go under")


def test_the_longer_phrase_is_believed() -> None:
    danger = Phrases(["I want to go under", "I want to go under the bridge for ever"], ["want to go under the bridge"])
    assert not danger.heard_in("I want to go under the bridge")
    assert danger.heard_in("I want to go under the bridge for ever")


def test_what_stands_in_both_lists_is_danger() -> None:
    assert Phrases(["I want to go under"], ["want to go under"]).heard_in("I want to go under")


def test_words_that_phrases_use_alike_stand_for_each_other() -> None:
    """Two phrases that differ in one word, twice over, say that the words mean the same here."""
    phrases = Phrases(
        ["tired of swimming", "tired of water", "no reason for swimming", "no reason for water", "hate swimming"]
    )
    assert phrases.heard_in("I see no point, I am tired of the water")
    assert not phrases.heard_in("I hate water")
    more = ["sick of swimming", "sick of water", "done with swimming", "done with water", "bored by swimming today"]
    assert Phrases(["tired of swimming", "tired of water", *more]).heard_in("bored by water today")
    assert not Phrases(["tired of swimming", "bored by swimming today"]).heard_in("bored by water today")


def test_no_phrases_hear_nothing() -> None:
    assert not Phrases([]).heard_in("I want to go under")
    assert not Phrases(["...", ""], ["?"]).heard_in("I want to go under ...")


# --- guides -----------------------------------------------------------------------------------------


ELSEWHERE = """
    urgent:
      flood:
        title: Get up high
        text: Leave the water.
        contacts:
          - name: Coast guard
            how: call 7
        sounds_like:
          - the water rises
      fire:
        title: Get out
        text: Leave the house.
        contacts:
          - name: Fire brigade
            how: call 8
            when: always
        sounds_like:
          - it burns
    """


def test_a_guide_may_have_several_kinds_of_danger(tmp_path: Path) -> None:
    guide = write_guide(tmp_path, {"content/elsewhere": ELSEWHERE})
    assert getattr(urgent_in(guide, "the water is rising"), "id", None) == "flood"
    assert getattr(urgent_in(guide, "help, it burns"), "id", None) == "fire"
    both = urgent_in(guide, "it burns and the water rises")
    assert both is not None
    assert both.id == "flood"
    assert urgent_in(guide, "the sun rises") is None


def test_a_guide_without_such_words_or_with_a_broken_file_has_no_help(tmp_path: Path) -> None:
    assert urgent_in(write_guide(tmp_path / "none", {}), "the water rises") is None
    broken = write_guide(tmp_path / "broken", {"content/elsewhere": "urgent: [oops"})
    assert urgent_in(broken, "the water rises") is None


# --- whatever is pasted ----------------------------------------------------------------------------


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    Phrases(MEANT, INNOCENT).heard_in(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "i",
                "want",
                "to",
                "go",
                "under",
                "no",
                "reason",
                "swim",
                "the",
                "bridge",
                "with",
                "nobody",
                "miss",
                "my",
                "boat",
                ".",
                "\n",
                "sharks",
            ]
        ),
        max_size=60,
    )
)
def test_more_words_never_hide_a_whole_phrase(words: list[str]) -> None:
    assert Phrases(MEANT, INNOCENT).heard_in(" ".join([*words, ". Sink me.", *words]))


@pytest.mark.parametrize(
    "text",
    [
        "want to go under the bridge " * 7000,
        "not " * 50_000,
        "want " * 20_000 + "under " * 20_000,
        "a" * 200_000,
        " ".join(f"w{number}" for number in range(30_000)),
    ],
    ids=["idioms", "small", "apart", "one-word", "strange"],
)
@pytest.mark.timeout(20)
def test_a_long_paste_is_read_without_a_wait(bundled: Guide, text: str) -> None:
    Phrases(MEANT, INNOCENT).heard_in(text)
    urgent_in(bundled, text)


def test_danger_at_the_end_of_ten_thousand_letters_is_heard(bundled: Guide) -> None:
    letters = "\n\n".join(texts("letters", "letters"))
    text = (letters * 5)[:10_000]
    assert urgent_in(bundled, text) is None
    assert urgent_in(bundled, f"{text}\n\nI do not want to live any more") is not None
