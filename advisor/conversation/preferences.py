"""What a person chooses once, and what it changes in this process: the same for every face."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import wording
from advisor.errors import AdvisorError
from advisor.store.sessions import DAYS_KEPT
from advisor.store.settings import Settings, SettingsFile

if TYPE_CHECKING:
    from advisor.conversation.keeping import Keeper


class Preferences:
    """The settings of one process.

    Attributes:
        settings: What was chosen, now.
        file: Where it is kept; None where what is chosen holds for this time only.
    """

    def __init__(self, file: SettingsFile | None = None, keeper: Keeper | None = None) -> None:
        """Read the settings; a file that cannot be used counts as none."""
        self.file = file
        self._keeper = keeper
        self.settings = file.read()[0] if file is not None else Settings(schema=1)

    @property
    def keeping(self) -> bool:
        """Whether interviews are kept, as things stand: the command line may have said so for this time."""
        return self._keeper is not None and self._keeper.saving

    @property
    def can_keep(self) -> bool:
        """Whether anything could be kept."""
        return self._keeper is not None

    @property
    def place(self) -> str:
        """One sentence: where the settings are kept."""
        return wording.SETTINGS_NOT_KEPT if self.file is None else wording.SETTINGS_AT.format(file=self.file.file)

    @property
    def about_keeping(self) -> str:
        """One sentence: what keeping interviews means."""
        return wording.SETTING_KEEP_ABOUT.format(days=DAYS_KEPT)

    @property
    def note(self) -> str:
        """Whether answers are kept, and what changes that in the window; "" where nothing could be kept."""
        if not self.can_keep:
            return ""
        return wording.TUI_KEEPING.format(days=DAYS_KEPT) if self.keeping else wording.TUI_NOT_KEEPING

    def choose_theme(self, theme: str) -> str | None:
        """Keep a theme; gives a sentence where that cannot be done."""
        return None if self.settings.theme == theme else self._choose(theme=theme)

    def choose_keeping(self, *, keep: bool) -> str | None:
        """Keep interviews from now on, or keep none and delete what this process has kept.

        Returns:
            A sentence where something cannot be written or deleted. The choice holds in this process all the same.
        """
        if self._keeper is None:
            return None
        if keep:
            self._keeper.turn_on()
        trouble = None if keep else self._keeper.turn_off()
        return self._choose(save=keep) or trouble

    def count_kept(self) -> int:
        """How many interviews are kept on this machine, whatever the guide."""
        return len(self._keeper.sessions.list().sessions) if self._keeper is not None else 0

    def forget_all(self) -> str:
        """Delete every kept interview; gives a sentence on what was done, or why it cannot be."""
        if self._keeper is None:
            return wording.NO_SESSIONS
        try:
            return wording.FORGOTTEN.format(count=wording.count(self._keeper.forget_everything(), "interview"))
        except AdvisorError as error:
            return error.message

    def _choose(self, **chosen: object) -> str | None:
        self.settings = self.settings.model_copy(update=chosen)
        if self.file is None:
            return None
        try:
            self.file.write(self.settings)
        except AdvisorError as error:
            return error.message
        return None
