"""Finding a situation by free text against what it is measured by: one fuzzy match over the same lines."""

from __future__ import annotations

import random
import statistics
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from advisor.guide.load import Guide
from advisor.guide.source import read
from advisor.understand.topics import find
from advisor.understand.urgent import urgent_in
from tests.benchmarks.engine import timed
from tests.benchmarks.guides import wordy_guide

ROOT = Path(__file__).resolve().parents[2]
LETTERS = ROOT / "tests/understand/urgent/letters.yaml"


class Found(NamedTuple):
    """Seconds, each the median of its rounds; of a query the worst too."""

    built: float
    query: float
    worst: float
    fuzzy: float
    letter: float


def finding(folder: Path, queries: int = 200) -> Found:
    """Finding in a generated guide of 18 trees and 150 cards, and `rapidfuzz` over the same lines."""
    lines = wordy_guide(folder)
    chance = random.Random(2)
    texts = [_misspelt(" ".join(chance.sample(lines, 2)), chance) for _ in range(queries)]
    letter = "\n".join(chance.sample(lines, 400))[:10_000]
    guide = _read(folder)
    built = []
    for _ in range(7):
        guide.memo.pop("topics", None)
        built.append(timed(lambda: find(guide, "")))
    ours, theirs = [], []
    for text in texts:
        ours.append(timed(lambda text=text: find(guide, text)))  # type: ignore[misc]
        theirs.append(timed(lambda text=text: process.extract(text, lines, scorer=fuzz.token_set_ratio, limit=5)))  # type: ignore[misc]
    long = statistics.median(timed(lambda: find(guide, letter)) for _ in range(9))
    return Found(statistics.median(built), statistics.median(ours), max(ours), statistics.median(theirs), long)


def danger(rounds: int = 50) -> tuple[float, float, float]:
    """Seconds of looking for danger by the bundled guide's words: the first time, in one letter, in 10,000 letters."""
    guide = Guide(ROOT)
    letters: Any = read(LETTERS, LETTERS.name).data
    message, every = letters["letters"][0], "\n\n".join(letters["letters"])
    long = (every * (10_000 // len(every) + 1))[:10_000]
    first = timed(lambda: urgent_in(guide, message))
    short = statistics.median(timed(lambda: urgent_in(guide, message)) for _ in range(rounds))
    return first, short, statistics.median(timed(lambda: urgent_in(guide, long)) for _ in range(rounds))


def _read(folder: Path) -> Guide:
    """A guide whose files have been read, so that only the index is measured."""
    guide = Guide(folder)
    find(guide, "")
    return guide


def _misspelt(text: str, chance: random.Random) -> str:
    """Every eighth word with two letters swapped."""
    words = text.split()
    for number in range(0, len(words), 8):
        word = words[number]
        at = chance.randrange(1, max(2, len(word) - 1))
        words[number] = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return " ".join(words)
