"""`new`: a tree, card, phrase or whole guide to begin with, which passes `check` and `test` as it is."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from string import Template
from typing import Final

from advisor.authoring.ids import must_be_id
from advisor.errors import UsageError
from advisor.guide.cases import SCENARIOS
from advisor.guide.load import Guide
from advisor.guide.model import KEBAB
from advisor.output.files import write_file

KINDS: Final = ("tree", "card", "phrase", "guide")
FIRST_TREE: Final = "first"
_TEMPLATES: Final = Path(__file__).parent / "templates"


def files(kind: str, name: str, *, today: date, guide: Guide | None = None) -> dict[str, str]:
    """The new files: path in the guide -> text.

    Args:
        kind: One of `KINDS`. A tree brings its scenarios, and a card of its own name where there is none.
        name: The id, in kebab-case.
        today: The day it counts as reviewed.
        guide: Where it goes; None for a guide.

    Raises:
        UsageError: The name is no id.
    """
    must_be_id(name, KEBAB, "new-name")
    if guide is None:
        made = {
            path.relative_to(_TEMPLATES / "guide").as_posix(): _filled(path, name, today)
            for path in sorted((_TEMPLATES / "guide").rglob("*.*"))
        }
        return made | _tree(FIRST_TREE, today, taken=set())
    if kind == "tree":
        return _tree(name, today, taken=_taken(guide), card=name not in guide.card_names)
    folder = {"card": "content/cards", "phrase": "content/phrases"}[kind]
    return {f"{folder}/{name}.md": _filled(_TEMPLATES / f"{kind}.md", name, today)}


def create(root: Path, made: Mapping[str, str]) -> None:
    """Write new files into a folder: all of them, or none.

    Raises:
        UsageError: One is there already, or cannot be written.
    """
    for path in made:
        if (root / path).exists():
            raise UsageError(f"{path} is there already", "give another name, or edit that file")
    written: list[Path] = []
    folders: list[Path] = []
    try:
        for path, text in made.items():
            file = root / path
            folders += [folder for folder in file.parents if not folder.exists()]
            file.parent.mkdir(parents=True, exist_ok=True)
            write_file(file, text, overwrite=False)
            written.append(file)
    except (OSError, UsageError) as error:
        for one in written:
            with contextlib.suppress(OSError):
                one.unlink()
        for folder in sorted(folders, key=lambda made: len(made.parts), reverse=True):
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, UsageError):
            raise
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{root} cannot be written to: {reason}", "nothing was made") from None


def _tree(name: str, today: date, *, taken: set[str], card: bool = True) -> dict[str, str]:
    stem = name.replace("-", "_")
    question, outcome = _free(f"{stem}_first", taken), _free(f"{stem}_end", taken)
    words = {"question": question, "outcome": outcome, "card": name}
    made = {
        f"trees/{name}.yaml": _filled(_TEMPLATES / "tree.yaml", name, today, **words),
        f"{SCENARIOS}/{name}.yaml": _filled(_TEMPLATES / "scenarios.yaml", name, today, **words),
    }
    if card:
        made[f"content/cards/{name}.md"] = _filled(_TEMPLATES / "card.md", name, today)
    return made


def _taken(guide: Guide) -> set[str]:
    names = {*guide.shared.questions, *guide.shared.facts, *guide.blanks}
    for tree in guide.tree_names:
        model = guide.tree_part(tree).model
        if model is not None:
            names |= {*model.questions, *model.outcomes, *model.facts}
    return names


def _free(name: str, taken: set[str]) -> str:
    number, found = 1, name[-60:].lstrip("_0123456789")
    while found in taken:
        number += 1
        found = f"{name[-56:].lstrip('_0123456789')}_{number}"
    return found


def _filled(template: Path, name: str, today: date, **words: str) -> str:
    text = template.read_text(encoding="utf-8")
    title = name.replace("-", " ").capitalize()
    next_year = today + timedelta(days=365)
    return Template(text).substitute(
        words, name=name, title=title, today=today.isoformat(), next_year=next_year.isoformat()
    )
