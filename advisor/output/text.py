"""Results as plain text: ASCII structure, no colour, wrapped to a width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from advisor.output.document import (
    Authored,
    Document,
    Heading,
    Items,
    Line,
    Link,
    Mark,
    Paragraph,
    Piece,
    Verbatim,
    inline,
)
from advisor.wording import one_line, visible

NARROWEST = 20


def draw(document: Document, *, width: int = 80) -> str:
    """A document as text that ends with a newline."""
    return draw_pieces(document.pieces, width=width)


def draw_pieces(pieces: Iterable[Piece], *, width: int = 80, underline: bool = True) -> str:
    """Pieces as text that ends with a newline.

    Args:
        pieces: What to draw.
        width: How many cells a line may have; what cannot be broken may be longer.
        underline: Whether headings are underlined; a screen reader would read the line aloud.
    """
    width = max(width, NARROWEST)
    found: list[str] = []
    close = False
    for piece in pieces:
        if found and not close:
            found.append("")
        found += _piece(piece, width, underline=underline)
        # The lowest headings stand right above what they head.
        close = isinstance(piece, Heading) and piece.level > 3
    return "\n".join(found) + "\n" if found else ""


def _piece(piece: Piece, width: int, *, underline: bool) -> Iterator[str]:
    if isinstance(piece, Heading):
        lines = wrap(one_line(piece.text), width)
        yield from lines
        if underline and piece.level <= 3:
            yield "=-."[piece.level - 1] * min(max(map(cells, lines)), width)
    elif isinstance(piece, Paragraph):
        yield from wrap(line_text(piece.line), width)
    elif isinstance(piece, Verbatim):
        yield from wrap_lines(piece.text, width)
    else:
        yield from _items(piece, width)


def _items(items: Items, width: int) -> Iterator[str]:
    last = (items.start or 0) + len(items.items) - 1
    gap = 2 if items.start is None else len(str(last)) + 2
    for number, lines in enumerate(items.items, items.start or 0):
        label = "-" if items.start is None else f"{number}."
        for position, line in enumerate(lines):
            first = label.ljust(gap) if position == 0 else " " * gap
            yield from wrap(line_text(line), width, first=first, rest=" " * gap)


def line_text(line: Line) -> str:
    """A line without styling; links keep their address behind them."""
    if isinstance(line, Authored):
        return one_line("".join(_inline(line)))
    return one_line(line.href if isinstance(line, Link) else line.text)


def _inline(line: Authored) -> Iterator[str]:
    for part in inline(line):
        if isinstance(part, Mark):
            yield f"[{part.number}]"
        else:
            address = part.href.removeprefix("mailto:")
            yield f"{part.text} ({address})" if part.href and address != part.text else part.text


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """One paragraph as lines; only spaces break it, so addresses and long words stay whole.

    Args:
        text: On one line.
        width: Cells a line may have, what it begins with included.
        first: What the first line begins with.
        rest: What the others begin with.
    """
    lines: list[str] = []
    current, used, empty = first, cells(first), True
    for word in text.split(" "):
        size = cells(word)
        if not empty and used + 1 + size > width:
            lines.append(current)
            current, used, empty = rest, cells(rest), True
        current += word if empty else f" {word}"
        used += size if empty else size + 1
        empty = False
    return [*lines, current.rstrip(" ")]


def wrap_lines(text: str, width: int) -> list[str]:
    """Several lines, each wrapped; the indentation of a line is kept."""
    found: list[str] = []
    for line in visible(text).expandtabs(4).split("\n"):
        words = line.strip(" ")
        indent = " " * min(len(line) - len(line.lstrip(" ")), width // 2) if words else ""
        found += wrap(words, width, first=indent, rest=indent)
    return found


def cells(text: str) -> int:
    """How many cells of a terminal a text takes: wide letters two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
