"""A plan: what to do and when, part by part, as a table where there is room and as a list where there is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len, chop_cells

from advisor import wording
from advisor.interview.plan import PlanEntry, PlanPart
from advisor.output.document import plan_heading, plan_state
from advisor.output.text import wrap
from advisor.tui.choices import Choices
from advisor.tui.lines import BLANK, MOST_COLUMNS, Block
from advisor.tui.text import ACCENT, ERROR, GOOD, MUTED, STRONG, WARNING, Spans
from advisor.wording import one_line

WIDE = 92
"""The columns from which on a plan is a table."""

_LEAD = 5
_GAP = 2
_SHARES = (24, 26, 21)
"""Columns of when, what and to whom; how many has the rest."""

_STATE_STYLES = {"now": GOOD, "late": WARNING, "later": MUTED, "passed": MUTED}
_PART_STYLES = {"must": WARNING, "avoid": ERROR}


class Timeline(Choices):
    """The entries of a plan with a cursor; Enter, a number or the mouse chooses one."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts: Sequence[PlanPart] = ()
        self._as_of = date.min
        self.entries: tuple[PlanEntry, ...] = ()

    def show_plan(self, parts: Sequence[PlanPart], as_of: date) -> None:
        """Show a plan.

        Args:
            parts: In the order in which they are shown.
            as_of: The day from which it is seen.
        """
        self._parts = parts
        self._as_of = as_of
        self.entries = tuple(entry for part in parts for entry in part.entries)
        self.cursor = 0
        self.update()

    @property
    def count(self) -> int:
        """How many entries there are to choose from."""
        return len(self.entries)

    def update(self) -> None:
        """Draw the entries and the cursor."""
        self.show((), self.cursor if self.has_focus else None)
        self.refresh(layout=True)

    def _draw(self, width: int) -> None:
        # A table and a list differ by more than where their lines break.
        self._blocks = self._rows(width)
        super()._draw(width)

    def _rows(self, width: int) -> list[Block]:
        columns = _columns(min(width, MOST_COLUMNS)) if width >= WIDE else None
        blocks: list[Block] = []
        if columns and self.entries:
            heads = (wording.TIMELINE_WHEN, wording.TIMELINE_WHAT, wording.TIMELINE_WHO, wording.TIMELINE_HOW_MANY)
            blocks += _table([((head, MUTED),) for head in heads], columns, " " * _LEAD, None)
        index = 0
        for part in self._parts:
            if blocks:
                blocks.append(BLANK)
            style = _PART_STYLES.get(part.part, ACCENT)
            blocks.append(Block(((plan_heading(part.part, self._as_of), style),)))
            for entry in part.entries:
                lead = f"{'▸' if index == self.cursor else ' '} {index + 1:>2} "
                blocks += self._row(entry, columns, lead, index) if columns else self._lines(entry, lead, index)
                index += 1
        if any(entry.expected for entry in self.entries):
            blocks += [BLANK, Block(((wording.PLAN_EXPECTED, MUTED),))]
        return blocks

    def _row(self, entry: PlanEntry, columns: Sequence[int], lead: str, index: int) -> list[Block]:
        cells: list[Spans] = [
            ((entry.text, ""),),
            ((_title(entry), STRONG),),
            ((entry.who or "", ""),),
            ((entry.how_many or "", MUTED),),
        ]
        return _table(cells, columns, lead, index, self._state(entry))

    def _lines(self, entry: PlanEntry, lead: str, index: int) -> list[Block]:
        rest = " " * len(lead)
        title = ((_title(entry), STRONG), ("  ", ""), self._state(entry))
        blocks = [Block(title, lead, index), Block(((entry.text, ""),), rest, index)]
        about = []
        if entry.who:
            about.append(wording.TUI_ENTRY_WHO.format(who=entry.who))
        if entry.how_many:
            about.append(wording.TUI_ENTRY_HOW_MANY.format(how_many=entry.how_many))
        return [*blocks, *(Block(((line, MUTED),), rest, index) for line in about)]

    def _state(self, entry: PlanEntry) -> tuple[str, str]:
        return f"[{plan_state(entry, self._as_of)}]", _STATE_STYLES.get(entry.state, MUTED)


def _title(entry: PlanEntry) -> str:
    """What it is; where the heading does not say how strongly, that as well."""
    if entry.kind == "avoid" or entry.state == "passed":
        return wording.PLAN_ENTRY.format(label=entry.label, title=entry.title)
    return entry.title


def _columns(width: int) -> tuple[int, ...]:
    rest = width - _LEAD - sum(_SHARES) - _GAP * len(_SHARES)
    return (*_SHARES, rest)


def _table(
    cells: Sequence[Spans],
    columns: Sequence[int],
    lead: str,
    index: int | None,
    below: tuple[str, str] | None = None,
) -> list[Block]:
    """One row as lines, every cell wrapped to its column; `below` stands under the first cell."""
    filled = [
        [(line, style) for text, style in spans for line in _fold(text, width)]
        for spans, width in zip(cells, columns, strict=True)
    ]
    if below is not None:
        filled[0] += [(line, below[1]) for line in _fold(below[0], columns[0])]
    blocks = []
    for number in range(max(len(lines) for lines in filled)):
        spans: list[tuple[str, str]] = []
        for lines, width in zip(filled, columns, strict=True):
            text, style = lines[number] if number < len(lines) else ("", "")
            spans += [(text, style), (" " * (width - cell_len(text) + _GAP), "")]
        blocks.append(Block(tuple(spans[:-1]), lead if number == 0 else " " * len(lead), index))
    return blocks


def _fold(text: str, width: int) -> list[str]:
    """A text as lines of a width; a word that is longer is cut."""
    return [part for line in wrap(one_line(text), width) for part in chop_cells(line, width)]
