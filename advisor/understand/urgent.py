"""Words that mean danger: found wherever a person types or pastes free text, and answered before anything else.

The words are the guide's (`urgent` in `content/elsewhere.yaml`); only how they are compared stands here. A phrase is
found where its words stand close together and in order, whoever it is about, in any form of the word and with a
misspelling; the small words of English do not count. What is said innocently (`not_these`) takes away what it overlaps,
unless the phrase of danger is the longer one: in doubt, help is shown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import permutations
from typing import NamedTuple

from advisor.guide.load import ELSEWHERE, SEASON, Guide
from advisor.guide.model import Contact, Elsewhere, SeasonFile, Urgent
from advisor.guide.season import Season
from advisor.understand.words import FUNCTION_WORDS, Spelling, sentences, stem, word_set

GAP = 2
"""Most other words between two words of a phrase."""


Form = tuple[str, ...]
"""The words of a phrase that count, in their order, each in the form in which it is compared."""


class FirstHelp(NamedTuple):
    """What is shown before anything else: who can help, and how to reach them.

    Attributes:
        id: Its name in the guide.
        title: The first line.
        text: What to read first.
        contacts: Where help is.
    """

    id: str
    title: str
    text: str
    contacts: tuple[Contact, ...]


_DROPPED = word_set(
    """
    a an the am is are was were be been being do does did has have had will would shall should may might must i he she
    we they you to of for that these those so very really just also too even still then now already always and or but
    because if when as than about please sir madam get got
    """
)
"""Words that a phrase of danger may have or lack."""

_SAME = {
    "never": "not",
    "no": "not",
    "nor": "not",
    "none": "not",
    "could": "can",
    "him": "me",
    "mine": "my",
    "his": "my",
    "her": "my",
    "their": "my",
    "our": "my",
    "your": "my",
    "himself": "myself",
    "herself": "myself",
    "themselves": "myself",
    "themself": "myself",
    "ourselves": "myself",
    "yourself": "myself",
    "everybody": "everyone",
    "nobody": "not",
    "anybody": "not",
    "anyone": "not",
    "anything": "nothing",
}
"""Words that count as one: whoever it is about, it is danger."""

_SMALL = frozenset(
    map(
        stem,
        word_set(
            """
            after all anymore can everyone go here in it like me my myself nobody not nothing off on out over there this
            up what why with without
            """
        ),
    )
)
"""Words that mean what they mean only beside each other: "not me", "end it", "go on"."""


def urgent_in(guide: Guide, text: str) -> FirstHelp | None:
    """The help that comes before anything else, where a text holds words that mean danger.

    A guide whose file of such words is broken gives None, and `check` says why.
    """
    if "urgent" not in guide.memo:
        elsewhere = guide.part(ELSEWHERE, Elsewhere).model or Elsewhere()
        guide.memo["urgent"] = [
            (_first_help(guide, name, entry), Phrases(entry.sounds_like, entry.not_these))
            for name, entry in elsewhere.urgent.items()
        ]
    kinds: list[tuple[FirstHelp, Phrases]] = guide.memo["urgent"]
    return next((help for help, phrases in kinds if phrases.heard_in(text)), None)


def _first_help(guide: Guide, name: str, entry: Urgent) -> FirstHelp:
    """Help in words; a season that cannot be read keeps nobody from it."""
    season = guide.part(SEASON, SeasonFile).model
    fill = Season(season, season.ends).fill if season is not None else str
    return FirstHelp(name, fill(entry.title), fill(entry.text), entry.contacts)


class Phrases:
    """Phrases to listen for, and innocent ones that sound like them.

    Args:
        meant: Phrases as people say them.
        innocent: Idioms that hold the same words and mean something else.
    """

    def __init__(self, meant: Iterable[str], innocent: Iterable[str] = ()) -> None:
        """Bring every phrase to the form in which texts are compared."""
        self._meant = _Forms(meant, alike=True)
        # What is danger in one list and innocent in the other is danger: in doubt, help is shown.
        self._innocent = _Forms(innocent, but=self._meant)
        self._words = self._meant.words | self._innocent.words
        self._spelling = Spelling(self._meant.spellings)
        self._read: dict[str, tuple[tuple[str, int], ...]] = {}

    def heard_in(self, text: str) -> bool:
        """Whether one of the phrases is in the text and no innocent one explains it."""
        parts = list(sentences(text))
        places, slips = self._places(parts)
        meant = list(self._meant.found(places, slips, free=True))
        if meant:
            explained: dict[int, int] = {}
            for innocent in self._innocent.found(places, slips, free=False):
                for place in innocent:
                    explained[place] = max(explained.get(place, 0), len(innocent))
            if any(all(explained.get(place, 0) < len(one) for place in one) for one in meant):
                return True
        row = "".join(map(_in_a_row, parts))
        for phrase in self._innocent.literal:
            row = row.replace(phrase, " | ")
        return any(phrase in row for phrase in self._meant.literal)

    def _places(self, parts: Iterable[list[str]]) -> tuple[dict[str, list[int]], set[tuple[str, int]]]:
        """Where each word of the phrases stands in a text, and which of these are guesses at a misspelt word."""
        places: dict[str, list[int]] = {}
        slips: set[tuple[str, int]] = set()
        place = 0
        for sentence in parts:
            for word in sentence:
                if word in _DROPPED:
                    continue
                for known, distance in self._meanings(word):
                    places.setdefault(known, []).append(place)
                    if distance:
                        slips.add((known, place))
                place += 1
            place += GAP + 1
        return places, slips

    def _meanings(self, word: str) -> tuple[tuple[str, int], ...]:
        """The words of the phrases that a word is, or is misspelt for, each with the number of slips."""
        if word not in self._read:
            if len(self._read) > _MOST_READ:
                self._read.clear()
            self._read[word] = tuple(self._guesses(word))
        return self._read[word]

    def _guesses(self, word: str) -> Iterator[tuple[str, int]]:
        known = next(_counted((word,)), "")
        if known in self._words:
            yield known, 0
        elif word not in FUNCTION_WORDS:
            for near, slips in self._spelling.near(word):
                # In words of four letters a changed letter makes another word: live, like, line.
                if len(word) > 4 or len(near) > len(word) or sorted(near) == sorted(word):
                    yield from ((meant, slips) for meant in _counted((near,)))


_MOST_READ = 20_000


class _Forms:
    """Phrases in the form in which texts are compared: their words that count, in order.

    Args:
        phrases: As they are written.
        but: Phrases that are left out here.
        alike: Whether to add what the phrases say of one another (see `_with_alike`).

    Attributes:
        given: The forms of the phrases as they are written.
        forms: All of them.
        words: Every word of the forms.
        spellings: Every word as it is written.
        literal: Phrases such as "if I die", of which one word counts, as `_in_a_row` gives them: these are looked for
            word by word. Also phrases in scripts that put no spaces between words.
    """

    def __init__(self, phrases: Iterable[str], *, but: _Forms | None = None, alike: bool = False) -> None:
        forms: set[Form] = set()
        spellings: set[str] = set()
        self.literal: list[str] = []
        for phrase in phrases:
            words = [word for part in sentences(phrase) for word in part]
            form = tuple(_counted(words))
            if len(form) > 1 or len(words) == 1:
                forms.add(form)
                spellings.update(words)
            elif words:
                self.literal.append(_in_a_row(words))
            if len(words) == 1 and not phrase.isascii():
                self.literal.append(words[0])
        forms.discard(())
        self.given: Set[Form] = forms - but.given if but is not None else forms
        self.forms: Set[Form] = self.given | _with_alike(self.given) if alike else self.given
        self.words: Set[str] = {word for form in self.given for word in form}
        self.spellings: Set[str] = spellings
        self._by_rare: dict[str, list[tuple[Form, frozenset[str]]]] = {}
        often = Counter(word for form in self.forms for word in form)
        for form in self.forms:
            rarest = min(form, key=lambda word: (often[word], word))
            self._by_rare.setdefault(rarest, []).append((form, frozenset(form)))

    def found(
        self, places: Mapping[str, Sequence[int]], slips: Set[tuple[str, int]], *, free: bool
    ) -> Iterator[frozenset[int]]:
        """Where the phrases stand in a text: for each time, the places of its words."""
        words = places.keys()
        for rare in words & self._by_rare.keys():
            for form, wanted in self._by_rare[rare]:
                if wanted <= words:
                    yield from _occurrences(form, places, slips, free=free and form in self.given)


def _with_alike(forms: Set[Form]) -> set[Form]:
    """Phrases with one word changed for one that the phrases use like it.

    Two words are alike where the phrases have them in the same places: who writes "tired of living", "tired of life",
    "no reason to live" and "no reason for life" has said that the two mean the same here. That words in the same
    surroundings are alike in meaning is the distributional hypothesis (Z. S. Harris, "Distributional structure", Word
    10, 1954).
    """
    places: dict[tuple[Form, Form], list[str]] = {}
    for form in forms:
        for number, word in enumerate(form):
            around = form[:number], form[number + 1 :]
            if word not in _SMALL and not _SMALL.issuperset(around[0] + around[1]):
                places.setdefault(around, []).append(word)
    shared = Counter(pair for words in places.values() for pair in permutations(words, 2))
    alike: dict[str, list[tuple[str, int]]] = {}
    for (word, other), times in shared.items():
        if times >= _SHARED:
            alike.setdefault(word, []).append((other, times))
    changed = set()
    for form in forms:
        for number, word in enumerate(form):
            around = form[:number], form[number + 1 :]
            if not _SMALL.issuperset(around[0] + around[1]):
                least = _SHARED if len(form) > 2 else 2 * _SHARED
                changed |= {(*around[0], other, *around[1]) for other, times in alike.get(word, ()) if times >= least}
    return changed


_SHARED = 2
"""Places that two words must share to be alike; twice as many where only one other word says what is meant."""


def _in_a_row(words: Iterable[str]) -> str:
    """Every word in the form in which it is compared, between spaces."""
    return f" {' '.join(map(stem, words))} "


def _counted(words: Iterable[str]) -> Iterator[str]:
    """The words that count, each in the one form in which it is compared."""
    for word in words:
        if word not in _DROPPED:
            yield stem(_SAME.get(word, word))


_LONG = 6
"""Letters from which a word alone is known in spite of a slip."""


def _reach(word: str, following: str) -> int:
    """How far from a word the next one of its phrase may stand."""
    close = following in ("it", "me", "myself", "this") or (word in _SMALL and following in _SMALL)
    return 1 if close else GAP + 1


def _occurrences(
    form: Form, places: Mapping[str, Sequence[int]], slips: Set[tuple[str, int]], *, free: bool
) -> Iterator[frozenset[int]]:
    """Where a phrase stands: the places of its words.

    Args:
        form: The phrase.
        places: Where each word stands in the text.
        slips: Which of these are guesses at a misspelt word.
        free: Whether the words of a phrase of three or more may also stand in another order, close together.
    """
    allowed = len(form) // 2 or int(len(form[0]) >= _LONG)
    rarest = min(range(len(form)), key=lambda number: len(places[form[number]]))
    for at in places[form[rarest]]:
        found = _in_order(form, places, rarest, at)
        if found and sum((word, place) in slips for word, place in zip(form, found, strict=True)) <= allowed:
            yield frozenset(found)
        elif free and len(form) > 2:
            around = _together(form, places, at)
            if around and not any((word, place) in slips for word in form for place in around):
                yield around


def _in_order(form: Form, places: Mapping[str, Sequence[int]], middle: int, at: int) -> list[int]:
    """The places of a phrase's words in their order, from one of them on both ways; empty where one is missing."""
    found = [at]
    for number in range(middle, 0, -1):
        before = places[form[number - 1]]
        index = bisect_left(before, found[0]) - 1
        if index < 0 or found[0] - before[index] > _reach(form[number - 1], form[number]):
            return []
        found.insert(0, before[index])
    for number in range(middle, len(form) - 1):
        following = places[form[number + 1]]
        index = bisect_right(following, found[-1])
        if index == len(following) or following[index] - found[-1] > _reach(form[number], form[number + 1]):
            return []
        found.append(following[index])
    return found


def _together(form: Form, places: Mapping[str, Sequence[int]], at: int) -> frozenset[int]:
    """The places of a phrase's words in any order around one of them, with at most one other word among them."""
    if len(form) - sum(word in _SMALL for word in form) < 2:
        return frozenset()
    taken: set[int] = set()
    for word in form:
        options = places[word]
        near = options[bisect_left(options, at - len(form)) : bisect_right(options, at + len(form))]
        here = next((place for place in near if place not in taken), None)
        if here is None:
            return frozenset()
        taken.add(here)
    return frozenset(taken) if max(taken) - min(taken) <= len(form) else frozenset()
