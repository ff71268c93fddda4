"""A few lines of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widgets import Static

from advisor.tui.text import joined


class Prose(Static):
    """Words that may come from anybody: drawn as they are, never as markup."""

    def __init__(
        self,
        spans: Iterable[tuple[str, str]] = (),
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(joined(spans), markup=False, id=id, classes=classes)

    def say(self, spans: Sequence[tuple[str, str]]) -> None:
        """Show other words; nothing at all takes no room."""
        self.display = bool(spans)
        self.update(joined(spans))

    def update_spans(self, spans: Sequence[tuple[str, str]]) -> None:
        """Show other words in the same room, be it empty."""
        self.update(joined(spans))

    @property
    def text(self) -> str:
        """What is drawn."""
        return self.content.plain if isinstance(self.content, Content) else str(self.content)
