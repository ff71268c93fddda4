"""Other people's words made safe to draw: no markup, no control of the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from advisor.conversation.terms import Glossary, Piece
from advisor.guide.cards import runs
from advisor.wording import visible

Spans = tuple[tuple[str, str], ...]
"""Stretches of text, each with the name of a style (see `STYLES`) or ""."""

STYLES = {
    "text--muted",
    "text--strong",
    "text--em",
    "text--code",
    "text--link",
    "text--accent",
    "text--good",
    "text--warning",
    "text--error",
    "text--term",
}
"""Component classes of every screen, for all that is drawn on it; what they look like stands in app.tcss."""

MUTED, STRONG, ACCENT = ".text--muted", ".text--strong", ".text--accent"
GOOD, WARNING, ERROR = ".text--good", ".text--warning", ".text--error"
LINK = ".text--link"
TERM = ".text--term"

_TERM_MARK = "@"

_RUNS = {"": "", "strong": STRONG, "em": ".text--em", "code": ".text--code", "link": LINK}


def said(text: str, style: str = "") -> Content:
    """Any text as content to draw, never read as markup."""
    return Content.assemble((visible(text), style))


def joined(spans: Iterable[tuple[str, str]]) -> Content:
    """Stretches of text as content to draw, never read as markup."""
    return Content.assemble(*((visible(text), style) for text, style in spans))


def marked(spans: Sequence[tuple[str, str]], glossary: Glossary | None, seen: set[str]) -> Spans:
    """The same stretches, the terms of a glossary in the style of terms where they are used first.

    Args:
        spans: Stretches of text.
        glossary: The guide's; None marks nothing.
        seen: The terms that are marked already; those found are added.
    """
    if not glossary:
        return tuple(spans)
    return tuple(
        (piece.text, f"{style}{_TERM_MARK}{piece.term}" if piece.term else style)
        for text, style in spans
        # The words of an address are no words.
        for piece in ([Piece(text)] if "://" in text else glossary.pieces(text, seen))
    )


def term_in(style: str) -> tuple[str, str]:
    """The style under a term's own, and the term; "" for a style that is of none."""
    base, _, term = style.partition(_TERM_MARK)
    return base, term


def card_spans(text: str, style: str = "") -> Spans:
    """A piece of a card's Markdown as stretches; a link is followed by its address."""
    spans: list[tuple[str, str]] = []
    for run in runs(text):
        spans.append((run.text, _RUNS.get(run.style) or style))
        if run.href and run.href != run.text:
            spans.append((f" ({run.href})", MUTED))
    return tuple(spans)
