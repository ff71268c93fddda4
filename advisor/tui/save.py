"""Saving a result to a file: asked first, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input

from advisor import wording
from advisor.conversation import handing
from advisor.interview.interview import Interview
from advisor.tui.box import Line
from advisor.tui.dialogs import Dialog
from advisor.tui.prose import Prose
from advisor.tui.text import ERROR, MUTED, STRONG, WARNING


class SaveDialog(Dialog[str]):
    """Asks for a file name and writes the result; closes with the sentence that says so when that worked."""

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
            yield Line(name, id="file", select_on_focus=False)
            yield Prose(id="save-problem")
            yield Prose([(wording.TUI_SAVE_HOW, MUTED)])

    @on(Input.Changed)
    def _changed(self) -> None:
        self._agreed = None
        self.query_one("#save-problem", Prose).say([])

    @on(Input.Submitted)
    def _save(self, message: Input.Submitted) -> None:
        done = handing.saved(self._interview, message.value, self._folder, agreed=self._agreed)
        if done.path is not None:
            self.dismiss(done.message)
            return
        self._agreed = done.replace
        words = f"{done.message} {wording.TUI_SAVE_AGAIN}" if done.replace else done.message
        self.query_one("#save-problem", Prose).say([(words, WARNING if done.replace else ERROR)])
