"""Guides for tests, written as authors would write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from advisor.guide.load import Guide

MANIFEST = """
    format: 1
    id: small
    title: A small guide
    language: en
    edition: 2026-11-22
    scope: Whatever a test needs.
    notice: Information only.
    licence: CC0-1.0
    ask_instead: Ask at the desk.
    """
SEASON = """
    title: The 2027 season
    zone: America/New_York
    ends: 2027-05-31
    """
_CARD = """
    ---
    title: {title}
    risk: {risk}
    basis: custom
    reviewed: 2026-11-22
    review_by: 2027-09-01
    {more}
    ---
    This is {title}.

    ## Do
    - Go on.

    ## Avoid
    - Haste.

    ## Why
    It is a card.
    """


def card(title: str = "the card", *, risk: str = "low", more: str = "") -> str:
    """The text of a card; `more` is further front matter, one line."""
    return dedent(_CARD).format(title=title, risk=risk, more=more).replace("\n\n---", "\n---")


def write_guide(root: Path, files: Mapping[str, str]) -> Guide:
    """A guide in a folder: these files, and a manifest and a season where none are among them.

    `trees/x.yaml` may be written `x`, `content/cards/y.md` may be written `cards/y`, and so on.
    """
    known = {"content/guide.yaml": MANIFEST, "content/season.yaml": SEASON}
    for name, text in (known | {_path(name): text for name, text in files.items()}).items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedented(text), encoding="utf-8", newline="\n")
    return Guide(root)


def dedented(text: str) -> str:
    """A text as it stands in a test, without its indentation."""
    return dedent(text).lstrip("\n")


def _path(name: str) -> str:
    if "." in name:
        return name
    folder, _, rest = name.rpartition("/")
    if folder in ("cards", "phrases"):
        return f"content/{folder}/{rest}.md"
    return f"content/{rest}.yaml" if folder == "content" else f"trees/{rest}.yaml"


def yaml(value: Any, indent: int = 0) -> str:
    """Plain data as block YAML, one key or item a line, as authors write it."""
    pad = "  " * indent
    if isinstance(value, dict) and value:
        lines = []
        for key, child in value.items():
            nested = isinstance(child, dict | list) and child
            shown = "\n" + yaml(child, indent + 1) if nested else " " + yaml(child)
            lines.append(f"{pad}{key}:{shown}")
        return "\n".join(lines)
    if isinstance(value, list) and value:
        lines = []
        for child in value:
            if isinstance(child, dict | list) and child:
                text = yaml(child, indent + 1)
                lines.append(f"{pad}- {text.lstrip()}")
            else:
                lines.append(f"{pad}- {yaml(child)}")
        return "\n".join(lines)
    return json.dumps(value, ensure_ascii=False)
