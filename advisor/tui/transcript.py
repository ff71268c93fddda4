"""What was asked and answered, as one widget with a cursor."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding
from textual.message import Message

from advisor import wording
from advisor.conversation import Entry
from advisor.tui.lines import Block, LineView
from advisor.tui.text import ACCENT, MUTED, STRONG


class Transcript(LineView):
    """The answers given so far; Enter on one asks its question again."""

    BINDINGS = [
        Binding("up,k", "move(-1)", wording.TUI_KEY_UP, show=False),
        Binding("down,j", "move(1)", wording.TUI_KEY_DOWN, show=False),
        Binding("home,g", "edge(-1)", wording.TUI_KEY_FIRST, show=False),
        Binding("end,G", "edge(1)", wording.TUI_KEY_LAST, show=False),
        Binding("enter", "change", wording.TUI_KEY_CHANGE),
    ]

    class Change(Message):
        """The person wants to change an answer."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class LeftBelow(Message):
        """The cursor went down beyond the last answer."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries: Sequence[Entry] = ()
        self.cursor = 0
        self.changing: int | None = None
        self._blocks_of: dict[tuple[Entry, bool], tuple[Block, Block]] = {}

    def set_entries(self, entries: Sequence[Entry], changing: int | None, width: int) -> None:
        """Show these answers, the last one in sight."""
        self.entries = entries
        self.changing = changing
        self.cursor = (changing or len(entries)) - 1
        self.can_focus = bool(entries)
        self.update(width)

    def update(self, width: int | None = None) -> None:
        """Draw the answers; the cursor only while the keyboard is here."""
        kept, self._blocks_of = self._blocks_of, {}
        blocks: list[Block] = []
        for index, entry in enumerate(self.entries):
            changed = entry.number == self.changing
            key = (entry, changed)
            # The very same blocks tell the view that these lines are drawn already.
            pair = self._blocks_of[key] = kept.get(key) or self._pair(index, entry, changed=changed)
            blocks += pair
        self.show(blocks, self.cursor if self.has_focus else None, width=width)

    def _pair(self, index: int, entry: Entry, *, changed: bool) -> tuple[Block, Block]:
        asked = Block(((entry.ask, MUTED),), f" {entry.number:>2} ", index)
        mark = "✎" if changed else "→"
        answered = Block(((entry.text, ACCENT if changed else STRONG),), f"    {mark} ", index)
        return asked, answered

    def show_end(self) -> None:
        """Scroll so that the answer that matters is in sight: the changed or last one."""
        if self.changing is None:
            self.scroll_end(animate=False, immediate=True, force=True, x_axis=False)
        else:
            self._selected = self.cursor
            self.bring_into_view()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.update()
        if has_focus:
            self.bring_into_view()

    def on_line_view_clicked(self, message: LineView.Clicked) -> None:
        message.stop()
        self.cursor = message.item
        self.action_change()

    def action_move(self, step: int) -> None:
        """Move the cursor over the answers; below the last one is the question."""
        index = self.cursor + step
        if index >= len(self.entries):
            self.post_message(self.LeftBelow())
        elif index >= 0:
            self.cursor = index
            self.update()
            self.bring_into_view()

    def action_edge(self, side: int) -> None:
        """Move the cursor to the first or the last answer."""
        self.cursor = 0 if side < 0 else len(self.entries) - 1
        self.update()
        self.bring_into_view()

    def action_change(self) -> None:
        """Ask for the question under the cursor again."""
        if self.entries:
            self.post_message(self.Change(self.entries[self.cursor].number))
