"""The terms of a guide's glossary: found in texts, and looked up by a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from advisor.errors import GuideInvalid
from advisor.guide.load import Guide
from advisor.guide.model import Term


class Meaning(NamedTuple):
    """A term, as the glossary writes it, and what it means."""

    term: str
    means: str


class Piece(NamedTuple):
    """A stretch of a text; `term` is the key of the term that it names, or ""."""

    text: str
    term: str = ""


class Glossary:
    """Finds terms as the guide's format says.

    Whole words only, the longest term first. A term in capitals is found in capitals; any other one in any case. A
    spelling that has two meanings can be looked up and is never found in a text.
    """

    def __init__(self, terms: Mapping[str, Term]) -> None:
        """Read the terms of a guide once."""
        self._means = {name: term.means for name, term in terms.items()}
        self._exact: dict[str, str] = {}
        self._any_case: dict[str, str] = {}
        self._wanted: dict[str, str] = {}
        for name, term in terms.items():
            for spelling in (name, *term.also):
                (self._exact if spelling.isupper() else self._any_case)[_folded(spelling)] = name
            for spelling in (name, *term.also, *term.not_automatic):
                self._wanted.setdefault(_plain(spelling), name)
        spellings = sorted((one for term in terms for one in (term, *terms[term].also)), key=len, reverse=True)
        # What may stand before a term is looked at once, not once for each of them.
        any_of = "|".join(map(_pattern_of, spellings))
        self._pattern = re.compile(rf"(?<!\w)(?:{any_of})(?!\w)") if spellings else None

    def __bool__(self) -> bool:
        """Whether there are any terms."""
        return bool(self._means)

    def pieces(self, text: str, seen: set[str] | None = None) -> Iterator[Piece]:
        """A text in stretches, every term marked where it is used first.

        Args:
            text: Any text.
            seen: The terms that are marked already, elsewhere on the screen; those found here are added.
        """
        seen = set() if seen is None else seen
        at = 0
        for found in self._pattern.finditer(text) if self._pattern is not None else ():
            spelling = _folded(found[0])
            name = self._exact.get(spelling) if found[0].isupper() else None
            name = name or self._any_case.get(spelling)
            if name is None or name in seen:
                continue
            seen.add(name)
            if found.start() > at:
                yield Piece(text[at : found.start()])
            yield Piece(found[0], name)
            at = found.end()
        if at < len(text):
            yield Piece(text[at:])

    def found_in(self, texts: Iterable[str]) -> tuple[Meaning, ...]:
        """The terms that texts use, in the order of their first use."""
        seen: set[str] = set()
        named = [piece.term for text in texts for piece in self.pieces(text, seen) if piece.term]
        return tuple(Meaning(name, self._means[name]) for name in named)

    def look_up(self, words: str) -> Meaning | None:
        """The term that a person means, in any case and with or without a question mark; None where there is none."""
        name = self._wanted.get(_plain(words))
        return Meaning(name, self._means[name]) if name is not None else None

    def meaning(self, term: str) -> str:
        """What a term means, by its key."""
        return self._means[term]


def glossary_of(guide: Guide) -> Glossary:
    """The guide's terms, read once for each guide; none where their file has errors, which stop no interview."""
    found: Glossary | None = guide.memo.get("glossary")
    if found is None:
        try:
            terms = guide.glossary
        except GuideInvalid:
            terms = {}
        found = guide.memo["glossary"] = Glossary(terms)
    return found


def _folded(spelling: str) -> str:
    return " ".join(spelling.split()).casefold()


def _plain(words: str) -> str:
    """Words as somebody asks for them: "What is a Widget?" asks for `widget`."""
    kept = _folded(words).strip("\"'“”?.! ")
    return re.sub(r"^(the|an|a) ", "", kept)


def _pattern_of(spelling: str) -> str:
    words = r"\s+".join(map(re.escape, spelling.split()))
    return words if spelling.isupper() else rf"(?i:{words})"
