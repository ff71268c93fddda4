"""What holds for every card, phrase and question of the shipped guide, beyond what every guide is checked for."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from advisor.analysis.count import count_paths
from advisor.guide.load import load_guide
from advisor.interview.interview import Interview
from tests.content.seen import ROOT, Seen, everything, read

CARDS = sorted((ROOT / "content/cards").glob("*.md"))
SOURCES = read(ROOT / "content/sources.yaml")
TREES = [file.stem for file in sorted((ROOT / "trees").glob("*.yaml")) if not file.stem.startswith("_")]
EDITION = date.fromisoformat(read(ROOT / "content/guide.yaml")["edition"])
MOST_QUESTIONS = 7
MOST_WORDS = 25
_FOOTNOTE = re.compile(r"\[\^(\w+)\]")
_BREAK = re.compile(r'(?<=[.?!"\]])\s+(?=["A-Z])')


@cache
def texts() -> list[Seen]:
    return everything()


def paragraphs(file: Path) -> list[str]:
    """The body of a card, one string for each paragraph and list item, footnotes kept; the bottom line is the first."""
    body = file.read_text(encoding="utf-8").split("---\n", 2)[2].strip()
    blocks = re.split(r"\n\n|\n(?=- )|\n(?=## )", body)
    return [re.sub(r"\s+", " ", re.sub(r"^## .+\n?", "", block)).strip() for block in blocks]


@pytest.mark.parametrize("file", CARDS, ids=lambda file: file.stem)
def test_must_has_its_source_in_the_same_sentence(file: Path) -> None:
    for text in paragraphs(file):
        for sentence in _BREAK.split(text):
            if re.search(r"\bmust\b", sentence):
                assert any(SOURCES[name]["kind"] != "community" for name in _FOOTNOTE.findall(sentence)), sentence


@pytest.mark.parametrize("file", CARDS, ids=lambda file: file.stem)
def test_a_rule_is_cited_in_the_bottom_line(file: Path) -> None:
    if "\nbasis: rule\n" in file.read_text(encoding="utf-8"):
        cited = _FOOTNOTE.findall(" ".join(paragraphs(file)[:1]))
        assert any(SOURCES[name]["kind"] != "community" for name in cited)


def test_phrases_never_say_must() -> None:
    assert [seen for seen in texts() if seen.section == "phrase" and re.search(r"\bmust\b", seen.text)] == []


def test_sentences_are_short() -> None:
    assert [seen for seen in texts() if len(seen.text.split()) > MOST_WORDS] == []


@pytest.mark.parametrize("tree", TREES)
def test_no_situation_asks_more_than_seven_questions(tree: str) -> None:
    """From the first question to the end, also where one tree goes on to another."""
    guide = load_guide(ROOT)
    count = count_paths(Interview.begin(guide, tree, as_of=EDITION).program)
    assert count.decided
    assert count.most <= MOST_QUESTIONS
