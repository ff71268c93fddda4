"""The terms of a glossary, found in texts and looked up."""

from __future__ import annotations

import pytest

from advisor.conversation import Glossary
from advisor.guide.model import Term

TERMS = {
    "SOAP": Term(means="A process."),
    "rank list": Term(means="Programs.", also=("ROL", "rank order list")),
    "list": Term(means="Names."),
    "letter of intent": Term(means="A letter.", not_automatic=("LOI",)),
    "J-1": Term(means="A visa."),
    "日本": Term(means="A country."),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SOAP is near", ["SOAP"]),
        ("soap is not, nor are SOAPs", []),
        ("Your Rank\nList, then the list", ["rank list", "list"]),
        ("Is the rank order list a list?", ["rank list", "list"]),
        ("a listing, enlist", []),
        ("an LOI has two meanings", []),
        ("a J-1, J-1 again", ["J-1"]),
        ("日本", ["日本"]),
        ("", []),
    ],
)
def test_whole_words_are_found_the_longest_first_and_once(text: str, found: list[str]) -> None:
    glossary = Glossary(TERMS)
    pieces = list(glossary.pieces(text))
    assert [piece.term for piece in pieces if piece.term] == found
    assert "".join(piece.text for piece in pieces) == text


def test_a_term_is_marked_once_on_a_screen() -> None:
    seen: set[str] = set()
    glossary = Glossary(TERMS)
    assert [piece.term for piece in glossary.pieces("SOAP", seen)] == ["SOAP"]
    assert [piece.term for piece in glossary.pieces("SOAP", seen)] == [""]


@pytest.mark.parametrize(
    ("asked", "term"),
    [("soap", "SOAP"), ("a LOI?", "letter of intent"), ('"the rol"', "rank list"), ("nothing", ""), ("", "")],
)
def test_terms_are_looked_up_in_any_case(asked: str, term: str) -> None:
    found = Glossary(TERMS).look_up(asked)
    assert (found.term if found else "") == term


def test_a_guide_without_terms() -> None:
    assert not Glossary({})
    assert [piece.text for piece in Glossary({}).pieces("SOAP")] == ["SOAP"]
