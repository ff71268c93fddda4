"""A box to type in."""

from __future__ import annotations

from textual.binding import Binding
from textual.widgets import Input

from advisor import wording


class AnswerBox(Input):
    """An input whose Enter the bottom line names; its editing keys are those of every input."""

    BINDINGS = [Binding("enter", "submit", wording.TUI_KEY_TAKE)]
