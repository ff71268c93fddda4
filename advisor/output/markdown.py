"""Results as CommonMark. Cards are Markdown and stay as written; everything else is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.guide.cards import FOOTNOTE
from advisor.output.document import (
    Authored,
    Document,
    Heading,
    Items,
    Line,
    Link,
    Paragraph,
    Piece,
    Verbatim,
)
from advisor.wording import one_line, visible

# `_` inside a word and `&` before a space mean nothing; `~` is for dialects that strike through.
_SPECIAL = re.compile(r"([\\`*\[\]<~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=[#A-Za-z]))")
_AT_START = re.compile(r"^([#+=>-]|\d{1,9}(?=[.)]))")
_CLOSING = re.compile(r"#+\Z")
_FENCE = re.compile(r"`{3,}")


def draw(document: Document) -> str:
    """A document as Markdown that ends with a newline."""
    return "\n\n".join("\n".join(_piece(piece)) for piece in document.pieces) + "\n"


def escape(text: str) -> str:
    """Text as data, on one line: nothing in it is Markdown any more."""
    text = _SPECIAL.sub(r"\\\1", one_line(text))
    # A closing run of # would be taken as the end of a heading.
    text = _CLOSING.sub(lambda run: run[0].replace("#", r"\#"), text)
    found = _AT_START.match(text)
    if not found:
        return text
    end = found.end()
    # A number is no punctuation: there the sign behind it is what makes it a list.
    return f"\\{text}" if end == 1 and not text[0].isdigit() else f"{text[:end]}\\{text[end:]}"


def _piece(piece: Piece) -> Iterator[str]:
    if isinstance(piece, Heading):
        yield f"{'#' * piece.level} {escape(piece.text)}"
    elif isinstance(piece, Paragraph):
        text = _line(piece.line)
        yield f"> {text}" if piece.role == "warning" else text
    elif isinstance(piece, Verbatim):
        text = visible(piece.text)
        ticks = max((len(run) for run in _FENCE.findall(text)), default=2) + 1
        yield "`" * max(ticks, 3) + "text"
        yield text
        yield "`" * max(ticks, 3)
    else:
        yield from _items(piece)


def _items(items: Items) -> Iterator[str]:
    for number, lines in enumerate(items.items, items.start or 0):
        label = "- " if items.start is None else f"{number}. "
        for position, line in enumerate(lines):
            end = "\\" if position < len(lines) - 1 else ""
            yield f"{label if position == 0 else ' ' * len(label)}{_line(line)}{end}"


def _line(line: Line) -> str:
    if isinstance(line, Link):
        return _address(line.href)
    if isinstance(line, Authored):
        return _authored(line)
    text = escape(line.text)
    return f"**{text}**" if line.strong and text else text


def _address(href: str) -> str:
    href = one_line(href)
    if not re.fullmatch(r"(?:https?://|mailto:)[^\s<>\\]+", href, re.IGNORECASE):
        return escape(href)
    return f"<{href}>"


def _authored(line: Authored) -> str:
    text = one_line(line.text)

    def mark(found: re.Match[str]) -> str:
        number = line.marks.get(found[1])
        if number is None:
            return ""
        # Before one of these, brackets could become a link.
        return rf"\[{number}\]" if text[found.end() : found.end() + 1] in ("(", ":") else f"[{number}]"

    return FOOTNOTE.sub(mark, text)
