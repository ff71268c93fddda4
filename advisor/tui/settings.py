"""What a person chooses once: the theme, and whether interviews are kept."""

from __future__ import annotations

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.theme import Theme

from advisor import wording
from advisor.tui.app import AdvisorApp
from advisor.tui.choices import Choice, Choices
from advisor.tui.prose import Prose
from advisor.tui.text import MUTED, STRONG, STYLES


class SettingsScreen(ModalScreen[None]):
    """Each line is one setting; Enter changes it, and it is kept at once."""

    COMPONENT_CLASSES = STYLES
    AUTO_FOCUS = "#settings"
    BINDINGS = [Binding("escape,q,f2", "close", wording.TUI_CLOSE, show=False)]

    app = getters.app(AdvisorApp)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Prose([(wording.SETTINGS, STRONG), ("\n", "")])
            yield Choices(id="settings", spaced=True)
            how = f"{wording.TUI_SETTINGS_HOW} {self.app.preferences.place}"
            yield Prose([("\n", ""), (wording.one_line(how), MUTED)])

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, self._theme_changed)
        self._list()

    def _theme_changed(self, _theme: Theme) -> None:
        self._list()

    def _list(self) -> None:
        preferences = self.app.preferences
        choices = [Choice(f"{wording.SETTING_THEME}: {self.app.theme}", wording.TUI_THEME_ABOUT)]
        if preferences.can_keep:
            keeping = wording.SETTING_YES if preferences.keeping else wording.SETTING_NO
            kept = wording.SETTING_FORGET_ABOUT.format(count=wording.count(preferences.count_kept(), "interview"))
            choices += [
                Choice(f"{wording.SETTING_KEEP}: {keeping}", preferences.about_keeping),
                Choice(wording.SETTING_FORGET, kept),
            ]
        entries = self.query_one(Choices)
        entries.set_choices(choices, entries.cursor)

    @on(Choices.Opened)
    def _change(self, message: Choices.Opened) -> None:
        (self.app.action_change_theme, self._switch_keeping, self._forget_all)[message.index]()

    def _switch_keeping(self) -> None:
        preferences = self.app.preferences
        trouble = preferences.choose_keeping(keep=not preferences.keeping)
        if trouble is not None:
            self.app.tell(trouble, severity="error")
        self._list()

    def _forget_all(self) -> None:
        from advisor.tui.dialogs import Question

        def decided(yes: bool | None) -> None:
            if yes:
                self.app.tell(f"{wording.capital(self.app.preferences.forget_all())}.")
                self._list()

        how = wording.TUI_ASK_YES
        self.app.push_screen(Question(f"{wording.SETTING_FORGET}?", wording.SETTING_FORGET_SURE, how), decided)

    def action_close(self) -> None:
        """Go back to where one was."""
        self.dismiss(None)
