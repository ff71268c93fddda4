"""The question that waits, with its numbered answers: one widget that draws itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual import events, getters
from textual.binding import Binding
from textual.message import Message

from advisor import wording
from advisor.conversation import Glossary, Option, QuestionView
from advisor.tui.app import AdvisorApp
from advisor.tui.lines import BLANK, Block, LineView
from advisor.tui.numbers import Typed
from advisor.tui.text import ACCENT, ERROR, GOOD, MUTED, STRONG, marked


@dataclass(frozen=True)
class Hints:
    """What stands around a question.

    Attributes:
        remaining: How many more can come, in words, or "" while that is not known.
        changing: The number of the answer that is being changed, or None.
        because: Why it is asked now, derived from the routing; shown with the author's reason.
        follows: What can still follow; shown with it.
        message: Why the last try was not taken.
        present: While an answer is changed: what it is now, in words.
        hint: What the last key did, or would need.
    """

    remaining: str = ""
    changing: int | None = None
    because: str = ""
    follows: str = ""
    message: str = ""
    present: str = ""
    hint: str = ""


class QuestionPanel(LineView):
    """Draws one question after the other, in place.

    `choice`: a number answers at once. `several`: Space or a number picks, Enter confirms. The
    other kinds have an answer box below; what the panel lists for them are the words that can be
    given instead.
    """

    app = getters.app(AdvisorApp)
    BINDINGS = [
        Binding("up,k", "move(-1)", wording.TUI_KEY_UP, show=False),
        Binding("down,j", "move(1)", wording.TUI_KEY_DOWN, show=False),
        Binding("home,g", "edge(-1)", wording.TUI_KEY_FIRST, show=False),
        Binding("end,G", "edge(1)", wording.TUI_KEY_LAST, show=False),
        Binding("pageup", "page(-1)", wording.TUI_KEY_PAGE_UP, show=False),
        Binding("pagedown", "page(1)", wording.TUI_KEY_PAGE_DOWN, show=False),
        Binding("enter", "take", wording.TUI_KEY_TAKE),
        Binding("space", "pick", wording.TUI_KEY_PICK),
    ]

    class Chosen(Message):
        """An answer was chosen: an option's id, or the ids that were picked, and for which question."""

        def __init__(self, value: str | list[str], question: QuestionView | None) -> None:
            super().__init__()
            self.value = value
            self.question = question

    class Left(Message):
        """The cursor went beyond the first option (-1) or the last one (1)."""

        def __init__(self, side: int) -> None:
            super().__init__()
            self.side = side

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.question: QuestionView | None = None
        self.hints = Hints()
        self.offers: tuple[Option, ...] = ()
        self.picked: frozenset[str] = frozenset()
        self.cursor = 0
        self.why = False
        self.typed = Typed()
        self.glossary: Glossary | None = None
        self.open_terms: frozenset[str] = frozenset()

    # --- what is asked ------------------------------------------------------------------------

    def ask(self, question: QuestionView, hints: Hints, width: int) -> None:
        """Show a question from its beginning, the suggested or present answer under the cursor."""
        self.question = question
        self.offers = ()
        self.hints = hints
        self.typed = Typed()
        self.open_terms = frozenset()
        self.follows_cursor = True
        present = question.present
        self.picked = frozenset(present) if isinstance(present, tuple) else frozenset()
        names = [option.id for option in question.options]
        start = present if isinstance(present, str) and present in names else question.suggested
        self.cursor = names.index(start) if start in names else 0
        self.update(width)

    def offer(self, offers: Sequence[Option]) -> None:
        """Show only the answers that may have been meant; none shows all again."""
        self.offers = tuple(offers)
        self.follows_cursor = True
        self.cursor = 0
        self.update()
        self.bring_into_view()

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen now."""
        if self.offers:
            return self.offers
        return self.question.options if self.question else ()

    @property
    def takes_typing(self) -> bool:
        """Whether the question is answered in a box."""
        return self.question is not None and self.question.kind in ("number", "date", "text")

    # --- drawing ------------------------------------------------------------------------------

    def update(self, width: int | None = None) -> None:
        """Draw the question as it stands."""
        question = self.question
        if question is None:
            return
        seen: set[str] = set()
        blocks = [*self._head(question, seen), *self._answers(question, seen)]
        self.show(blocks, self.cursor if self.has_focus or not self.takes_typing else None, width=width)

    def _head(self, question: QuestionView, seen: set[str]) -> list[Block]:
        hints = self.hints
        place = wording.TUI_QUESTION.format(number=question.number)
        spans = [(place, ACCENT)]
        if hints.changing is not None:
            spans = [(wording.TUI_CHANGING.format(number=hints.changing), ACCENT)]
        elif hints.remaining:
            spans.append((f"  {hints.remaining}", MUTED))
        blocks = [Block(tuple(spans), " "), Block(marked([(question.ask, STRONG)], self.glossary, seen), " ")]
        if self.why:
            for title, text in (
                (wording.WHY, question.why),
                (wording.TUI_BECAUSE, hints.because),
                (wording.FOLLOWS_LABEL, hints.follows),
                (wording.HELP, question.help),
            ):
                if text:
                    words = marked([(text, "")], self.glossary, seen)
                    blocks.append(Block(((f"{title}: ", MUTED), *words), " "))
        blocks += self._meanings(question)
        refused = hints.message or question.refused
        if refused:
            blocks.append(Block(((f"✗ {refused}", ERROR),), " "))
        if hints.hint:
            blocks.append(Block(((hints.hint, ACCENT),), " "))
        if question.limits:
            limits = question.limits
            if question.kind == "several":
                limits = f"{limits}. {wording.TUI_SEVERAL_HOW}"
                if self.picked:
                    limits += f" ({wording.TUI_PICKED.format(count=len(self.picked))})"
            blocks.append(Block(((f"{limits}.", MUTED),), " "))
        if hints.present and self.takes_typing:
            blocks.append(Block(((wording.TUI_PRESENT_VALUE.format(answer=hints.present), MUTED),), " "))
        return blocks

    def terms_of(self, question: QuestionView) -> list[str]:
        """The terms that are marked in what is shown now."""
        if self.glossary is None:
            return []
        texts = [question.ask]
        if self.why:
            texts += [question.why or "", self.hints.because, self.hints.follows, question.help or ""]
        texts += [option.text for option in self.options]
        return [meaning.term for meaning in self.glossary.found_in(texts)]

    def _meanings(self, question: QuestionView) -> list[Block]:
        glossary = self.glossary
        if glossary is None or not self.open_terms:
            return []
        shown = [term for term in self.terms_of(question) if term in self.open_terms]
        return [Block(((term, STRONG), (f": {glossary.meaning(term)}", "")), " ≡ ") for term in shown]

    def toggle_terms(self, *terms: str) -> None:
        """Explain terms under the question, or all that are marked where none is named; once more hides them."""
        if self.question is None:
            return
        wanted = frozenset(terms or (() if self.open_terms else self.terms_of(self.question)))
        self.open_terms = self.open_terms ^ wanted if terms else wanted
        self.update()

    def _answers(self, question: QuestionView, seen: set[str]) -> list[Block]:
        blocks = [BLANK]
        if self.offers:
            blocks = [Block(((wording.TUI_OFFERS, MUTED),), " "), BLANK]
        elif self.takes_typing:
            blocks = [Block(((wording.TUI_INSTEAD, MUTED),), " ")]
        several = question.kind == "several" and not self.offers
        for index, option in enumerate(self.options):
            if option.apart and index and not self.takes_typing:
                blocks.append(BLANK)
            here = index == self.cursor and (self.has_focus or not self.takes_typing)
            lead = f" {'▸' if here else ' '} {index + 1:>2}  "
            if several and not option.apart:
                lead += "[x] " if option.id in self.picked else "[ ] "
            elif several:
                lead += "    "
            spans = list(marked([(option.text, MUTED if option.apart and not here else "")], self.glossary, seen))
            if option.id == question.present and not self.offers:
                spans.append((f"  ({wording.TUI_PRESENT})", MUTED))
            elif option.id == question.suggested:
                spans.append((f"  ({wording.TUI_SUGGESTED})", GOOD))
            blocks.append(Block(tuple(spans), lead, index))
        return blocks

    # --- keys and mouse -----------------------------------------------------------------------

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.update()
        if has_focus:
            self.bring_into_view()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "pick":
            return self.question is not None and self.question.kind == "several" and not self.offers
        return True

    def on_key(self, event: events.Key) -> None:
        """A number chooses or picks as soon as no longer one can be meant."""
        begun = self.typed.begun
        number = self.typed.add(event.key, len(self.options))
        if number is None:
            if begun:
                self._hint("")
            return
        event.stop()
        if number:
            self._hint("")
            self.app.chose_by_number = self._act(number - 1) and event.key != "enter"
        elif self.typed.begun:
            self._move_to(self.typed.begun - 1)
            last = str(len(self.options))
            self._hint(wording.TUI_NUMBER_BEGUN.format(number=self.typed.begun, last=last))
        else:
            self._hint(wording.TUI_NO_NUMBER.format(last=len(self.options)))

    def on_line_view_clicked(self, message: LineView.Clicked) -> None:
        message.stop()
        self._act(message.item)

    def _act(self, index: int) -> bool:
        """Choose an option, or pick it where several can be; gives whether it was chosen."""
        option = self.options[index]
        if self.question is not None and self.question.kind == "several" and not option.apart:
            self.cursor = index
            self._toggle(option)
            return False
        self.post_message(self.Chosen(option.id, self.question))
        return True

    def _toggle(self, option: Option) -> None:
        if option.id in self.picked and not self.offers:
            self.picked -= {option.id}
        else:
            alone = {one.id for one in self.question.options if one.exclusive} if self.question else set()
            self.picked = frozenset({option.id}) if option.exclusive else (self.picked - alone) | {option.id}
        if self.offers and self.question is not None:
            self.offers = ()
            self.cursor = [one.id for one in self.question.options].index(option.id)
        self.hints = replace(self.hints, message="")
        self.update()

    def _hint(self, hint: str) -> None:
        self.hints = replace(self.hints, hint=hint)
        self.update()

    def _move_to(self, index: int) -> None:
        self.follows_cursor = True
        self.cursor = index
        self.update()
        self.bring_into_view()

    def action_move(self, step: int) -> None:
        """Move the cursor over the answers, or out of them."""
        index = self.cursor + step
        if 0 <= index < len(self.options):
            self._move_to(index)
        else:
            self.follows_cursor = True
            self.post_message(self.Left(step))

    def action_edge(self, side: int) -> None:
        """Move the cursor to the first or the last answer."""
        self._move_to(0 if side < 0 else len(self.options) - 1)

    def action_page(self, side: int) -> None:
        """Scroll, for questions longer than the window."""
        self.follows_cursor = False
        self.scroll_relative(y=side * max(1, self.size.height - 1), animate=False)

    def action_pick(self) -> None:
        """Pick the answer under the cursor, or put it back."""
        self._act(self.cursor)

    def action_take(self) -> None:
        """Take the answer under the cursor; for `several`, what is picked."""
        if self.question is None or not self.options:
            return
        # Many press Enter after a number: that is no answer to the question which the number has led to.
        if self.app.answered_by_number or self.app.chose_by_number:
            self._hint(wording.TUI_ENTER_AGAIN)
            return
        option = self.options[self.cursor]
        if self.question.kind == "several" and not option.apart and not self.offers:
            picked = [one.id for one in self.question.options if one.id in self.picked]
            self.post_message(self.Chosen(picked, self.question))
        else:
            self._act(self.cursor)
