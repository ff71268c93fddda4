"""Every command in docs/ works, and prints what is shown below it.

A block ```console holds commands after `$ ` and their output; a line `...` stands for any lines. A block below a line
`<!-- file: PATH -->` is what the reader saves under that name; one below `<!-- in: PATH -->` stands in it already.
A ```diff below `<!-- change: PATH -->` is made before the commands that follow it, and taken back after them. One
document is one session in an empty folder. Where it holds `<!-- today: DAY -->`, the reader writes today for that day,
and the day a year from now for the day a year after it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))
_WHICH = "advisor: This is the guide"
"""Stands above what every command says that works on a guide of one's own; the documents leave it out."""
_BLOCK = re.compile(r"(?:<!-- (file|in|change): (\S+) -->\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Session:
    """A reader who types what the document says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "NO_COLOR": "1"}

    def type(self, line: str) -> str:
        words = shlex.split(line)
        if words[0] == "cd":
            self.folder = (self.folder / words[1]).resolve()
            assert self.folder.is_dir(), line
            return ""
        target = None
        if ">" in words:
            place = words.index(">")
            target, words = self.folder / words[place + 1], words[:place]
        assert words[0] == "advisor", line
        done = subprocess.run(
            [sys.executable, "-m", "advisor", *words[1:]],
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        assert done.returncode in (0, 1, 3, 4), (line, done)
        if target is not None:
            target.write_text(done.stdout, encoding="utf-8")
            return done.stderr
        return done.stdout + done.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_what_a_document_shows_is_what_happens(document: Path, tmp_path: Path) -> None:
    session = Session(tmp_path)
    before: tuple[Path, str] | None = None
    for how, path, kind, text in _BLOCK.findall(_read_today(document)):
        if how == "file":
            file = session.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif how == "in":
            assert text in (session.folder / path).read_text(encoding="utf-8"), path
        elif how == "change":
            file = session.folder / path
            before = file, file.read_text(encoding="utf-8")
            file.write_text(_changed(before[1], text), encoding="utf-8")
        elif kind == "console":
            for command, shown in _commands(text):
                told = session.type(command)
                # This note stands above the output of every command that works on a guide of one's own.
                told = "".join(
                    line for line in told.splitlines(True) if not line.startswith("advisor: This is the guide")
                )
                pattern = "".join(
                    r"(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in shown.splitlines(True)
                )
                assert re.fullmatch(pattern, told), f"$ {command}\n{told}"
            if before is not None:
                before[0].write_text(before[1], encoding="utf-8")
                before = None


def _read_today(document: Path) -> str:
    text = document.read_text(encoding="utf-8")
    written = re.search(r"^<!-- today: (\S+) -->$", text, re.MULTILINE)
    if written is None:
        return text
    then, now, year = date.fromisoformat(written[1]), date.today(), timedelta(days=365)
    text = text.replace((then + year).isoformat(), (now + year).isoformat())
    text = text.replace(then.isoformat(), now.isoformat())
    return text.replace(f"{then.day} {then:%B %Y}", f"{now.day} {now:%B %Y}")


def _changed(text: str, diff: str) -> str:
    old, new = ("".join(line[1:] for line in diff.splitlines(True) if line[0] == sign) for sign in "-+")
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def _commands(block: str) -> list[tuple[str, str]]:
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_the_documents_link_to_files_that_exist() -> None:
    for document in [*DOCUMENTS, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), (document.name, target)
