"""English words as people type them: split, brought to one form, and matched in spite of misspelling.

What stands here is general English (function words, contractions, endings). All about a field comes from a guide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

LONGEST = 200_000
"""Letters of a text that are read: a hundred pages."""


MUCH = 2
"""Words that say something, from which on a text can be judged to be about something else."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text between spaces."""
    return frozenset(text.split())


FUNCTION_WORDS = word_set(
    """
    a about actually after again all almost already also although always am an and another any anybody anyone anything
    are around as ask at away back be because been before being best both but by came can come could day did do does
    doing done down each either else enough even ever every everybody everyone everything few first for from get go good
    got had has have having he hello help her here hers herself hey hi him himself his how i if in into is it its itself
    just keep kind know last least less let like little long lot lots make many may maybe me mean might mine more most
    much must my myself need never new next nice no nobody none nor not nothing now of off often ok okay on once one
    only or other others our ours ourselves out over own please problem put question quite rather really right said same
    say see seem shall she should since sir sm so some somebody someone something sometimes soon still such sure take
    tell than thank thanks that the their theirs them themselves then there these they thing things think this those
    though through time to today together told too tried try two under until up upon us use very want was way we well
    were what whatever when where whether which while who whole whom whose why will with within without would wow yes
    yesterday yet you your yours yourself
    """
)
"""Words that say little about what a text is about."""

_SHORT = {
    "aint": "is not",
    "arent": "are not",
    "cannot": "can not",
    "cant": "can not",
    "couldnt": "could not",
    "didnt": "did not",
    "doesnt": "does not",
    "dnt": "do not",
    "dont": "do not",
    "hadnt": "had not",
    "hasnt": "has not",
    "havent": "have not",
    "isnt": "is not",
    "mustnt": "must not",
    "neednt": "need not",
    "shouldnt": "should not",
    "wasnt": "was not",
    "werent": "were not",
    "wont": "will not",
    "wouldnt": "would not",
    "im": "i am",
    "ive": "i have",
    "hes": "he is",
    "shes": "she is",
    "theyre": "they are",
    "theyve": "they have",
    "theyll": "they will",
    "youre": "you are",
    "youve": "you have",
    "weve": "we have",
    "thats": "that is",
    "theres": "there is",
    "whats": "what is",
    "wheres": "where is",
    "hows": "how is",
    "whos": "who is",
    "lets": "let us",
    "gonna": "going to",
    "gotta": "got to",
    "wana": "want to",
    "wanna": "want to",
    "dunno": "do not know",
    "idk": "i do not know",
    "abt": "about",
    "bc": "because",
    "bcoz": "because",
    "bcz": "because",
    "btw": "by the way",
    "coz": "because",
    "cuz": "because",
    "pls": "please",
    "plz": "please",
    "ppl": "people",
    "rn": "right now",
    "thnx": "thanks",
    "thx": "thanks",
    "u": "you",
    "ur": "your",
    "noone": "nobody",
}
_OPENED = {short: tuple(words.split()) for short, words in _SHORT.items()}
_AFTER_APOSTROPHE = {"m": ("am",), "re": ("are",), "ve": ("have",), "ll": ("will",), "d": ("would",), "s": ()}
_PAIRS = {
    ("any", "more"): "anymore",
    ("every", "one"): "everyone",
    ("every", "body"): "everybody",
    ("every", "thing"): "everything",
    ("no", "one"): "nobody",
    ("no", "body"): "nobody",
    ("no", "thing"): "nothing",
    ("some", "one"): "someone",
    ("with", "out"): "without",
    ("my", "self"): "myself",
    ("him", "self"): "himself",
    ("her", "self"): "herself",
    ("your", "self"): "yourself",
    ("them", "selves"): "themselves",
}
_IRREGULAR = {
    past: verb
    for verb, forms in {
        "become": "became",
        "begin": "began begun",
        "break": "broke broken",
        "bring": "brought",
        "buy": "bought",
        "choose": "chose chosen",
        "die": "dying died dies",
        "fall": "fell fallen",
        "feel": "felt",
        "find": "found",
        "forget": "forgot forgotten",
        "give": "gave given",
        "hear": "heard",
        "hide": "hid hidden",
        "hold": "held",
        "keep": "kept",
        "leave": "left leaving",
        "lose": "lost",
        "meet": "met",
        "pay": "paid",
        "send": "sent",
        "speak": "spoke spoken",
        "take": "took taken taking",
        "teach": "taught",
        "tell": "told",
        "think": "thought",
        "understand": "understood",
        "withdraw": "withdrew withdrawn",
        "write": "wrote written writing",
    }.items()
    for past in forms.split()
}

_BESIDE_ANOTHER = frozenset({"t", "m", *(word for _, word in _PAIRS)})
"""What belongs to the word before it, now and then."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# "x-1" and "x1" are one word, "chapter3" is two.
_DIGITS = re.compile(r"\b([^\W\d_]{1,3})-(\d+[^\W_]?)\b|(?<=[^\W\d_]{4})(?=\d)")
_ANY_DIGIT = re.compile(r"\d")
_BREAK = re.compile(r"[.!?;:\u0964\u3002\u2026]+(?=\s|$)|\n\s*\n|\n\s*[-*\u2022]\s")
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc\u00b4`", "'"))
_ACCENTS = re.compile("[\u0300-\u036f\u200b-\u200f\ufeff]")


def plain(text: str) -> str:
    """The text in small letters, without accents, with one kind of apostrophe; at most `LONGEST` letters."""
    text = text[:LONGEST].translate(_APOSTROPHES).casefold()
    if text.isascii():
        return text
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def tells_much(text: str) -> bool:
    """Whether at least two words of a text say anything about what it is about."""
    return sum(word not in FUNCTION_WORDS for word in words_of(text)) >= MUCH


def sentences(text: str) -> Iterator[list[str]]:
    """The words of each sentence, contractions opened; sentences without words are left out."""
    for part in _BREAK.split(plain(text)):
        words = _words(part)
        if words:
            yield words


def words_of(text: str) -> list[str]:
    """The words of a text, contractions opened."""
    return _words(plain(text))


def _words(part: str) -> list[str]:
    if _ANY_DIGIT.search(part):
        part = _DIGITS.sub(_joined_or_split, part)
    found: list[str] = []
    for typed in _WORD.findall(part):
        found += _opened(typed)
    return found if _BESIDE_ANOTHER.isdisjoint(found) else _together(found)


@lru_cache(maxsize=20_000)
def _opened(typed: str) -> tuple[str, ...]:
    """The words that were typed as one: a contraction is opened, "sooo" is "so"."""
    typed = _RUN.sub(r"\1", typed)
    word, apostrophe, tail = typed.partition("'")
    if not apostrophe:
        return _OPENED.get(typed, (typed,))
    joined = typed.replace("'", "")
    if joined in _OPENED:
        return _OPENED[joined]
    return (word, *_AFTER_APOSTROPHE.get(tail, (tail,)))


def _together(words: Iterable[str]) -> list[str]:
    """The words that were typed as two: "don t", "i m", "every one"."""
    found: list[str] = []
    for word in words:
        before = found[-1] if found else ""
        if word == "t" and before + word in _OPENED:
            found[-1:] = _OPENED[before + word]
        elif word == "m" and before == "i":
            found.append("am")
        elif (before, word) in _PAIRS:
            found[-1] = _PAIRS[before, word]
        else:
            found.append(word)
    return found


def _joined_or_split(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}" if found[1] else " "


_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, so that "invited", "inviting" and "invitation" are one.

    A light stemmer in the manner of M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), with its
    steps for plurals, past and -ing, a few of its longer endings, and a table of irregular verbs.
    """
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isascii() or not word.isalpha():
        return word
    if word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif word.endswith("sses") or word.endswith(("ches", "shes", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if len(rest) >= 3 and not _VOWELS.isdisjoint(rest) and not (ending == "ed" and rest.endswith("e")):
                word = rest + "e" if _wants_e(rest) else _undouble(rest)
            break
    for ending, least, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = _undouble(word[: -len(ending)] + instead)
            break
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("y") and word[-2] not in _VOWELS:
        word = word[:-1] + "i"
    return word


_ENDINGS = (
    ("ication", 3, "i"),
    ("icant", 3, "i"),
    ("ation", 4, ""),
    ("ment", 5, ""),
    ("ness", 4, ""),
    ("ful", 4, ""),
    ("ly", 4, ""),
    ("er", 6, ""),
    ("al", 6, ""),
)


def _wants_e(word: str) -> bool:
    """Whether a short stem has lost an e: "ris" of "rising", but neither "pay" of "paying" nor "end" of "ended"."""
    return len(word) == 3 and word[0] not in _VOWELS and word[1] in _VOWELS and word[2] not in "aeiouwxy"


def _undouble(word: str) -> str:
    if len(word) < 4 or word[-1] != word[-2] or word[-1] in _VOWELS or word[-1] in "sz":
        return word
    return word if word[-1] == "l" and len(word) <= 5 else word[:-1]


class Spelling:
    """The words that are known, and which of them a misspelt word may be.

    Likeness is the restricted Damerau-Levenshtein distance (a letter left out, added, changed, or two swapped): the
    four slips that make most misspellings (F. J. Damerau, CACM 7, 1964).
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Sort the words by their first letter, which people rarely mistake."""
        self.words = frozenset(words)
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(self.words):
            if len(word) >= 3:
                self._by_letter.setdefault(word[0], []).append(word)

    def near(self, word: str, *, most: int = 3) -> list[tuple[str, int]]:
        """Known words that were perhaps meant, nearest first, with the number of slips.

        Words of up to three letters stand for themselves; up to seven letters take one slip, longer ones two.
        """
        if len(word) < 4 or len(word) > 40 or not word.isalpha():
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 1 if len(word) < 8 else 2
        among = self._by_letter.get(word[0], [])
        found = process.extract(word, among, scorer=OSA.distance, score_cutoff=slips, limit=most)
        return [(known, int(distance)) for known, distance, _ in found]
