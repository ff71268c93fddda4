"""A list to choose from: topics, cards, phrases, what else there is to see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, getters
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.message import Message

from advisor import wording
from advisor.tui.app import AdvisorApp
from advisor.tui.lines import BLANK, Block, LineView
from advisor.tui.numbers import Typed
from advisor.tui.text import MUTED, STRONG


class Choice(NamedTuple):
    """One thing of a list: its title, a sentence under it, and a mark behind the title."""

    title: str
    about: str = ""
    mark: str = ""
    mark_style: str = MUTED


class Choices(LineView):
    """Numbered things with a cursor; Enter, a number or the mouse chooses one.

    Args:
        follow: Choose a thing as soon as the cursor stands on it.
        spaced: Put an empty line between the things.
    """

    app = getters.app(AdvisorApp)
    BINDINGS = [
        Binding("up,k", "move(-1)", wording.TUI_KEY_UP, show=False),
        Binding("down,j", "move(1)", wording.TUI_KEY_DOWN, show=False),
        Binding("home,g", "edge(-1)", wording.TUI_KEY_FIRST, show=False),
        Binding("end,G", "edge(1)", wording.TUI_KEY_LAST, show=False),
        Binding("enter,space", "open", wording.TUI_KEY_OPEN, key_display="Enter"),
    ]

    marks_always = False
    """Whether the cursor is bright while the keyboard is elsewhere."""

    class Opened(Message):
        """A thing was chosen."""

        def __init__(self, choices: Choices, index: int) -> None:
            super().__init__()
            self.choices = choices
            self.index = index

        @property
        def control(self) -> Choices:
            return self.choices

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        follow: bool = False,
        spaced: bool = False,
        numbered: bool = True,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.choices = tuple(choices)
        self.cursor = 0
        self.follow = follow
        self.spaced = spaced
        self.numbered = numbered
        self.typed = Typed()

    @property
    def count(self) -> int:
        """How many things there are to choose from."""
        return len(self.choices)

    def on_mount(self) -> None:
        self.update()

    def set_choices(self, choices: Sequence[Choice], cursor: int = 0) -> None:
        """Show other things."""
        self.choices = tuple(choices)
        self.cursor = max(0, min(cursor, len(self.choices) - 1))
        self.update()

    def update(self) -> None:
        """Draw the things and the cursor; a dim one while the keyboard is elsewhere."""
        focused = self.has_focus or self.marks_always
        blocks: list[Block] = []
        for index, choice in enumerate(self.choices):
            blocks += self.above(index)
            here = index == self.cursor
            number = f"{index + 1:>2} " if self.numbered else ""
            lead = f"{'▸' if here else ' '} {number} "
            spans = [(choice.title, STRONG)]
            if choice.mark:
                spans.append((f"  {choice.mark}", choice.mark_style))
            blocks.append(Block(tuple(spans), lead, index))
            if choice.about:
                blocks.append(Block(((choice.about, MUTED),), " " * len(lead), index))
            if self.spaced and index < len(self.choices) - 1:
                blocks.append(BLANK)
        blocks += self.below()
        self.show(blocks, self.cursor if focused else None)
        if self.styles.height is not None and self.styles.height.is_auto:
            self.refresh(layout=True)

    def above(self, _index: int) -> Sequence[Block]:
        """What stands above a thing, such as a heading."""
        return ()

    def below(self) -> Sequence[Block]:
        """What stands below the last thing."""
        return ()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.update()
        if has_focus:
            self.bring_into_view()

    def on_key(self, event: events.Key) -> None:
        """A number chooses as soon as no longer one can be meant."""
        number = self.typed.add(event.key, self.count) if self.numbered else None
        if number is None:
            return
        event.stop()
        if number:
            self._go(number - 1)
            self.action_open()
            self.app.chose_by_number = event.key != "enter"
        elif self.typed.begun:
            self._go(self.typed.begun - 1)

    def on_line_view_clicked(self, message: LineView.Clicked) -> None:
        message.stop()
        self._go(message.item)
        self.action_open()

    def _go(self, index: int) -> None:
        self.cursor = index
        self.update()
        self.bring_into_view()

    def action_move(self, step: int) -> None:
        """Move the cursor; beyond either end, scroll what is around instead."""
        index = self.cursor + step
        if 0 <= index < self.count:
            self._go(index)
            if self.follow:
                self.action_open()
            return
        around = next((node for node in self.ancestors if isinstance(node, ScrollableContainer)), None)
        if around is not None:
            around.scroll_relative(y=step * 2, animate=False)

    def action_edge(self, side: int) -> None:
        """Move the cursor to the first or the last thing."""
        if self.count:
            self._go(0 if side < 0 else self.count - 1)

    def action_open(self) -> None:
        """Choose the thing under the cursor."""
        if self.count:
            self.post_message(self.Opened(self, self.cursor))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the things take."""
        return self.lines_at(width)

    def bring_into_view(self) -> None:
        """Scroll whatever scrolls: this list or what is around it."""
        super().bring_into_view()
        around = next((node for node in self.ancestors if isinstance(node, ScrollableContainer)), None)
        lines = [number for number, item in enumerate(self._items) if item == self.cursor]
        if around is not None and lines and self.has_focus:
            place = self.virtual_region.offset
            region = Region(place.x, place.y + lines[0], 1, len(lines))
            around.scroll_to_region(region, animate=False, force=True)
