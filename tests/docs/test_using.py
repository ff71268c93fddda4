"""The keys and words that docs/using.md names are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor import wording
from advisor.tui.app import AdvisorApp
from advisor.tui.interview import InterviewScreen
from advisor.tui.keys import key_name

TEXT = (Path(__file__).resolve().parents[2] / "docs/using.md").read_text(encoding="utf-8")
EVERYWHERE = {"1", "9", "j", "k"}
"""Keys of every list and question."""


def first_cells(heading: str) -> list[str]:
    """What stands in backticks in the first column of the table under a heading."""
    part = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def test_the_keys_of_the_table_do_something() -> None:
    bound = {
        key_name(key)
        for binding in (*InterviewScreen.BINDINGS, *AdvisorApp.BINDINGS)
        for key in binding.key.split(",")  # type: ignore[union-attr]
    }
    named = first_cells("Keys")
    assert len(named) >= 15
    assert set(named) <= bound | EVERYWHERE


@pytest.mark.parametrize("line", first_cells("Plain mode"))
def test_the_words_of_the_table_are_commands(line: str) -> None:
    commands = {command.split()[0] for command, _ in (*wording.COMMANDS_QUESTION, *wording.COMMANDS_RESULT)}
    assert line.split()[0] in commands
