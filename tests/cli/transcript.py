"""The transcript of one evening in `docs/transcript.md`, typed into the real program: `make pictures`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.cli.test_pty import Terminal

ROOT = Path(__file__).resolve().parents[2]
WORDS = "they told me to sign before March"
BLANKS = ("Dr. Rivera", "first-year place from July 2027", "Asha Menon", "12345678")

HEAD = """\
# One evening

From words typed on the first screen to an email that is filled in and copied: in a window of 80 x 24, in one of
160 x 45, and line by line. Keys are counted, words are not. The program itself drew every screen (`make pictures`).
"""

# What is pressed, what it is called, how many key presses it is, and words that show that it was dealt with.
WINDOW: list[tuple[str, str, int, str]] = [
    (WORDS, f"*{WORDS}*", 0, "This may be one of these"),
    ("\r", "Enter", 1, "What has happened?"),
    ("1", "1", 1, "Have you answered"),
    ("4", "4", 1, "Where are you in the season"),
    ("2", "2", 1, "NRMP-participating"),
    ("1", "1", 1, "withdrawing"),
    ("1", "1", 1, "On what day would training start?"),
    ("\x1b[A", "Up", 1, "▸  1  They have not said"),
    ("\r", "Enter", 1, "belongs in the Match"),
    ("b", "b", 1, "Fill in the blanks"),
    *((f"{value}\r", f"*{value}*, Enter", 1, value) for value in BLANKS[:-1]),
    (f"{BLANKS[-1]}\r", f"*{BLANKS[-1]}*, Enter", 1, "belongs in the Match"),
    ("c", "c", 1, "the words ("),
]
SHOWN = (0, 1, 8, 9, len(WINDOW) - 1)
"""Steps after which the screen is printed."""
LINES = (WORDS, "1", "1", "4", "2", "1", "1", "a", "copy 1", *BLANKS, "quit")


def window(columns: int, rows: int) -> list[str]:
    """The evening in a window of some size, as Markdown."""
    told = [f"## In a window of {columns} x {rows}", ""]
    presses = 0
    terminal = Terminal("--no-save", "--as-of", "2026-11-22", columns=columns, rows=rows, term="xterm-256color")
    try:
        terminal.wait_for("What is going on?", "I was offered a position")
        terminal.settle()
        for number, (keys, name, counted, words) in enumerate(WINDOW):
            terminal.type(keys)
            terminal.wait_for(words)
            terminal.settle()
            presses += counted
            told.append(f"* {name}" + (f" ({presses})" if counted else ""))
            if number in SHOWN:
                screen = "\n".join(line.rstrip() for line in terminal.text.rstrip().splitlines())
                told += ["", "```text", screen, "```", ""]
    finally:
        terminal.kill()
    return [*told, f"Key presses beside the words: {presses}.", ""]


def lines() -> list[str]:
    """The evening line by line, as Markdown."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "advisor", "ask", "--plain", "--no-save", "--as-of", "2026-11-22"],
            input="".join(f"{line}\n" for line in LINES),
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, "HOME": home, "PYTHONUTF8": "1"},
            check=True,
        )
    presses = len(LINES) - 1 + sum(len(line) == 1 for line in LINES)
    screen = "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines())
    counted = f"Enter, numbers and letters of answers: {presses} until the words were copied."
    return ["## Line by line", "", "```text", screen, "```", "", counted, ""]


def main() -> None:
    """Write the transcript."""
    told = [HEAD, *window(80, 24), *window(160, 45), *lines()]
    (ROOT / "docs/transcript.md").write_text("\n".join(told).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
