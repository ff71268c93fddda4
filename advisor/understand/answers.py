"""Typed words resolved to an answer of one question.

An id, the number on the screen, the answer's text or one of its `sounds_like` are taken. A near spelling, or words that
fit several answers, are offered and never taken (ruling 27).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor import wording
from advisor.guide.model import Question
from advisor.interview.walk import MAX_TEXT, NOT_COVERED, pick_limits

NEAR = 78
"""Least likeness, 0 to 100, at which an answer is offered."""
MOST_OFFERS = 3

EVERYDAY = {
    "yes": (
        "y",
        "yeah",
        "yep",
        "yes i do",
        "yes i have",
        "yes it does",
        "yes it is",
        "sure",
        "of course",
        "correct",
    ),
    "no": ("n", "nope", "no i do not", "no i have not", "not at all", "never"),
    "unsure": (
        "i do not know",
        "i dont know",
        "dont know",
        "do not know",
        "not sure",
        "i am not sure",
        "im not sure",
        "no idea",
        "idk",
        "maybe",
        "unclear",
    ),
}
_NOT_LISTED = (
    "none of these",
    "none of them",
    "not listed",
    "something else",
    "other",
    "not covered",
    "my situation is not among these",
    "i cannot answer this",
)
_CANNOT_ANSWER = ("not covered", "i cannot answer this")
_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = _TO_TWENTY.split()
NUMBER_WORDS = (
    {word: number for number, word in enumerate(_UNITS)}
    | {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
    | {
        f"{ten} {unit}": 10 * tens + units
        for tens, ten in enumerate(_TENS.split(), 2)
        for units, unit in enumerate(_UNITS[1:10], 1)
    }
)
"""Numbers as they are said, from 0 to 99, folded."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The words mean this value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Offered:
    """The words may mean one of these answers: ids, best first. Empty where nothing is alike."""

    answers: tuple[str, ...]


_PLAIN = str.maketrans(
    "-_", "  ", "".join(sign for sign in map(chr, range(128)) if not (sign.isalnum() or sign.isspace() or sign in "-_"))
)


def fold(text: str) -> str:
    """Words without case, punctuation and doubled spaces, for comparison."""
    if text.isascii():
        return " ".join(text.translate(_PLAIN).lower().split())
    plain = unicodedata.normalize("NFKC", text).replace("-", " ").replace("_", " ").casefold()
    return " ".join(re.sub(r"[^\w\s]", "", plain).split())


def understand(question: Question, text: str) -> Taken | Offered:
    """What a person means by some words in answer to a question."""
    text = " ".join(text.split()) if question.type != "text" else text
    if question.type != "text" and len(text) > MAX_TEXT:
        return Offered(())
    words = fold(text)
    if not words:
        return Offered(())
    kind = question.type
    if kind == "several":
        return _several(question, text)
    found = _exact(question, words)
    number = _number(text)
    if kind == "choice" and number is not None:
        return _numbered(question, number, found)
    if kind == "text" and found == Taken(NOT_COVERED) and words not in _CANNOT_ANSWER:
        found = None
    if found is not None:
        return found
    if kind == "number" and (number := NUMBER_WORDS.get(words, number)) is not None:
        return Taken(number)
    if kind == "date" and (day := read_day(text)) is not None:
        return Taken(day)
    if kind == "text":
        return Taken(text.strip())
    return Offered(_near(question, words))


def _number(text: str) -> int | None:
    stripped = text.strip().rstrip(".)")
    return int(stripped) if re.fullmatch(r"-?\d{1,9}", stripped) else None


def _numbered(question: Question, number: int, found: Taken | Offered | None) -> Taken | Offered:
    """The answer with a number on the screen, if the number is not the wording of another one."""
    names = [*question.answers, NOT_COVERED]
    if not 1 <= number <= len(names):
        return found or Offered(())
    name = names[number - 1]
    hits = found.answers if isinstance(found, Offered) else (found.value,) if found else ()
    others = [other for other in hits if other != name]
    return Offered((name, *others)) if others else Taken(name)


def _exact(question: Question, words: str) -> Taken | Offered | None:
    hits = []
    for name, answer in question.answers.items():
        said = {fold(answer.text), *map(fold, answer.sounds_like), *EVERYDAY.get(name, ())}
        if words == fold(name) or words in said:
            hits.append(name)
    if len(hits) == 1:
        return Taken(hits[0])
    if hits:
        return Offered(tuple(hits))
    return Taken(NOT_COVERED) if words in _NOT_LISTED else None


def _near(question: Question, words: str) -> tuple[str, ...]:
    from rapidfuzz import fuzz

    scored = []
    for name, answer in question.answers.items():
        said = [name.replace("_", " "), answer.text, *answer.sounds_like, *EVERYDAY.get(name, ())]
        best = max(_likeness(fuzz, words, fold(candidate)) for candidate in said)
        if best >= NEAR:
            scored.append((-best, name))
    return tuple(name for _, name in sorted(scored)[:MOST_OFFERS])


def _likeness(fuzz: Any, words: str, candidate: str) -> float:
    whole: float = fuzz.ratio(words, candidate)
    if len(words) < 4:
        return whole
    return max(whole, float(fuzz.token_set_ratio(words, candidate)) * 0.95)


_PICK_NOTHING = ("0", "none", "nothing")


def _several(question: Question, text: str) -> Taken | Offered:
    whole = _exact(question, fold(text))
    if isinstance(whole, Taken) and _number(text) is None:
        return whole if whole.value == NOT_COVERED else Taken([whole.value])
    if pick_limits(question)[0] == 0 and fold(text) in _PICK_NOTHING:
        return Taken([])
    parts = [part for part in re.split(r"[,;]|\band\b|\s+(?=\d+\b)", text) if part.strip()]
    picked: list[str] = []
    for part in parts:
        number = _number(part)
        if number is not None:
            one = _numbered(question, number, _exact(question, fold(part)))
            if not isinstance(one, Taken) or one.value == NOT_COVERED:
                alone = len(parts) == 1 or isinstance(one, Offered)
                return one if alone else Offered(())
            picked.append(one.value)
            continue
        found = _exact(question, fold(part))
        if not isinstance(found, Taken) or found.value == NOT_COVERED:
            return found if isinstance(found, Offered) else Offered(_near(question, fold(part)))
        picked.append(found.value)
    return Taken(list(dict.fromkeys(picked)))


def read_day(text: str) -> date | None:
    """Read `2027-03-01`, `1 March 2027` or `March 1, 2027`; None for anything that could be read two ways."""
    cleaned = " ".join(text.replace(",", " ").split())
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", cleaned)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.? (\d{4})", cleaned)
        swapped = re.fullmatch(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)? (\d{4})", cleaned)
        if match:
            day, name, year = int(match[1]), match[2], int(match[3])
        elif swapped:
            name, day, year = swapped[1], int(swapped[2]), int(swapped[3])
        else:
            return None
        months = [number for number, full in enumerate(_MONTHS, 1) if full.startswith(name.lower())]
        if len(months) != 1:
            return None
        month = months[0]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_month(text: str) -> str | None:
    """`July 2027`, `Jul 2027` or `2027-07` as a month in words; None for anything else."""
    cleaned = " ".join(text.replace(",", " ").split())
    if numbers := re.fullmatch(r"(\d{4})-(\d{1,2})", cleaned):
        months = [int(numbers[2])] if 1 <= int(numbers[2]) <= len(_MONTHS) else []
        year = numbers[1]
    elif named := re.fullmatch(r"([A-Za-z]{3,9})\.? (\d{4})", cleaned):
        months = [number for number, full in enumerate(_MONTHS, 1) if full.startswith(named[1].lower())]
        year = named[2]
    else:
        return None
    return f"{_MONTHS[months[0] - 1].capitalize()} {year}" if len(months) == 1 else None


def in_words(question: Question, name: str) -> str:
    """An answer's text, for offering it."""
    answer = question.answers.get(name)
    return answer.text if answer is not None else wording.NOT_COVERED_CHOICE
