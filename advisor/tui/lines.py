"""Widgets that draw their lines themselves: a hundred answers are one widget, not a hundred."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions

from advisor.tui.text import STYLES, TERM, Spans, term_in
from advisor.wording import visible

MOST_COLUMNS = 100
"""Longer lines are hard to read."""


class Block(NamedTuple):
    """A paragraph, wrapped to the widget's width.

    Attributes:
        lead: Stands before the first line; the others are indented as far.
        item: The number of the thing it belongs to, for cursor and mouse; None for a plain text.
    """

    spans: Spans
    lead: str = ""
    item: int | None = None


BLANK = Block((("", ""),))


class LineView(ScrollView, can_focus=True):
    """Blocks of text, some of them things that a cursor can stand on.

    The strips of a block are kept until its text, the width or the theme changes, so that showing
    one more block costs what this block costs.
    """

    COMPONENT_CLASSES = {"text--cursor"}

    class Clicked(Message):
        """The mouse chose a thing."""

        def __init__(self, view: LineView, item: int) -> None:
            super().__init__()
            self.view = view
            self.item = item

        @property
        def control(self) -> LineView:
            return self.view

    class TermClicked(Message):
        """The mouse asks what a term of the glossary means."""

        def __init__(self, term: str) -> None:
            super().__init__()
            self.term = term

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._blocks: Sequence[Block] = ()
        self._selected: int | None = None
        self._strips: list[Strip] = []
        self._items: list[int | None] = []
        self._texts: list[str] = []
        self._ends: list[int] = []
        self._drawn: tuple[Sequence[Block], int, int | None] = ((), 0, None)
        self._kept: dict[tuple[Block, int, bool], tuple[list[Strip], list[str]]] = {}
        self._look: tuple[Style, ...] = ()
        self._look_may_differ = True
        self.follows_cursor = True
        """Whether the selected thing is kept in sight; not after the person has scrolled away from it."""

    # --- content ------------------------------------------------------------------------------

    def show(self, blocks: Sequence[Block], selected: int | None, *, width: int | None = None) -> None:
        """Draw these blocks, the selected thing marked.

        Args:
            blocks: All of them.
            selected: The `item` under the cursor, or None.
            width: The columns they will have, where a layout that is about to happen changes them.
        """
        self._blocks = blocks
        self._selected = selected
        self._draw(width or self._room())

    def lines_at(self, width: int) -> int:
        """How many lines the blocks take at a width."""
        if width == self._width:
            return len(self._strips)
        # Only counted: were it drawn anew here, a layout that asks at two widths in turn would never come to rest.
        marked = self._selected
        return sum(
            len(self._rendered(block, width, marked=block.item is not None and block.item == marked)[0])
            for block in self._blocks
        )

    @property
    def _width(self) -> int:
        return self._drawn[1]

    def _room(self) -> int:
        return self.scrollable_content_region.width or self._width

    def _draw(self, width: int) -> None:
        if width <= 0:
            return
        if self._look_may_differ:
            self._take_in_look()
        top = None if self.follows_cursor or width == self._width else bisect_right(self._ends, self.scroll_offset.y)
        start = self._same_as_drawn(width)
        if start == 0:
            self._kept, kept = {}, self._kept
        else:
            kept = self._kept
        end = self._ends[start - 1] if start else 0
        del self._strips[end:], self._items[end:], self._texts[end:], self._ends[start:]
        for block in self._blocks[start:]:
            marked = block.item is not None and block.item == self._selected
            found = kept.get((block, width, marked)) or self._rendered(block, width, marked=marked)
            self._kept[block, width, marked] = found
            self._strips += found[0]
            self._texts += found[1]
            self._items += [block.item] * len(found[0])
            self._ends.append(len(self._strips))
        self._drawn = (self._blocks, width, self._selected)
        size = Size(width, len(self._strips))
        if size != self.virtual_size:
            self.virtual_size = size
        if top is not None:
            self.scroll_to(y=([0, *self._ends])[min(top, len(self._ends))], animate=False, force=True)
        self.refresh()

    def _take_in_look(self) -> bool:
        """Take in every style that a line may have; what was drawn in others counts no more. Whether one differs."""
        named = (self._get_style(f".{name}") for name in sorted(STYLES))
        look = (self.visual_style, self.get_visual_style("text--cursor"), *named)
        self._look_may_differ = False
        if look == self._look:
            return False
        self._look, self._kept, self._drawn = look, {}, ((), self._width, None)
        return True

    def _same_as_drawn(self, width: int) -> int:
        """How many blocks from the first one are on the widget as they should be."""
        drawn, at_width, selected = self._drawn
        if at_width != width or selected is not None or self._selected is not None:
            return 0
        count = 0
        for block, old in zip(self._blocks, drawn, strict=False):
            if block is not old:
                break
            count += 1
        return count

    def _rendered(self, block: Block, width: int, *, marked: bool) -> tuple[list[Strip], list[str]]:
        key = (block, width, marked)
        if key not in self._kept:
            self._kept[key] = self._render_block(block, width, marked=marked)
        return self._kept[key]

    def _render_block(self, block: Block, width: int, *, marked: bool) -> tuple[list[Strip], list[str]]:
        style = self.get_visual_style("text--cursor") if marked else self.visual_style
        lead = visible(block.lead)
        hang = min(cell_len(lead), max(0, width - 8))
        content = Content.assemble(*((visible(text), how) for text, how in block.spans))
        options = RenderOptions(self._style_named, {}, None, None)
        strips = content.render_strips(max(1, min(width, MOST_COLUMNS) - hang), None, style, options)
        look = style.rich_style
        whole = []
        for number, strip in enumerate(strips or [Strip.blank(1, look)]):
            before = lead if number == 0 else " " * hang
            whole.append(Strip([Segment(before, look), *strip]).extend_cell_length(width, look).crop(0, width))
        return whole, [strip.text.rstrip() for strip in whole]

    def _style_named(self, name: Style | str) -> Style:
        """A style by its name; a term's is laid over the style of what is around it, and knows the term."""
        base, term = term_in(name) if isinstance(name, str) else ("", "")
        if not term:
            return self._get_style(name)
        under = self._get_style(base) if base else Style()
        return under + self._get_style(TERM) + Style.from_meta({"term": term})

    # --- Textual ------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of what is seen."""
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if not 0 <= line < len(self._strips):
            return Strip.blank(width, self.visual_style.rich_style)
        strip = self._strips[line].crop(0, width)
        if (selection := self.text_selection) is not None and (span := selection.get_span(line)) is not None:
            start, end = span
            chosen = Style.from_styles(self.screen.get_component_styles("screen--selection")).rich_style
            length = strip.cell_length
            end = length if end == -1 else min(end, length)
            start = min(start, end)
            marked = strip.crop(start, end).apply_style(chosen)
            strip = Strip.join([strip.crop(0, start), marked, strip.crop(end, length)])
        return strip.apply_offsets(self.scroll_offset.x, line)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text under a mouse selection."""
        return selection.extract("\n".join(self._texts)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._look_may_differ = True
        if self._kept:
            # The styles of `STYLES` are set only after this call.
            self.call_later(self._draw_anew)

    def _draw_anew(self) -> None:
        if self._take_in_look():
            self._draw(self._width or self._room())

    def on_resize(self, event: events.Resize) -> None:
        if self._room() != self._width:
            self._draw(self._room())
        self.bring_into_view()

    def bring_into_view(self) -> None:
        """Scroll so that the selected thing is seen, and what stands before the first one."""
        lines = [number for number, item in enumerate(self._items) if item == self._selected]
        if self._selected is None or not lines or not self.follows_cursor:
            return
        first, last = lines[0], lines[-1]
        if self._items.index(next(item for item in self._items if item is not None)) == first:
            first = 0 if last < self.size.height else first
        self.scroll_to_region(
            Region(0, first, 1, last - first + 1),
            animate=False,
            force=True,
            immediate=True,
            x_axis=False,
        )

    def look_at_top(self) -> None:
        """Show the beginning, and leave it in sight until the cursor moves."""
        self.follows_cursor = False
        self.scroll_home(animate=False, force=True, immediate=True)

    def on_mouse_scroll_down(self) -> None:
        self.follows_cursor = False

    def on_mouse_scroll_up(self) -> None:
        self.follows_cursor = False

    def item_at(self, y: int) -> int | None:
        """The thing on a line of the widget, for the mouse."""
        line = y + self.scroll_offset.y
        return self._items[line] if 0 <= line < len(self._items) else None

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        item = None if place is None else self.item_at(place.y)
        if event.chain != 1 or self.screen.selections:
            return
        # What can be chosen is chosen, wherever in it the mouse is.
        if item is not None:
            event.stop()
            self.post_message(self.Clicked(self, item))
        elif (term := event.style.meta.get("term")) is not None:
            event.stop()
            self.post_message(self.TermClicked(term))

    @property
    def text(self) -> str:
        """What is drawn, line by line."""
        return "\n".join(self._texts)


class Paragraphs(LineView, can_focus=False):
    """Blocks of text as high as they are, inside something that scrolls."""

    def say(self, blocks: Sequence[Block]) -> None:
        """Show these blocks; none at all take no room."""
        self.display = bool(blocks)
        self.show(blocks, None)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the blocks take."""
        return self.lines_at(width)

    def bring_into_view(self) -> None:
        """There is no cursor in here."""
