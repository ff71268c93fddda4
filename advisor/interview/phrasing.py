"""Phrases with their blanks, facts and dates filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from advisor.diagnostics import did_you_mean
from advisor.errors import UsageError
from advisor.guide.load import Phrase
from advisor.guide.model import Blank, SharedQuestion, whole_match
from advisor.guide.season import Season, day_in_words
from advisor.interview.conditions import Value

FIELD = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}")


class Piece(NamedTuple):
    """A stretch of a template: literal text, or the name of a field."""

    text: str
    is_field: bool


class PhraseShown(NamedTuple):
    """A phrase ready to send or say.

    Attributes:
        subject: For an email, else None.
        text: The words; an unfilled blank shows its label in brackets.
        words: How many words it has, an unfilled blank counted by its example.
        blanks: The blanks it needs, in the order of the text, those inside a signature too.
        missing_blanks: Those of them that are not filled.
    """

    id: str
    title: str
    medium: str
    to: str
    subject: str | None
    text: str
    words: int
    max_words: int
    blanks: tuple[str, ...]
    missing_blanks: tuple[str, ...]


def pieces(text: str) -> Iterator[Piece]:
    """Part a template; `{{` and `}}` are literal braces."""
    end = 0
    for match in FIELD.finditer(text):
        if match.start() > end:
            yield Piece(text[end : match.start()], is_field=False)
        name = match[1]
        yield (Piece(match[0][0], is_field=False) if name is None else Piece(name.strip(), is_field=True))
        end = match.end()
    if end < len(text):
        yield Piece(text[end:], is_field=False)


def fields(text: str) -> list[str]:
    """The names of a template's fields, in order, each once."""
    return list(dict.fromkeys(piece.text for piece in pieces(text) if piece.is_field))


def needed_blanks(texts: Iterable[str], blanks: Mapping[str, Blank]) -> list[str]:
    """The blanks to fill for some templates, a compound one replaced by its parts."""
    found: list[str] = []
    for text in texts:
        for name in fields(text):
            blank = blanks.get(name)
            if blank is not None:
                found += fields(blank.text) if blank.text is not None else [name]
    return list(dict.fromkeys(name for name in found if name in blanks))


def fact_in_words(question: SharedQuestion | None, value: Value | None) -> str | None:
    """A fact as a phrase prints it (ruling 30); None where it cannot be printed."""
    if value is None or question is None or isinstance(value, tuple):
        return None
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, int):
        return str(value)
    answer = question.answers.get(value)
    return answer.in_text if answer is not None else None


class Filler:
    """Fills templates from blanks, known facts and the season.

    Args:
        values: Blank -> value, as given by the person.
        fact: A known fact in words, or None.
    """

    def __init__(
        self,
        blanks: Mapping[str, Blank],
        values: Mapping[str, str],
        season: Season,
        fact: Callable[[str], str | None],
    ) -> None:
        """Keep what fills the fields."""
        self.blanks = blanks
        self.values = values
        self.season = season
        self.fact = fact

    def fill(self, text: str, *, examples: bool = False) -> str:
        """The text with every field filled; with `examples`, unfilled blanks by their examples."""
        return self._filled(text, examples=examples, inside=False)

    def _filled(self, text: str, *, examples: bool, inside: bool) -> str:
        return "".join(
            self._field(part.text, examples=examples, inside=inside) if part.is_field else part.text
            for part in pieces(text)
        )

    def _field(self, name: str, *, examples: bool, inside: bool) -> str:
        if name.startswith("season:"):
            return self.season.fill(f"{{{name}}}")
        blank = self.blanks.get(name)
        # A blank that is made of others holds none that is made of others itself: two could hold each other.
        if blank is None or (blank.text is not None and inside):
            return self.fact(name) or f"[{name.replace('_', ' ')}]"
        if blank.text is not None:
            return self._filled(blank.text.strip("\n"), examples=examples, inside=True)
        value = self.values.get(name)
        return value or (blank.example or "" if examples else f"[{blank.label}]")

    def phrase(self, phrase: Phrase) -> PhraseShown:
        """A phrase, filled."""
        matter = phrase.matter
        templates = [phrase.text, matter.to, *([matter.subject] if matter.subject else [])]
        blanks = tuple(needed_blanks(templates, self.blanks))
        return PhraseShown(
            id=phrase.id,
            title=self.season.fill(matter.title),
            medium=matter.medium,
            to=self.fill(matter.to),
            subject=self.fill(matter.subject) if matter.subject else None,
            text=self.fill(phrase.text),
            words=count_words(self.fill(phrase.text, examples=True)),
            max_words=matter.max_words,
            blanks=blanks,
            missing_blanks=tuple(name for name in blanks if not self.values.get(name)),
        )


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def blank_problem(blank: Blank, value: str) -> str | None:
    """Why a value does not fit a blank, one sentence; None where it does."""
    label = blank.label or ""
    if any(letter < " " or "\x7f" <= letter < "\xa0" or letter in "\u2028\u2029" for letter in value):
        return f"{label}: one line of plain text is wanted"
    if len(value) > blank.max:
        return f"{label}: at most {blank.max} letters fit, these are {len(value)}"
    if blank.pattern and not whole_match(blank.pattern).isinstance_python(value):
        return f"{label}: {blank.hint}"
    return None


def check_blanks(blanks: Mapping[str, Blank], values: Mapping[str, str]) -> dict[str, str]:
    """Blank values as given, stripped.

    Raises:
        UsageError: There is no such blank, it is made of others, or the value does not fit. The sentence never holds
            the value of a private blank.
    """
    checked: dict[str, str] = {}
    for name, raw in values.items():
        blank = blanks.get(name)
        if blank is None:
            possible = [key for key, known in blanks.items() if known.text is None]
            raise UsageError(f'there is no blank "{name}"', did_you_mean(name, possible))
        if blank.text is not None:
            parts = ", ".join(fields(blank.text))
            raise UsageError(f'the blank "{name}" is made of others', f"give {parts}")
        value = str(raw).strip()
        problem = blank_problem(blank, value)
        if problem:
            raise UsageError(f'the blank "{name}" does not fit: {problem}')
        checked[name] = value
    return checked
