"""Saving a result to a file: asked first, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input

from advisor import wording
from advisor.interview.interview import Interview
from advisor.tui.dialogs import Dialog
from advisor.tui.prose import Prose
from advisor.tui.text import ERROR, MUTED, STRONG, WARNING

FORMATS = {".txt": "text", ".md": "markdown", ".html": "html", ".json": "json"}


class Problem(NamedTuple):
    """Why a file is not written yet; `replace` when saying so again will write it."""

    message: str
    replace: bool = False


def problem_with(path: Path) -> Problem | None:
    """What stands in the way of writing a file; None where nothing does."""
    if path.suffix.lower() not in FORMATS:
        return Problem(wording.TUI_SAVE_ENDING)
    try:
        if path.is_dir():
            return Problem(wording.TUI_SAVE_IS_FOLDER.format(name=path))
        if not path.parent.is_dir():
            return Problem(wording.TUI_SAVE_NO_FOLDER.format(name=path.parent))
        if path.exists() or path.is_symlink():
            return Problem(wording.TUI_SAVE_EXISTS.format(name=path.name), replace=True)
    except (OSError, ValueError) as error:
        return Problem(wording.TUI_SAVE_FAILED.format(name=path, reason=_reason(error)))
    return None


def write(path: Path, text: str) -> str | None:
    """Write a file whole: the old one stays until the new one is complete.

    Returns:
        What went wrong, in one sentence, or None.
    """
    draft: str | None = None
    try:
        # Created readable for this person alone, which suits what it holds.
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".advisor-", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text if text.endswith("\n") else f"{text}\n")
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except (OSError, ValueError) as error:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)
        return wording.TUI_SAVE_FAILED.format(name=path, reason=_reason(error))
    return None


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).lower()


class SaveDialog(Dialog[Path]):
    """Asks for a file name and writes the result; closes when that worked."""

    AUTO_FOCUS = "Input"

    def __init__(self, interview: Interview, folder: Path) -> None:
        super().__init__()
        self._interview = interview
        self._folder = folder
        self._agreed: Path | None = None

    def compose(self) -> ComposeResult:
        name = f"{self._interview.tree}-{self._interview.as_of.isoformat()}.md"
        with VerticalScroll(classes="dialog small", can_focus=False):
            yield Prose([(wording.TUI_SAVE_TITLE, STRONG)])
            yield Prose([(wording.TUI_SAVE_FOLDER.format(folder=self._folder), MUTED)])
            yield Input(name, id="file", select_on_focus=False)
            yield Prose(id="save-problem")
            yield Prose([(wording.TUI_SAVE_HOW, MUTED)])

    @on(Input.Changed)
    def _changed(self) -> None:
        self._agreed = None
        self._tell(None)

    def _tell(self, problem: Problem | None) -> None:
        style = WARNING if problem and problem.replace else ERROR
        self.query_one("#save-problem", Prose).say([(problem.message, style)] if problem else [])

    @on(Input.Submitted)
    def _save(self, message: Input.Submitted) -> None:
        name = message.value.strip()
        if not name:
            self._tell(Problem(wording.TUI_SAVE_NAME))
            return
        try:
            path = self._folder / Path(name).expanduser()
        except (RuntimeError, ValueError):
            path = self._folder / name
        problem = problem_with(path)
        if problem is not None and not (problem.replace and path == self._agreed):
            self._agreed = path if problem.replace else None
            self._tell(problem)
            return
        from advisor import output

        failed = write(path, output.render(self._interview, FORMATS[path.suffix.lower()]))
        if failed:
            self._tell(Problem(failed))
        else:
            self.dismiss(path)
