"""Which topic a line names: a number, an id, a title, or words of one. Everything else is left to `find`."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.guide.model import Tree
from advisor.understand.answers import MOST_OFFERS, fold

ENOUGH = 4
"""Letters from which a single word can name a topic."""


def named_topic(trees: Sequence[tuple[str, Tree]], titles: Sequence[str], text: str) -> int | tuple[int, ...]:
    """The number, from 1, of the topic that a line names, or the numbers of those that it may name.

    Args:
        trees: The topics in the order in which they are listed.
        titles: Their titles as they are listed.
        text: The line.
    """
    words = fold(text)
    if not words:
        return ()
    exact = []
    for number, ((name, tree), title) in enumerate(zip(trees, titles, strict=True), 1):
        said = {fold(name.replace("_", " ")), fold(title), *map(fold, tree.sounds_like)}
        if words in said:
            exact.append(number)
    if exact:
        return exact[0] if len(exact) == 1 else tuple(exact)
    inside = [number for number, title in enumerate(titles, 1) if set(words.split()) <= set(fold(title).split())]
    if len(inside) == 1 and len(words) >= ENOUGH:
        return inside[0]
    return tuple(inside[:MOST_OFFERS])
