"""The first screen: what is going on?"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from advisor import wording
from advisor.conversation.home import Home, Kept, home, meant_by, not_meant, unfinished
from advisor.errors import AdvisorError
from advisor.tui.app import AdvisorApp
from advisor.tui.box import Line
from advisor.tui.choices import Choice, Choices
from advisor.tui.keys import KeyBar
from advisor.tui.lines import BLANK, Block
from advisor.tui.prose import Prose
from advisor.tui.text import ACCENT, MUTED, STRONG, STYLES, WARNING
from advisor.understand.words import tells_much

if TYPE_CHECKING:
    from advisor.understand.topics import Found, Situation

LOW = 18
"""Lines below which the box has no border and the sentence on the topic under the cursor is left out."""


class Entries(Choices):
    """What can be chosen, under headings; the cursor is bright while one types in the box above it, too."""

    marks_always = True

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.heads: dict[int, Sequence[Block]] = {}
        self.foot: Sequence[Block] = ()

    def above(self, index: int) -> Sequence[Block]:
        return self.heads.get(index, ())

    def below(self) -> Sequence[Block]:
        return self.foot

    def update(self) -> None:
        super().update()
        self._fit_scrollbar()

    def on_resize(self, _event: events.Resize) -> None:
        # The lines are drawn for the new width first.
        self.call_after_refresh(self._fit_scrollbar)

    def _fit_scrollbar(self) -> None:
        """Let what does not fit be scrolled to: Textual looks at that only when the widget's own size changes."""
        self.show_vertical_scrollbar = self.virtual_size.height > self.size.height

    def action_move(self, step: int) -> None:
        """Move the cursor; beyond either end, scroll to what stands there."""
        if 0 <= self.cursor + step < len(self.choices):
            super().action_move(step)
        else:
            self.scroll_relative(y=step * 2, animate=False)

    def _go(self, index: int) -> None:
        super()._go(index)
        self.post_message(self.Moved())

    class Moved(Message):
        """The cursor stands on another thing."""


class WordsBox(Line):
    """Where one says what is going on. While nothing is typed, a question mark asks for help."""

    BINDINGS = [Binding("enter", "submit", wording.TUI_KEY_OPEN, key_display="Enter")]

    def validate_value(self, value: str) -> str:
        """What is pasted is shown, and never obeyed by the terminal."""
        return wording.visible(value).replace("\n", " ")

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is taken for a letter."""
        return not self._asks_for_help(character) and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if self._asks_for_help(event.character):
            # Left to the bindings of the screen.
            event.prevent_default()

    def _asks_for_help(self, character: str | None) -> bool:
        return character == "?" and not self.value


class HomeScreen(Screen[None]):
    """What can be chosen, and a box whose words choose among it."""

    COMPONENT_CLASSES = STYLES
    AUTO_FOCUS = "#words"
    BINDINGS = [
        Binding("tab,shift+tab", "other_part", wording.TUI_KEY_LIST, priority=True),
        Binding("slash", "to_box", wording.TUI_KEY_SAY, show=False),
        Binding("d,delete", "forget", wording.TUI_KEY_FORGET, key_display="d"),
        Binding("f2", "app.settings", wording.TUI_KEY_SETTINGS, key_display="F2"),
        Binding("escape", "clear", wording.TUI_KEY_CLEAR, show=False),
        Binding("up", "move(-1)", wording.TUI_KEY_UP, show=False),
        Binding("down", "move(1)", wording.TUI_KEY_DOWN, show=False),
        Binding("pageup", "page(-1)", wording.TUI_KEY_PAGE_UP, show=False),
        Binding("pagedown", "page(1)", wording.TUI_KEY_PAGE_DOWN, show=False),
    ]

    app = getters.app(AdvisorApp)

    class Prepared(Message):
        """All that a search looks in has been read."""

    def __init__(self) -> None:
        super().__init__()
        self._home: Home | None = None
        self._found: Found | None = None
        self._meant: tuple[Situation, ...] = ()
        self._is_prepared = False
        self._enter_waits = False
        self._asked = ""
        self._was_left = False

    @property
    def shown(self) -> Home:
        """What is on the screen while nothing is typed."""
        if self._home is None:
            app = self.app
            self._home = home(app.guide, app.season.as_of, unfinished(app.guide, app.keeper, app.kept))
        return self._home

    def compose(self) -> ComposeResult:
        yield Prose([(self.shown.title, STRONG)], id="heading")
        with Vertical(id="home"):
            box = WordsBox(placeholder=wording.TUI_FILTER, id="words", select_on_focus=False)
            box.cursor_blink = False
            box.border_title = wording.TOPICS
            yield box
            yield Entries(id="topics")
            yield Prose(id="about")
        yield KeyBar()

    def on_mount(self) -> None:
        self._fit()
        self.list_entries()
        self.call_after_refresh(self._prepare)

    def on_screen_resume(self) -> None:
        self.app.name_window()
        if self._was_left:
            self._was_left, self._home = False, None
            if self._number:
                self.box.value = ""
            # What was said stays to choose something else by it; whoever types on says something new.
            self.box.action_select_all()
            self.list_entries(self.entries.cursor)

    def on_screen_suspend(self) -> None:
        self._was_left = True

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        is_low = self.size.height < LOW
        self.box.set_class(is_low, "-compact")
        self.query_one("#about").set_class(is_low, "-hidden")

    @property
    def box(self) -> WordsBox:
        """Where one types."""
        return self.query_one("#words", WordsBox)

    @property
    def entries(self) -> Entries:
        """What can be chosen."""
        return self.query_one("#topics", Entries)

    # --- drawing ------------------------------------------------------------------------------

    def list_entries(self, cursor: int = 0) -> None:
        """Show everything, or what somebody's words are about, best first."""
        if self._found is None:
            self._list_all()
        else:
            self._list_found(self._found)
        entries = self.entries
        entries.set_choices(entries.choices, cursor)
        if cursor == 0:
            entries.scroll_to(y=0, animate=False)
        self._say_about()
        self.refresh_bindings()

    def _list_all(self) -> None:
        shown, entries = self.shown, self.entries
        choices: list[Choice] = []
        entries.heads = {}
        for group in shown.groups:
            head = [] if choices else self._top()
            entries.heads[len(choices)] = [*head, *([BLANK] if choices else []), Block(((group.title, ACCENT),))]
            for entry in group.entries:
                about = entry.about if isinstance(entry, Kept) else ""
                choices.append(Choice(wording.one_line(entry.title), about))
        entries.choices, entries.spaced = tuple(choices), False
        none = [] if choices else [*self._top(), Block(((wording.NO_TOPICS, WARNING),))]
        entries.foot = [*none, *self._foot()]

    def _top(self) -> list[Block]:
        shown = self.shown
        over = [Block(((f"! {shown.over}", WARNING),)), BLANK] if shown.over else []
        today = [Block(((sentence, ""),)) for sentence in shown.today]
        what = " ".join(filter(None, (shown.what, self.app.preferences.note)))
        return [*over, Block(((what, MUTED),)), BLANK, *today, *([BLANK] if today else [])]

    def _foot(self) -> list[Block]:
        app, shown = self.app, self.shown
        notes = [group.note for group in shown.groups if group.note]
        notes.append(wording.HOME_PLAIN)
        if not app.guide.bundled:
            notes.append(wording.TUI_GUIDE_AT.format(path=app.guide.root))
        broken = [Block(((f"! {sentence}", WARNING),)) for sentence in shown.broken]
        said = [Block(((note, MUTED),)) for note in (*notes, shown.scope, shown.edition)]
        return [BLANK, *broken, *said]

    def _list_found(self, found: Found) -> None:
        entries = self.entries
        head: list[Block] = []
        if found.urgent is not None:
            from advisor.tui.dialogs import help_spans

            head = [Block(tuple(help_spans(found.urgent))), BLANK]
        if self._meant:
            head.append(Block(((f"{wording.FOUND}:", ACCENT),)))
        abouts = {entry.tree: entry.about for entry in self.shown.entries if not isinstance(entry, Kept)}
        choices = []
        for situation in self._meant:
            if situation.kind == "card":
                choices.append(Choice(wording.FOUND_CARD.format(title=situation.title)))
            else:
                choices.append(Choice(situation.title, abouts.get(situation.id, "")))
        entries.choices, entries.spaced = tuple(choices), True
        entries.heads = {0: head}
        told = () if found.urgent is not None else not_meant(self.app.guide, found)
        if self._meant:
            told = told if found.elsewhere else ()
        foot = [Block(((sentence, ""),)) for sentence in told]
        entries.foot = [*([BLANK] if choices else head), *(part for block in foot for part in (block, BLANK))]

    def _say_about(self) -> None:
        """The sentence on the topic under the cursor; while somebody's words are looked for, it stands in the list."""
        entries = self.shown.entries
        cursor = self.entries.cursor
        about = entries[cursor].about if self._found is None and cursor < len(entries) else ""
        about = wording.TUI_KEPT_HOW if self._under_cursor() is not None else about
        self.query_one("#about", Prose).update_spans([(about, MUTED)])

    @on(Entries.Moved)
    def _moved(self) -> None:
        self._say_about()
        self.refresh_bindings()

    # --- choosing -----------------------------------------------------------------------------

    @on(Choices.Opened)
    def _open(self, message: Choices.Opened) -> None:
        if self._found is None:
            entry = self.shown.entries[message.index]
            if isinstance(entry, Kept):
                self.app.go_on(entry)
            else:
                self.app.open_topic(entry.tree)
            return
        situation = self._meant[message.index]
        if situation.kind == "card":
            self.app.open_card(situation.id)
        else:
            self.app.open_topic(situation.id, situation)

    def _under_cursor(self) -> Kept | None:
        """The interview to go on with on which the cursor stands."""
        entries, cursor = self.shown.entries, self.entries.cursor
        entry = entries[cursor] if self._found is None and cursor < len(entries) else None
        return entry if isinstance(entry, Kept) else None

    def action_forget(self) -> None:
        """Delete the interview under the cursor, after a yes."""
        entry = self._under_cursor()
        if entry is None:
            return
        from advisor.tui.dialogs import Question

        def decided(yes: bool | None) -> None:
            if yes:
                self.app.forget(entry)
                self._home = None
                self.list_entries(self.entries.cursor)

        text = wording.HOME_FORGET_TEXT.format(title=wording.one_line(entry.title), about=entry.about)
        self.app.push_screen(Question(wording.HOME_FORGET, text, wording.TUI_ASK_YES), decided)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if action == "forget":
            return self._under_cursor() is not None
        if action == "to_box":
            return not self.box.has_focus
        return True

    # --- moving -------------------------------------------------------------------------------

    def action_other_part(self) -> None:
        """From the box to the list, and back."""
        # At once: the next key may be waiting already.
        self.set_focus(self.entries if self.box.has_focus else self.box)

    def action_to_box(self) -> None:
        """Say in one's own words what is going on."""
        self.set_focus(self.box)

    def action_clear(self) -> None:
        """Take the words away and show everything again; without any, go to the list and back."""
        if self.box.value:
            self.box.value = ""
            self.set_focus(self.box)
        else:
            self.action_other_part()

    def action_move(self, step: int) -> None:
        """Move the cursor of the list while one types."""
        self.entries.action_move(step)

    def action_page(self, step: int) -> None:
        """Scroll the list while one types."""
        self.entries.scroll_relative(y=step * max(1, self.entries.size.height - 2), animate=False, immediate=True)

    # --- somebody's words ---------------------------------------------------------------------

    def _prepare(self) -> None:
        """Read what a search looks in while the person reads the screen; a thread of its own keeps every key alive."""
        guide = self.app.guide

        def read() -> None:
            from advisor.understand.topics import prepare

            # What cannot be read is told by the search itself.
            with contextlib.suppress(AdvisorError):
                prepare(guide)
            # The window may be closed by now.
            with contextlib.suppress(RuntimeError):
                self.post_message(self.Prepared())

        threading.Thread(target=read, name="prepare", daemon=True).start()

    @on(Prepared)
    def _prepared(self) -> None:
        self._is_prepared = True
        if self._words:
            self._home = None
            self._look()
        elif self.app.guide.broken_trees():
            # Every tree has been read whole by now.
            self._home = None
            self.list_entries(self.entries.cursor)
        if self._enter_waits:
            self._enter_waits = False
            self._submit()

    @on(Input.Changed, "#words")
    def _changed(self) -> None:
        """Every letter counts at once."""
        self._enter_waits = False
        if self._is_prepared or not self._words:
            self._look()

    @property
    def _words(self) -> str:
        return self.box.value.strip()

    @property
    def _number(self) -> int:
        """The number of an entry, where nothing else is typed; 0 for anything else."""
        words = self._words.rstrip(".)")
        number = int(words[:9]) if words.isdecimal() and words.isascii() else 0
        return number if number <= len(self.shown.entries) else 0

    def _look(self) -> None:
        """Show what the words are about; a number moves the cursor to what stands there."""
        self._found, self._meant = None, ()
        if self._words and not self._number:
            from advisor.understand.topics import find

            try:
                found = find(self.app.guide, self.box.value, as_of=self.app.season.as_of)
                meant = meant_by(self.shown, found)
            except AdvisorError as error:
                self.app.tell_error(error)
            else:
                # Whoever has begun to type is not told what the guide is not about.
                told = self._asked == self._words or tells_much(self._words) or not self._words.isascii()
                if meant or found.urgent is not None or told:
                    self._found, self._meant = found, meant
        self.list_entries()
        if self._number:
            self.entries._go(self._number - 1)

    @on(Input.Submitted, "#words")
    def _submitted(self) -> None:
        """Enter opens what is under the cursor, once it is known what the words are about."""
        if self._words and not self._is_prepared:
            self._enter_waits = True
        else:
            self._submit()

    def _submit(self) -> None:
        """Help in danger comes first, and then nothing is opened that was not chosen."""
        urgent = self._found.urgent if self._found is not None else None
        if self._words and not self._number and self._found is None:
            self._asked = self._words
            self._look()
        elif urgent is None:
            self.entries.action_open()
        else:
            from advisor.tui.dialogs import HelpFirst

            def decided(yes: bool | None) -> None:
                if yes:
                    self.set_focus(self.entries)

            self.app.push_screen(HelpFirst(urgent), decided)
