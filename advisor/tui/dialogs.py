"""Windows over a screen that hold words and wait for a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from advisor import wording
from advisor.conversation import Meaning
from advisor.interview.result import CardShown
from advisor.tui.lines import Paragraphs
from advisor.tui.outcome import CardView, source_blocks
from advisor.tui.prose import Prose
from advisor.tui.text import ACCENT, MUTED, STRONG, STYLES, WARNING
from advisor.understand.urgent import FirstHelp

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """Base of all: Esc closes it and changes nothing."""

    COMPONENT_CLASSES = STYLES
    AUTO_FOCUS = ".dialog"
    BINDINGS = [Binding("escape", "cancel", wording.TUI_KEY_NO, show=False)]

    def action_cancel(self) -> None:
        """Close it."""
        self.dismiss(None)


class Question(Dialog[bool]):
    """Asks for a yes; anything else is a no.

    Args:
        keys: More keys that mean yes.
    """

    BINDINGS = [
        Binding("enter,y", "yes", wording.TUI_KEY_YES, show=False),
        Binding("n", "cancel", wording.TUI_KEY_NO, show=False),
    ]

    def __init__(self, title: str, text: str, how: str, *, keys: Sequence[str] = ()) -> None:
        super().__init__()
        self._words = [(title, STRONG), ("\n\n", ""), (text, ""), ("\n\n", ""), (how, MUTED)]
        for key in keys:
            self._bindings.bind(key, "yes", wording.TUI_KEY_YES, show=False)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog small"):
            yield Prose(self._words)

    def action_yes(self) -> None:
        """Yes."""
        self.dismiss(True)  # noqa: FBT003


class Help(Dialog[None]):
    """The keys of the screen below, as they are bound there."""

    BINDINGS = [Binding("question_mark,f1,q", "cancel", wording.TUI_CLOSE, show=False)]

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        widest = max((len(name) for name, _ in self._keys), default=0)
        spans = [(wording.TUI_HELP_TITLE, STRONG), ("\n", "")]
        for name, does in self._keys:
            spans += [(f"\n{name:<{widest}}  ", ACCENT), (does, "")]
        spans.append((f"\n\n{wording.TUI_HELP_HOW}", MUTED))
        with VerticalScroll(classes="dialog"):
            yield Prose(spans)


class Meanings(Dialog[None]):
    """What terms of the glossary mean."""

    BINDINGS = [Binding("t,f4,enter,q", "cancel", wording.TUI_CLOSE, show=False)]

    def __init__(self, meanings: Sequence[Meaning]) -> None:
        super().__init__()
        self._meanings = meanings

    def compose(self) -> ComposeResult:
        spans = [(wording.TUI_TERMS, STRONG)]
        if not self._meanings:
            spans.append((f"\n\n{wording.TERMS_NONE}", ""))
        for term, means in self._meanings:
            spans += [("\n\n", ""), (term, ACCENT), (f": {means}", "")]
        spans.append((f"\n\n{wording.TUI_CLOSE}", MUTED))
        with VerticalScroll(classes="dialog"):
            yield Prose(spans)


class HelpFirst(Dialog[bool]):
    """Help in danger, before anything is done with what was typed: goes on only when the person chooses to."""

    BINDINGS = [Binding("enter", "yes", wording.TUI_KEY_GO_ON, show=False)]

    def __init__(self, help: FirstHelp) -> None:
        super().__init__()
        self._help = help

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Prose([*help_spans(self._help), ("\n\n", ""), (wording.TUI_HELP_GO_ON, MUTED)])

    def action_yes(self) -> None:
        """Go on with what was typed."""
        self.dismiss(True)  # noqa: FBT003


def help_spans(help: FirstHelp) -> list[tuple[str, str]]:
    """What is shown before anything else: who can help, and how to reach them."""
    spans = [(help.title, WARNING), ("\n\n", ""), (help.text, STRONG)]
    for contact in help.contacts:
        spans += [("\n\n", ""), (contact.name, ACCENT), ("\n", ""), (contact.how, "")]
        if contact.when:
            spans += [("\n", ""), (wording.HELP_WHEN.format(when=contact.when), MUTED)]
    return spans


class CardDialog(Dialog[None]):
    """A card that another one points to."""

    BINDINGS = [Binding("q,backspace", "cancel", wording.TUI_CLOSE, show=False)]

    def __init__(self, card: CardShown, foot: str) -> None:
        super().__init__()
        self._card = card
        self._foot = foot

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog large"):
            yield CardView()
            yield Paragraphs(id="sources")
            yield Prose([("\n", ""), (self._foot, MUTED), ("\n\n", ""), (wording.TUI_CLOSE, MUTED)])

    def on_mount(self) -> None:
        self.query_one(CardView).show(self._card)
        self.query_one("#sources", Paragraphs).say(source_blocks(self._card))
