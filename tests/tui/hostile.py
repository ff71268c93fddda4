"""A guide whose every text tries to break what draws it."""

from __future__ import annotations

import json
from pathlib import Path

from advisor.guide.load import Guide
from tests.tui.support import FILES, make_guide

WORDS = "[/x] [red]x[/red] [@click=quit]y[/] {{ 日本語 🙂👍🏽👩‍👩‍👧 שלום مرحبا é\u0301\u0301 " + "w" * 400
"""Markup, wide and joined signs, right-to-left words, stacked marks, and a word longer than any window."""
TYPED = "\x1b[31mzzz\x07\x9b2J\u202egnp [/b] [on blue] 本日 🙃 םולש " + "v" * 400
"""What somebody may paste: control characters, and the like of the above, in words of no answer."""


def quoted(text: str) -> str:
    """A YAML text that holds anything."""
    return json.dumps(text, ensure_ascii=False)


BAD = quoted(WORDS)
TREE = f"""\
title: {BAD}
about: {BAD}
reviewed: 2026-11-20
start: one
questions:
  one:
    ask: {BAD}
    why: {BAD}
    help: {BAD}
    answers:
      a: {BAD}
      b: {quoted("b " + WORDS)}
    next: more
  more:
    ask: {BAD}
    why: {BAD}
    type: several
    answers:
      a: {BAD}
      b: {quoted("b " + WORDS)}
    next: number
  number:
    ask: {BAD}
    why: {BAD}
    type: number
    max: 10
    answers:
      none: {BAD}
    next: day
  day:
    ask: {BAD}
    why: {BAD}
    type: date
    answers:
      none: {BAD}
    next: words
  words:
    ask: {BAD}
    why: {BAD}
    type: text
    next: end
outcomes:
  end:
    title: {BAD}
    notes:
      - text: {BAD}
    cards: [dig, rest]
"""
GLOSSARY = f"""\
"[red]x[/red]":
  means: {BAD}
日本語:
  means: {BAD}
"""


def make_hostile_guide(root: Path) -> Guide:
    """The small guide with a tree, a card, a glossary and blanks of such words."""
    blanks = FILES["content/blanks.yaml"].replace("label: Your name", f"label: {BAD}")
    sources = FILES["content/sources.yaml"].replace("The almanac", BAD)
    guide = make_guide(
        root,
        trees__hostile=TREE,
        content__blanks=blanks,
        content__sources=sources,
        content__glossary=GLOSSARY,
    )
    card = FILES["content/cards/dig.md"].replace("title: Dig now", f"title: {BAD}")
    (root / "content/cards/dig.md").write_text(card.replace("- Take a spade.", f"- {WORDS}"), encoding="utf-8")
    return guide
