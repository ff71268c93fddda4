"""One interview: what was answered above, the question or the result below."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from advisor import wording
from advisor.conversation import Conversation, Option, QuestionView, Reply, glossary_of, handing
from advisor.errors import AdvisorError
from advisor.interview.phrasing import PhraseShown
from advisor.interview.result import Result
from advisor.tui.app import AdvisorApp, error_sentence
from advisor.tui.box import AnswerBox
from advisor.tui.keys import KeyBar
from advisor.tui.lines import BLANK, Block, LineView, Paragraphs
from advisor.tui.outcome import OutcomeView
from advisor.tui.prose import Prose
from advisor.tui.question import Hints, QuestionPanel
from advisor.tui.text import ACCENT, MUTED, STRONG, STYLES, said
from advisor.tui.transcript import Transcript
from advisor.understand.urgent import FirstHelp
from advisor.wording import visible

WIDEST = 120
"""The columns of the content on a wide window, as in app.tcss."""

SIDE = 44
"""The columns of the panel at the side, as in app.tcss."""

WITH_SIDE = 120
"""The columns from which on a window has room for the panel."""

PAUSE = 0.03
"""Seconds without a key after which what is slow to compute is: it never delays a question."""


class InterviewScreen(Screen[None]):
    """Draws a conversation and passes on what the person does.

    Attributes:
        conversation: All there is to know; every command replaces it.
    """

    COMPONENT_CLASSES = STYLES
    AUTO_FOCUS = ""
    BINDINGS = [
        Binding("b", "blanks", wording.TUI_KEY_BLANKS),
        Binding("c", "copy", wording.TUI_KEY_COPY),
        Binding("m", "mail", wording.TUI_KEY_MAIL),
        Binding("s", "save", wording.TUI_KEY_SAVE),
        Binding("escape", "back", wording.TUI_KEY_BACK),
        Binding("w,f2", "why", wording.TUI_KEY_WHY),
        Binding("slash", "say", wording.TUI_KEY_SAY),
        Binding("t,f4", "terms", wording.TUI_KEY_TERMS, show=False),
        Binding("d,f8", "forget", wording.TUI_KEY_DELETE, show=False),
        Binding("a", "answers", wording.TUI_KEY_CHANGE, show=False),
        Binding("C", "copy_subject", wording.TUI_KEY_COPY_SUBJECT, show=False),
        Binding("h,f3", "home", wording.TUI_KEY_HOME, show=False),
        Binding("r", "restart", wording.TUI_KEY_RESTART, show=False),
        Binding("tab", "next_part", wording.TUI_KEY_TO_BOX, show=False),
        Binding("shift+tab", "app.focus_previous", wording.TUI_KEY_PREVIOUS, show=False),
    ]

    app = getters.app(AdvisorApp)
    transcript = getters.query_one("#transcript", Transcript)
    panel = getters.query_one("#question", QuestionPanel)
    box = getters.query_one("#box", Input)
    outcome = getters.query_one("#outcome", OutcomeView)

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self.conversation = conversation
        self._saying = False
        self._later: Timer | None = None
        self._drawn: Result | None = None
        self._heights: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield Prose(id="heading")
        with VerticalScroll(id="side", can_focus=False):
            yield Paragraphs(id="side-text")
        yield Transcript(id="transcript")
        yield QuestionPanel(id="question")
        yield AnswerBox(id="box", select_on_focus=False)
        yield OutcomeView(id="outcome")
        yield Prose(id="edition")
        yield KeyBar()

    def on_mount(self) -> None:
        view = self.conversation.view
        self.panel.glossary = glossary_of(self.conversation.interview.guide)
        self.query_one("#heading", Prose).say([(view.title, STRONG)])
        self.query_one("#edition", Prose).update(said(f"{view.edition} {view.notice}"))
        self._draw()

    # --- the conversation ---------------------------------------------------------------------

    def take(self, command: Callable[[], Reply], after_help: Callable[[], Reply] | None = None) -> None:
        """Do a command and draw what it led to; what cannot be done is told and changes nothing.

        Args:
            command: What to do.
            after_help: What to do instead once help has been shown, where the command's words mean danger.
        """
        try:
            reply = command()
            _ = reply.conversation.view
        except AdvisorError as error:
            self._tell_in_place(error_sentence(error))
            return
        if reply.help is not None:
            self._help_first(reply.help, after_help)
            return
        if reply.message is not None:
            self._tell_in_place(reply.message)
            if reply.offers or self.panel.offers:
                self._offer(reply.offers)
            return
        self.conversation = reply.conversation
        self._draw()
        self.app.keep(self.conversation)

    def _offer(self, offers: Sequence[Option]) -> None:
        """Show what may have been meant; whoever types a value goes on typing, and the arrow up leads to the list."""
        self.panel.offer(offers)
        if not self.panel.takes_typing:
            self._saying = False
            self.box.display = False
            self.panel.focus()
        self._arrange()

    def _help_first(self, help: FirstHelp, after_help: Callable[[], Reply] | None) -> None:
        from advisor.tui.dialogs import HelpFirst

        def decided(yes: bool | None) -> None:
            if yes and after_help is not None:
                self.take(after_help)

        self.app.push_screen(HelpFirst(help), decided)

    def _tell_in_place(self, message: str) -> None:
        if self.conversation.view.question is None:
            self.app.tell(message, severity="error")
            return
        self.panel.hints = replace(self.panel.hints, message=message)
        self.panel.update()
        self.panel.look_at_top()
        self._arrange()

    @property
    def result(self) -> Result | None:
        """Where it ended."""
        return self.conversation.view.result

    # --- drawing ------------------------------------------------------------------------------

    def _draw(self) -> None:
        """Show the conversation as it stands: the one place where that happens."""
        view = self.conversation.view
        width = self._width
        self._saying = False
        changing = self._changing
        self.transcript.set_entries(view.entries, changing, width)
        asking, result = view.question, view.result
        self.panel.display = asking is not None
        self.outcome.display = self.query_one("#edition").display = asking is None
        if asking is not None:
            present = view.entries[changing - 1].text if changing is not None else ""
            hints = Hints(changing=changing, because=self._because(), follows=self._follows(), present=present)
            self.panel.ask(asking, hints, width)
            self._open_box(asking)
            (self.box if self.panel.takes_typing else self.panel).focus(scroll_visible=False)
        elif result is not None:
            self.box.display = False
            self._show_result(result)
            if self.focused is None or self.focused in (self.panel, self.box, self.transcript):
                self.outcome.focus(scroll_visible=False)
        self._arrange()
        self.refresh_bindings()
        self._compute_later()

    def _open_box(self, asking: QuestionView) -> None:
        typing = self.panel.takes_typing
        self.box.display = typing
        if not typing:
            return
        names = [option.id for option in asking.options]
        present = asking.present
        self.box.value = "" if present is None or present in names else visible(str(present))
        self.box.placeholder = wording.TUI_VALUE_HOLDERS[asking.kind]
        self.box.cursor_position = len(self.box.value)

    def _because(self) -> str:
        return self.conversation.because if self.panel.why else ""

    def _follows(self) -> str:
        return self.conversation.follows if self.panel.why else ""

    @property
    def _changing(self) -> int | None:
        if self.conversation.editing is None:
            return None
        for entry in self.conversation.view.entries:
            if f"{entry.tree}/{entry.question}" == self.conversation.editing:
                return entry.number
        return None

    def _show_result(self, result: Result) -> None:
        if result is self._drawn:
            return
        self._drawn = result
        view = self.conversation.view
        interview = self.conversation.interview
        labels = {name: blank.label or name for name, blank in interview.guide.blanks.items()} if result.phrases else {}
        self.outcome.show(
            result,
            season_over=view.season_over,
            unused=view.unused,
            targets=[(target, self._title_of(target)) for target in result.see_also],
            foot=f"{view.edition} {view.notice}",
            labels=labels,
            as_of=interview.as_of,
        )
        self.outcome.scroll_home(animate=False, immediate=True)

    def _title_of(self, target: str) -> str:
        kind, _, name = target.partition(":")
        guide = self.conversation.interview.guide
        try:
            title = guide.card(name).matter.title if kind == "card" else guide.tree(name).title
        except AdvisorError:
            return name
        return self.conversation.interview.season.fill(title)

    # --- what is slow ---------------------------------------------------------------------------

    def _compute_later(self) -> None:
        if self._later is not None:
            self._later.stop()
        self._later = self.set_timer(PAUSE, self._compute)

    def _compute(self) -> None:
        """After the frame: how many questions remain, or what would change the result, and the panel at the side."""
        if self.has_side:
            with suppress(AdvisorError):
                self.query_one("#side-text", Paragraphs).say(self.side_blocks())
        try:
            if self.conversation.view.question is None:
                if self._drawn is not None:
                    self.outcome.show_changes(self.conversation.would_change)
                return
            if self.conversation.editing is not None:
                return
            remaining = self.conversation.remaining
        except AdvisorError:
            return
        # The question that is shown is counted too.
        left = max(0, remaining.min - 1), max(0, remaining.max - 1)
        words = wording.questions_left(*left, exact=remaining.exact)
        self.panel.hints = replace(self.panel.hints, remaining=words)
        self.panel.update()

    def side_blocks(self) -> list[Block]:
        """What the panel at the side says: the answers so far, and where they can still lead."""
        view = self.conversation.view
        blocks = [Block(((wording.TUI_SIDE_ANSWERS, ACCENT),))]
        if not view.entries:
            blocks.append(Block(((wording.TUI_SIDE_NONE, MUTED),)))
        for entry in view.entries:
            blocks.append(Block(((entry.ask, MUTED),), f"{entry.number:>2} "))
            blocks.append(Block(((entry.text, STRONG),), "   "))
        possible = self.conversation.possible if view.question is not None else ()
        if possible:
            blocks += [BLANK, Block(((wording.TUI_SIDE_POSSIBLE, ACCENT),))]
            blocks += [Block(((one.title, ""),), "• ") for one in possible]
        return blocks

    # --- layout -------------------------------------------------------------------------------

    @property
    def _width(self) -> int:
        """The columns in which lines are drawn, without the scrollbar's."""
        room = self.size.width - (SIDE if self.has_side else 0)
        return max(1, min(room, WIDEST) - 1)

    @property
    def has_side(self) -> bool:
        """Whether the panel at the side is shown."""
        return self.size.width >= WITH_SIDE

    def _arrange(self) -> None:
        """Give the question the lines that it needs, and the transcript the rest.

        Heights are set here and not found by a layout, which would take a second pass.
        """
        low = self.size.height < 16
        width = self._width
        lines = self.transcript.lines_at(width)
        focused = self.transcript.has_focus
        if self.conversation.view.question is None:
            room = self.size.height - 2 - (1 if low else 3)
            kept = room // 2 if focused else (0 if low else max(2, room // 8))
            heights: tuple[int, ...] = (min(lines, kept), 0)
        else:
            box = 0 if not self.box.display else (1 if low else 3)
            rule = 0 if low else 1
            room = max(1, self.size.height - 2 - box)
            wanted = self.panel.lines_at(width) + rule
            kept = min(lines, room // 2 if focused else max(0, min(4, room // 3 - 2)))
            question = max(1, min(wanted, room - kept))
            heights = (min(lines, room - question), question)
        if heights != self._heights:
            self._heights = heights
            self.transcript.styles.height = heights[0]
            if heights[1]:
                self.panel.styles.height = heights[1]
        self.box.set_class(low, "-compact")
        self.transcript.call_after_refresh(self.transcript.show_end) if not focused else None
        if self.panel.display:
            self.panel.call_after_refresh(self.panel.bring_into_view)

    def on_resize(self) -> None:
        side = self.query_one("#side")
        if side.display is not self.has_side:
            side.display = self.has_side
            self._compute_later()
        self._arrange()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._arrange()

    # --- messages from below ------------------------------------------------------------------

    @on(QuestionPanel.Chosen)
    def _chosen(self, message: QuestionPanel.Chosen) -> None:
        # A key that was pressed before the next question was shown is no answer to it.
        if message.question is not self.conversation.view.question:
            return
        self.take(lambda: self.conversation.choose(message.value))

    @on(QuestionPanel.Left)
    def _left_panel(self, message: QuestionPanel.Left) -> None:
        if message.side > 0 and self.box.display:
            self.box.focus()
        elif message.side < 0 and self.transcript.entries:
            self.transcript.focus()

    @on(Transcript.LeftBelow)
    def _left_transcript(self) -> None:
        self._focus_below()

    def _focus_below(self) -> None:
        if self.conversation.view.question is None:
            self.outcome.focus()
        else:
            (self.box if self.panel.takes_typing else self.panel).focus()

    @on(Transcript.Change)
    def _change(self, message: Transcript.Change) -> None:
        self.take(lambda: self.conversation.change(message.number))

    @on(OutcomeView.TryOut)
    def _try_out(self, message: OutcomeView.TryOut) -> None:
        change = message.change
        self.take(lambda: Reply(self.conversation.try_out(change)))
        self.outcome.focus(scroll_visible=False)
        self.app.tell(wording.TRIED.format(ask=change.ask, text=change.text))

    @on(OutcomeView.OpenTarget)
    def _open_target(self, message: OutcomeView.OpenTarget) -> None:
        kind, _, name = message.target.partition(":")
        try:
            if kind == "card":
                self._open_card(name)
                return
            begun = self.conversation.continue_in(name)
            _ = begun.view
        except AdvisorError as error:
            self.app.tell_error(error)
            return
        self.app.kept[name] = begun
        if self.app.keeper is not None:
            self.app.keeper.begin_anew(name)
        self.app.push_screen(InterviewScreen(begun))
        if begun.interview.steps:
            self.app.tell(wording.TUI_CARRIED)

    def _open_card(self, name: str) -> None:
        from advisor.interview.result import show_card
        from advisor.tui.dialogs import CardDialog

        interview = self.conversation.interview
        shown = show_card(interview.guide.card(name), interview.season, interview.guide.references)
        view = self.conversation.view
        self.app.push_screen(CardDialog(shown, f"{view.edition} {view.notice}"))

    @on(Input.Submitted, "#box")
    def _said(self, message: Input.Submitted) -> None:
        text = message.value
        if text.strip():
            self.take(
                lambda: self.conversation.say(text),
                lambda: self.conversation.say(text, after_help=True),
            )

    def on_key(self, event: events.Key) -> None:
        """From the box, the arrow up leads to the words that can be given instead."""
        if self.focused is self.box and event.key in ("up", "down"):
            event.stop()
            if event.key == "up":
                self.panel.cursor = max(0, len(self.panel.options) - 2)
                self.panel.focus()

    # --- what the person can do -----------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        view = self.conversation.view
        asking, result = view.question, view.result
        phrase = self.outcome.phrase if result is not None else None
        if action == "why":
            return asking is not None
        if action == "terms":
            return bool(self.panel.glossary)
        if action == "forget":
            return bool(self.conversation.interview.answers)
        if action == "say":
            return asking is not None and not self.box.display
        if action in ("answers", "restart"):
            return bool(view.entries)
        if action == "save":
            return result is not None
        if action == "copy":
            return phrase is not None
        if action == "mail":
            return phrase is not None and phrase.medium == "email"
        if action == "copy_subject":
            return phrase is not None and phrase.subject is not None
        if action == "blanks":
            return phrase is not None and bool(phrase.blanks)
        return True

    def action_back(self) -> None:
        """One step back: out of box, offers or change, then the last answer, then home."""
        if self._saying:
            self._close_box()
        elif self.outcome.display and not self.transcript.has_focus and self.outcome.back():
            pass
        elif self.panel.offers:
            self.panel.hints = replace(self.panel.hints, message="")
            self.panel.offer(())
            self._arrange()
        elif self.transcript.has_focus:
            self._focus_below()
        elif self.conversation.editing is None and not self.conversation.view.entries:
            self.dismiss()
        else:
            self.take(self.conversation.back)

    def _close_box(self) -> None:
        self._saying = False
        self.box.display = False
        self.panel.hints = replace(self.panel.hints, message="")
        self.panel.update()
        self.panel.focus()
        self._arrange()
        self.refresh_bindings()

    def action_why(self) -> None:
        """Show or hide why the question is asked and how to find the answer."""
        self.panel.why = not self.panel.why
        self.panel.hints = replace(self.panel.hints, because=self._because(), follows=self._follows())
        self.panel.update()
        self._look(opened=self.panel.why)

    def _look(self, *, opened: bool) -> None:
        """Show what was opened above the answers, or the answers again."""
        if opened:
            self.panel.look_at_top()
        else:
            self.panel.follows_cursor = True
        self._arrange()

    def action_say(self) -> None:
        """Answer in one's own words."""
        self._saying = True
        # What was not clear can be said better without being typed anew.
        if not self.panel.offers:
            self.box.value = ""
        self.box.placeholder = wording.TUI_OWN_WORDS
        self.box.display = True
        # At once: the next key may be the first letter.
        self.set_focus(self.box, scroll_visible=False)
        self._arrange()
        self.refresh_bindings()

    def action_next_part(self) -> None:
        """From a question with numbered answers into the box for one's own words, else to the next part."""
        if self.focused is self.panel and not self.box.display:
            self.action_say()
        else:
            self.focus_next()

    def action_terms(self) -> None:
        """Explain the marked words, or hide what they mean."""
        asking = self.conversation.view.question
        if asking is not None:
            if not self.panel.terms_of(asking):
                self._tell_in_place(wording.TERMS_NONE)
                return
            self.panel.toggle_terms()
            self._look(opened=bool(self.panel.open_terms))
            return
        from advisor.tui.dialogs import Meanings

        self.app.push_screen(Meanings(self.conversation.meanings))

    @on(LineView.TermClicked)
    def _term_clicked(self, message: LineView.TermClicked) -> None:
        if self.conversation.view.question is not None:
            self.panel.toggle_terms(message.term)
            self._look(opened=bool(self.panel.open_terms))
            return
        from advisor.tui.dialogs import Meanings

        found = glossary_of(self.conversation.interview.guide).look_up(message.term)
        self.app.push_screen(Meanings([found] if found is not None else ()))

    def action_forget(self) -> None:
        """Clear this interview from the screen and from this machine, once the person has confirmed it."""
        from advisor.tui.dialogs import Question

        def decided(yes: bool | None) -> None:
            if yes:
                self.dismiss()
                self.app.forget_interview(self.conversation)

        answers = wording.capital(wording.count(len(self.conversation.interview.answers), "answer"))
        text = wording.TUI_FORGET_TEXT.format(answers=answers)
        self.app.push_screen(Question(wording.TUI_FORGET, text, wording.TUI_ASK_YES), decided)

    def action_answers(self) -> None:
        """Go up to the answers, to change one."""
        self.transcript.focus()

    def action_home(self) -> None:
        """All topics; the answers are kept."""
        while len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        self.app.pop_screen()

    def action_restart(self) -> None:
        """The same topic from its first question."""
        from advisor.tui.dialogs import Question

        def decided(yes: bool | None) -> None:
            if yes:
                self.take(self.conversation.restart)

        answers = wording.count(len(self.conversation.view.entries), "answer")
        text = wording.TUI_RESTART_TEXT.format(answers=answers)
        self.app.push_screen(Question(wording.TUI_KEY_RESTART + "?", text, wording.TUI_ASK_YES), decided)

    # --- blanks, copying, saving ------------------------------------------------------------------

    def action_blanks(self) -> None:
        """Fill in the blanks of the words that are shown."""
        from advisor.tui.blanks import BlanksForm

        shown = self.outcome.phrase
        if shown is None:
            return
        name = shown.id

        def find(conversation: Conversation) -> PhraseShown:
            result = conversation.view.result
            assert result is not None
            return next(phrase for phrase in result.phrases if phrase.id == name)

        def filled(conversation: Conversation | None) -> None:
            if conversation is None:
                return
            self.conversation = conversation
            self.app.keep(conversation)
            if conversation.view.result is not None:
                self._drawn = conversation.view.result
                self.outcome.refresh_phrases(self._drawn)

        self.app.push_screen(BlanksForm(self.conversation, find), filled)

    def action_copy(self) -> None:
        """Copy the words that are shown; asks first where there are gaps in them."""
        self._without_gaps(wording.TUI_KEY_COPY, wording.TUI_COPY_MISSING, self._copy_words)

    def action_mail(self) -> None:
        """Open the words that are shown in the mail program; asks first where there are gaps in them."""
        self._without_gaps(wording.TUI_KEY_MAIL, wording.TUI_MAIL_MISSING, self._mail)

    def _without_gaps(self, title: str, question: str, do: Callable[[PhraseShown], None]) -> None:
        phrase = self.outcome.phrase
        if phrase is None:
            return
        if not phrase.missing_blanks:
            do(phrase)
            return
        from advisor.tui.dialogs import Question

        def decided(yes: bool | None) -> None:
            if yes:
                do(phrase)

        names = ", ".join(self.outcome.labels.get(name, name) for name in phrase.missing_blanks)
        self.app.push_screen(Question(title, question.format(names=names), wording.TUI_ASK_YES), decided)

    def _copy_words(self, phrase: PhraseShown) -> None:
        self._copy(phrase.text, handing.words_in(phrase), subject=phrase.subject is not None)

    def _mail(self, phrase: PhraseShown) -> None:
        self.run_worker(self._mail_and_tell(phrase), exclusive=True, group="mail")

    async def _mail_and_tell(self, phrase: PhraseShown) -> None:
        mailed = await asyncio.to_thread(handing.mailed, phrase)
        self.app.tell(mailed.message)
        if mailed.copy is not None:
            self._copy_words(phrase)

    def action_copy_subject(self) -> None:
        """Copy the subject of the email that is shown."""
        phrase = self.outcome.phrase
        if phrase is not None and phrase.subject is not None:
            self._copy(phrase.subject, wording.TUI_COPY_SUBJECT, subject=False)

    def _copy(self, text: str, what: str, *, subject: bool) -> None:
        self.run_worker(self._copy_and_tell(text, what, subject=subject), exclusive=True, group="copy")

    async def _copy_and_tell(self, text: str, what: str, *, subject: bool) -> None:
        self.app.copy_to_clipboard(text)
        sentence = await asyncio.to_thread(handing.copied, text, what, terminal=True)
        self.app.tell(f"{sentence} {wording.TUI_SUBJECT_TOO}" if subject else sentence)

    def action_save(self) -> None:
        """Save the whole result to a file."""
        from advisor.tui.save import SaveDialog

        try:
            folder = Path.cwd()
        except OSError:
            folder = Path.home()
        self.app.push_screen(SaveDialog(self.conversation.interview, folder), self._saved)

    def _saved(self, message: str | None) -> None:
        if message is not None:
            self.app.tell(message)
