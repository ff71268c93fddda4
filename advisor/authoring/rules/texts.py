"""Rules about words that a reader sees, wherever they stand: notes of the author, markup where none is read (C5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from operator import eq
from typing import Any

from advisor.authoring.report import Report, within
from advisor.diagnostics import Span
from advisor.guide.cards import FOOTNOTE
from advisor.guide.source import CONFLICT, CONFLICT_HINT, Pathway, Source

_LEFT = r"\b(?:TODO|FIXME|XXX+|TBD|TBC)\b|\b[Ll]orem ipsum\b|(?<![\w?])\?{3,}"
_NOTE = re.compile(f"{_LEFT}|(?m:{CONFLICT.pattern}.*$)")
# Bounded, so that no text takes longer than its length.
_MARKUP = re.compile(r"\*\*[\w{][^*\n]{0,200}\*\*|!?\[[^\]\n]{0,200}\]\([^)\s]{1,300}\)|^```.*$|\[\^[\w-]{1,60}\]")
_EITHER = re.compile(f"{_NOTE.pattern}|{_MARKUP.pattern}", re.MULTILINE)
_SENT = re.compile(
    r"^#{1,6} \S.*$|<!--.*$|(?<![\w*])\*(?=[\w{])[^*\n]{1,100}(?<=[\w}.,!?])\*(?![\w*])|\b__\w[^_\n]{0,100}__\b",
    re.MULTILINE,
)
"""What more a mail program prints as it is, and what may stand in other texts."""
_PARTS = ("TODO", "TBD", "TBC", "???", "FIXME", "XXX", "orem ipsum", "**", "](", "[^", "```", "<<<<<<<", ">>>>>>>")
"""What either of them has somewhere, and most texts have not: looked for first, which is much faster."""
MOST_QUOTED = 60
"""Characters up to which a text is said again in what is found about it."""
_FOR_MACHINES = frozenset({"pattern", "url", "check"})


def check_words(report: Report, source: Source) -> None:
    """The texts of a YAML file, or of a card's or a phrase's front matter."""
    lines = source.lines
    again = [number for number, same in enumerate(map(eq, lines, islice(lines, 1, None)), 1) if same and lines[number]]
    if again and not source.broken:
        for number in source.inside_texts(again):
            _twice(report, source.path, number + source.first_line, lines[number])
    # Comments may say what they like: the whole text is only looked at to see whether it is worth going on.
    if source.broken or not any(part in source.text for part in _PARTS):
        return
    for where, text in _texts(source.data, ()):
        if where[0] == "sources":
            # An id with marks around it is one that nothing has.
            continue
        for words in dict.fromkeys(found[0] for found in _EITHER.finditer(text)):
            _add(report, within(source, where, words), words)


def check_body(report: Report, path: str, text: str, first_line: int, *, plain: bool) -> None:
    """The words below a front matter; `plain` where no Markdown is read."""
    above = ""
    for number, line in enumerate(text.split("\n"), first_line):
        if line == above and line.strip() and (plain or not line.startswith("- ")):
            _twice(report, path, number, line)
        if line or not plain:
            above = line
    if not any(part in text for part in _PARTS):
        return
    wanted = _EITHER if plain else _NOTE
    for words in dict.fromkeys(found[0] for found in wanted.finditer(text)):
        _add(report, place(path, text, first_line, text.index(words), words), words)


def check_sent(report: Report, text: str, at: Callable[[int, str], Span]) -> None:
    """Headings, comments and stars in a text that is sent; `at` as for `Report.fields`."""
    for found in _SENT.finditer(text):
        _add(report, at(found.start(), found[0]), found[0])


def _twice(report: Report, path: str, number: int, line: str) -> None:
    begin = len(line) - len(line.lstrip()) + 1
    span = Span(path, number, begin, number, len(line.rstrip()) + 1)
    report.add_at("C524", span, "this line stands twice, one below the other", "delete one of them")


def place(path: str, text: str, first_line: int, offset: int, words: str) -> Span:
    """The place of some words of a text that begins on a line of a file."""
    line = first_line + text.count("\n", 0, offset)
    column = offset - text.rfind("\n", 0, offset)
    return Span(path, line, column, line, column + len(words))


def words_of(text: str) -> str:
    """A text without its marks, case and line breaks, to be compared."""
    plain = FOOTNOTE.sub("", text) if "[^" in text else text
    return " ".join(plain.casefold().split())


def listed_twice(report: Report, source: Source, where: Pathway, names: Iterable[str]) -> None:
    """A name that stands twice in one list."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            stands_twice(report, source, (*where, number), name)
        seen.add(name)


def stands_twice(report: Report, source: Source, where: Pathway, name: str) -> None:
    """A place of a list with what another place of it has."""
    what = f'"{name}"' if len(name) <= MOST_QUOTED else "this text"
    report.add("C510", source, where, f"{what} stands twice in this list", "delete one of them")


def one_line(report: Report, source: Source, key: str, text: str | None) -> None:
    """A text for which there is one line."""
    if text is not None and "\n" in text:
        message = f"`{key}` is one line, and this text has a line break"
        report.add("C515", source, (key,), message, 'write it behind the colon, or begin it with ">-"')


def _add(report: Report, span: Span, words: str) -> None:
    if _NOTE.fullmatch(words):
        hint = CONFLICT_HINT if CONFLICT.match(words) else "write what was to be written here"
        report.add_at("C519", span, f'"{words}" was left in a text for readers', hint)
        return
    hint = "delete the mark; sources are for cards" if words.startswith("[^") else "delete the marks around the words"
    report.add_at("C520", span, f'"{words}" is printed as it is: no Markdown is read here', hint)


def _texts(data: Any, where: Pathway) -> Iterator[tuple[Pathway, str]]:
    """Every text of some data with its path."""
    if isinstance(data, str):
        if not (where and where[-1] in _FOR_MACHINES):
            yield where, data
    elif isinstance(data, Mapping):
        for key, child in data.items():
            yield from _texts(child, (*where, key))
    elif isinstance(data, list):
        for number, child in enumerate(data):
            yield from _texts(child, (*where, number))
