"""A box to type in."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.widgets import Input

from advisor import wording
from advisor.wording import one_line


class Line(Input):
    """An input that loses nothing of what is pasted: Textual's own keeps the first line."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(one_line(event.text), *self.selection)


class AnswerBox(Line):
    """An input whose Enter the bottom line names; its editing keys are those of every input."""

    BINDINGS = [Binding("enter", "submit", wording.TUI_KEY_TAKE)]

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            # A binding is looked up only after the key has bubbled up, when more may have been typed.
            event.stop()
            event.prevent_default()
            await self.action_submit()
