"""The form in which the blanks of some words are filled in."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Input

from advisor import wording
from advisor.conversation import Conversation, Reply
from advisor.interview.phrasing import PhraseShown, blank_problem
from advisor.tui.box import Line
from advisor.tui.dialogs import Dialog, HelpFirst, Question
from advisor.tui.lines import Paragraphs
from advisor.tui.outcome import phrase_blocks
from advisor.tui.prose import Prose
from advisor.tui.text import ACCENT, ERROR, MUTED, STRONG
from advisor.wording import visible


class BlankLine(Line):
    """A line of the form; the arrows lead to the others, before the form around it takes them for scrolling."""

    BINDINGS = [
        Binding("down", "app.focus_next", wording.TUI_KEY_NEXT, show=False),
        Binding("up", "app.focus_previous", wording.TUI_KEY_PREVIOUS, show=False),
    ]


class BlanksForm(Dialog[Conversation]):
    """One line for each blank, what is wrong with it beside it, and below how the words will read.

    Args:
        find: Finds the words in a result, which is made anew after every change.
    """

    AUTO_FOCUS = "Input"
    BINDINGS = [Binding("ctrl+s", "keep", wording.TUI_KEY_KEEP)]

    def __init__(self, conversation: Conversation, find: Callable[[Conversation], PhraseShown]) -> None:
        super().__init__()
        self.conversation = conversation
        self._find = find
        self._blanks = conversation.interview.guide.blanks
        self._names = find(conversation).blanks

    def compose(self) -> ComposeResult:
        filled = self.conversation.interview.blanks
        with VerticalScroll(classes="dialog large", can_focus=False):
            yield Prose([(wording.TUI_BLANKS_TITLE, STRONG), ("\n", ""), (wording.TUI_BLANKS_HOW, MUTED)])
            for name in self._names:
                blank = self._blanks[name]
                label = [("\n", ""), (blank.label or name, ACCENT)]
                if blank.hint:
                    label.append((f"  {blank.hint}", MUTED))
                yield Prose(label)
                example = visible(wording.TUI_BLANK_EXAMPLE.format(example=blank.example))
                yield BlankLine(
                    filled.get(name, ""),
                    placeholder=example,
                    id=f"blank-{name}",
                    select_on_focus=False,
                    compact=True,
                )
                yield Prose(id=f"problem-{name}")
            yield Prose([("\n", ""), (wording.TUI_PREVIEW, ACCENT)])
            yield Paragraphs(id="preview")

    def on_mount(self) -> None:
        for name in self._names:
            self.query_one(f"#problem-{name}").display = False
        self._preview()
        # The form begins with its heading, not with its first line.
        self.call_after_refresh(self.query_one(VerticalScroll).scroll_home, animate=False)

    def _values(self) -> dict[str, str]:
        return {name: self.query_one(f"#blank-{name}", Input).value for name in self._names}

    @on(Input.Changed)
    def _preview(self) -> None:
        if len(self.query(BlankLine)) < len(self._names):
            # The last letter arrives while the form is taken down.
            return
        sound = {}
        for name, value in self._values().items():
            problem = blank_problem(self._blanks[name], value.strip()) if value.strip() else None
            spans = [(f"✗ {problem}", ERROR)] if problem else []
            self.query_one(f"#problem-{name}", Prose).say(spans)
            sound[name] = "" if problem else value
        phrase = self._find(self.conversation.fill(sound, after_help=True).conversation)
        labels = {name: blank.label or name for name, blank in self._blanks.items()}
        self.query_one("#preview", Paragraphs).say(phrase_blocks(phrase, labels))

    @on(Input.Submitted)
    def _next(self, message: Input.Submitted) -> None:
        """Enter goes to the next line, and from the last one closes the form."""
        inputs = list(self.query(Input))
        place = inputs.index(message.input)
        if place < len(inputs) - 1:
            inputs[place + 1].focus()
        else:
            self.action_keep()

    def action_cancel(self) -> None:
        """Leave the blanks as they were; what was typed here is thrown away only after a yes."""
        filled = self.conversation.interview.blanks
        if all(value.strip() == filled.get(name, "") for name, value in self._values().items()):
            self.dismiss(None)
            return

        def decided(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(Question(wording.TUI_DROP, wording.TUI_DROP_TEXT, wording.TUI_ASK_YES), decided)

    def action_keep(self) -> None:
        """Take what was filled in; the first line that does not fit keeps the form open."""
        self._keep(self.conversation.fill(self._values()))

    def _keep(self, reply: Reply) -> None:
        if reply.help is not None:
            self.app.push_screen(HelpFirst(reply.help), self._go_on)
            return
        if reply.message is None:
            self.dismiss(reply.conversation)
            return
        for name, value in self._values().items():
            if value.strip() and blank_problem(self._blanks[name], value.strip()):
                self.query_one(f"#blank-{name}").focus()
                return

    def _go_on(self, yes: bool | None) -> None:
        if yes:
            self._keep(self.conversation.fill(self._values(), after_help=True))
