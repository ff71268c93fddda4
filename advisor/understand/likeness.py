"""How like a text is to things that were described beforehand, each by lines of its own.

A text is cut into stretches of a sentence or less, and words into stems. A stem weighs by how rare it is among the
lines (inverse document frequency: K. Sparck Jones, Journal of Documentation 28, 1972). Three measures are added:

* how well all lines of a thing together know the stretch: BM25 (S. Robertson and others, "Okapi at TREC-3", 1994), as a
  part of what could be known of the stretch;
* how like the stretch is to the one line that is most like it: Tversky's ratio (A. Tversky, "Features of similarity",
  Psychological Review 84, 1977), the weight that both share over that and a part of what each has alone. It is not
  symmetric, so that a short line is found within a long sentence;
* how much the stretch speaks for this thing rather than for the others: the weight of evidence (I. J. Good,
  "Probability and the Weighing of Evidence", 1950), the logarithm of how much more often its lines have a stem, or two
  stems side by side, than the lines of all others.

A text is as like as its stretches are, each of which counts as much as its known words weigh: what matters may stand
anywhere in a long letter, among much that is about nothing in particular. A misspelt word stands for the
known words nearest to it. Nothing is learned, and nothing is fetched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import log, sqrt
from typing import NamedTuple

from advisor.understand.words import FUNCTION_WORDS, Spelling, sentences, stem, words_of

SATURATION, LENGTH = 6.0, 0.3
"""The constants k1 and b of BM25: how slowly repetition stops to count, how much long descriptions are held back."""
BRIEF = 60
"""Stems of a description for which k1 is halved: where little is said, what is said once counts for more."""
BEST_LINE = 0.25
"""Part of the best line in a score; the rest is that of all lines together."""
OF_TEXT, OF_LINE = 0.25, 0.5
"""How much what a stretch, or a line, has alone takes away from their likeness."""
LITTLE, LITTLE_OF_FEW = 0.6, 0.1
"""Weight at which a likeness counts half, in parts of the rarest word's: what shares next to nothing is never sure.
Among all lines, and among a few that are asked for, where less is enough."""
EVIDENCE = 1 / 20
"""How much a unit of evidence adds to a score."""
PAIR = 0.6
"""How much two stems side by side count as evidence; one stem counts 1."""
DOUBT, PAIR_DOUBT = 100.0, 30.0
"""Stems, or pairs, of all things that are added to those of one: what was seen once is hardly evidence."""
FEW = 2.0
"""Stems that are added to those of a stretch, so that one telling word in two is not taken for certainty."""
SMALL = 0.4
"""How much a word counts that says little about what a text is about."""
MANY, COMMON = 50, 0.04
"""Lines, and the part of all lines, from which a word that they have is common: alone it calls up no line."""
NEAR = 0.25
"""Part of the most weight that any line shares with a stretch; lines that share less are not compared further."""
MISSPELT = 0.75
"""How much a misspelt word counts."""
STRANGE = 0.75
"""How much a word counts that no line has, in parts of the rarest word's weight."""
SHORT = 3
"""Letters up to which a word that no line has does not count: it is a slip or an abbreviation."""
STRETCH = 24
"""Stems of a stretch; a longer sentence is cut into pieces that overlap by half."""
TOGETHER = 40
"""Stems up to which a text of several sentences is also read as one."""
MOST_STRETCHES = 20
"""Stretches of a long text that are compared: those that say most."""
_MOST_MISSPELT = 20_000
_MOST_EVIDENCE = 20_000


Pair = tuple[str, str]
"""Two stems side by side."""


class Stretch(NamedTuple):
    """A piece of a text.

    Attributes:
        stems: Known stem -> its weight, and how sure it is that this was meant, 0 to 1.
        pairs: Known stems that stand side by side.
        weight: That of every word, the strange ones too.
        known: That of what is known.
    """

    stems: Mapping[str, tuple[float, float]]
    pairs: Sequence[Pair]
    weight: float
    known: float


class Text(NamedTuple):
    """A text as it is compared.

    Attributes:
        stretches: Its pieces that say anything.
        known: The part of its words that the lines or plain English have, 0 to 1.
    """

    stretches: Sequence[Stretch]
    known: float


class Ranking(NamedTuple):
    """What a text is like; owners that share nothing with it are left out.

    Attributes:
        scores: Owner -> how like, from 0; seldom more than 1.
        alike: Owner -> how like without the evidence, 0 to 1. Evidence parts the owners, and does not tell whether any
            of them is meant at all.
        closest: Owner -> how like its best line is, 0 to 1.
    """

    scores: Mapping[int, float]
    alike: Mapping[int, float]
    closest: Mapping[int, float]


_SMALL_STEMS = frozenset(map(stem, FUNCTION_WORDS))


class Lines:
    """Lines, each of which speaks for one or more owners; owners are numbers from 0.

    Args:
        lines: Text, owner, and how much the line counts for that owner, 0 to 1.
        alone: Owners whose lines are compared one by one only; they get no score.
        same: Words that stand for others, like "return trip" for "round trip".
    """

    def __init__(
        self,
        lines: Iterable[tuple[str, int, float]],
        *,
        alone: Iterable[int] = (),
        same: Mapping[str, str] | None = None,
    ) -> None:
        """Read the lines once; comparing is fast from then on."""
        self._same = {tuple(words_of(other)): tuple(words_of(word)) for other, word in (same or {}).items()}
        self._same_begin = {words[0] for words in self._same if words}
        self._most_same = max(map(len, self._same), default=0)
        self._stems_of: dict[str, tuple[str, ...]] = {}
        self._spellings: set[str] = set()
        self._speaks_for: list[list[tuple[int, float]]] = []
        number_of: dict[str, int] = {}
        for text, owner, counts in lines:
            if text not in number_of:
                number_of[text] = len(self._speaks_for)
                self._speaks_for.append([])
            self._speaks_for[number_of[text]].append((owner, counts))
        self._holding: dict[str, list[int]] = {}
        self._stems_in: list[tuple[str, ...]] = []
        for text, number in number_of.items():
            self._stems_in.append(self._line(text))
            for one in self._stems_in[number]:
                self._holding.setdefault(one, []).append(number)
        count = len(number_of)
        self._common = {
            one: frozenset(holding)
            for one, holding in self._holding.items()
            if one in _SMALL_STEMS or len(holding) > max(MANY, count * COMMON)
        }
        self._weights = {
            one: log(1 + count / len(holding)) * (SMALL if one in _SMALL_STEMS else 1.0)
            for one, holding in self._holding.items()
        }
        self._rarest = log(1 + count)
        self._weight_of: dict[str, float] = {}
        self._line_weights = [sum(map(self._weights.__getitem__, stems)) for stems in self._stems_in]
        self._alone = frozenset(alone)
        self._sizes: dict[int, float] = defaultdict(float)
        self._knowing = self._bm25()
        self._evidence: dict[str | Pair, list[tuple[int, float]]] = {}
        self._spelling = Spelling(self._spellings)
        self._guessed: dict[str, tuple[str, ...]] = {}

    def _bm25(self) -> dict[str, list[tuple[int, float]]]:
        """Stem -> the owners whose lines have it, and the part of its weight that this is worth to each."""
        often: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        sizes = self._sizes
        for stems, owners in zip(self._stems_in, self._speaks_for, strict=True):
            size = len(stems) - (1 - SMALL) * len(_SMALL_STEMS.intersection(stems))
            for owner, counts in owners:
                if owner in self._alone:
                    continue
                sizes[owner] += counts * size
                has = often[owner]
                for one in stems:
                    has[one] += counts
        mean = sum(sizes.values()) / len(sizes) if sizes else 1.0
        saturation = SATURATION * mean / (mean + BRIEF)
        slow = {owner: saturation * (1 - LENGTH + LENGTH * size / mean) for owner, size in sizes.items()}
        knowing: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for owner, has in often.items():
            for one, times in has.items():
                knowing[one].append((owner, times / (times + slow[owner])))
        return knowing

    # --- comparing --------------------------------------------------------------------------------

    def rank(self, text: Text) -> Ranking:
        """How like a text is to each owner."""
        total: dict[int, float] = defaultdict(float)
        weight = 0.0
        alike: dict[int, float] = {}
        closest: dict[int, float] = {}
        for stretch in text.stretches:
            lines = self._best_lines(stretch)
            for owner, likeness in lines.items():
                closest[owner] = max(likeness, closest.get(owner, 0.0))
            speaks = self._speaks(stretch)
            for owner, known in self._known_to(stretch).items():
                like = BEST_LINE * lines.get(owner, 0.0) + (1 - BEST_LINE) * known
                alike[owner] = max(like, alike.get(owner, 0.0))
                total[owner] += stretch.known * max(0.0, like + EVIDENCE * speaks.get(owner, 0.0))
            weight += stretch.known
        return Ranking({owner: score / (weight or 1.0) for owner, score in total.items()}, alike, closest)

    def likeness(self, text: Text, lines: Iterable[str]) -> float:
        """How like a text is to the best of some lines, 0 to 1."""
        best = 0.0
        for line in lines:
            stems, weight = self._line(line), self._weight(line)
            for stretch in text.stretches:
                shared = sum(
                    weight * sure for one in stems if one in stretch.stems for weight, sure in (stretch.stems[one],)
                )
                best = max(best, self._likeness(shared, stretch.weight, weight, LITTLE_OF_FEW))
        return best

    def _best_lines(self, stretch: Stretch) -> dict[int, float]:
        shared: dict[int, float] = defaultdict(float)
        rare = [one for one in stretch.stems if one not in self._common]
        # What only has common words is compared by them.
        telling = rare or [one for one in stretch.stems if one not in _SMALL_STEMS]
        for one in telling:
            weight, sure = stretch.stems[one]
            for number in self._holding[one]:
                shared[number] += weight * sure
        # Common words are in many lines; they count for those that share something else.
        for one in stretch.stems.keys() - set(telling):
            weight, sure = stretch.stems[one]
            for number in shared.keys() & self._common[one]:
                shared[number] += weight * sure
        found: dict[int, float] = {}
        least = NEAR * max(shared.values(), default=0.0)
        for number, together in shared.items():
            if together < least:
                continue
            likeness = self._likeness(together, stretch.weight, self._line_weights[number], LITTLE)
            for owner, counts in self._speaks_for[number]:
                if likeness * counts > found.get(owner, 0.0):
                    found[owner] = likeness * counts
        return found

    def _likeness(self, shared: float, text: float, line: float, little: float) -> float:
        """Tversky's ratio of the weights, made smaller where they share little."""
        if shared <= 0.0:
            return 0.0
        alone = OF_TEXT * max(text - shared, 0.0) + OF_LINE * max(line - shared, 0.0)
        return shared / (shared + alone) * shared / (shared + little * self._rarest)

    def _known_to(self, stretch: Stretch) -> dict[int, float]:
        found: dict[int, float] = defaultdict(float)
        for one, (weight, sure) in stretch.stems.items():
            for owner, worth in self._knowing.get(one, ()):
                found[owner] += weight * sure * worth
        says = stretch.known / (stretch.known + LITTLE * self._rarest) / stretch.weight
        return {owner: known * says for owner, known in found.items()}

    def _speaks(self, stretch: Stretch) -> dict[int, float]:
        """How much a stretch speaks for each owner: above 0 for, below against."""
        found: dict[int, float] = defaultdict(float)
        size = FEW
        for one, (_, sure) in stretch.stems.items():
            size += SMALL if one in _SMALL_STEMS else 1.0
            for owner, evidence in self._evidence_of(one):
                found[owner] += evidence * sure
        for pair in stretch.pairs:
            for owner, evidence in self._evidence_of(pair):
                found[owner] += evidence
        part = stretch.known / (stretch.weight * sqrt(size))
        return {owner: evidence * part for owner, evidence in found.items()}

    def _evidence_of(self, one: str | Pair) -> list[tuple[int, float]]:
        """The owners of the lines that have a stem or pair, and how much it speaks for each; below 0, against."""
        if one not in self._evidence:
            if len(self._evidence) > _MOST_EVIDENCE:
                self._evidence.clear()
            often: dict[int, float] = defaultdict(float)
            for number in self._lines_with(*one) if isinstance(one, tuple) else self._holding[one]:
                for owner, counts in self._speaks_for[number]:
                    if owner not in self._alone:
                        often[owner] += counts
            pair = isinstance(one, tuple)
            part, doubt = (PAIR, PAIR_DOUBT) if pair else (SMALL if one in _SMALL_STEMS else 1.0, DOUBT)
            every, size = sum(often.values()), sum(self._sizes.values())
            expected = doubt * every / size if size else 0.0
            found = []
            for owner, times in often.items():
                here = (times + expected) / (self._sizes[owner] + doubt)
                there = (every - times + expected) / (size - self._sizes[owner] + doubt)
                found.append((owner, part * log(here / there)))
            self._evidence[one] = found
        return self._evidence[one]

    def _lines_with(self, left: str, right: str) -> Iterator[int]:
        """The lines in which two stems stand side by side."""
        for number in min(self._holding[left], self._holding[right], key=len):
            stems = self._stems_in[number]
            if left in stems and right in stems and stems.index(right) == stems.index(left) + 1:
                yield number

    # --- reading ----------------------------------------------------------------------------------

    def read(self, text: str) -> Text:
        """A text as it is compared."""
        cut: list[list[str]] = []
        for words in sentences(text):
            stems = list(self._stems(words))
            if len(stems) <= STRETCH * 3 // 2:
                cut.append(stems)
            else:
                cut += [stems[at : at + STRETCH] for at in range(0, len(stems) - STRETCH // 2, STRETCH // 2)]
        every = {one for stems in cut for one in stems}
        known = sum(one in _SMALL_STEMS or bool(self._meant(one)) for one in every) / len(every) if every else 0.0
        if len(cut) > 1 and sum(map(len, cut)) <= TOGETHER:
            cut.append([one for stems in cut for one in stems])
        # Small words alone are like everything and say nothing.
        telling = (self._weigh(stems) for stems in cut if any(self._telling(one) for one in stems))
        stretches = list(telling)
        if len(stretches) > MOST_STRETCHES:
            stretches = sorted(stretches, key=lambda stretch: -stretch.known)[:MOST_STRETCHES]
        return Text(stretches, known)

    def _telling(self, one: str) -> bool:
        return one not in _SMALL_STEMS and bool(self._meant(one))

    def _weigh(self, stems: Sequence[str]) -> Stretch:
        weighed: dict[str, tuple[float, float]] = {}
        weight = known = 0.0
        for one in dict.fromkeys(stems):
            meant = self._meant(one)
            if not meant:
                weight += 0.0 if one in _SMALL_STEMS or len(one) <= SHORT else STRANGE * self._rarest
                continue
            sure = 1.0 if meant[0] == one else MISSPELT
            counts = max(self._weights[word] for word in meant)
            weight += counts
            known += counts * sure
            for word in meant:
                if word not in weighed or weighed[word][1] < sure:
                    weighed[word] = self._weights[word], sure
        return Stretch(weighed, self._side_by_side(stems), weight, known)

    def _side_by_side(self, stems: Sequence[str]) -> list[Pair]:
        meant = map(self._meant, stems)
        return list(dict.fromkeys((left[0], right[0]) for left, right in pairwise(meant) if left and right))

    def _meant(self, one: str) -> tuple[str, ...]:
        """The known stems that a stem may stand for."""
        if one in self._weights:
            return (one,)
        if one in _SMALL_STEMS:
            return ()
        if one not in self._guessed:
            if len(self._guessed) > _MOST_MISSPELT:
                self._guessed.clear()
            near = self._spelling.near(one)
            fewest = min((slips for _, slips in near), default=0)
            nearest = dict.fromkeys(stem(word) for word, slips in near if slips == fewest)
            self._guessed[one] = tuple(word for word in nearest if word in self._weights)
        return self._guessed[one]

    def _line(self, text: str) -> tuple[str, ...]:
        if text not in self._stems_of:
            words = words_of(text)
            self._spellings.update(words)
            self._stems_of[text] = tuple(dict.fromkeys(self._stems(words)))
        return self._stems_of[text]

    def _weight(self, text: str) -> float:
        if text not in self._weight_of:
            self._weight_of[text] = self._weigh_line(text)
        return self._weight_of[text]

    def _weigh_line(self, text: str) -> float:
        return sum(self._weights.get(one, STRANGE * self._rarest) for one in self._line(text))

    def _stems(self, words: Sequence[str]) -> Iterator[str]:
        return map(stem, words) if self._same_begin.isdisjoint(words) else self._stems_instead(words)

    def _stems_instead(self, words: Sequence[str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            length, instead = self._instead(words, at)
            yield from map(stem, instead)
            at += length

    def _instead(self, words: Sequence[str], at: int) -> tuple[int, Sequence[str]]:
        """What stands for the words from a place on: how many of them, and the words to read."""
        if words[at] in self._same_begin:
            for length in range(min(self._most_same, len(words) - at), 0, -1):
                instead = self._same.get(tuple(words[at : at + length]))
                if instead is not None:
                    return length, instead
        return 1, words[at : at + 1]
