"""A tree beside what is wrong with it, for its author: it follows the files as they are saved."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen

from advisor import wording
from advisor.conversation.preview import Entry, Played, Preview, stamps
from advisor.diagnostics import Diagnostic
from advisor.guide.season import day_in_words
from advisor.tui.interview import InterviewScreen
from advisor.tui.keys import KeyBar
from advisor.tui.lines import BLANK, Block, Paragraphs
from advisor.tui.prose import Prose
from advisor.tui.text import ACCENT, ERROR, GOOD, MUTED, STRONG, STYLES, WARNING

EVERY = 0.2
"""Seconds between two looks at the files."""

_SIGNS = {"error": ("✗", ERROR), "warning": ("!", WARNING), "info": ("·", MUTED)}


class PreviewScreen(InterviewScreen):
    """An interview whose panel says what is behind it; it begins anew when a file is saved."""

    BINDINGS = [
        Binding("f", "flip", wording.TUI_KEY_FLIP),
        Binding("less_than_sign", "day(-1)", wording.TUI_KEY_EARLIER, key_display="<", show=False),
        Binding("greater_than_sign", "day(1)", wording.TUI_KEY_LATER, key_display=">", show=False),
    ]

    def __init__(self, preview: Preview) -> None:
        assert preview.conversation is not None
        super().__init__(preview.conversation)
        self.preview = preview
        self._findings: Sequence[Diagnostic] | None = None
        self._stamps = stamps(preview.guide.root)

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(EVERY, self.look)
        self.look_closely()

    # --- following the files --------------------------------------------------------------------------

    def look(self) -> None:
        """See whether a file was saved, and begin anew where one was."""
        now = stamps(self.preview.guide.root)
        if now != self._stamps:
            self._stamps = now
            self.show_preview(self.preview.at(self.conversation).renewed())
            self.look_closely()

    def show_preview(self, preview: Preview) -> None:
        """Show another state of the preview."""
        self.preview = preview
        if preview.conversation is not None and preview.conversation is not self.conversation:
            self.conversation = preview.conversation
            self._draw()
        self._compute_later()
        if preview.note:
            self.app.tell(preview.note)

    def look_closely(self) -> None:
        """Check the tree and play its scenarios without keeping anybody waiting."""
        self._findings = None
        self.run_worker(self._look_closely(), exclusive=True, group="look")

    async def _look_closely(self) -> None:
        preview = self.preview.at(self.conversation)
        self._findings = await asyncio.to_thread(preview.findings)
        self._compute_later()

    # --- what the author can do -----------------------------------------------------------------------

    def action_flip(self) -> None:
        """Another answer to the question under the cursor of the transcript, or to the last one."""
        number = self.transcript.cursor + 1 if self.transcript.has_focus else len(self.conversation.view.entries)
        self.show_preview(self.preview.at(self.conversation).flipped(number))

    def action_day(self, days: int) -> None:
        """See it from another day."""
        self.show_preview(self.preview.at(self.conversation).moved(days))

    # --- the panel --------------------------------------------------------------------------------------

    @property
    def has_side(self) -> bool:
        """The panel is what a preview is for: it is narrower on a small window, never gone."""
        return self.size.width >= 70

    def side_blocks(self) -> list[Block]:
        """What stands behind this place: findings, conditions, scenarios."""
        preview = self.preview.at(self.conversation)
        day = day_in_words(self.conversation.interview.as_of)
        blocks = [Block(((wording.PREVIEW_SEEN_FROM.format(day=day), MUTED),))]
        if self.preview.errors:
            blocks += [BLANK, Block(((wording.PREVIEW_BROKEN, ERROR),), "✗ ")]
        blocks += [BLANK, Block(((wording.PREVIEW_FINDINGS, ACCENT),)), *finding_blocks(self._all_findings())]
        entries = preview.entries()
        if entries:
            blocks += [BLANK, Block(((wording.PREVIEW_ENTRIES, ACCENT),)), *map(entry_block, entries)]
        played, trouble = preview.scenarios()
        blocks += [BLANK, Block(((wording.PREVIEW_SCENARIOS, ACCENT),))]
        if trouble:
            blocks.append(Block(((trouble, ERROR),), "✗ "))
        for one in played:
            blocks += scenario_blocks(one)
        if not played and not trouble:
            blocks.append(Block(((wording.PREVIEW_NO_SCENARIOS, MUTED),)))
        return blocks

    def _all_findings(self) -> Sequence[Diagnostic] | None:
        return self.preview.errors if self._findings is None and self.preview.errors else self._findings


class BrokenScreen(Screen[None]):
    """What is wrong with a tree that was never without errors; it opens as soon as it is."""

    COMPONENT_CLASSES = STYLES

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        self.preview = preview
        self._stamps = stamps(preview.guide.root)

    def compose(self) -> ComposeResult:
        yield Prose([(wording.PREVIEW_NEVER, STRONG)], id="heading")
        yield Paragraphs(id="errors")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#errors", Paragraphs).say(finding_blocks(self.preview.errors))
        self.set_interval(EVERY, self.look)

    def look(self) -> None:
        """See whether a file was saved, and open the tree once it can be shown."""
        now = stamps(self.preview.guide.root)
        if now == self._stamps:
            return
        self._stamps = now
        self.preview = self.preview.renewed()
        self.query_one("#errors", Paragraphs).say(finding_blocks(self.preview.errors))
        if self.preview.conversation is not None:
            self.app.switch_screen(PreviewScreen(self.preview))


def preview_screen(preview: Preview) -> Screen[None]:
    """The screen for a preview as it stands."""
    return BrokenScreen(preview) if preview.conversation is None else PreviewScreen(preview)


def finding_blocks(findings: Sequence[Diagnostic] | None) -> list[Block]:
    """Findings, errors first; None while they are being looked for."""
    if findings is None:
        return [Block(((wording.PREVIEW_CHECKING, MUTED),))]
    if not findings:
        return [Block(((wording.PREVIEW_NO_FINDINGS, GOOD),), "✓ ")]
    blocks = []
    for finding in sorted(findings, key=lambda one: list(_SIGNS).index(one.severity)):
        sign, style = _SIGNS[finding.severity]
        place = f"{finding.span.path}:{finding.span.line}:{finding.span.column} {finding.code}"
        blocks.append(Block(((place, MUTED),), f"{sign} "))
        blocks.append(Block(((finding.message, style),), "  "))
        if finding.hint:
            blocks.append(Block(((finding.hint, ""),), "  "))
    return blocks


def entry_block(entry: Entry) -> Block:
    """A note, card or phrase with whether it is shown, and why."""
    state, style = (wording.PREVIEW_ON, GOOD) if entry.on else (wording.PREVIEW_OFF, MUTED)
    why = wording.PREVIEW_ON_BECAUSE if entry.on else wording.PREVIEW_OFF_NEEDS
    name = f"{wording.PREVIEW_KINDS[entry.kind]} {entry.name}"
    return Block(((f"{state}  ", style), (name, STRONG), (f" {why.format(reason=entry.reason)}", MUTED)))


def scenario_blocks(played: Played) -> list[Block]:
    """A scenario with how it goes."""
    if played.message is None:
        return [Block(((f"{wording.PREVIEW_PASSES}  ", GOOD), (played.name, "")))]
    head = Block(((f"{wording.PREVIEW_FAILS}  ", ERROR), (played.name, STRONG)))
    return [head, *(Block(((line, ""),), "  ") for line in played.message.splitlines())]
