"""Which topic a line means: a number, an id, its words. What is not clear is offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.guide.model import Tree
from advisor.understand.answers import MOST_OFFERS, NEAR, fold

ENOUGH = 4
"""Letters from which a single word can name a topic."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Topics that may be meant: their numbers, from 1, best first; empty where none is alike."""

    numbers: tuple[int, ...]


def find_topic(trees: Sequence[tuple[str, Tree]], titles: Sequence[str], text: str) -> int | Offers:
    """The number of the topic that a line names, or what may be meant.

    Args:
        trees: The topics in the order in which they are listed.
        titles: Their titles as they are listed.
        text: The line.
    """
    stripped = text.strip().rstrip(".)")
    if stripped.isdecimal():
        number = int(stripped[:9])
        return number if 1 <= number <= len(trees) else Offers(())
    words = fold(text)
    if not words:
        return Offers(())
    exact = []
    for number, ((name, tree), title) in enumerate(zip(trees, titles, strict=True), 1):
        said = {fold(name.replace("_", " ")), fold(title), *map(fold, tree.sounds_like)}
        if words in said:
            exact.append(number)
    if len(exact) == 1:
        return exact[0]
    if exact:
        return Offers(tuple(exact))
    inside = [number for number, title in enumerate(titles, 1) if set(words.split()) <= set(fold(title).split())]
    if len(inside) == 1 and len(words) >= ENOUGH:
        return inside[0]
    return Offers(tuple(inside[:MOST_OFFERS])) if inside else Offers(_near(trees, titles, words))


def _near(trees: Sequence[tuple[str, Tree]], titles: Sequence[str], words: str) -> tuple[int, ...]:
    from rapidfuzz import fuzz

    scored = []
    for number, ((_, tree), title) in enumerate(zip(trees, titles, strict=True), 1):
        said = [title, tree.about, *tree.sounds_like]
        best = max(fuzz.token_set_ratio(words, fold(candidate)) for candidate in said)
        if best >= NEAR:
            scored.append((-best, number))
    return tuple(number for _, number in sorted(scored)[:MOST_OFFERS])
