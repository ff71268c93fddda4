"""The application: which screen, which guide, and what every screen can do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.events import Event, Key
from textual.screen import Screen
from textual.theme import Theme

from advisor import wording
from advisor.conversation.preferences import Preferences
from advisor.errors import AdvisorError, Exit
from advisor.guide.load import Guide
from advisor.guide.season import Season, day_in_words
from advisor.tui.keys import keys_here, keys_typed
from advisor.tui.themes import HIGH_CONTRAST, readable
from advisor.tui.title import name_terminal
from advisor.wording import visible

if TYPE_CHECKING:
    from advisor.conversation import Conversation, Keeper
    from advisor.conversation.home import Kept
    from advisor.store.settings import SettingsFile
    from advisor.understand.topics import Situation


_TEXTUAL_COMMANDS = {"Theme", "Screenshot"}


class AdvisorApp(App[None]):
    """The window.

    Attributes:
        kept: The conversations of this window by their tree, so that going home loses no answer.
        preferences: What the person chose once.
        chose_by_number: Set by what a number chooses.
        answered_by_number: Whether the key before this one was such a number.
        keeper: Keeps them on this machine, so that a closed terminal loses none either; None keeps nothing.
    """

    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]
    ENABLE_COMMAND_PALETTE = True
    BINDINGS = [
        Binding("question_mark,f1", "keys", wording.TUI_KEY_HELP, key_display="?"),
        Binding("f2", "settings", wording.TUI_KEY_SETTINGS, show=False),
        Binding("q", "leave", wording.TUI_KEY_QUIT),
        Binding("ctrl+p", "command_palette", wording.TUI_KEY_PALETTE, show=False, priority=True),
        Binding("ctrl+q", "quit", wording.TUI_KEY_QUIT, priority=True),
        Binding("ctrl+z", "suspend_process", wording.TUI_KEY_SUSPEND, show=False, priority=True),
        Binding("ctrl+c", "interrupt", wording.TUI_KEY_QUIT, show=False, system=True, priority=True),
    ]

    def __init__(
        self,
        guide: Guide,
        conversation: Conversation | None = None,
        *,
        as_of: date | None = None,
        keeper: Keeper | None = None,
        notes: Sequence[str] = (),
        first: Screen[None] | None = None,
        settings: SettingsFile | None = None,
    ) -> None:
        super().__init__()
        self.preferences = Preferences(settings, keeper)
        self._first_screen = first
        self.keeper = keeper
        self._notes = notes
        self.guide = guide
        self.season: Season = guide.season(conversation.interview.as_of if conversation else as_of)
        self.kept: dict[str, Conversation] = {}
        self.chose_by_number = self.answered_by_number = False
        self._first = conversation
        self.title = visible(guide.manifest_in_words.title)

    @property
    def edition(self) -> str:
        """Guide, edition and day in one line."""
        manifest = self.guide.manifest_in_words
        return wording.EDITION.format(
            title=manifest.title,
            edition=day_in_words(manifest.edition),
            as_of=day_in_words(self.season.as_of),
        )

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key) and not self.screen_stack:
            # Pressed while the window closes: there is nothing left that could take it.
            return
        if isinstance(event, Key) and not event.is_forwarded:
            self.answered_by_number, self.chose_by_number = self.chose_by_number, False
        await super().on_event(event)

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours, with every text readable."""
        return readable(super().get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Home lies under everything."""
        from advisor.tui.home import HomeScreen

        return HomeScreen()

    def on_mount(self) -> None:
        self.register_theme(HIGH_CONTRAST)
        chosen = self.preferences.settings.theme
        if chosen in self.available_themes:
            self.theme = chosen
        self.theme_changed_signal.subscribe(self, self._remember_theme)
        if self._first is not None:
            self._open(self._first)
        if self._first_screen is not None:
            self.push_screen(self._first_screen)
        for note in self._notes:
            self.tell(note)

    def _remember_theme(self, theme: Theme) -> None:
        """A theme is chosen once."""
        trouble = self.preferences.choose_theme(theme.name)
        if trouble is not None:
            self.tell(trouble, severity="error")

    def action_settings(self) -> None:
        """Show what can be chosen once and for all."""
        from advisor.tui.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    # --- topics -------------------------------------------------------------------------------

    def open_topic(self, tree: str, situation: Situation | None = None) -> None:
        """Open a tree where it was left, or else at its first question or at the branch that somebody's words meant."""
        from advisor.conversation import Conversation

        begun = ""
        try:
            conversation = self.kept.get(tree)
            if conversation is None and situation is not None:
                conversation = Conversation.open(self.guide, situation, as_of=self.season.as_of)
                begun = conversation.read_in_words
            elif conversation is None:
                conversation = Conversation.begin(self.guide, tree, as_of=self.season.as_of)
            _ = conversation.view
        except AdvisorError as error:
            self.tell_error(error)
            return
        self._open(conversation)
        if begun:
            self.tell(begun)

    def go_on(self, kept: Kept) -> None:
        """Go on with an unfinished interview of this window or of an earlier one."""
        if kept.held or kept.session is None or self.keeper is None:
            self.open_topic(kept.tree)
            return
        try:
            session = self.keeper.sessions.read(kept.session)
            resumed = self.keeper.resume(self.guide, session, as_of=self.season.as_of)
            _ = resumed.conversation.view
        except AdvisorError as error:
            self.tell_error(error)
            return
        self._open(resumed.conversation)
        for note in resumed.notes:
            self.tell(note)

    def forget(self, kept: Kept) -> None:
        """Delete an unfinished interview, from this window and from this machine."""
        if kept.held:
            self.kept.pop(kept.tree, None)
        trouble = self.keeper.forget_session(kept.session) if self.keeper is not None and kept.session else None
        if trouble is not None:
            self.tell(trouble, severity="error")

    def open_card(self, name: str) -> None:
        """Show a card by itself."""
        from advisor.interview.result import show_card
        from advisor.tui.dialogs import CardDialog

        try:
            shown = show_card(self.guide.card(name), self.season, self.guide.references)
        except AdvisorError as error:
            self.tell_error(error)
            return
        self.push_screen(CardDialog(shown, f"{self.edition} {self.guide.manifest_in_words.notice}"))

    def _open(self, conversation: Conversation) -> None:
        from advisor.tui.interview import InterviewScreen

        self.kept[conversation.interview.tree] = conversation
        self.name_window(conversation)
        self.push_screen(InterviewScreen(conversation))

    def name_window(self, conversation: Conversation | None = None) -> None:
        """Give the terminal's window the name of an interview, or of the guide."""
        name = self.guide.manifest_in_words.title
        if conversation is not None:
            name = f"{conversation.view.title} - {name}"
        name_terminal(self, wording.one_line(name))

    def keep(self, conversation: Conversation) -> None:
        """Keep an interview as it stands, in this window and on this machine."""
        self.kept[conversation.interview.tree] = conversation
        self.name_window(conversation)
        trouble = self.keeper.keep(conversation) if self.keeper is not None else None
        if trouble is not None:
            self.tell(trouble, severity="error")

    def forget_interview(self, conversation: Conversation) -> None:
        """Delete an interview from this window and from this machine, and say so."""
        self.kept.pop(conversation.interview.tree, None)
        trouble = self.keeper.forget(conversation) if self.keeper is not None else None
        self.tell(trouble or wording.INTERVIEW_DELETED, severity="error" if trouble else "information")

    # --- telling ------------------------------------------------------------------------------

    def tell(self, text: str, *, severity: str = "information") -> None:
        """Tell the person something; their own words may be part of it."""
        how = "error" if severity == "error" else "information"
        self.notify(
            visible(text),
            severity="error" if how == "error" else "information",
            markup=False,
            timeout=8,
        )

    def tell_error(self, error: AdvisorError) -> None:
        """Tell what cannot be done, in one sentence."""
        self.tell(error_sentence(error), severity="error")

    # --- leaving ------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Quit; asks first while there are answers that would be gone."""
        saving = self.keeper is not None and self.keeper.saving
        answers = any(conversation.interview.answers for conversation in self.kept.values())
        if saving or not answers:
            self.exit()
            return
        from advisor.tui.dialogs import Question

        def decided(yes: bool | None) -> None:
            if yes:
                self.exit()

        text, how = wording.TUI_QUIT_TEXT, wording.TUI_QUIT_YES
        self.push_screen(Question(wording.TUI_QUIT_TITLE, text, how, keys=("q",)), decided)

    def action_interrupt(self) -> None:
        """Ctrl+C ends the program at once, as everywhere."""
        self.exit(return_code=int(Exit.INTERRUPTED))

    # --- help and commands --------------------------------------------------------------------

    def action_keys(self) -> None:
        """Show which keys do something here."""
        from advisor.tui.dialogs import Help

        keys = [(key.name, key.does) for key in keys_here(self.screen)]
        self.push_screen(Help(keys))

    def action_command_palette(self) -> None:
        """Open the palette with every command of this screen."""
        from advisor.tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def search_themes(self) -> None:
        """Open the palette with the themes."""
        from textual.theme import ThemeProvider

        from advisor.tui.palette import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder=wording.TUI_SEARCH_THEMES))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every key of the screen as a command, then Textual's own."""
        listed: set[str] = set()
        for key in (*keys_here(screen), *keys_typed(screen)):
            if (len(key.key) == 1 or key.show or key.key.startswith("f")) and key.does not in listed:
                listed.add(key.does)
                yield SystemCommand(key.does, key.name, partial(self.run_action, key.action, screen))
        # Of Textual's own, those that ours do not do.
        yield from (command for command in super().get_system_commands(screen) if command.title in _TEXTUAL_COMMANDS)


def error_sentence(error: AdvisorError) -> str:
    """An error with its hint."""
    if error.hint:
        return wording.TUI_ERROR_HINT.format(message=error.message, hint=error.hint.rstrip("."))
    return wording.TUI_ERROR.format(message=error.message.rstrip("."))
