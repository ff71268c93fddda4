"""What a rule's documentation is made of, and the small files that its examples share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor.diagnostics import CODES, Severity

GLOSSARY = "content/glossary.yaml"
SOURCES = "content/sources.yaml"
BLANKS = "content/blanks.yaml"
SEASON = "content/season.yaml"
ELSEWHERE = "content/elsewhere.yaml"
SHARED = "trees/_shared.yaml"
CARD = "content/cards/ask-at-the-desk.md"
PHRASE = "content/phrases/ask-for-help.md"
TREE = "trees/rent.yaml"


@dataclass(frozen=True, slots=True)
class Described:
    """A file that cannot be shown: what it is in words, and how to make it."""

    words: str
    make: Callable[[Path], None]


Files = Mapping[str, str | Described]
"""Path in the guide -> text of the file."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The documentation of one rule.

    Attributes:
        severity: How bad a finding is, unless the file is a draft.
        what: What is wrong, for a person who is no programmer.
        why: How it hurts the reader of the guide.
        bad: Files that, laid over a sound guide, give this finding and no other.
        good: The same files mended.
    """

    code: str
    name: str
    severity: Severity
    what: str
    why: str
    bad: Files
    good: Files


def rule(code: str, what: str, why: str, bad: Files, good: Files) -> Rule:
    """A rule with the name and the severity that its code has."""
    name, severity = CODES[code]
    return Rule(code, name, severity, what, why, bad, good)


def glossary(bad: str, good: str) -> tuple[Files, Files]:
    """A bad and a good glossary."""
    return {GLOSSARY: bad}, {GLOSSARY: good}


def tree(bad: str, good: str, **others: str) -> tuple[Files, Files]:
    """A bad and a good tree, without the lines that every tree begins with."""
    rest = {path.replace("__", "/"): text for path, text in others.items()}
    return {TREE: HEAD + bad, **rest}, {TREE: HEAD + good, **rest}


HEAD = """\
title: I want to rent a bicycle
about: Which one, and for how long.
reviewed: 2026-05-01
start: kind
"""

KIND = """\
questions:
  kind:
    ask: Which kind?
    why: Each kind has its own rules.
    answers:
      city: A city bicycle
      cargo: A cargo bicycle
"""
"""A question of choice, its `next` left out."""

DAYS = """\
  days:
    ask: For how many days?
    why: A week is the most.
    type: number
    max: 7
"""
"""A question for a number, its `next` left out."""

HOUSE_RULES = """\
house_rules:
  title: House rules
  publisher: The bicycle desk
  url: https://example.org/rules
  kind: official
  checked: 2026-05-01
"""
"""The source of the examples."""

MY_NAME = """\
my_name:
  label: Your name
  example: Robin Doe
  private: true
"""
"""The blank of the examples."""

UNSURE = """\
title: Summer 2026
zone: Europe/Berlin
ends: 2026-10-31
phases:
  open: {title: The desk is open, from: 2026-05-01, until: season:closing}
events:
  closing:
    title: the last open day
    date: 2026-09-30
    confidence: expected
    basis: The last day of September in other years.
    check: https://example.org/opening
"""
"""A season whose last day is not sure yet."""


def card(front: str = "", body: str | None = None, **changed: str) -> str:
    """The card of the examples: front matter changed, lines added to it, or another body."""
    keys = {
        "title": "Ask at the desk",
        "risk": "low",
        "basis": "rule",
        "sources": "[house_rules]",
        "reviewed": "2026-05-01",
        "review_by": "2026-10-01",
    } | changed
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\n{lines}{front}---\n{BODY if body is None else body}"


BODY = """\
Bring the bicycle to the desk.

## Do
- Come before noon.

## Avoid
- Do not mend it yourself.

## Why
The desk answers for every part.
"""


def phrase(words: str = "Hello,\n\nmay I bring my bicycle?\n", **changed: str) -> str:
    """The phrase of the examples, with some of its front matter changed."""
    keys = {
        "title": "Ask the desk to look at it",
        "medium": "email",
        "to": "The bicycle desk",
        "subject": "A bicycle that needs help",
    } | changed
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items() if value)
    return f"---\n{lines}---\n{words}"


def phrase_with(field: str, **changed: str) -> str:
    """The phrase of the examples, ending with a field."""
    return phrase(f"Hello,\n\nmay I bring my bicycle?\n\n{{{field}}}\n", **changed)
